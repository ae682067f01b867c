"""One pass over a route from one departure, and how late that departure may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lastmile_core.problem.routing_problem import BreakRule
from lastmile_core.schedule.timing.break_placement import service_start
from lastmile_core.schedule.timing.leg_drive import drive_leg
from lastmile_core.schedule.timing.route_legs import RouteLegs

type Placement = Sequence[Sequence[BreakRule]]
"""The breaks to take in each leg."""


@dataclass(slots=True)
class Run:
    """One pass over the legs from one departure."""

    departure: int
    end: int
    arrivals: list[int]
    starts: list[int]
    departures: list[int]
    waits: list[int]
    lateness: list[int]
    windows: list[int]
    breaks: list[tuple[int, int, int]]

    @property
    def late(self) -> int:
        """Seconds of lateness at all stops."""
        return sum(self.lateness)


def rules_at(legs: RouteLegs, departure: int, rules: Sequence[BreakRule]) -> list[BreakRule]:
    """Return the rules with their latest begin for a route that leaves at ``departure``."""
    begin = departure - legs.loading
    return [
        rule if rule.after_work is None else replace(rule, latest=min(rule.latest, begin + rule.after_work))
        for rule in rules
    ]


def run_from(legs: RouteLegs, departure: int, placement: Placement) -> Run | None:
    """Return the pass that leaves at ``departure``; None when a break cannot begin by its latest."""
    run = Run(departure, departure, [], [], [], [], [], [], [])
    stops, clocks, drives, set_ups = legs.stops, legs.clocks, legs.drives, legs.set_ups
    now, num_stops = departure, len(stops)
    for leg, drive in enumerate(drives):
        rest = 0
        rules = placement[leg]
        if rules:
            if legs.has_work_breaks:
                rules = rules_at(legs, departure, rules)
            taken = drive_leg(now, drive, rules, set_ups[leg], None if clocks is None else clocks[leg])
            if taken is None:
                return None
            arrival, finish = taken.arrival, taken.finish
            run.breaks.extend((begin, end, leg) for begin, end in taken.spans)
            rest = sum(end - begin for begin, end in taken.spans if begin >= arrival)
        else:
            arrival = now + drive if clocks is None else clocks[leg].arrive(now, drive)
            finish = arrival + set_ups[leg]
        if leg == num_stops:
            run.end = finish
            break
        stop = stops[leg]
        start, late, window = service_start(stop, finish)
        now = start + stop.service
        run.arrivals.append(arrival)
        run.starts.append(start)
        run.departures.append(now)
        run.waits.append(start - arrival - set_ups[leg] - rest)
        run.lateness.append(late)
        run.windows.append(window)
    return run


def owed_until(legs: RouteLegs, placement: Placement, end: int) -> int:
    """Return the last departure at which a break that the placement lacks is due on a route that ends at ``end``.

    -1 when none is due at any departure.
    """
    placed = [rule for rules in placement for rule in rules]
    due = -1
    for rule in legs.vehicle.breaks:
        if rule in placed:
            placed.remove(rule)
        elif rule.latest < end:
            due = max(due, rule.latest)
        elif rule.after_work is not None:
            due = max(due, min(rule.latest, end - 1 - rule.after_work + legs.loading))
    return due


def leave_late(legs: RouteLegs, placement: Placement, early: Run) -> Run:
    """Return the run with the latest departure after which nothing is later: no stop late, no later end.

    Each stop keeps its window first; then later windows are tried as long as they cost nothing.
    """
    if legs.is_pinned:
        return early
    best = _latest_run(legs, placement, early)
    while legs.has_alternatives and _is_at_a_closing_window(legs, best):
        run = run_from(legs, best.departure + 1, placement)
        if run is None or not _is_no_worse(run, best):
            break
        best = _latest_run(legs, placement, run)
    return best


def _is_at_a_closing_window(legs: RouteLegs, run: Run) -> bool:
    """Whether a stop may fall into its next window when the departure is one second later."""
    return legs.clocks is not None or any(
        start == stop.windows[window][1] and window + 1 < len(stop.windows)
        for stop, start, window in zip(legs.stops, run.starts, run.windows, strict=True)
    )


def _is_no_worse(run: Run, best: Run) -> bool:
    return run.end <= best.end and all(new <= old for new, old in zip(run.lateness, best.lateness, strict=True))


def _latest_run(legs: RouteLegs, placement: Placement, early: Run) -> Run:
    late = latest_departure(legs, placement, early)
    if late <= early.departure:
        return early
    run = run_from(legs, late, placement)
    if run is not None and _is_no_worse(run, early):
        return run
    # Only a break after so much work can come too late here, when traffic makes the way to it longer.
    return _by_halving(legs, placement, early, late)


def _by_halving(legs: RouteLegs, placement: Placement, early: Run, late: int) -> Run:
    best = early
    while late - best.departure > 1:
        middle = (best.departure + late) // 2
        run = run_from(legs, middle, placement)
        if run is not None and _is_no_worse(run, early):
            best = run
        else:
            late = middle
    return best


def latest_departure(legs: RouteLegs, placement: Placement, run: Run) -> int:
    """Return the latest departure that makes no stop late (or a late one later) and leaves the end where it is."""
    finish = run.end
    for leg in range(len(legs.drives) - 1, -1, -1):
        leave = _latest_leave(legs, placement[leg], run, leg, finish)
        if leg == 0:
            return leave
        idx = leg - 1
        stop = legs.stops[idx]
        limit = run.starts[idx] if run.lateness[idx] else stop.windows[run.windows[idx]][1]
        finish = min(leave - stop.service, limit)
    return finish


def _latest_leave(legs: RouteLegs, rules: Sequence[BreakRule], run: Run, leg: int, finish: int) -> int:
    if legs.clocks is not None:
        clock, drive, set_up = legs.clocks[leg], legs.drives[leg], legs.set_ups[leg]
        if not rules:
            return clock.leave(finish - set_up, drive)
        left = run.departure if leg == 0 else run.departures[leg - 1]
        beyond = max(finish, left) + 1
        while beyond - left > 1:
            middle = (left + beyond) // 2
            taken = drive_leg(middle, drive, rules, set_up, clock)
            left, beyond = (middle, beyond) if taken is not None and taken.finish <= finish else (left, middle)
        return left
    leave = finish - legs.totals[leg]
    if rules:
        leave -= sum(rule.duration for rule in rules)
        before = 0
        for rule in rules:
            leave = min(leave, rule.latest - before)
            before += rule.duration
    return leave
