"""The problem that is left of a running day: open orders, vehicles where they stand, goods where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lastmile_core.model import (
    Availability,
    Breakdown,
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
from lastmile_core.replanning.goods_transfer import goods_transfer
from lastmile_core.replanning.remaining_problem import AtMoment, remaining_problem
from lastmile_core.replanning.remaining_travel import remaining_travel
from lastmile_core.replanning.replan_rules import ReplanRules
from lastmile_core.replanning.vehicle_state import VehicleState, VehicleStatus
from lastmile_core.replanning.vehicle_states import vehicle_states, waits
from lastmile_core.schedule import to_indices
from lastmile_core.settings import Settings
from lastmile_core.tracking import DayState
from lastmile_core.travel.provider import roads_today
from lastmile_core.travel.times.travel_matrix import TravelMatrix


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingDay:
    """What is left of a day at a moment.

    Attributes
    ----------
    plan
        What is published.
    states
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
    states: Mapping[str, VehicleState]
    broken: Mapping[str, Breakdown]
    inputs: DayInputs
    built: BuiltProblem
    current: dict[int, tuple[int, ...]]
    changed: tuple[Order, ...]
    left_out: tuple[Unassigned, ...]
    expected: Mapping[str, datetime]
    travel: tuple[TravelSource, str]
    roads: str = ""


def remaining_day(
    settings: Settings,
    inputs: DayInputs,
    plan: Plan,
    state: DayState,
    now: datetime,
    broken: Mapping[str, Breakdown] | None = None,
    rules: ReplanRules | None = None,
) -> RemainingDay:
    """Return the problem of the rest of the day; ``state`` tells what has happened up to ``now``."""
    broken, rules, known = broken or {}, rules or ReplanRules(), by_visit(inputs.orders)
    states = vehicle_states(plan, state, inputs.day, now, known)
    changed = goods_transfer(broken.values(), states, known, inputs.vehicles, inputs.depot, rules.transfer_times)
    day = _with_orders(inputs, changed)
    going = _going(inputs, states, broken, known)
    orders = _open_orders(day.orders, state, [one for name, one in states.items() if name in going])
    matrices, far = remaining_travel(settings, inputs, plan, orders, tuple(going.values()))
    orders = tuple(order for order in orders if order.order_id not in far)
    current = _current(states, going, {order.order_id for order in orders})
    built = _built(inputs, orders, going, matrices, _locks(plan, states, current))
    expected = _expected(plan, state, states, going)
    at = _moment(inputs, plan, now, states, rules, built, expected)
    routes, travel = to_indices(built, current), next(iter(matrices.values()))
    return RemainingDay(
        now=now,
        plan=plan,
        states=states,
        broken=broken,
        inputs=day,
        built=remaining_problem(built, routes, at),
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
    states: Mapping[str, VehicleState],
    rules: ReplanRules,
    built: BuiltProblem,
    expected: Mapping[str, datetime],
) -> AtMoment:
    seconds = inputs.day.seconds_of
    return AtMoment(
        now=seconds(now),
        plan=plan,
        states=states,
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
    states: Mapping[str, VehicleState],
    broken: Mapping[str, Breakdown],
    known: Mapping[str, Order],
) -> dict[str, Vehicle]:
    """Return the vehicles that can still do something, with where they begin and the trips they have left."""
    on = {row.vehicle_id for row in inputs.available}
    found: dict[str, Vehicle] = {}
    for vehicle in inputs.vehicles:
        name, state = vehicle.vehicle_id, states.get(vehicle.vehicle_id)
        if name in broken or (name not in on and (state is None or state.status is not VehicleStatus.ON_ROUTE)):
            continue
        if state is None:
            found[name] = vehicle
        elif state.status is not VehicleStatus.FINISHED:
            moved = replace(vehicle, max_trips=max(1, vehicle.max_trips - state.trips_done))
            found[name] = _where_it_is(moved, state, known)
        elif vehicle.max_trips > state.trips_done + 1:
            again = replace(vehicle, start=None, open_start=False, loading_s=vehicle.reload_s)
            found[name] = replace(again, max_trips=vehicle.max_trips - state.trips_done - 1)
    return found


def _where_it_is(vehicle: Vehicle, state: VehicleState, known: Mapping[str, Order]) -> Vehicle:
    if state.status is VehicleStatus.AT_DEPOT:
        return vehicle if not state.past else replace(vehicle, start=None, open_start=False)
    stop = known.get(state.begun if state.is_there else state.last_stop)
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


def _open_orders(orders: Sequence[Order], state: DayState, states: Sequence[VehicleState]) -> tuple[Order, ...]:
    """Return the orders that are still to be served, and those that a route begins with."""
    known = by_visit(orders)
    on_board = {name for one in states for name in one.on_board}
    begun = {order_of(one.begun) for one in states if one.begun}
    anchors = {name for one in states if (name := _anchor(one))}
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


def _anchor(state: VehicleState) -> str:
    """Return the stop that a vehicle on its way home was at last, so that it begins from there."""
    return (
        state.last_stop
        if state.status is VehicleStatus.ON_ROUTE and not state.begun and not is_pickup_id(state.last_stop)
        else ""
    )


def _current(
    states: Mapping[str, VehicleState], going: Mapping[str, Vehicle], there: set[str]
) -> dict[str, tuple[str, ...]]:
    """Return the routes as they run, by vehicle id; reloads are counted from now on."""
    found: dict[str, tuple[str, ...]] = {}
    for vehicle_id, state in states.items():
        if vehicle_id not in going or state.status is VehicleStatus.FINISHED:
            continue
        names = [name for name in state.open_visits if is_reload_id(name) or order_of(name) in there]
        number = 0
        for position, name in enumerate(names):
            if is_reload_id(name):
                number += 1
                names[position] = reload_id(vehicle_id, number)
        anchor = _anchor(state)
        if anchor in there:
            names = [anchor]
        if names:
            found[vehicle_id] = tuple(names)
    return found


def _locks(plan: Plan, states: Mapping[str, VehicleState], current: Mapping[str, tuple[str, ...]]) -> Locks:
    before = locks_of(plan)
    home = {name: vehicle_id for vehicle_id, names in current.items() for name in names}
    positions = {
        name: position
        for names in current.values()
        for position, name in enumerate(n for n in names if not (is_pickup_id(n) or is_reload_id(n)))
    }
    prefixes = {name: names[:1] for name, names in current.items() if states[name].status is VehicleStatus.ON_ROUTE}
    return Locks(
        stop_vehicle={name: vehicle for name, vehicle in before.stop_vehicle.items() if home.get(name) == vehicle},
        routes={name: current[name] for name in before.routes if name in current},
        positions={name: positions[name] for name in before.positions if name in positions},
        prefixes=prefixes,
        on_board={name: states[name].carried for name in current if states[name].carried != Load()},
    )


def _expected(
    plan: Plan, state: DayState, states: Mapping[str, VehicleState], going: Mapping[str, Vehicle]
) -> dict[str, datetime]:
    """Return when the open stops of vehicles that go no further were expected."""
    planned = {stop.visit_id: stop.service_start for route in plan.routes for stop in route.stops}
    return {
        name: state.stops[name].eta or planned[name]
        for vehicle_id, one in states.items()
        if vehicle_id not in going or one.status is VehicleStatus.FINISHED
        for name in one.open_visits
        if name in planned and not (one.is_there and name == one.begun)
    }
