"""Ruin: strings of neighbouring visits are taken out of neighbouring routes, compiled."""

from __future__ import annotations

from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.random_numbers import draw
from lastmile_core.planning.evaluation.search_state import ABSENT, NOW, SearchState
from lastmile_core.planning.large_neighbourhood.keeping import touch
from lastmile_core.planning.large_neighbourhood.neighbourhood import Neighbourhood

SPLIT_CHANCE = 0.5
KEEP_MORE_CHANCE = 0.99


@inlined
def ruin(around: Neighbourhood, state: SearchState) -> None:
    """Take some visits near a random one out of their routes, which have to be evaluated anew."""
    num_routes = num_served = 0
    for route in range(len(state.routes)):
        if state.routes[route].length > 0:
            num_routes += 1
            num_served += state.routes[route].length
    if num_routes == 0:
        return
    longest = min(around.habits[0].longest_string, num_served / num_routes)
    strings = int(draw(state.random) * (4.0 * around.habits[0].mean_removed / (1.0 + longest) - 1.0) + 1.0)
    seed = _seed(around, state)
    for rank in range(-1, around.near.shape[1]):
        visit = seed if rank < 0 else around.near[seed, rank]
        route = state.stops[visit].route
        if route < 0 or state.routes[route].is_touched or state.stops[visit].position < state.routes[route].frozen:
            continue
        if not around.visits[visit].is_movable:
            continue
        touch(state, route)
        _take_string(around, state, route, state.stops[visit].position, longest)
        if state.run[0].num_touched >= strings:
            break
    if around.related.shape[1] > 0:
        _take_group(around, state, seed)


@inlined
def _seed(around: Neighbourhood, state: SearchState) -> int:
    """Return the visit that the ruin is around."""
    chance = around.habits[0].absent_chance
    if chance > 0 and draw(state.random) < chance and state.run[0].num_absent > 0:
        return state.lists[ABSENT, int(draw(state.random) * state.run[0].num_absent)]
    return around.seeds[int(draw(state.random) * len(around.seeds))]


@inlined
def _take_string(around: Neighbourhood, state: SearchState, route: int, position: int, longest: float) -> None:
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
    if around.habits[0].is_simple:
        _cut(state, route, begin, begin + span, keep_from, keep_from + kept)
        return
    takes_reloads = around.habits[0].has_reloads and draw(state.random) < around.habits[0].reload_chance
    for at in range(begin, begin + span):
        if not (keep_from <= at < keep_from + kept):
            _take_out(around, state, route, state.orders[NOW, route, at], takes_reloads)
    _close_up(state, route, frozen)


@inlined
def _cut(state: SearchState, route: int, begin: int, end: int, keep_from: int, keep_until: int) -> None:
    """Take orders that move by themselves out of a route; the fast search is a twentieth faster in one loop."""
    order, left, absent = state.orders[NOW, route], begin, state.run[0].num_absent
    for at in range(begin, state.routes[route].length):
        visit = order[at]
        if at < end and not (keep_from <= at < keep_until):
            state.stops[visit].route = -1
            state.lists[ABSENT, absent] = visit
            absent += 1
        else:
            order[left] = visit
            left += 1
    state.routes[route].length = left
    state.run[0].num_absent = absent


@inlined
def _take_out(around: Neighbourhood, state: SearchState, route: int, visit: int, takes_reloads: bool) -> None:
    """Mark a visit, and the other half of its pair, as on no route; what is done already stays."""
    own = around.visits[visit]
    if state.stops[visit].route < 0 or not own.is_movable or (own.is_reload and not takes_reloads):
        return
    if own.partner >= 0:
        other = own.partner
        if state.stops[other].route == route and state.stops[other].position < state.routes[route].frozen:
            return
        if state.stops[other].route >= 0:
            state.stops[other].route = -1
            _note_absent(around, state, other)
    state.stops[visit].route = -1
    _note_absent(around, state, visit)


@inlined
def _note_absent(around: Neighbourhood, state: SearchState, visit: int) -> None:
    """Remember that an order is on no route; pickups and reloads come back with orders."""
    if around.visits[visit].is_order:
        state.lists[ABSENT, state.run[0].num_absent] = visit
        state.run[0].num_absent += 1


@inlined
def _close_up(state: SearchState, route: int, begin: int) -> None:
    """Shorten a route to the visits that are still on it, from a position on."""
    order, left = state.orders[NOW, route], begin
    for at in range(begin, state.routes[route].length):
        visit = order[at]
        if state.stops[visit].route >= 0:
            order[left] = visit
            state.stops[visit].position = left
            left += 1
    state.routes[route].length = left


@compiled
def _take_group(around: Neighbourhood, state: SearchState, seed: int) -> None:
    """Take out all that must ride with the seed, so that the whole group can move."""
    for other in around.related[seed]:
        if other <= 0:
            continue
        visit = other - 1
        route = state.stops[visit].route
        if route >= 0 and state.stops[visit].position >= state.routes[route].frozen:
            touch(state, route)
            _take_out(around, state, route, visit, False)
            _close_up(state, route, state.routes[route].frozen)


@inlined
def sort_absent(around: Neighbourhood, state: SearchState) -> None:
    """Put the orders left out into a random sequence, or into one by a random key."""
    how = draw(state.random)
    key = -1
    while key + 1 < len(around.keys) and how >= around.until[key + 1]:
        key += 1
    for number in range(state.run[0].num_absent):
        visit = state.lists[ABSENT, number]
        state.stops[visit].key = draw(state.random) if key < 0 else around.keys[key, visit]
    for number in range(1, state.run[0].num_absent):
        visit, at = state.lists[ABSENT, number], number - 1
        rank = state.stops[visit].key
        while at >= 0 and state.stops[state.lists[ABSENT, at]].key > rank:
            state.lists[ABSENT, at + 1] = state.lists[ABSENT, at]
            at -= 1
        state.lists[ABSENT, at + 1] = visit
