"""Ruin: strings of neighbouring visits are taken out of neighbouring routes, compiled."""

from __future__ import annotations

from lastmile_core.planning.engines.ruin_recreate.model import SearchDay, State
from lastmile_core.planning.engines.ruin_recreate.timing import time_route
from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.random_numbers import draw

MEAN_REMOVED = 10.0
LONGEST_STRING = 10.0
SPLIT_CHANCE = 0.5
KEEP_MORE_CHANCE = 0.99


@inlined
def touch(state: State, route: int, num_touched: int) -> int:
    """Remember that a route changes; return how many do."""
    if not state.routes[route].is_touched:
        state.routes[route].is_touched = True
        state.lists[2, num_touched] = route
        return num_touched + 1
    return num_touched


@compiled
def ruin(day: SearchDay, state: State, mean_removed: float) -> int:
    """Take about ``mean_removed`` visits near a random one out of their routes; return how many routes changed."""
    num_routes = num_served = 0
    for route in range(len(state.routes)):
        if state.routes[route].length > 0:
            num_routes += 1
            num_served += state.routes[route].length
    if num_routes == 0:
        return 0
    longest = min(LONGEST_STRING, num_served / num_routes)
    strings = int(draw(state.random) * (4.0 * mean_removed / (1.0 + longest) - 1.0) + 1.0)
    seed = int(draw(state.random) * len(day.visits))
    num_touched = 0
    for rank in range(-1, day.near.shape[1]):
        visit = seed if rank < 0 else day.near[seed, rank]
        route = state.stops[visit].route
        if route < 0 or state.routes[route].is_touched or state.stops[visit].position < state.routes[route].frozen:
            continue
        num_touched = touch(state, route, num_touched)
        _take_string(day, state, route, state.stops[visit].position, longest)
        time_route(day, state, route)
        if num_touched >= strings:
            break
    return num_touched


@inlined
def _take_string(day: SearchDay, state: State, route: int, position: int, longest: float) -> None:
    """Take a string of visits around ``position`` out of a route; half the time some in its middle stay."""
    frozen = state.routes[route].frozen
    length = state.routes[route].length - frozen
    taken = min(length, int(draw(state.random) * min(float(length), longest) + 1.0))
    kept = 0
    if 1 < taken < length and draw(state.random) < SPLIT_CHANCE:
        kept = 1
        while taken + kept < length and draw(state.random) < 1.0 - KEEP_MORE_CHANCE:
            kept += 1
    span = taken + kept
    low = max(0, position - frozen - span + 1)
    high = min(position - frozen, length - span)
    begin = frozen + low + int(draw(state.random) * (high - low + 1))
    keep_from = begin + 1 + int(draw(state.random) * (taken - 1)) if kept else begin
    order, left = state.orders[0, route], begin
    absent = state.run[0].num_absent
    for at in range(begin, state.routes[route].length):
        visit = order[at]
        if at < begin + span and not (keep_from <= at < keep_from + kept):
            state.stops[visit].route = -1
            state.lists[0, absent] = visit
            absent += 1
        else:
            order[left] = visit
            left += 1
    state.routes[route].length = left
    state.run[0].num_absent = absent


@compiled
def sort_absent(day: SearchDay, state: State) -> None:
    """Put the visits left out into one of several orders: random, heavy, far, near, tight, early or late ones first."""
    how = draw(state.random) * 14.0
    depot = day.kinds[0].start
    for number in range(state.run[0].num_absent):
        visit = state.lists[0, number]
        if how < 4.0:
            key = draw(state.random)
        elif how < 8.0:
            key = -1.0 * _load(day, visit)
        elif how < 10.0:
            key = -1.0 * day.distance[0, depot, visit]
        elif how < 11.0:
            key = 1.0 * day.distance[0, depot, visit]
        elif how < 12.0:
            key = 1.0 * (day.windows[visit, day.visits[visit].num_windows - 1, 1] - day.windows[visit, 0, 0])
        elif how < 13.0:
            key = 1.0 * day.windows[visit, 0, 0]
        else:
            key = -1.0 * day.windows[visit, day.visits[visit].num_windows - 1, 1]
        state.stops[visit].key = key
    for number in range(1, state.run[0].num_absent):
        visit, at = state.lists[0, number], number - 1
        key = state.stops[visit].key
        while at >= 0 and state.stops[state.lists[0, at]].key > key:
            state.lists[0, at + 1] = state.lists[0, at]
            at -= 1
        state.lists[0, at + 1] = visit


@inlined
def _load(day: SearchDay, visit: int) -> int:
    load = 0
    for dim in range(day.loads.shape[2]):
        load += day.loads[visit, 0, dim] + day.loads[visit, 1, dim]
    return load
