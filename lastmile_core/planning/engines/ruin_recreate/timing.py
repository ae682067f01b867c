"""Times, loads and price of one route, compiled."""

from __future__ import annotations

from lastmile_core.planning.engines.ruin_recreate.model import SearchDay
from lastmile_core.planning.evaluation import drive
from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.day_arrays import NEVER
from lastmile_core.planning.evaluation.search_state import NOW, SearchState
from lastmile_core.planning.evaluation.windows_and_prices import (
    begin_by,
    begin_service,
    hour_price,
    time_price,
    window_of,
)


@inlined
def arrive(day: SearchDay, profile: int, here: int, there: int, now: int) -> int:
    """Return when a drive that begins ``now``, and the set-up after it, are over."""
    seconds = day.seconds[profile, here, there]
    if not day.features[0].has_traffic:
        return now + seconds
    set_up = _set_up(day, here, there)
    return drive.arrive(day, day.rows[here].district, now, seconds - set_up) + set_up


@inlined
def leave_by(day: SearchDay, profile: int, here: int, there: int, due: int) -> int:
    """Return the last moment to leave so as to arrive and be set up by ``due``."""
    seconds = day.seconds[profile, here, there]
    if not day.features[0].has_traffic:
        return due - seconds
    set_up = _set_up(day, here, there)
    return drive.leave_by(day, day.rows[here].district, due - set_up, seconds - set_up)


@inlined
def _set_up(day: SearchDay, here: int, there: int) -> int:
    """Return the set-up that the seconds of a leg hold; traffic makes it no longer."""
    return 0 if day.rows[here].location == day.rows[there].location else day.rows[there].set_up


@compiled
def time_route(day: SearchDay, state: SearchState, route: int) -> bool:
    """Fill in everything that follows from the order of a route; False when it breaks a rule."""
    if state.routes[route].length == 0:
        state.routes[route].metres, state.routes[route].paid, state.routes[route].cost = 0, 0, 0.0
        return True
    if day.features[0].is_plain:
        return _time_plain(day, state, route)
    return _time_any(day, state, route)


@inlined
def _time_plain(day: SearchDay, state: SearchState, route: int) -> bool:
    """Time a route where only metres, loads of deliveries and one window a visit count."""
    kind, length, order = state.routes[route].kind, state.routes[route].length, state.orders[NOW, route]
    distance, seconds = day.distance[day.kinds[kind].profile], day.seconds[day.kinds[kind].profile]
    here, now, metres = day.kinds[kind].start, day.kinds[kind].opens + day.kinds[kind].loading, 0
    for position in range(length):
        visit = order[position]
        metres += distance[here, visit]
        now = max(now + seconds[here, visit], day.windows[visit, 0, 0])
        state.stops[visit].first, state.stops[visit].route, state.stops[visit].position = now, route, position
        now += day.visits[visit].service
        here = visit
    end = day.kinds[kind].end
    metres += distance[here, end]
    is_right = now + seconds[here, end] <= day.kinds[kind].closes
    due, there = day.kinds[kind].closes, end
    for position in range(length - 1, -1, -1):
        visit = order[position]
        due = min(due - seconds[visit, there] - day.visits[visit].service, day.windows[visit, 0, 1])
        state.stops[visit].last = due
        there = visit
    for dim in range(day.loads.shape[2]):
        load = day.capacity[kind, 1, dim]
        for position in range(length):
            load += day.loads[order[position], 0, dim]
        state.peaks[0, route, 0, dim] = load
    state.routes[route].metres = metres
    state.routes[route].cost = day.kinds[kind].fixed + metres * day.kinds[kind].per_metre
    return is_right and metres <= day.kinds[kind].max_distance


@compiled
def _time_any(day: SearchDay, state: SearchState, route: int) -> bool:
    kind, length = state.routes[route].kind, state.routes[route].length
    order, profile = state.orders[NOW, route], day.kinds[kind].profile
    distance = day.distance[profile]
    now, here, metres = day.kinds[kind].opens + day.kinds[kind].loading, day.kinds[kind].start, 0
    is_right = True
    for position in range(length):
        visit = order[position]
        metres += distance[here, visit]
        now = begin_service(day, visit, arrive(day, profile, here, visit, now))
        state.stops[visit].first, state.stops[visit].route, state.stops[visit].position = now, route, position
        now += day.visits[visit].service
        here = visit
    metres += distance[here, day.kinds[kind].end]
    over = arrive(day, profile, here, day.kinds[kind].end, now)
    is_right = over <= day.kinds[kind].closes
    due, there = day.kinds[kind].closes, day.kinds[kind].end
    for position in range(length - 1, -1, -1):
        visit = order[position]
        due = begin_by(day, visit, leave_by(day, profile, visit, there, due) - day.visits[visit].service)
        state.stops[visit].last = due
        there = visit
    state.routes[route].metres = metres
    state.routes[route].paid = _paid(day, state, route, over) if day.features[0].is_timed else 0
    _loads(day, state, route)
    state.routes[route].cost = price(day, kind, metres, state.routes[route].paid)
    if day.features[0].has_prices:
        state.routes[route].cost += _wishes(
            day, state, route, over - state.routes[route].paid + day.kinds[kind].loading
        )
    limits = day.kinds[kind]
    return is_right and metres <= limits.max_distance and state.routes[route].paid <= limits.max_duration


@inlined
def price(day: SearchDay, kind: int, metres: int, paid: int) -> float:
    """Return vehicle, distance, paid time and overtime of a route in use, in cents."""
    rates = day.kinds[kind]
    return rates.fixed + metres * rates.per_metre + time_price(rates, paid)


@compiled
def _paid(day: SearchDay, state: SearchState, route: int, over: int) -> int:
    """Return paid seconds when the route leaves as late as its end allows, and fill in its segments."""
    kind, length, order = state.routes[route].kind, state.routes[route].length, state.orders[NOW, route]
    profile = day.kinds[kind].profile
    due, there = over, day.kinds[kind].end
    for position in range(length - 1, -1, -1):
        visit = order[position]
        due = begin_by(day, visit, leave_by(day, profile, visit, there, due) - day.visits[visit].service)
        there = visit
    leave = leave_by(day, profile, day.kinds[kind].start, there, due)
    seconds, early, late = day.kinds[kind].loading, day.kinds[kind].opens, NEVER
    here = day.kinds[kind].start
    for position in range(length):
        visit = order[position]
        leg = day.seconds[profile, here, visit]
        window = window_of(day, visit, state.stops[visit].first)
        seconds, early, late = join(
            seconds,
            early,
            late,
            leg,
            day.visits[visit].service,
            day.windows[visit, window, 0],
            day.windows[visit, window, 1],
        )
        state.stops[visit].head_seconds, state.stops[visit].head_early, state.stops[visit].head_late = (
            seconds,
            early,
            late,
        )
        here = visit
    seconds, early, late = 0, 0, day.kinds[kind].closes
    there = day.kinds[kind].end
    for position in range(length - 1, -1, -1):
        visit = order[position]
        leg = day.seconds[profile, visit, there]
        window = window_of(day, visit, state.stops[visit].first)
        seconds, early, late = join(
            day.visits[visit].service,
            day.windows[visit, window, 0],
            day.windows[visit, window, 1],
            leg,
            seconds,
            early,
            late,
        )
        state.stops[visit].tail_seconds, state.stops[visit].tail_early, state.stops[visit].tail_late = (
            seconds,
            early,
            late,
        )
        there = visit
    return over - max(leave - day.kinds[kind].loading, day.kinds[kind].opens)


@inlined
def join(seconds: int, early: int, late: int, leg: int, seconds2: int, early2: int, late2: int) -> tuple[int, int, int]:
    """Return two segments one after the other: least seconds, and between when it may begin without waiting more."""
    gap = seconds + leg
    wait = max(early2 - gap - late, 0)
    return seconds2 + gap + wait, max(early2 - gap, early) - wait, min(late2 - gap, late)


@compiled
def _loads(day: SearchDay, state: SearchState, route: int) -> None:
    """Fill in the largest load on the legs up to and from each position."""
    length, order = state.routes[route].length, state.orders[NOW, route]
    on_board = day.capacity[state.routes[route].kind, 1]
    before, after = state.peaks[0, route], state.peaks[1, route]
    for dim in range(day.loads.shape[2]):
        load = on_board[dim]
        for position in range(length):
            load += day.loads[order[position], 0, dim]
        before[0, dim] = load
        if day.features[0].only_deliveries:
            # The first leg carries most; the other positions need no figure of their own.
            continue
        after[0, dim] = load
        for position in range(length):
            load += day.loads[order[position], 1, dim] - day.loads[order[position], 0, dim]
            before[position + 1, dim] = max(before[position, dim], load)
            after[position + 1, dim] = load
        for position in range(length - 1, -1, -1):
            after[position, dim] = max(after[position, dim], after[position + 1, dim])


@compiled
def _wishes(day: SearchDay, state: SearchState, route: int, leave: int) -> float:
    """Return the price of the hours of service when the route leaves at ``leave``."""
    kind, order = state.routes[route].kind, state.orders[NOW, route]
    now, here, cents = leave, day.kinds[kind].start, 0.0
    for position in range(state.routes[route].length):
        visit = order[position]
        now = begin_service(day, visit, arrive(day, day.kinds[kind].profile, here, visit, now))
        cents += hour_price(day, visit, now)
        now += day.visits[visit].service
        here = visit
    return cents
