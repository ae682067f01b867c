"""The cheapest position for an order on a board, compiled."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.evaluation.compiled import compiled
from lastmile_core.planning.evaluation.day_arrays import (
    FIRST,
    FIRST_AT,
    ROUTE,
    SECOND,
    SECOND_AT,
    DayArrays,
    Floats,
    Ints,
    Near,
    Work,
)
from lastmile_core.planning.evaluation.evaluate import evaluate
from lastmile_core.planning.evaluation.evaluate_changes import make_up
from lastmile_core.planning.evaluation.random_numbers import draw
from lastmile_core.planning.evaluation.search_state import NOW, SearchState

RELOAD_BEFORE, RELOAD_BEHIND = 1, 2
NOT_FOUND = 1e18


@compiled
def is_allowed(day: DayArrays, state: SearchState, visit: int, vehicle: int) -> bool:
    """Whether a vehicle may serve a visit beside what all vehicles serve now."""
    if not day.is_eligible[vehicle, visit]:
        return False
    for other in day.related[visit]:
        if other == 0:
            break
        where = state.stops[abs(other) - 1].route
        if where >= 0 and (where == vehicle) != (other > 0):
            return False
    return True


@compiled
def detour(day: DayArrays, state: SearchState, visit: int, vehicle: int, position: int) -> float:
    """Return what the way by a visit costs more at matrix times, in cents."""
    rules, here = day.vehicles[vehicle], day.visits[visit].location
    length = state.routes[vehicle].length
    before = rules.start if position == 0 else day.visits[state.orders[NOW, vehicle, position - 1]].location
    behind = rules.end if position == length else day.visits[state.orders[NOW, vehicle, position]].location
    far = np.int64(day.metres[rules.profile, before, here]) + day.metres[rules.profile, here, behind]
    long = np.int64(day.seconds[rules.profile, before, here]) + day.seconds[rules.profile, here, behind]
    if length > 0:
        far -= day.metres[rules.profile, before, behind]
        long -= day.seconds[rules.profile, before, behind]
    return far * rules.per_metre + long * rules.per_second


@compiled
def balance_change(day: DayArrays, state: SearchState, vehicle: int, paid: int) -> float:
    """Return by how much the price of balance changes when a vehicle's paid seconds become ``paid``."""
    price = day.features[0].per_balance
    if price == 0:
        return 0.0
    most = other_most = total = used = 0.0
    for number in range(len(state.routes)):
        own = state.routes[number].paid
        if own > 0:
            total, used, most = total + own, used + 1, max(most, own)
            if number != vehicle:
                other_most = max(other_most, own)
    before = most - total / max(1.0, used)
    own = state.routes[vehicle].paid
    used += (paid > 0) - (own > 0)
    return price * (max(other_most, float(paid)) - (total - own + paid) / max(1.0, used) - before)


@compiled
def collect(day: DayArrays, state: SearchState, near: Near, visit: int, positions: Ints, detours: Floats) -> int:
    """Fill in (vehicle, position) with the shortest detours beside near visits and at route ends, best first."""
    found = 0
    for other in near[visit]:
        vehicle = state.stops[other].route
        if vehicle >= 0 and is_allowed(day, state, visit, vehicle):
            for position in range(state.stops[other].position, state.stops[other].position + 2):
                found = _keep(day, state, visit, vehicle, position, positions, detours, found)
    for vehicle in range(len(state.routes)):
        length = state.routes[vehicle].length
        if length == 0:
            is_first = True
            for earlier in range(vehicle):
                if state.routes[earlier].length == 0 and state.routes[earlier].kind == state.routes[vehicle].kind:
                    is_first = False
            if not is_first:
                continue
        if is_allowed(day, state, visit, vehicle):
            found = _keep(day, state, visit, vehicle, day.vehicles[vehicle].frozen, positions, detours, found)
            found = _keep(day, state, visit, vehicle, length, positions, detours, found)
    return found


@compiled
def _keep(
    day: DayArrays,
    state: SearchState,
    visit: int,
    vehicle: int,
    position: int,
    positions: Ints,
    detours: Floats,
    found: int,
) -> int:
    if position < day.vehicles[vehicle].frozen:
        return found
    cents, most = detour(day, state, visit, vehicle, position), len(detours)
    if found == most and cents >= detours[most - 1]:
        return found
    for number in range(found):
        if positions[number, 0] == vehicle and positions[number, 1] == position:
            return found
    at = min(found, most - 1)
    while at > 0 and detours[at - 1] > cents:
        detours[at] = detours[at - 1]
        positions[at, 0], positions[at, 1] = positions[at - 1, 0], positions[at - 1, 1]
        at -= 1
    detours[at], positions[at, 0], positions[at, 1] = cents, vehicle, position
    return min(found + 1, most)


@compiled
def best_position(
    day: DayArrays,
    work: Work,
    state: SearchState,
    near: Near,
    visit: int,
    blink: float,
    positions: Ints,
    detours: Floats,
    edit: Ints,
) -> tuple[float, float, int]:
    """Find where an order (with its pickup) costs least and fill in the edit that puts it there.

    Parameters
    ----------
    blink
        Share of positions to overlook.
    positions, detours
        Room for the positions worth pricing, shape (2, most, 2) and (most,).
    edit
        Filled in; see ``positions.price_edits``.

    Returns
    -------
    tuple of float, float and int
        What the plan costs more (``NOT_FOUND`` without a clean position), cost and paid seconds of the route.
    """
    trial = work.edit
    best, best_cost, best_paid = NOT_FOUND, 0.0, 0
    partner = day.visits[visit].partner
    is_pair = partner >= 0 and state.stops[partner].route < 0
    found = collect(day, state, near, visit, positions[0], detours)
    firsts = collect(day, state, near, partner, positions[1], detours) if is_pair else 0
    for number in range(found + firsts):
        at = positions[0, number] if number < found else positions[1, number - found]
        vehicle = at[0]
        spare = -1 if is_pair or state.routes[vehicle].length == 0 else state.routes[vehicle].spare
        ways = (firsts if number < found else 0) + 1 if is_pair else (3 if spare >= 0 else 1)
        for way in range(ways):
            if blink > 0 and draw(state.random) < blink:
                continue
            trial[ROUTE], trial[FIRST], trial[FIRST_AT], trial[SECOND], trial[SECOND_AT] = (
                vehicle,
                visit,
                at[1],
                -1,
                0,
            )
            if is_pair:
                pickup_at = at if way == 0 else positions[1, way - 1]
                if pickup_at[0] != vehicle or pickup_at[1] > at[1]:
                    continue
                trial[FIRST], trial[FIRST_AT], trial[SECOND], trial[SECOND_AT] = partner, pickup_at[1], visit, at[1]
            elif way == RELOAD_BEFORE:
                trial[FIRST], trial[SECOND], trial[SECOND_AT] = spare, visit, at[1]
            elif way == RELOAD_BEHIND:
                trial[SECOND], trial[SECOND_AT] = spare, at[1]
            size = make_up(work, state, trial)
            cost, violations, paid = evaluate(day, work, vehicle, work.order, size, True)
            if violations > 0:
                continue
            extra = cost - state.routes[vehicle].cost + balance_change(day, state, vehicle, paid)
            if extra < best:
                best, best_cost, best_paid = extra, cost, paid
                for column in range(len(edit)):
                    edit[column] = trial[column]
    return best, best_cost, best_paid
