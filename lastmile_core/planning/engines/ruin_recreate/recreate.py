"""Recreate: visits go back one by one where they cost least, some places overlooked on purpose, compiled."""

from __future__ import annotations

from lastmile_core.planning.engines.ruin_recreate.model import Day, State
from lastmile_core.planning.engines.ruin_recreate.rng import draw
from lastmile_core.planning.engines.ruin_recreate.ruin import sort_absent, touch
from lastmile_core.planning.engines.ruin_recreate.timing import (
    NEVER,
    arrive,
    begin_service,
    join,
    leave_by,
    price,
    time_slot,
    window_of,
    wish_price,
)
from lastmile_core.planning.evaluation.compiled import compiled, inlined

BLINK = 0.01
"""Chance to overlook a place that would be best so far."""
MOST_TRIED = 60
"""Visits tried in one round; a day with far too much work leaves hundreds out."""
NO_PLACE = 1e300


@compiled
def recreate(day: Day, state: State, num_touched: int) -> int:
    """Put visits back; what finds no place, or none cheaper than its penalty, stays out. Return slots changed."""
    sort_absent(day, state)
    left = 0
    for number in range(state.run[0].num_absent):
        visit = state.lists[0, number]
        slot, place, cost = -1, -1, NO_PLACE
        if number < MOST_TRIED:
            slot, place, cost = _best_place(day, state, visit)
        if slot < 0 or cost >= day.visits[visit].penalty:
            state.lists[0, left] = visit
            left += 1
            continue
        num_touched = touch(state, slot, num_touched)
        order = state.orders[0, slot]
        for at in range(state.slots[slot].length, place, -1):
            order[at] = order[at - 1]
        order[place] = visit
        state.slots[slot].length += 1
        time_slot(day, state, slot)
    state.run[0].num_absent = left
    return num_touched


@compiled
def _best_place(day: Day, state: State, visit: int) -> tuple[int, int, float]:
    """Return (slot, place, cents) of the cheapest place found; slot -1 when there is none."""
    best_slot, best_place, best = _best_empty(day, state, visit)
    for slot in range(len(state.slots)):
        kind = state.slots[slot].kind
        if state.slots[slot].length == 0 or not _may_join(day, state, slot, kind, visit):
            continue
        if day.what[0].is_plain:
            place, cost = _best_in_plain(day, state, slot, kind, visit, best)
        else:
            place, cost = _best_in(day, state, slot, kind, visit, best)
        if place >= 0:
            best_slot, best_place, best = slot, place, cost
    return best_slot, best_place, best


@compiled
def _best_empty(day: Day, state: State, visit: int) -> tuple[int, int, float]:
    """Return the cheapest vehicle that stayed in."""
    best_slot, best = -1, NO_PLACE
    for kind in range(len(day.kinds)):
        if not day.rides[visit, kind]:
            continue
        slot = free_slot(day, state, kind)
        if slot >= 0:
            cost = _alone(day, visit, kind)
            if day.what[0].is_mixed and cost < NO_PLACE:
                # The cheapest kind for one visit alone is seldom the best for a route.
                cost *= 0.7 + 0.6 * draw(state.run)
            if cost < best:
                best_slot, best = slot, cost
    return best_slot, 0, best


@inlined
def _best_in(day: Day, state: State, slot: int, kind: int, visit: int, best: float) -> tuple[int, float]:
    """Return the cheapest place of a route below ``best`` cents, or place -1."""
    best_place = -1
    for place in range(state.slots[slot].frozen, state.slots[slot].length + 1):
        cost = _cost_at(day, state, slot, kind, visit, place, best)
        if cost < best and draw(state.run) >= BLINK:
            best_place, best = place, cost
    return best_place, best


@inlined
def _best_in_plain(day: Day, state: State, slot: int, kind: int, visit: int, best: float) -> tuple[int, float]:
    """Return the same where only metres, loads and one window a visit count; most days of a benchmark are so."""
    length, frozen = state.slots[slot].length, state.slots[slot].frozen
    distance, seconds = day.distance[day.kinds[kind].profile], day.seconds[day.kinds[kind].profile]
    order, per_metre = state.orders[0, slot], day.kinds[kind].per_metre
    opens, shuts, service = day.windows[visit, 0, 0], day.windows[visit, 0, 1], day.visits[visit].service
    room = day.kinds[kind].max_metres - state.slots[slot].metres
    here, now = day.kinds[kind].start, day.kinds[kind].opens + day.kinds[kind].loading
    if frozen > 0:
        here = order[frozen - 1]
        now = state.stops[here].first + day.visits[here].service
    best_place = -1
    for place in range(frozen, length + 1):
        if now > shuts:
            break
        there, due = day.kinds[kind].end, day.kinds[kind].closes
        if place < length:
            there = order[place]
            due = state.stops[there].last
        if due >= opens + service:
            extra = distance[here, visit] + distance[visit, there] - distance[here, there]
            if extra * per_metre < best and extra <= room:
                begin = max(opens, now + seconds[here, visit])
                is_right = begin <= shuts and begin + service + seconds[visit, there] <= due
                if is_right and draw(state.run) >= BLINK:
                    best_place, best = place, extra * per_metre
        if place < length:
            here = there
            now = state.stops[here].first + day.visits[here].service
    return best_place, best


@inlined
def _may_join(day: Day, state: State, slot: int, kind: int, visit: int) -> bool:
    """Whether skills, stops and loads allow the visit anywhere on the route."""
    if not day.rides[visit, kind] or state.slots[slot].length >= day.kinds[kind].max_stops:
        return False
    for dim in range(day.loads.shape[2]):
        limit = day.capacity[kind, 0, dim]
        if state.peaks[0, slot, 0, dim] + day.loads[visit, 0, dim] > limit:
            return False
        if day.what[0].only_deliveries:
            continue
        if state.peaks[1, slot, state.slots[slot].length, dim] + day.loads[visit, 1, dim] > limit:
            return False
    return True


@inlined
def _fits(day: Day, state: State, slot: int, kind: int, visit: int, place: int) -> bool:
    """Whether the load never exceeds the capacity with the visit at ``place``."""
    for dim in range(day.loads.shape[2]):
        limit = day.capacity[kind, 0, dim]
        if state.peaks[0, slot, place, dim] + day.loads[visit, 0, dim] > limit:
            return False
        if state.peaks[1, slot, place, dim] + day.loads[visit, 1, dim] > limit:
            return False
    return True


@compiled
def _alone(day: Day, visit: int, kind: int) -> float:
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
    paid = over - leave_by(day, profile, start, visit, begin) + day.kinds[kind].loading if day.what[0].is_timed else 0
    if metres > day.kinds[kind].max_metres or paid > day.kinds[kind].max_seconds:
        return NO_PLACE
    cents = price(day, kind, metres, paid)
    return cents + wish_price(day, visit, begin) if day.what[0].has_prices else cents


@inlined
def _cost_at(day: Day, state: State, slot: int, kind: int, visit: int, place: int, best: float) -> float:
    """Return the cents that a visit adds at a place; NO_PLACE where it breaks a rule or is not below ``best``."""
    profile, length = day.kinds[kind].profile, state.slots[slot].length
    here, now = day.kinds[kind].start, day.kinds[kind].opens + day.kinds[kind].loading
    if place > 0:
        here = state.orders[0, slot, place - 1]
        now = state.stops[here].first + day.visits[here].service
    there, due = day.kinds[kind].end, day.kinds[kind].closes
    if place < length:
        there = state.orders[0, slot, place]
        due = state.stops[there].last
    extra = (
        day.distance[profile, here, visit] + day.distance[profile, visit, there] - day.distance[profile, here, there]
    )
    cost = extra * day.kinds[kind].per_metre
    # Metres are a lower bound only without paid time, which a shorter way may save.
    if cost >= best and not day.what[0].is_timed:
        return NO_PLACE
    begin = begin_service(day, visit, arrive(day, profile, here, visit, now))
    if begin >= NEVER or arrive(day, profile, visit, there, begin + day.visits[visit].service) > due:
        return NO_PLACE
    if not day.what[0].only_deliveries and not _fits(day, state, slot, kind, visit, place):
        return NO_PLACE
    before = state.slots[slot].metres
    if before + extra > day.kinds[kind].max_metres:
        return NO_PLACE
    if day.what[0].is_timed:
        paid = _paid_with(day, state, slot, kind, visit, place, begin)
        if paid > day.kinds[kind].max_seconds:
            return NO_PLACE
        cost = price(day, kind, before + extra, paid) - price(day, kind, before, state.slots[slot].paid)
    if day.what[0].has_prices:
        cost += wish_price(day, visit, begin)
    return cost


@inlined
def _paid_with(day: Day, state: State, slot: int, kind: int, visit: int, place: int, begin: int) -> int:
    """Return the paid seconds of a route with one visit more; near with traffic or several windows, else exact."""
    profile, length, order = day.kinds[kind].profile, state.slots[slot].length, state.orders[0, slot]
    seconds, early, late, here = day.kinds[kind].loading, day.kinds[kind].opens, NEVER, day.kinds[kind].start
    if place > 0:
        here = order[place - 1]
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
    if place < length:
        there = order[place]
        seconds2, early2, late2 = (
            state.stops[there].tail_seconds,
            state.stops[there].tail_early,
            state.stops[there].tail_late,
        )
    paid, _, _ = join(seconds, early, late, day.seconds[profile, visit, there], seconds2, early2, late2)
    return paid


@compiled
def change_kinds(day: Day, state: State, num_touched: int) -> int:
    """Give each changed route the vehicle that serves it cheapest; return slots changed."""
    for number in range(num_touched):
        slot = state.lists[2, number]
        if state.slots[slot].length == 0 or state.slots[slot].frozen > 0:
            continue
        for kind in range(len(day.kinds)):
            other = free_slot(day, state, kind)
            if kind == state.slots[slot].kind or other < 0 or not _may_all_ride(day, state, slot, kind):
                continue
            _move(day, state, slot, other)
            if (
                time_slot(day, state, other)
                and _is_clean(day, state, other)
                and state.slots[other].cost < state.slots[slot].cost
            ):
                num_touched = touch(state, other, num_touched)
                state.slots[slot].length = 0
                time_slot(day, state, slot)
                slot = other
            else:
                state.slots[other].length = 0
                time_slot(day, state, other)
                time_slot(day, state, slot)
    return num_touched


@inlined
def free_slot(day: Day, state: State, kind: int) -> int:
    """Return a slot of the kind without a route, or -1."""
    for slot in range(day.kinds[kind].slot_from, day.kinds[kind].slot_to):
        if state.slots[slot].length == 0 and state.slots[slot].frozen == 0:
            return slot
    return -1


@compiled
def _may_all_ride(day: Day, state: State, slot: int, kind: int) -> bool:
    if state.slots[slot].length > day.kinds[kind].max_stops:
        return False
    for dim in range(day.loads.shape[2]):
        if state.peaks[0, slot, 0, dim] > day.capacity[kind, 0, dim]:
            return False
    can_ride = True
    for place in range(state.slots[slot].length):
        can_ride = can_ride and day.rides[state.orders[0, slot, place], kind]
    return can_ride


@compiled
def _move(day: Day, state: State, slot: int, other: int) -> None:
    state.slots[other].length = state.slots[slot].length
    for place in range(state.slots[slot].length):
        state.orders[0, other, place] = state.orders[0, slot, place]


@compiled
def _is_clean(day: Day, state: State, slot: int) -> bool:
    """Whether windows and loads hold on a timed route."""
    kind, length = state.slots[slot].kind, state.slots[slot].length
    for place in range(length):
        visit = state.orders[0, slot, place]
        if state.stops[visit].first > state.stops[visit].last:
            return False
    if day.what[0].only_deliveries:
        return True
    for dim in range(day.loads.shape[2]):
        for place in range(length + 1):
            if state.peaks[0, slot, place, dim] > day.capacity[kind, 0, dim]:
                return False
    return True
