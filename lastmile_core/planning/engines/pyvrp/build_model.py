"""Our rules as PyVRP data, straight from the matrices.

Supported exactly: loads in every dimension with collections and goods on board, pairs, one or several windows, service,
shared set-up time, shifts, overtime, longest paid time, distance and stops, mixed fleets and road profiles, skills and
locks, trips with reloads and release times, routes that have begun. Approximated: breaks are cut out of the clock (see
``break_clock``), traffic is a mean (``mean_traffic``), the price of an hour is one a band (``time_bands``), waiting
makes every hour dearer, orders take a guessed time to load (``dock_guess``), who knows a place is in the way there
(``vehicle_prices``). Not supported: docks, relations, locked positions, balance.
What is left wrong is mended afterwards. ``supports`` names both for a problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyvrp import Activity, ActivityType, Client, ClientGroup, Location, ProblemData, Route, Shipment, Solution

from lastmile_core.planning.base.break_clock import BreakClock, break_clock
from lastmile_core.planning.base.cost_scale import CostScale
from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.engines.pyvrp.load_marks import LoadMarks
from lastmile_core.planning.engines.pyvrp.model_clients import ClientMaker, ModelClients
from lastmile_core.planning.engines.pyvrp.model_fleet import FleetMaker, ModelFleet
from lastmile_core.planning.engines.pyvrp.model_locations import model_places
from lastmile_core.planning.engines.pyvrp.model_starts import ModelStart, model_starts
from lastmile_core.planning.engines.pyvrp.vehicle_prices import bound_by_way, with_vehicle_prices
from lastmile_core.problem import RoutingProblem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FastModel:
    """PyVRP's data with the numbers that lead back to ours."""

    problem: RoutingProblem
    data: ProblemData
    clients: ModelClients
    fleet: ModelFleet
    starts: tuple[ModelStart, ...]

    def strict(self) -> ProblemData:
        """Return the data with every visit a must: no plan counts as feasible that leaves one out."""
        data = self.data
        clients = [client if client.group is not None else _must(client) for client in data.clients()]
        groups = [ClientGroup(group.clients, required=True) for group in data.groups()]
        shipments = [_must_ship(shipment) for shipment in data.shipments()]
        return data.replace(clients=clients, groups=groups, shipments=shipments)

    def write(
        self,
        routes: Mapping[int, Sequence[int]],
        starts: Mapping[int, Sequence[int]],
        data: ProblemData | None = None,
    ) -> Solution:
        """Return routes as a solution of ``data`` (or ``self.data``); ``starts`` choose among bands and windows."""
        data = data or self.data
        kind_of = {vehicle: kind for kind, group in enumerate(self.fleet.members) for vehicle in group}
        clients = _clients_of(self.clients)
        shipment_of = {visit: number for number, pair in enumerate(self.clients.pairs) for visit in pair}
        made = []
        for vehicle in sorted({*routes, *self.clients.anchors}):
            steps = []
            if vehicle in self.clients.anchors:
                steps.append(Activity(ActivityType.CLIENT, self.clients.anchors[vehicle]))
            visits = routes.get(vehicle, ())
            whole = self._whole_pairs(visits)
            for visit, start in zip(visits, starts.get(vehicle, ()), strict=True):
                if visit in self.fleet.depot_of_reload:
                    steps.append(Activity(ActivityType.DEPOT, self.fleet.depot_of_reload[visit]))
                elif visit in shipment_of and visit in whole:
                    kind = ActivityType.PICKUP if self.problem.visits[visit].is_pickup else ActivityType.DELIVERY
                    steps.append(Activity(kind, shipment_of[visit]))
                elif visit in clients:
                    steps.append(Activity(ActivityType.CLIENT, self._band(clients[visit], start)))
            if any(not step.is_depot() for step in steps):
                made.append(Route(data, self._few_trips(steps, vehicle), kind_of[vehicle]))
        return Solution(data, made)

    def _band(self, clients: Sequence[int], start: int) -> int:
        return next((n for n in clients if start <= self.clients.bands[n].latest), clients[-1])

    def _few_trips(self, steps: list[Activity], vehicle: int) -> list[Activity]:
        """Return the steps without reloads that the vehicle does not have; routes to start from may break rules."""
        left = len(self.starts[vehicle].reloads)
        kept = []
        for step in steps:
            if step.is_depot():
                left -= 1
            if left >= 0 or not step.is_depot():
                kept.append(step)
        return kept

    def _whole_pairs(self, visits: Sequence[int]) -> set[int]:
        """Return the halves of pairs that are both on one trip, pickup first; PyVRP refuses others."""
        found: set[int] = set()
        picked: set[int] = set()
        for visit in visits:
            day = self.problem.visits[visit]
            if day.is_reload:
                picked.clear()
            elif day.is_pickup:
                picked.add(visit)
            elif day.partner in picked and day.partner is not None:
                found |= {visit, day.partner}
        return found


def build_model(problem: RoutingProblem, clock: BreakClock | None = None) -> FastModel:
    """Return the PyVRP form of a problem without locked routes.

    Parameters
    ----------
    clock
        Windows and shifts are said on it; the usual one of the problem when None.
    """
    clock = clock or break_clock(problem)
    scale = CostScale.of(problem)
    starts = tuple(model_starts(problem))
    begun = {visit for day in problem.vehicles for visit in day.frozen_prefix}
    left = [n for n, visit in enumerate(problem.visits) if n not in begun and not visit.is_reload]
    everyone = frozenset(range(problem.num_vehicles))
    eligible = eligible_vehicles(problem)
    bound = {visit: eligible[visit] for visit in left if eligible[visit] != everyone}
    by_way = bound_by_way(problem, bound)
    marks = LoadMarks.of(problem, {} if by_way else bound)
    places = model_places(problem, bound if by_way else None)
    clients = ClientMaker(problem, clock, scale, places, marks).make(left, starts)
    distances, durations, profiles = with_vehicle_prices(problem, scale, places)
    fleet = FleetMaker(problem, clock, scale, places, marks, profiles).make(starts)
    data = ProblemData(
        locations=[Location(0, 0) for _ in range(len(places.location))],
        clients=clients.clients,
        depots=fleet.depots,
        vehicle_types=fleet.kinds,
        distance_matrices=distances,
        duration_matrices=durations,
        groups=clients.groups,
        shipments=clients.shipments,
    )
    return FastModel(problem=problem, data=data, clients=clients, fleet=fleet, starts=starts)


def _clients_of(made: ModelClients) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for client, visit in enumerate(made.visit_of_client):
        if visit is not None:
            found.setdefault(visit, []).append(client)
    return found


def _must(client: Client) -> Client:
    return Client(
        location=client.location,
        delivery=client.delivery,
        pickup=client.pickup,
        service_duration=client.service_duration,
        tw_early=client.tw_early,
        tw_late=client.tw_late,
        release_time=client.release_time,
        required=True,
    )


def _must_ship(shipment: Shipment) -> Shipment:
    first, second = shipment.pickup, shipment.delivery
    return Shipment(
        pickup_location=first.location,
        delivery_location=second.location,
        pickup_tw_early=first.tw_early,
        pickup_tw_late=first.tw_late,
        pickup_service_duration=first.service_duration,
        delivery_tw_early=second.tw_early,
        delivery_tw_late=second.tw_late,
        delivery_service_duration=second.service_duration,
        amount=shipment.amount,
        required=True,
    )
