"""The problem that is left of a running day: open orders, vehicles where they stand, goods where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lastmile_core.model import (
    Availability,
    Load,
    Order,
    Plan,
    TravelSource,
    Unassigned,
    Vehicle,
    by_visit,
    is_pickup_id,
    is_reload_id,
    order_of,
    reload_id,
)
from lastmile_core.problem import BuiltProblem, Locks, build_problem
from lastmile_core.problem.day_inputs import DayInputs
from lastmile_core.problem.locks import locks_of
from lastmile_core.replanning.goods_transfer import OutOfOrder, handed_over
from lastmile_core.replanning.remaining_problem import AtMoment, problem_now
from lastmile_core.replanning.remaining_travel import rest_travel
from lastmile_core.replanning.replan_rules import ReplanRules
from lastmile_core.replanning.vehicle_state import Standing, VehicleNow
from lastmile_core.replanning.vehicle_states import vehicles_now, waits
from lastmile_core.schedule import to_indices
from lastmile_core.settings import Settings
from lastmile_core.tracking import DayState
from lastmile_core.travel.provider import roads_today
from lastmile_core.travel.times.travel_matrix import TravelMatrix


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOfDay:
    """What is left of a day at a moment.

    Attributes
    ----------
    plan
        What is published.
    standing
        Where its vehicles stand, by vehicle id.
    inputs
        The day with the orders as they are now: goods of broken vehicles are fetched where those stand.
    built
        The problem: open visits, and for a vehicle on its way home the stop that it was at last.
    current
        The routes as they run now, without broken vehicles: vehicle index to visit indices.
    changed
        Orders that the re-plan changes, to be stored with it.
    expected
        When the stops of vehicles that go no further were expected, by visit name.
    left_out
        Orders that cannot be planned at all, with the reason.
    travel
        Where driving times come from: source and region.
    roads
        Which state of the roads that is; see :func:`~lastmile_core.travel.provider.roads_today`.
    """

    now: datetime
    plan: Plan
    standing: Mapping[str, VehicleNow]
    broken: Mapping[str, OutOfOrder]
    inputs: DayInputs
    built: BuiltProblem
    current: dict[int, tuple[int, ...]]
    changed: tuple[Order, ...]
    left_out: tuple[Unassigned, ...]
    expected: Mapping[str, datetime]
    travel: tuple[TravelSource, str]
    roads: str = ""


def rest_of_day(
    settings: Settings,
    inputs: DayInputs,
    plan: Plan,
    state: DayState,
    now: datetime,
    broken: Mapping[str, OutOfOrder] | None = None,
    rules: ReplanRules | None = None,
) -> RestOfDay:
    """Return the problem of the rest of the day; ``state`` tells what has happened up to ``now``."""
    broken, rules, known = broken or {}, rules or ReplanRules(), by_visit(inputs.orders)
    standing = vehicles_now(plan, state, inputs.day, now, known)
    changed = handed_over(broken.values(), standing, known, inputs.vehicles, inputs.depot, rules.hand_over)
    day = _with_orders(inputs, changed)
    going = _going(inputs, standing, broken, known)
    orders = _open_orders(day.orders, state, [now for name, now in standing.items() if name in going])
    matrices, far = rest_travel(settings, inputs, plan, orders, tuple(going.values()))
    orders = tuple(order for order in orders if order.order_id not in far)
    current = _current(standing, going, {order.order_id for order in orders})
    built = _built(inputs, orders, going, matrices, _locks(plan, standing, current))
    expected = _expected(plan, state, standing, going)
    at = _moment(inputs, plan, now, standing, rules, built, expected)
    routes, travel = to_indices(built, current), next(iter(matrices.values()))
    return RestOfDay(
        now=now,
        plan=plan,
        standing=standing,
        broken=broken,
        inputs=day,
        built=problem_now(built, routes, at),
        current=routes,
        changed=tuple(changed.values()),
        expected=expected,
        left_out=tuple(far.values()),
        travel=(travel.source, travel.region),
        roads=roads_today(
            settings, [inputs.depot.location, *(order.location for order in inputs.orders if order.location)]
        ),
    )


def _moment(
    inputs: DayInputs,
    plan: Plan,
    now: datetime,
    standing: Mapping[str, VehicleNow],
    rules: ReplanRules,
    built: BuiltProblem,
    expected: Mapping[str, datetime],
) -> AtMoment:
    seconds = inputs.day.seconds_of
    return AtMoment(
        now=seconds(now),
        plan=plan,
        standing=standing,
        promised={name: seconds(moment) for name, moment in expected.items()},
        prices=rules.prices(built.problem, inputs.rules),
        late=rules.late_cents(built.problem),
    )


def _with_orders(inputs: DayInputs, changed: Mapping[str, Order]) -> DayInputs:
    kept = (order for order in inputs.orders if order.order_id not in changed)
    return replace(inputs, orders=tuple(sorted((*kept, *changed.values()), key=lambda order: order.order_id)))


def _built(
    inputs: DayInputs,
    orders: Sequence[Order],
    going: Mapping[str, Vehicle],
    matrices: Mapping[str, TravelMatrix],
    locks: Locks,
) -> BuiltProblem:
    return build_problem(
        day=inputs.day,
        depot=inputs.depot,
        orders=orders,
        vehicles=tuple(going.values()),
        drivers=inputs.drivers,
        availability=_rows(inputs, going),
        matrices=matrices,
        locks=locks,
        rules=inputs.rules,
        docks=inputs.docks,
    )


def _going(
    inputs: DayInputs,
    standing: Mapping[str, VehicleNow],
    broken: Mapping[str, OutOfOrder],
    known: Mapping[str, Order],
) -> dict[str, Vehicle]:
    """Return the vehicles that can still do something, with where they begin and the trips they have left."""
    on = {row.vehicle_id for row in inputs.available}
    found: dict[str, Vehicle] = {}
    for vehicle in inputs.vehicles:
        name, now = vehicle.vehicle_id, standing.get(vehicle.vehicle_id)
        if name in broken or (name not in on and (now is None or now.standing is not Standing.ROAD)):
            continue
        if now is None:
            found[name] = vehicle
        elif now.standing is not Standing.BACK:
            moved = replace(vehicle, max_trips=max(1, vehicle.max_trips - now.trips_done))
            found[name] = _where_it_is(moved, now, known)
        elif vehicle.max_trips > now.trips_done + 1:
            again = replace(vehicle, start=None, open_start=False, loading_s=vehicle.reload_s)
            found[name] = replace(again, max_trips=vehicle.max_trips - now.trips_done - 1)
    return found


def _where_it_is(vehicle: Vehicle, now: VehicleNow, known: Mapping[str, Order]) -> Vehicle:
    if now.standing is Standing.LOADS:
        return vehicle if not now.past else replace(vehicle, start=None, open_start=False)
    stop = known.get(now.begun if now.is_there else now.place)
    return vehicle if stop is None else replace(vehicle, start=stop.location, open_start=False)


def _rows(inputs: DayInputs, going: Mapping[str, Vehicle]) -> tuple[Availability, ...]:
    """Return the roster; a vehicle that is out although the roster says otherwise is out."""
    rows = {row.vehicle_id: row for row in inputs.availability}
    return tuple(
        replace(rows[name], is_available=True)
        if name in rows
        else Availability(
            service_date=inputs.day.service_date,
            vehicle_id=name,
            driver_id=vehicle.driver_id,
            shift_start=inputs.depot.opens,
            shift_end=inputs.depot.closes,
        )
        for name, vehicle in going.items()
    )


def _open_orders(orders: Sequence[Order], state: DayState, standing: Sequence[VehicleNow]) -> tuple[Order, ...]:
    """Return the orders that are still to be served, and those that a route begins with."""
    known = by_visit(orders)
    on_board = {name for now in standing for name in now.on_board}
    begun = {order_of(now.begun) for now in standing if now.begun}
    anchors = {name for now in standing if (name := _anchor(now))}
    found = []
    for order in orders:
        name = order.order_id
        if name in on_board:
            found.append(replace(order, pickup=None, release_at=None))
        elif name in begun or waits(state, known, name):
            found.append(order)
        elif name in anchors:
            found.append(
                replace(order, pickup=None, release_at=None, load=Load(), windows=(), dock_s=0, skills=frozenset())
            )
    return tuple(found)


def _anchor(now: VehicleNow) -> str:
    """Return the stop that a vehicle on its way home was at last, so that it begins from there."""
    return now.place if now.standing is Standing.ROAD and not now.begun and not is_pickup_id(now.place) else ""


def _current(
    standing: Mapping[str, VehicleNow], going: Mapping[str, Vehicle], there: set[str]
) -> dict[str, tuple[str, ...]]:
    """Return the routes as they run, by vehicle id; reloads are counted from now on."""
    found: dict[str, tuple[str, ...]] = {}
    for vehicle_id, now in standing.items():
        if vehicle_id not in going or now.standing is Standing.BACK:
            continue
        names = [name for name in now.open_visits if is_reload_id(name) or order_of(name) in there]
        number = 0
        for place, name in enumerate(names):
            if is_reload_id(name):
                number += 1
                names[place] = reload_id(vehicle_id, number)
        anchor = _anchor(now)
        if anchor in there:
            names = [anchor]
        if names:
            found[vehicle_id] = tuple(names)
    return found


def _locks(plan: Plan, standing: Mapping[str, VehicleNow], current: Mapping[str, tuple[str, ...]]) -> Locks:
    before = locks_of(plan)
    home = {name: vehicle_id for vehicle_id, names in current.items() for name in names}
    places = {
        name: place
        for names in current.values()
        for place, name in enumerate(n for n in names if not (is_pickup_id(n) or is_reload_id(n)))
    }
    prefixes = {name: names[:1] for name, names in current.items() if standing[name].standing is Standing.ROAD}
    return Locks(
        stop_vehicle={name: vehicle for name, vehicle in before.stop_vehicle.items() if home.get(name) == vehicle},
        routes={name: current[name] for name in before.routes if name in current},
        positions={name: places[name] for name in before.positions if name in places},
        prefixes=prefixes,
        on_board={name: standing[name].carried for name in current if standing[name].carried != Load()},
    )


def _expected(
    plan: Plan, state: DayState, standing: Mapping[str, VehicleNow], going: Mapping[str, Vehicle]
) -> dict[str, datetime]:
    """Return when the open stops of vehicles that go no further were expected."""
    planned = {stop.order_id: stop.service_start for route in plan.routes for stop in route.stops}
    return {
        name: state.stops[name].eta or planned[name]
        for vehicle_id, now in standing.items()
        if vehicle_id not in going or now.standing is Standing.BACK
        for name in now.open_visits
        if name in planned and not (now.is_there and name == now.begun)
    }
