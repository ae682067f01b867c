"""Our rules as PyVRP data, straight from the matrices.

Said exactly: loads in every dimension with collections, one or several windows, service, shifts, maximum distance and
stops, mixed fleets and road profiles, skills and locks. Breaks are said nearly: they are cut out of the clock (see
``break_clock``), and the portfolio mends what that leaves wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from pyvrp import (
    Activity,
    ActivityType,
    Client,
    ClientGroup,
    Depot,
    Location,
    ProblemData,
    Route,
    Solution,
    VehicleType,
)

from lastmile_core.planning.cost_scale import CostScale
from lastmile_core.planning.eligibility import eligible_vehicles
from lastmile_core.planning.engines.pyvrp.break_clock import BreakClock, break_clock
from lastmile_core.planning.finite import finite
from lastmile_core.problem import RoutingProblem, VehicleDay


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FastModel:
    """PyVRP's data with the numbers that lead back to ours.

    Attributes
    ----------
    vehicles_of_type
        For each vehicle type, our vehicles of that type.
    visit_of_client
        Our visit for each client; a visit with several windows has one client a window, of which one is chosen.
    """

    problem: RoutingProblem
    data: ProblemData
    vehicles_of_type: tuple[tuple[int, ...], ...]
    visit_of_client: tuple[int, ...]

    def strict(self) -> ProblemData:
        """Return the data with every visit a must: no plan counts as feasible that leaves one out."""
        data = self.data
        clients = [client if client.group is not None else _must(client) for client in data.clients()]
        groups = [ClientGroup(group.clients, required=True) for group in data.groups()]
        return data.replace(clients=clients, groups=groups)

    def read(self, solution: Solution) -> dict[int, list[int]]:
        """Return the routes of a solution, vehicle to visits."""
        routes: dict[int, list[int]] = {}
        used = [0] * len(self.vehicles_of_type)
        for route in solution.routes():
            kind = route.vehicle_type()
            visits = [self.visit_of_client[step.idx] for step in route if step.is_client()]
            if visits:
                routes[self.vehicles_of_type[kind][used[kind]]] = visits
                used[kind] += 1
        return routes

    def write(
        self,
        routes: Mapping[int, Sequence[int]],
        starts: Mapping[int, Sequence[int]],
        data: ProblemData | None = None,
    ) -> Solution:
        """Return routes as a solution of ``data`` (or ``self.data``); ``starts`` choose among several windows."""
        data = data or self.data
        clients: dict[int, list[int]] = {}
        for client, visit in enumerate(self.visit_of_client):
            clients.setdefault(visit, []).append(client)
        kind_of = {vehicle: kind for kind, group in enumerate(self.vehicles_of_type) for vehicle in group}
        made = []
        for vehicle, visits in routes.items():
            steps = []
            for visit, start in zip(visits, starts[vehicle], strict=True):
                windows = self.problem.visits[visit].windows
                choice = next((n for n, (_, latest) in enumerate(windows) if start <= latest), len(windows) - 1)
                steps.append(Activity(ActivityType.CLIENT, clients[visit][choice]))
            if steps:
                made.append(Route(data, steps, kind_of[vehicle]))
        return Solution(data, made)


def build_model(problem: RoutingProblem, clock: BreakClock | None = None) -> FastModel:
    """Return the PyVRP form of a problem without locked routes, with windows and shifts on ``clock``."""
    clock = clock or break_clock(problem)
    scale = CostScale.of(problem)
    extra = _eligibility_groups(problem)
    places = sorted({place for vehicle in problem.vehicles for place in (vehicle.start, vehicle.end)})
    units = [_load_unit(problem, number) for number in range(len(problem.dimensions))]
    counts_stops = any(vehicle.max_stops is not None for vehicle in problem.vehicles)
    clients, groups, visit_of_client = _clients(problem, clock, scale, units, extra, counts_stops)
    kinds = _vehicle_kinds(problem, units, extra, counts_stops)
    data = ProblemData(
        locations=[Location(0, 0) for _ in range(len(problem.durations[0]))],
        clients=clients,
        depots=[Depot(place) for place in places],
        vehicle_types=[
            _vehicle_type(problem.vehicles[group[0]], clock, len(group), list(capacity), places, scale)
            for capacity, group in kinds
        ],
        distance_matrices=[finite(problem, n, problem.distances[n]) for n in range(len(problem.profiles))],
        duration_matrices=[finite(problem, n, problem.durations[n]) for n in range(len(problem.profiles))],
        groups=groups,
    )
    return FastModel(
        problem=problem,
        data=data,
        vehicles_of_type=tuple(tuple(group) for _, group in kinds),
        visit_of_client=tuple(visit_of_client),
    )


def _must(client: Client) -> Client:
    return Client(
        location=client.location,
        delivery=client.delivery,
        pickup=client.pickup,
        service_duration=client.service_duration,
        tw_early=client.tw_early,
        tw_late=client.tw_late,
        required=True,
    )


def _load_unit(problem: RoutingProblem, number: int) -> int:
    """Return what all loads have in common: coarse units keep fines for overloading in a useful range."""
    return gcd(*(visit.load[number] for visit in problem.visits)) or 1


def _eligibility_groups(problem: RoutingProblem) -> list[tuple[frozenset[int], list[int]]]:
    """Return (vehicles, visits) for each set of vehicles that some visits are bound to."""
    everyone = frozenset(range(problem.num_vehicles))
    groups: dict[frozenset[int], list[int]] = {}
    for visit, allowed in enumerate(eligible_vehicles(problem)):
        if allowed != everyone:
            groups.setdefault(allowed, []).append(visit)
    return sorted(groups.items(), key=lambda item: item[1][0])


def _clients(
    problem: RoutingProblem,
    clock: BreakClock,
    scale: CostScale,
    units: list[int],
    extra: list[tuple[frozenset[int], list[int]]],
    counts_stops: bool,
) -> tuple[list[Client], list[ClientGroup], list[int]]:
    bound = [set(visits) for _, visits in extra]
    clients: list[Client] = []
    groups: list[ClientGroup] = []
    visit_of_client: list[int] = []
    for number, visit in enumerate(problem.visits):
        load = [amount // unit for amount, unit in zip(visit.load, units, strict=True)]
        marks = [1 if number in visits else 0 for visits in bound] + [1] * counts_stops
        zero = [0] * len(load)
        delivery, pickup = (zero, load) if visit.is_collection else (load, zero)
        group = len(groups) if len(visit.windows) > 1 else None
        members = list(range(len(clients), len(clients) + len(visit.windows)))
        if group is not None:
            groups.append(ClientGroup(members, required=False))
        clients += [
            Client(
                location=visit.location,
                delivery=[*delivery, *marks],
                pickup=[*pickup, *([0] * len(marks))],
                service_duration=visit.service,
                tw_early=clock(earliest),
                tw_late=clock(latest),
                prize=scale.cents(visit.penalty),
                required=False,
                group=group,
            )
            for earliest, latest in visit.windows
        ]
        visit_of_client += [number] * len(members)
    return clients, groups, visit_of_client


def _vehicle_kinds(
    problem: RoutingProblem, units: list[int], extra: list[tuple[frozenset[int], list[int]]], counts_stops: bool
) -> list[tuple[tuple[int, ...], list[int]]]:
    """Return (capacity in every dimension of the model, vehicles) for vehicles that are the same in all that counts."""
    kinds: dict[tuple[object, ...], tuple[tuple[int, ...], list[int]]] = {}
    for number, vehicle in enumerate(problem.vehicles):
        capacity = [limit // unit for limit, unit in zip(vehicle.capacity, units, strict=True)]
        capacity += [len(visits) if number in allowed else 0 for allowed, visits in extra]
        if counts_stops:
            capacity.append(problem.num_visits if vehicle.max_stops is None else vehicle.max_stops)
        key = (tuple(capacity), _same(vehicle))
        kinds.setdefault(key, (tuple(capacity), []))[1].append(number)
    return list(kinds.values())


def _same(vehicle: VehicleDay) -> tuple[object, ...]:
    costs = (vehicle.fixed_cost, vehicle.cost_per_km, vehicle.cost_per_hour)
    rules = (vehicle.shift, vehicle.loading, vehicle.breaks, vehicle.max_distance)
    return vehicle.start, vehicle.end, vehicle.profile, costs, rules


def _vehicle_type(
    vehicle: VehicleDay, clock: BreakClock, count: int, capacity: list[int], places: list[int], scale: CostScale
) -> VehicleType:
    first = clock(min(vehicle.shift[0] + vehicle.loading, vehicle.shift[1]))
    limits = {} if vehicle.max_distance is None else {"max_distance": vehicle.max_distance}
    breaks = sum(rule.duration for rule in vehicle.breaks)
    return VehicleType(
        num_available=count,
        capacity=capacity,
        start_depot=places.index(vehicle.start),
        end_depot=places.index(vehicle.end),
        # Breaks are paid but not on the clock; nearly every route is long enough to have them.
        fixed_cost=scale.per_route(vehicle) + breaks * scale.per_second(vehicle),
        tw_early=first,
        tw_late=max(first, clock(vehicle.shift[1]) - clock.missing(vehicle.breaks)),
        unit_distance_cost=scale.per_metre(vehicle),
        unit_duration_cost=scale.per_second(vehicle),
        profile=vehicle.profile,
        **limits,
    )
