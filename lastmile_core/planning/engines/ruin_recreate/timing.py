"""Times, loads and price of one route, compiled."""

from __future__ import annotations

from lastmile_core.planning.engines.ruin_recreate.model import Day, State
from lastmile_core.planning.evaluation.compiled import compiled, inlined

NEVER = 1 << 40
HOUR = 3600


@inlined
def arrive(day: Day, profile: int, here: int, there: int, now: int) -> int:
    """Return when a drive that begins ``now`` is over."""
    base = day.seconds[profile, here, there]
    if not day.what[0].has_traffic or base == 0:
        return now + base
    factor, progress = day.traffic[0, day.district[here]], day.traffic[1, day.district[here]]
    hour = min(max(now, 0) // HOUR, len(factor) - 1)
    goal = progress[hour] + (now - HOUR * hour) * 1000.0 / factor[hour] + base
    while hour + 1 < len(factor) and progress[hour + 1] < goal:
        hour += 1
    return int(HOUR * hour + (goal - progress[hour]) * factor[hour] / 1000.0 + 0.999)


@inlined
def leave_by(day: Day, profile: int, here: int, there: int, due: int) -> int:
    """Return the last moment to leave so as to arrive by ``due``."""
    base = day.seconds[profile, here, there]
    if not day.what[0].has_traffic or base == 0:
        return due - base
    factor, progress = day.traffic[0, day.district[here]], day.traffic[1, day.district[here]]
    hour = min(max(due, 0) // HOUR, len(factor) - 1)
    goal = progress[hour] + (due - HOUR * hour) * 1000.0 / factor[hour] - base
    while hour > 0 and progress[hour] > goal:
        hour -= 1
    return int(HOUR * hour + (goal - progress[hour]) * factor[hour] / 1000.0)


@inlined
def begin_service(day: Day, visit: int, ready: int) -> int:
    """Return when service begins for who is ready at that moment; NEVER after the last window."""
    for window in range(day.visits[visit].num_windows):
        if ready <= day.windows[visit, window, 1]:
            return max(ready, day.windows[visit, window, 0])
    return NEVER


@inlined
def begin_by(day: Day, visit: int, due: int) -> int:
    """Return the latest begin of service no later than ``due``; below zero when every window opens later."""
    for window in range(day.visits[visit].num_windows - 1, -1, -1):
        if day.windows[visit, window, 0] <= due:
            return min(due, day.windows[visit, window, 1])
    return -NEVER


@compiled
def time_slot(day: Day, state: State, slot: int) -> bool:
    """Fill in everything that follows from the order of a slot; False when it breaks a rule."""
    if state.slots[slot].length == 0:
        state.slots[slot].metres, state.slots[slot].paid, state.slots[slot].cost = 0, 0, 0.0
        return True
    if day.what[0].is_plain:
        return _time_plain(day, state, slot)
    return _time_any(day, state, slot)


@inlined
def _time_plain(day: Day, state: State, slot: int) -> bool:
    """Time a route where only metres, loads of deliveries and one window a visit count."""
    kind, length, order = state.slots[slot].kind, state.slots[slot].length, state.orders[0, slot]
    distance, seconds = day.distance[day.kinds[kind].profile], day.seconds[day.kinds[kind].profile]
    here, now, metres = day.kinds[kind].start, day.kinds[kind].opens + day.kinds[kind].loading, 0
    for place in range(length):
        visit = order[place]
        metres += distance[here, visit]
        now = max(now + seconds[here, visit], day.windows[visit, 0, 0])
        state.stops[visit].first, state.stops[visit].slot, state.stops[visit].place = now, slot, place
        now += day.visits[visit].service
        here = visit
    end = day.kinds[kind].end
    metres += distance[here, end]
    is_right = now + seconds[here, end] <= day.kinds[kind].closes
    due, there = day.kinds[kind].closes, end
    for place in range(length - 1, -1, -1):
        visit = order[place]
        due = min(due - seconds[visit, there] - day.visits[visit].service, day.windows[visit, 0, 1])
        state.stops[visit].last = due
        there = visit
    for dim in range(day.loads.shape[2]):
        load = day.capacity[kind, 1, dim]
        for place in range(length):
            load += day.loads[order[place], 0, dim]
        state.peaks[0, slot, 0, dim] = load
    state.slots[slot].metres = metres
    state.slots[slot].cost = day.kinds[kind].fixed + metres * day.kinds[kind].per_metre
    return is_right and metres <= day.kinds[kind].max_metres


@compiled
def _time_any(day: Day, state: State, slot: int) -> bool:
    kind, length = state.slots[slot].kind, state.slots[slot].length
    order, profile = state.orders[0, slot], day.kinds[kind].profile
    distance = day.distance[profile]
    now, here, metres = day.kinds[kind].opens + day.kinds[kind].loading, day.kinds[kind].start, 0
    is_right = True
    for place in range(length):
        visit = order[place]
        metres += distance[here, visit]
        now = begin_service(day, visit, arrive(day, profile, here, visit, now))
        state.stops[visit].first, state.stops[visit].slot, state.stops[visit].place = now, slot, place
        now += day.visits[visit].service
        here = visit
    metres += distance[here, day.kinds[kind].end]
    over = arrive(day, profile, here, day.kinds[kind].end, now)
    is_right = over <= day.kinds[kind].closes
    due, there = day.kinds[kind].closes, day.kinds[kind].end
    for place in range(length - 1, -1, -1):
        visit = order[place]
        due = begin_by(day, visit, leave_by(day, profile, visit, there, due) - day.visits[visit].service)
        state.stops[visit].last = due
        there = visit
    state.slots[slot].metres = metres
    state.slots[slot].paid = _paid(day, state, slot, over) if day.what[0].is_timed else 0
    _loads(day, state, slot)
    state.slots[slot].cost = price(day, kind, metres, state.slots[slot].paid)
    if day.what[0].has_prices:
        state.slots[slot].cost += _wishes(day, state, slot, over - state.slots[slot].paid + day.kinds[kind].loading)
    limits = day.kinds[kind]
    return is_right and metres <= limits.max_metres and state.slots[slot].paid <= limits.max_seconds


@inlined
def price(day: Day, kind: int, metres: int, paid: int) -> float:
    """Return vehicle, distance, paid time and overtime of a route in use, in cents."""
    late = max(0, paid - day.kinds[kind].regular)
    rates = day.kinds[kind]
    return rates.fixed + metres * rates.per_metre + paid * rates.per_second + late * rates.per_overtime


@compiled
def _paid(day: Day, state: State, slot: int, over: int) -> int:
    """Return paid seconds when the route leaves as late as its end allows, and fill in its segments."""
    kind, length, order = state.slots[slot].kind, state.slots[slot].length, state.orders[0, slot]
    profile = day.kinds[kind].profile
    due, there = over, day.kinds[kind].end
    for place in range(length - 1, -1, -1):
        visit = order[place]
        due = begin_by(day, visit, leave_by(day, profile, visit, there, due) - day.visits[visit].service)
        there = visit
    leave = leave_by(day, profile, day.kinds[kind].start, there, due)
    seconds, early, late = day.kinds[kind].loading, day.kinds[kind].opens, NEVER
    here = day.kinds[kind].start
    for place in range(length):
        visit = order[place]
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
    for place in range(length - 1, -1, -1):
        visit = order[place]
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
def window_of(day: Day, visit: int, moment: int) -> int:
    """Return the number of the window that a begin of service lies in."""
    for window in range(day.visits[visit].num_windows - 1):
        if moment <= day.windows[visit, window, 1]:
            return window
    return day.visits[visit].num_windows - 1


@inlined
def join(seconds: int, early: int, late: int, leg: int, seconds2: int, early2: int, late2: int) -> tuple[int, int, int]:
    """Return two segments one after the other: least seconds, and between when it may begin without waiting more."""
    gap = seconds + leg
    wait = max(early2 - gap - late, 0)
    return seconds2 + gap + wait, max(early2 - gap, early) - wait, min(late2 - gap, late)


@compiled
def _loads(day: Day, state: State, slot: int) -> None:
    """Fill in the largest load on the legs up to and from each place."""
    length, order = state.slots[slot].length, state.orders[0, slot]
    on_board = day.capacity[state.slots[slot].kind, 1]
    before, after = state.peaks[0, slot], state.peaks[1, slot]
    for dim in range(day.loads.shape[2]):
        load = on_board[dim]
        for place in range(length):
            load += day.loads[order[place], 0, dim]
        before[0, dim] = load
        if day.what[0].only_deliveries:
            # The first leg carries most; the other places need no figure of their own.
            continue
        after[0, dim] = load
        for place in range(length):
            load += day.loads[order[place], 1, dim] - day.loads[order[place], 0, dim]
            before[place + 1, dim] = max(before[place, dim], load)
            after[place + 1, dim] = load
        for place in range(length - 1, -1, -1):
            after[place, dim] = max(after[place, dim], after[place + 1, dim])


@compiled
def _wishes(day: Day, state: State, slot: int, leave: int) -> float:
    """Return the price of the hours of service when the route leaves at ``leave``."""
    kind, order = state.slots[slot].kind, state.orders[0, slot]
    now, here, cents = leave, day.kinds[kind].start, 0.0
    for place in range(state.slots[slot].length):
        visit = order[place]
        now = begin_service(day, visit, arrive(day, day.kinds[kind].profile, here, visit, now))
        cents += wish_price(day, visit, now)
        now += day.visits[visit].service
        here = visit
    return cents


@inlined
def wish_price(day: Day, visit: int, begin: int) -> float:
    """Return what it costs that service at a visit begins at a moment, in cents."""
    wish = day.visits[visit]
    cents: float = max(0, wish.wish_from - begin) * wish.early_price + max(0, begin - wish.wish_until) * wish.late_price
    return cents + day.missed[visit, min(begin // HOUR, day.missed.shape[1] - 1)]
