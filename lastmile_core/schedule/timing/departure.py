"""When a route leaves and where its breaks lie: least lateness, then earliest end, then least paid time.

A price on the hour of service (wishes, first attempts, times promised before) may make an earlier departure
cheaper than the latest that costs nothing; then the cheapest between the two is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.problem.routing_problem import BreakRule, RoutingProblem
from lastmile_core.schedule.timing.break_placement import place_breaks
from lastmile_core.schedule.timing.priced_departure import cheapest_run
from lastmile_core.schedule.timing.route_legs import RouteLegs
from lastmile_core.schedule.timing.runs import Placement, Run, leave_late, owed_until, rules_at, run_from


def best_run(problem: RoutingProblem, legs: RouteLegs) -> tuple[Run, int]:
    """Return the best run and the seconds of breaks that are due and have no place."""
    run, placement, missing = _best_placed(legs)
    if missing or legs.is_pinned:
        return run, missing
    run = _shorter(legs, placement, run)
    if problem.has_visit_prices:
        run = cheapest_run(problem, legs, placement, run)
    return run, missing


def _best_placed(legs: RouteLegs) -> tuple[Run, Placement, int]:
    vehicle, first = legs.vehicle, legs.first
    no_breaks: Placement = ((),) * len(legs.drives)
    plain = _plain_run(legs, first, no_breaks)
    rules = [rule for rule in vehicle.breaks if rule.latest >= first]
    if not rules:
        return leave_late(legs, no_breaks, plain), no_breaks, 0
    rules.sort(key=_order)
    late = leave_late(legs, no_breaks, plain)
    timed = rules_at(legs, late.departure, rules) if legs.has_work_breaks else rules
    is_due = any(
        late.departure <= rule.latest and now.latest < late.end for rule, now in zip(rules, timed, strict=True)
    )
    if not is_due:
        return late, no_breaks, 0
    missing = 0
    while rules:
        best = _with_breaks(legs, first, rules)
        for moment in _moments(legs, rules, late.departure):
            bare = _plain_run(legs, moment, no_breaks)
            # A break is never dodged at somebody else's expense.
            if bare.late > plain.late or bare.end > max(vehicle.shift[1], plain.end):
                continue
            if best is None or (bare.late, bare.end) <= (best[0].late, best[0].end):
                placed = _with_breaks(legs, moment, [rule for rule in rules if rule.latest >= moment])
                best = _better(best, placed, plain.late, max(vehicle.shift[1], plain.end))
        if best is not None:
            return *best, missing
        missing += rules.pop().duration
    return late, no_breaks, missing


def _plain_run(legs: RouteLegs, departure: int, no_breaks: Placement) -> Run:
    run = run_from(legs, departure, no_breaks)
    assert run is not None, "only breaks can stop a run"
    return run


def _moments(legs: RouteLegs, rules: Sequence[BreakRule], late: int) -> list[int]:
    """Return departures worth trying beside the first.

    Leaving after a break's latest start makes that break fall away. A break after so much work moves with the
    departure: then also the latest departure that costs nothing without it, and the first that lets it begin
    no earlier than it may.
    """
    if legs.is_pinned:
        return []
    found = {rule.latest + 1 for rule in rules}
    for rule in rules:
        if rule.after_work is not None:
            found |= {late, rule.earliest - rule.after_work + legs.loading}
    return sorted(moment for moment in found if moment > legs.first)


def _with_breaks(legs: RouteLegs, departure: int, rules: Sequence[BreakRule]) -> tuple[Run, Placement] | None:
    timed = rules
    if legs.has_work_breaks:
        pairs = sorted(zip(rules_at(legs, departure, rules), rules, strict=True), key=lambda pair: _order(pair[0]))
        timed, rules = [now for now, _ in pairs], [rule for _, rule in pairs]
    counts = place_breaks(legs, departure, timed)
    if counts is None:
        return None
    placement, taken = [], 0
    for count in counts:
        placement.append(tuple(rules[taken : taken + count]))
        taken += count
    run = run_from(legs, departure, placement)
    assert run is not None, "breaks are only placed where they can begin"
    return leave_late(legs, placement, run), placement


def _order(rule: BreakRule) -> tuple[int, int]:
    return rule.earliest, rule.latest


def _better(
    best: tuple[Run, Placement] | None, placed: tuple[Run, Placement] | None, most_late: int, last_end: int
) -> tuple[Run, Placement] | None:
    if placed is None or placed[0].late > most_late or placed[0].end > last_end:
        return best
    if best is None or _rank(placed[0]) < _rank(best[0]):
        return placed
    return best


def _rank(run: Run) -> tuple[int, int, int]:
    return run.late, run.end, -run.departure


def _shorter(legs: RouteLegs, placement: Placement, run: Run) -> Run:
    """Return a later run within the most paid time where one makes nobody late and is back in the shift."""
    most = legs.vehicle.max_duration
    if most is None or not legs.has_alternatives:
        return run
    found = run
    # Only waiting can be saved, and only by serving a stop in a later window.
    while found.end - found.departure + legs.loading > most and any(found.waits):
        later = run_from(legs, found.departure + 1, placement)
        if later is None or later.late > run.late or later.end > max(legs.vehicle.shift[1], run.end):
            return run
        if owed_until(legs, placement, later.end) >= later.departure:
            return run
        found = leave_late(legs, placement, later)
    return found if found.end - found.departure + legs.loading <= most else run
