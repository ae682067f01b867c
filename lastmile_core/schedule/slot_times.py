"""How early a vehicle can leave each place of its route, and how late it may reach the next.

With a break, "how early" depends on whether it was taken yet; both are kept, so that a route whose
day is full to the last minute is seen to be full.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lastmile_core.problem.routing_problem import BreakRule, RoutingProblem, Visit
from lastmile_core.schedule.break_placement import service_start
from lastmile_core.schedule.route_timetable import RouteTimetable

NEVER = 1 << 60
"""A moment that never comes; far above any second, far below overflow even when a few are added."""

NO_BREAK = BreakRule(duration=0, earliest=0, latest=NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTimes:
    """One entry a slot (before each visit, before the return); seconds of the day.

    Attributes
    ----------
    rule
        The vehicle's break; ``NO_BREAK`` when it has none (or several: then breaks are left out of the screen).
    pending, taken, after
        Earliest departure towards the slot with the break still to come, with the break taken, and when the
        whole route begins only after the break's latest moment, so that none is due.
    latest_pending, latest_taken
        Latest arrival at the place after the slot with which everything behind it stays in time.
    """

    rule: BreakRule
    pending: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    latest_pending: list[int] = field(default_factory=list)
    latest_taken: list[int] = field(default_factory=list)


def slot_times(problem: RoutingProblem, timetable: RouteTimetable) -> SlotTimes:
    """Return the bounds of one route; what is late already may stay as late as it is."""
    vehicle = problem.vehicles[timetable.vehicle]
    first = vehicle.shift[0] + vehicle.loading
    rules = [rule for rule in vehicle.breaks if rule.latest >= first]
    times = SlotTimes(rule=rules[0] if len(rules) == 1 and not timetable.missing_break else NO_BREAK)
    visits = [problem.visits[idx] for idx in timetable.visits]
    legs = timetable.leg_durations or (0,)
    _forward(times, visits, legs, first)
    closes = [max(visit.windows[-1][1], start) for visit, start in zip(visits, timetable.starts, strict=True)]
    _backward(times, visits, legs, closes, max(vehicle.shift[1], timetable.end))
    return times


def _leaves(visit: Visit, ready: int) -> int:
    return NEVER if ready >= NEVER else service_start(visit, ready)[0] + visit.service


def _forward(times: SlotTimes, visits: list[Visit], legs: tuple[int, ...], first: int) -> None:
    rule = times.rule
    has_break = rule is not NO_BREAK
    pending, taken, after = first, NEVER, (rule.latest + 1 if has_break else NEVER)
    for leg, visit in enumerate(visits):
        times.pending.append(pending)
        times.taken.append(taken)
        times.after.append(after)
        here = max(pending + legs[leg], rule.earliest) + rule.duration if has_break and pending < NEVER else NEVER
        taken = _leaves(visit, min(taken + legs[leg], here))
        after = _leaves(visit, after + legs[leg])
        pending = _leaves(visit, pending + legs[leg])
        if pending > rule.latest:
            pending = NEVER  # due by now: whoever did not take it breaks the rule
    times.pending.append(pending)
    times.taken.append(taken)
    times.after.append(after)


def _backward(times: SlotTimes, visits: list[Visit], legs: tuple[int, ...], closes: list[int], shift_end: int) -> None:
    rule = times.rule
    taken, pending = shift_end, min(shift_end, rule.latest)
    times.latest_taken.append(taken)
    times.latest_pending.append(pending)
    for leg in range(len(visits), 0, -1):
        visit, drive = visits[leg - 1], legs[leg]
        leave = pending - drive
        if rule is not NO_BREAK and rule.earliest + rule.duration <= taken:
            leave = max(leave, min(rule.latest, taken - drive - rule.duration))
        pending = min(closes[leg - 1], leave - visit.service)
        taken = min(closes[leg - 1], taken - drive - visit.service)
        times.latest_taken.append(taken)
        times.latest_pending.append(pending)
    times.latest_taken.reverse()
    times.latest_pending.reverse()
