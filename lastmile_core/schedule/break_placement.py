"""Where in a route the driver's breaks cost least.

A break may interrupt any leg, or be taken at the stop before service begins, where it absorbs
waiting. It never interrupts service. Labels (time, lateness) are carried from stop to stop, one
set for each number of breaks already taken, and dominated ones are dropped; what is left at the
depot is exact for the order of criteria *least lateness, then earliest end*.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lastmile_core.problem.routing_problem import BreakRule, Visit


class LegDrive(NamedTuple):
    """One leg with its breaks: when the place is reached, when leg and breaks are done, the breaks' spans."""

    arrival: int
    finish: int
    spans: tuple[tuple[int, int], ...]


type _Trail = tuple[_Trail, int] | None
"""(trail before, breaks in this leg): a linked list, so that labels share what came before."""


class _Label(NamedTuple):
    time: int
    late: int
    taken: int
    trail: _Trail


def drive_leg(departure: int, duration: int, breaks: Sequence[BreakRule]) -> LegDrive | None:
    """Drive one leg and take ``breaks`` in it, in order, finishing as early as possible.

    The last break is put off until the stop is reached when its rule allows, because a driver
    would rather rest there than at the roadside; that costs no time.

    Returns
    -------
    LegDrive or None
        None when a break cannot begin by its latest.
    """
    now, left = departure, duration
    arrival: int | None = None
    spans: list[tuple[int, int]] = []
    for idx, rule in enumerate(breaks):
        until = rule.latest if idx == len(breaks) - 1 else rule.earliest
        step = min(left, max(0, until - now))
        now, left = now + step, left - step
        if left == 0 and arrival is None:
            arrival = now
        begin = max(now, rule.earliest)
        if begin > rule.latest:
            return None
        now = begin + rule.duration
        spans.append((begin, now))
    finish = now + left
    return LegDrive(finish if arrival is None else arrival, finish, tuple(spans))


def service_start(visit: Visit, ready: int) -> tuple[int, int, int]:
    """Return when service begins, how late that is and which window it uses.

    The first window that has not closed at ``ready`` is taken; when all have closed, service
    begins at once and lateness counts from the last one.
    """
    for idx, (earliest, latest) in enumerate(visit.windows):
        if ready <= latest:
            return (earliest if earliest > ready else ready), 0, idx
    return ready, ready - visit.windows[-1][1], len(visit.windows) - 1


def place_breaks(
    visits: Sequence[Visit], durations: Sequence[int], departure: int, rules: Sequence[BreakRule]
) -> tuple[int, ...] | None:
    """Return how many of ``rules`` to take in each leg, leaving at ``departure``.

    Returns
    -------
    tuple of int or None
        One number a leg, ``len(visits) + 1``; None when a break that is due cannot begin in time.
    """
    labels = [_Label(departure, 0, 0, None)]
    for leg, duration in enumerate(durations):
        visit = visits[leg] if leg < len(visits) else None
        labels = _next_labels(labels, duration, visit, rules)
        if not labels:
            return None
    best: _Label | None = None
    for label in labels:
        is_due = any(rule.latest < label.time for rule in rules[label.taken :])
        if not is_due and (best is None or (label.late, label.time) < (best.late, best.time)):
            best = label
    return None if best is None else _counts(best, len(durations))


def _next_labels(
    labels: Sequence[_Label], duration: int, visit: Visit | None, rules: Sequence[BreakRule]
) -> list[_Label]:
    reached: dict[int, list[_Label]] = {}
    # Breaks in this leg first: on equal terms the later place wins, it leaves more room to depart later.
    for num_here in range(len(rules), -1, -1):
        for label in labels:
            taken = label.taken + num_here
            if taken > len(rules):
                continue
            drive = drive_leg(label.time, duration, rules[label.taken : taken])
            if drive is None:
                continue
            time, late = drive.finish, label.late
            if visit is not None:
                start, late_here, _ = service_start(visit, time)
                time, late = start + visit.service, late + late_here
                if taken < len(rules) and time > rules[taken].latest:
                    continue  # the next break is due and can no longer begin in time
            _keep(reached.setdefault(taken, []), _Label(time, late, taken, (label.trail, num_here)))
    return [label for same in reached.values() for label in same]


def _keep(same: list[_Label], new: _Label) -> None:
    for old in same:
        if old.time <= new.time and old.late <= new.late:
            return
    same[:] = [old for old in same if not (new.time <= old.time and new.late <= old.late)]
    same.append(new)


def _counts(label: _Label, num_legs: int) -> tuple[int, ...]:
    counts: list[int] = []
    trail = label.trail
    while trail is not None:
        trail, num_here = trail
        counts.append(num_here)
    assert len(counts) == num_legs
    return tuple(reversed(counts))


def latest_departure(
    visits: Sequence[Visit],
    durations: Sequence[int],
    breaks_by_leg: Sequence[Sequence[BreakRule]],
    starts: Sequence[int],
    lateness: Sequence[int],
    windows: Sequence[int],
    end: int,
) -> int:
    """Return the latest departure that makes no stop late (or a late one later) and leaves the end where it is."""
    finish = end
    for leg in range(len(durations) - 1, -1, -1):
        before = 0
        leave = finish - durations[leg] - sum(rule.duration for rule in breaks_by_leg[leg])
        for rule in breaks_by_leg[leg]:
            leave = min(leave, rule.latest - before)
            before += rule.duration
        if leg == 0:
            return leave
        idx = leg - 1
        visit = visits[idx]
        limit = starts[idx] if lateness[idx] else visit.windows[windows[idx]][1]
        finish = min(leave - visit.service, limit)
    return finish
