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


type _Trail = tuple[_Trail, int, int] | None
"""(trail before, leg, breaks in it): a linked list of the legs with breaks, so that labels share what came before."""


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
        labels = _next_labels(labels, leg, duration, visit, rules)
        if not labels:
            return None
    best: _Label | None = None
    for label in labels:
        is_due = any(rule.latest < label.time for rule in rules[label.taken :])
        if not is_due and (best is None or (label.late, label.time) < (best.late, best.time)):
            best = label
    return None if best is None else _counts(best, len(durations))


def _next_labels(
    labels: Sequence[_Label], leg: int, duration: int, visit: Visit | None, rules: Sequence[BreakRule]
) -> list[_Label]:
    reached: dict[int, list[_Label]] = {}
    for label in labels:
        plain = _serve(label, label.time + duration, 0, leg, visit)
        # Who leaves before the next break may begin can take it in the next leg at no greater cost.
        can_wait = visit is not None and label.taken < len(rules) and plain.time <= rules[label.taken].earliest
        for num_here in range(0 if can_wait else len(rules) - label.taken, 0, -1):
            drive = drive_leg(label.time, duration, rules[label.taken : label.taken + num_here])
            if drive is not None:
                _keep(reached, _serve(label, drive.finish, num_here, leg, visit), rules, visit)
        _keep(reached, plain, rules, visit)
    return [label for same in reached.values() for label in same]


def _serve(label: _Label, ready: int, num_here: int, leg: int, visit: Visit | None) -> _Label:
    time, late = ready, label.late
    if visit is not None:
        start, late_here, _ = service_start(visit, ready)
        time, late = start + visit.service, late + late_here
    trail = (label.trail, leg, num_here) if num_here else label.trail
    return _Label(time, late, label.taken + num_here, trail)


def _keep(reached: dict[int, list[_Label]], new: _Label, rules: Sequence[BreakRule], visit: Visit | None) -> None:
    if visit is not None and new.taken < len(rules) and new.time > rules[new.taken].latest:
        return  # the next break is due and can no longer begin in time
    same = reached.setdefault(new.taken, [])
    # On equal terms the later place wins: it leaves more room to depart later.
    for old in same:
        if old.time <= new.time and old.late <= new.late and (old.time, old.late) != (new.time, new.late):
            return
        if (old.time, old.late) == (new.time, new.late) and _last_break(old) >= _last_break(new):
            return
    same[:] = [old for old in same if not (new.time <= old.time and new.late <= old.late)]
    same.append(new)


def _last_break(label: _Label) -> int:
    return -1 if label.trail is None else label.trail[1]


def _counts(label: _Label, num_legs: int) -> tuple[int, ...]:
    counts = [0] * num_legs
    trail = label.trail
    while trail is not None:
        trail, leg, num_here = trail
        counts[leg] = num_here
    return tuple(counts)


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
