"""Recreate: visits go back one by one where they cost least, some positions overlooked on purpose, compiled."""

from __future__ import annotations

from lastmile_core.planning.engines.ruin_recreate.model import SearchDay
from lastmile_core.planning.engines.ruin_recreate.timing import arrive, join, leave_by, price, time_route
from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.day_arrays import NEVER
from lastmile_core.planning.evaluation.random_numbers import draw
from lastmile_core.planning.evaluation.search_state import ABSENT, NOW, SearchState
from lastmile_core.planning.evaluation.windows_and_prices import begin_service, hour_price, window_of
from lastmile_core.planning.large_neighbourhood.keeping import touch
from lastmile_core.planning.large_neighbourhood.neighbourhood import Neighbourhood
from lastmile_core.planning.large_neighbourhood.ruin import sort_absent

BLINK = 0.01
"""Chance to overlook a position that would be best so far."""
MOST_TRIED = 60
"""Visits tried in one round; a day with far too much work leaves hundreds out."""
NO_PLACE = 1e300


@inlined
def recreate(day: SearchDay, around: Neighbourhood, state: SearchState) -> None:
    """Put visits back; what finds no position, or none cheaper than its penalty, stays out."""
    sort_absent(around, state)
    left = 0
    for number in range(state.run[0].num_absent):
        visit = state.lists[ABSENT, number]
        route, position, cost = -1, -1, NO_PLACE
        if number < MOST_TRIED:
            route, position, cost = _best_position(day, state, visit)
        if route < 0 or cost >= day.visits[visit].penalty:
            state.lists[ABSENT, left] = visit
            left += 1
            continue
        touch(state, route)
        order = state.orders[NOW, route]
        for at in range(state.routes[route].length, position, -1):
            order[at] = order[at - 1]
        order[position] = visit
        state.routes[route].length += 1
        time_route(day, state, route)
    state.run[0].num_absent = left


@compiled
def _best_position(day: SearchDay, state: SearchState, visit: int) -> tuple[int, int, float]:
    """Return (route, position, cents) of the cheapest position found; route -1 when there is none."""
    best_route, best_position, best = _best_empty(day, state, visit)
    for route in range(len(state.routes)):
        kind = state.routes[route].kind
        if state.routes[route].length == 0 or not _may_join(day, state, route, kind, visit):
            continue
        if day.features[0].is_plain:
            position, cost = _best_in_plain(day, state, route, kind, visit, best)
        else:
            position, cost = _best_in(day, state, route, kind, visit, best)
        if position >= 0:
            best_route, best_position, best = route, position, cost
    return best_route, best_position, best


@compiled
def _best_empty(day: SearchDay, state: SearchState, visit: int) -> tuple[int, int, float]:
    """Return the cheapest vehicle that stayed in."""
    best_route, best = -1, NO_PLACE
    for kind in range(len(day.kinds)):
        if not day.is_eligible[visit, kind]:
            continue
        route = free_route(day, state, kind)
        if route >= 0:
            cost = _alone(day, visit, kind)
            if day.features[0].is_mixed and cost < NO_PLACE:
                # The cheapest kind for one visit alone is seldom the best for a route.
                cost *= 0.7 + 0.6 * draw(state.random)
            if cost < best:
                best_route, best = route, cost
    return best_route, 0, best


@inlined
def _best_in(day: SearchDay, state: SearchState, route: int, kind: int, visit: int, best: float) -> tuple[int, float]:
    """Return the cheapest position of a route below ``best`` cents, or position -1."""
    best_position = -1
    for position in range(state.routes[route].frozen, state.routes[route].length + 1):
        cost = _cost_at(day, state, route, kind, visit, position, best)
        if cost < best and draw(state.random) >= BLINK:
            best_position, best = position, cost
    return best_position, best


@inlined
def _best_in_plain(
    day: SearchDay, state: SearchState, route: int, kind: int, visit: int, best: float
) -> tuple[int, float]:
    """Return the same where only metres, loads and one window a visit count; most days of a benchmark are so."""
    length, frozen = state.routes[route].length, state.routes[route].frozen
    distance, seconds = day.distance[day.kinds[kind].profile], day.seconds[day.kinds[kind].profile]
    order, per_metre = state.orders[NOW, route], day.kinds[kind].per_metre
    opens, shuts, service = day.windows[visit, 0, 0], day.windows[visit, 0, 1], day.visits[visit].service
    spare_distance = day.kinds[kind].max_distance - state.routes[route].metres
    here, now = day.kinds[kind].start, day.kinds[kind].opens + day.kinds[kind].loading
    if frozen > 0:
        here = order[frozen - 1]
        now = state.stops[here].first + day.visits[here].service
    best_position = -1
    for position in range(frozen, length + 1):
        if now > shuts:
            break
        there, due = day.kinds[kind].end, day.kinds[kind].closes
        if position < length:
            there = order[position]
            due = state.stops[there].last
        if due >= opens + service:
            extra = distance[here, visit] + distance[visit, there] - distance[here, there]
            if extra * per_metre < best and extra <= spare_distance:
                begin = max(opens, now + seconds[here, visit])
                is_right = begin <= shuts and begin + service + seconds[visit, there] <= due
                if is_right and draw(state.random) >= BLINK:
                    best_position, best = position, extra * per_metre
        if position < length:
            here = there
            now = state.stops[here].first + day.visits[here].service
    return best_position, best


@inlined
def _may_join(day: SearchDay, state: SearchState, route: int, kind: int, visit: int) -> bool:
    """Whether skills, stops and loads allow the visit anywhere on the route."""
    if not day.is_eligible[visit, kind] or state.routes[route].length >= day.kinds[kind].max_stops:
        return False
    for dim in range(day.loads.shape[2]):
        limit = day.capacity[kind, 0, dim]
        if state.peaks[0, route, 0, dim] + day.loads[visit, 0, dim] > limit:
            return False
        if day.features[0].only_deliveries:
            continue
        if state.peaks[1, route, state.routes[route].length, dim] + day.loads[visit, 1, dim] > limit:
            return False
    return True


@inlined
def _fits(day: SearchDay, state: SearchState, route: int, kind: int, visit: int, position: int) -> bool:
    """Whether the load never exceeds the capacity with the visit at ``position``."""
    for dim in range(day.loads.shape[2]):
        limit = day.capacity[kind, 0, dim]
        if state.peaks[0, route, position, dim] + day.loads[visit, 0, dim] > limit:
            return False
        if state.peaks[1, route, position, dim] + day.loads[visit, 1, dim] > limit:
            return False
    return True


@compiled
def _alone(day: SearchDay, visit: int, kind: int) -> float:
    """Return the price of a vehicle for this visit only."""
    for dim in range(day.loads.shape[2]):
        load = day.capacity[kind, 1, dim] + max(day.loads[visit, 0, dim], day.loads[visit, 1, dim])
        if load > day.capacity[kind, 0, dim]:
            return NO_PLACE
    profile, start, end = day.kinds[kind].profile, day.kinds[kind].start, day.kinds[kind].end
    leave = day.kinds[kind].opens + day.kinds[kind].loading
    begin = begin_service(day, visit, arrive(day, profile, start, visit, leave))
    over = arrive(day, profile, visit, end, begin + day.visits[visit].service)
    if over > day.kinds[kind].closes or day.kinds[kind].max_stops < 1:
        return NO_PLACE
    metres = day.distance[profile, start, visit] + day.distance[profile, visit, end]
    paid = (
        over - leave_by(day, profile, start, visit, begin) + day.kinds[kind].loading if day.features[0].is_timed else 0
    )
    if metres > day.kinds[kind].max_distance or paid > day.kinds[kind].max_duration:
        return NO_PLACE
    cents = price(day, kind, metres, paid)
    return cents + hour_price(day, visit, begin) if day.features[0].has_prices else cents


@inlined
def _cost_at(
    day: SearchDay, state: SearchState, route: int, kind: int, visit: int, position: int, best: float
) -> float:
    """Return the cents that a visit adds at a position; NO_PLACE where it breaks a rule or is not below ``best``."""
    profile, length = day.kinds[kind].profile, state.routes[route].length
    here, now = day.kinds[kind].start, day.kinds[kind].opens + day.kinds[kind].loading
    if position > 0:
        here = state.orders[NOW, route, position - 1]
        now = state.stops[here].first + day.visits[here].service
    there, due = day.kinds[kind].end, day.kinds[kind].closes
    if position < length:
        there = state.orders[NOW, route, position]
        due = state.stops[there].last
    extra = (
        day.distance[profile, here, visit] + day.distance[profile, visit, there] - day.distance[profile, here, there]
    )
    cost = extra * day.kinds[kind].per_metre
    # Metres are a lower bound only without paid time, which a shorter way may save.
    if cost >= best and not day.features[0].is_timed:
        return NO_PLACE
    begin = begin_service(day, visit, arrive(day, profile, here, visit, now))
    if begin >= NEVER or arrive(day, profile, visit, there, begin + day.visits[visit].service) > due:
        return NO_PLACE
    if not day.features[0].only_deliveries and not _fits(day, state, route, kind, visit, position):
        return NO_PLACE
    before = state.routes[route].metres
    if before + extra > day.kinds[kind].max_distance:
        return NO_PLACE
    if day.features[0].is_timed:
        paid = _paid_with(day, state, route, kind, visit, position, begin)
        if paid > day.kinds[kind].max_duration:
            return NO_PLACE
        cost = price(day, kind, before + extra, paid) - price(day, kind, before, state.routes[route].paid)
    if day.features[0].has_prices:
        cost += hour_price(day, visit, begin)
    return cost


@inlined
def _paid_with(day: SearchDay, state: SearchState, route: int, kind: int, visit: int, position: int, begin: int) -> int:
    """Return the paid seconds of a route with one visit more; near with traffic or several windows, else exact."""
    profile, length, order = day.kinds[kind].profile, state.routes[route].length, state.orders[NOW, route]
    seconds, early, late, here = day.kinds[kind].loading, day.kinds[kind].opens, NEVER, day.kinds[kind].start
    if position > 0:
        here = order[position - 1]
        seconds, early, late = state.stops[here].head_seconds, state.stops[here].head_early, state.stops[here].head_late
    window = window_of(day, visit, begin)
    seconds, early, late = join(
        seconds,
        early,
        late,
        day.seconds[profile, here, visit],
        day.visits[visit].service,
        day.windows[visit, window, 0],
        day.windows[visit, window, 1],
    )
    seconds2, early2, late2, there = 0, 0, day.kinds[kind].closes, day.kinds[kind].end
    if position < length:
        there = order[position]
        seconds2, early2, late2 = (
            state.stops[there].tail_seconds,
            state.stops[there].tail_early,
            state.stops[there].tail_late,
        )
    paid, _, _ = join(seconds, early, late, day.seconds[profile, visit, there], seconds2, early2, late2)
    return paid


@inlined
def free_route(day: SearchDay, state: SearchState, kind: int) -> int:
    """Return a route of the kind without a route, or -1."""
    for route in range(day.kinds[kind].route_from, day.kinds[kind].route_to):
        if state.routes[route].length == 0 and state.routes[route].frozen == 0:
            return route
    return -1
