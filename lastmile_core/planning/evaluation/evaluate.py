"""What a route costs and how far it is from keeping the rules, compiled."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.evaluation.compiled import compiled
from lastmile_core.planning.evaluation.day_arrays import START, WAIT, DayArrays, Ints, Work
from lastmile_core.planning.evaluation.timing import latest_departure, place_breaks, prepare, run, total_late
from lastmile_core.planning.evaluation.windows_and_prices import hour_price, time_price

LEADS = 6
"""Departures that are tried between the earliest and the latest where the hour of service has a price."""


@compiled
def evaluate(
    day: DayArrays, work: Work, vehicle: int, order: Ints, length: int, only_clean: bool
) -> tuple[float, float, int]:
    """Return cost in cents, violations (0 when every rule is kept; seconds, metres or worse) and paid seconds.

    What the frozen beginning of the route breaks by itself does not count. With ``only_clean`` a route that breaks a
    rule is not looked at further: its cost and paid seconds are 0.
    """
    if length == 0:
        return 0.0, 0.0, 0
    rules = day.vehicles[vehicle]
    violations = rule_violations(day, vehicle, order, length) - rules.prefix_violations
    if only_clean and violations > 0:
        return 0.0, violations, 0
    loading, first, metres, broken = prepare(day, work, vehicle, order, length)
    violations += 1e7 * broken + 0.01 * max(0, metres - rules.max_distance)
    end = run(day, work, vehicle, order, length, first, loading, work.early)
    late = total_late(work.early, length)
    if only_clean and violations + late + max(0, end - rules.closes) > 0:
        return 0.0, violations + late + max(0, end - rules.closes), 0
    departure = latest_departure(day, work, vehicle, order, length, end, work.early)
    if rules.num_breaks > 0 and is_due(day, vehicle, end, departure, loading):
        if place_breaks(day, work, vehicle, order, length, first, loading):
            end = run(day, work, vehicle, order, length, first, loading, work.early)
            departure = latest_departure(day, work, vehicle, order, length, end, work.early)
            late = total_late(work.early, length)
        else:
            violations += 3600.0
    violations += late + max(0, end - rules.closes)
    if only_clean and violations > 0:
        return 0.0, violations, 0
    departure = max(departure, first)
    until = run(day, work, vehicle, order, length, departure, loading, work.late)
    if until > end or total_late(work.late, length) > late:
        departure = first
        run(day, work, vehicle, order, length, departure, loading, work.late)
    paid = end - departure + loading
    cost = price(day, work, vehicle, order, length, paid, np.int64(0))
    if day.features[0].has_prices and departure > first and paid < rules.max_duration:
        lead, cost = best_lead(day, work, vehicle, order, length, paid, departure - first, cost)
        paid += lead
    violations += max(0, paid - rules.max_duration)
    return cost + rules.fixed + metres * rules.per_metre + late, max(0.0, violations), paid


@compiled
def is_due(day: DayArrays, vehicle: int, end: int, departure: int, loading: int) -> bool:
    """Whether a route that leaves as late as it can is still under way when a break has to begin."""
    for number in range(day.vehicles[vehicle].num_breaks):
        latest = day.breaks[vehicle, number, 2]
        now = min(latest, departure - loading + day.breaks[vehicle, number, 3])
        if departure <= latest and now < end:
            return True
    return False


@compiled
def best_lead(
    day: DayArrays, work: Work, vehicle: int, order: Ints, length: int, paid: int, most: int, cost: float
) -> tuple[int, float]:
    """Return by how much before the latest departure to leave where hours have prices, and the cost then."""
    most = min(most, day.vehicles[vehicle].max_duration - paid)
    best = 0
    for step in range(1, LEADS + 1):
        lead = most * step // LEADS
        now = price(day, work, vehicle, order, length, paid + lead, lead)
        if now < cost:
            best, cost = lead, now
    return best, cost


@compiled
def price(day: DayArrays, work: Work, vehicle: int, order: Ints, length: int, paid: int, lead: int) -> float:
    """Return what time costs on a route that leaves ``lead`` seconds before its latest departure, in cents."""
    features = day.features[0]
    cents = time_price(day.vehicles[vehicle], paid)
    if features.per_waiting > 0:
        wait = lead
        for leg in range(length):
            wait += work.late[WAIT, leg]
        cents += wait * features.per_waiting
    if features.has_prices:
        for leg in range(length):
            visit = order[leg]
            start = max(work.early[START, leg], work.late[START, leg] - lead)
            cents += day.unfamiliar_cost[vehicle, visit]
            cents += hour_price(day, visit, start)
            if day.visits[visit].promised >= 0:
                cents += features.per_changed * abs(start - day.visits[visit].promised)
    return cents


@compiled
def rule_violations(day: DayArrays, vehicle: int, order: Ints, length: int) -> float:
    """Return how far a route is from the rules that need no clock."""
    rules, violations, orders, trips = day.vehicles[vehicle], 0.0, 0, 1
    for position in range(length):
        visit = order[position]
        stop = day.visits[visit]
        if not day.is_eligible[vehicle, visit]:
            violations += 1e6
        if stop.is_order:
            if stop.locked_position >= 0 and stop.locked_position != orders:
                violations += 1e4
            orders += 1
        trips += stop.is_reload
        if day.features[0].has_pairs and stop.partner >= 0:
            violations += _half_violation(day, order, length, position)
    violations += 1e4 * max(0, orders - rules.max_stops) + 1e5 * max(0, trips - rules.max_trips)
    for dimension in range(day.loads.shape[1]):
        over = _overload(day, vehicle, order, length, dimension)
        if over > 0:
            violations += 1e4 * over / max(1, day.capacity[vehicle, 0, dimension]) + 100
    return violations


@compiled
def _half_violation(day: DayArrays, order: Ints, length: int, position: int) -> float:
    """Return whether the other half of a pair is missing behind a pickup or before a delivery, on the same trip."""
    stop = day.visits[order[position]]
    step = 1 if stop.is_pickup else -1
    other = position + step
    while 0 <= other < length and not day.visits[order[other]].is_reload:
        if order[other] == stop.partner:
            return 0.0
        other += step
    return 1e5


@compiled
def _overload(day: DayArrays, vehicle: int, order: Ints, length: int, dimension: int) -> int:
    """Return by how much the fullest moment of any trip is over the capacity."""
    own, most = day.capacity[vehicle, 1, dimension], day.capacity[vehicle, 0, dimension]
    over, begin = 0, 0
    while True:
        load, until = own, begin
        while until < length and not day.visits[order[until]].is_reload:
            if day.visits[order[until]].is_from_depot:
                load += day.loads[order[until], dimension]
            until += 1
        over = max(over, load - most)
        for position in range(begin, until):
            stop, amount = day.visits[order[position]], day.loads[order[position], dimension]
            load += amount if stop.is_collection or stop.is_pickup else -amount
            over = max(over, load - most)
        if until >= length:
            return over
        begin = until + 1
