"""Everything one depot's day is planned from, read once from the store, and the travel times that go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lastmile_core.clock import ServiceDay
from lastmile_core.errors import NotFoundError
from lastmile_core.model import (
    Availability,
    Order,
    OrderStatus,
    Plan,
    PlanBasis,
    TravelSource,
)
from lastmile_core.problem import (
    BuiltProblem,
    DayPlaces,
    Locks,
    build_problem,
    day_places,
    input_hash,
    plannable,
    vehicles_out,
)
from lastmile_core.problem.building.travel_times import place_names, travel_times
from lastmile_core.problem.day_inputs import SNAP_LIMIT_M, DayInputs, basis_of
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.travel.kerb_provider import kerb_provider, source_of
from lastmile_core.travel.provider import roads_mark
from lastmile_core.travel.times.travel_matrix import TravelMatrix
from lastmile_core.workflows.company.load_names import load_names
from lastmile_core.workflows.company.serve_whom import with_customer_rules
from lastmile_core.workflows.day.load_meetings import LoadMeeting, loads_of_day, renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDay:
    """A day with its travel times, ready for the search and the judge.

    Attributes
    ----------
    far_orders
        Orders left out because no road is near, with the distance to the nearest road in metres.
    input_hash
        Changes when orders, fleet, availability, rules or roads change; a plan with another hash is stale.
    basis
        The same aspect by aspect, kept with every plan that is made from it.
    """

    inputs: DayInputs
    built: BuiltProblem
    matrices: Mapping[str, TravelMatrix]
    far_orders: tuple[tuple[Order, float], ...]
    input_hash: str
    travel_source: TravelSource
    travel_region: str
    basis: PlanBasis = PlanBasis()


def load_inputs(store: Store, service_date: date, depot_id: str, due: Sequence[Order] | None = None) -> DayInputs:
    """Read one depot's day; ``due`` are its orders, when somebody has read them already.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    """
    depot = store.depots.get(depot_id)
    if depot is None:
        raise NotFoundError(f"There is no depot “{depot_id}”.", "Choose a depot in the side bar.")
    due = store.orders.due_on(service_date, depot_id) if due is None else due
    orders = sorted(with_customer_rules(store, renamed(due, load_names(store))), key=lambda order: order.order_id)
    ready = plannable(orders)
    known = {order.order_id for order in ready}
    rules = store.planning_rules.of_depot(depot_id)
    return DayInputs(
        day=ServiceDay(service_date=service_date, timezone=depot.timezone),
        depot=depot,
        orders=ready,
        waiting=tuple(
            order for order in orders if order.order_id not in known and order.status is not OrderStatus.SKIPPED
        ),
        vehicles=tuple(store.vehicles.of_depot(depot_id)),
        drivers={driver.driver_id: driver for driver in store.drivers.of_depot(depot_id)},
        availability=tuple(store.availability.for_day(service_date, depot_id)),
        rules=rules,
        docks=tuple(store.docks.of_depot(depot_id)),
        promised=store.plans.latest_published(service_date, depot_id) if rules.keeps_promises else None,
    )


def loads_of(store: Store, inputs: DayInputs) -> LoadMeeting:
    """Return whether the loads of a day's orders meet the capacities of the vehicles that go out."""
    out = {entry.vehicle_id for entry in inputs.available}
    return loads_of_day(store, inputs.orders, [one for one in inputs.vehicles if one.vehicle_id in out])


def with_vehicles_of(store: Store, inputs: DayInputs, plan: Plan) -> DayInputs:
    """Return the day with the vehicles that have stops in ``plan`` although the roster keeps them in.

    A change of one route must not empty another one without a word: whoever is off keeps the stops until they are
    handed over or planned again, and ``kept_on`` says so.
    """
    out = {entry.vehicle_id for entry in inputs.available}
    known = {vehicle.vehicle_id: vehicle for vehicle in inputs.vehicles}
    rows = {entry.vehicle_id: entry for entry in inputs.availability}
    vehicles, kept = list(inputs.vehicles), set()
    for route in plan.routes_in_use:
        vehicle = known.get(route.vehicle_id) or store.vehicles.get(route.vehicle_id)
        if route.vehicle_id in out or vehicle is None:
            continue
        if route.vehicle_id not in known:
            vehicles.append(replace(vehicle, is_active=True))
        row = rows.get(route.vehicle_id) or Availability(
            service_date=plan.service_date,
            vehicle_id=route.vehicle_id,
            driver_id=None,
            shift_start=inputs.depot.opens,
            shift_end=inputs.depot.closes,
        )
        driver_id = route.driver_id if row.driver_id is None else row.driver_id
        rows[route.vehicle_id] = replace(row, is_available=True, driver_id=driver_id)
        kept.add(route.vehicle_id)
    if not kept:
        return inputs
    return replace(
        inputs, vehicles=tuple(vehicles), availability=tuple(rows.values()), kept_on=frozenset(kept) | inputs.kept_on
    )


def _places(inputs: DayInputs, orders: Sequence[Order]) -> DayPlaces:
    return day_places(inputs.depot, orders, vehicles_out(inputs.day, inputs.vehicles, inputs.availability))


def _without_far(
    matrices: Mapping[str, TravelMatrix], orders: Sequence[Order], places: DayPlaces
) -> tuple[list[int], dict[int, float]]:
    """Split order indices into near a road on every profile, with their pickups, and far with the distance."""
    at: dict[int, list[int]] = {index + 1: [index] for index in range(len(orders))}
    for index, order in enumerate(orders):
        if order.order_id in places.pickups:
            at.setdefault(places.pickups[order.order_id], []).append(index)
    far: dict[int, float] = {}
    for matrix in matrices.values():
        for point in matrix.far_points(SNAP_LIMIT_M):
            for index in at.get(point, ()):
                far[index] = max(far.get(index, 0.0), float(matrix.snap_m[point]))
    return [index for index in range(len(orders)) if index not in far], far


def prepare_day(settings: Settings, inputs: DayInputs, locks: Locks | None = None) -> PreparedDay:
    """Get travel times for the day and put it into the solver's vocabulary.

    Raises
    ------
    RoadsError
        If the road engine fails or says something impossible.
    """
    places = _places(inputs, inputs.orders)
    provider = kerb_provider(settings, list(places.locations), inputs.rules, inputs.orders)
    names = place_names(inputs.depot, inputs.orders, places, inputs.vehicles)
    matrices = travel_times(provider, places.locations, inputs.profiles, names)
    near, far = _without_far(matrices, inputs.orders, places)
    orders = tuple(inputs.orders[index] for index in near)
    if far:
        left = _places(inputs, orders)
        names = place_names(inputs.depot, orders, left, inputs.vehicles)
        matrices = travel_times(provider, left.locations, inputs.profiles, names)
    first = next(iter(matrices.values()))
    built = build_problem(
        day=inputs.day,
        depot=inputs.depot,
        orders=orders,
        vehicles=inputs.vehicles,
        drivers=inputs.drivers,
        availability=inputs.availability,
        matrices=matrices,
        locks=locks or Locks(),
        rules=inputs.rules,
        docks=inputs.docks,
        previous=inputs.promised,
    )
    return PreparedDay(
        inputs=inputs,
        built=built,
        matrices=matrices,
        far_orders=tuple((inputs.orders[index], distance) for index, distance in sorted(far.items())),
        input_hash=input_hash(
            inputs.orders,
            inputs.vehicles,
            inputs.drivers.values(),
            inputs.availability,
            inputs.depot,
            travel=f"{first.source.value}:{first.region}",
            rules=inputs.rules,
            docks=inputs.docks,
        ),
        travel_source=first.source,
        travel_region=first.region,
        basis=basis_of(inputs, roads_mark(source_of(provider))),
    )
