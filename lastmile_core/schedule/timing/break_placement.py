"""Where in a route the driver's breaks cost least.

A break may interrupt any leg (set-up counts to its leg), or be taken at the stop before service begins, where it
absorbs waiting. It never interrupts service. Labels (time, lateness) are carried from stop to stop, one
set for each number of breaks already taken, and dominated ones are dropped; what is left at the
depot is exact for the order of criteria *least lateness, then earliest end*.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lastmile_core.problem.routing_problem import BreakRule, Visit
from lastmile_core.schedule.timing.leg_drive import drive_leg
from lastmile_core.schedule.timing.route_legs import RouteLegs

type _Trail = tuple[_Trail, int, int] | None
"""(trail before, leg, breaks in it): a linked list of the legs with breaks, so that labels share what came before."""


class _Label(NamedTuple):
    time: int
    late: int
    taken: int
    trail: _Trail


def service_start(visit: Visit, ready: int) -> tuple[int, int, int]:
    """Return when service begins, how late that is and which window it uses.

    The first window that has not closed at ``ready`` is taken; when all have closed, service
    begins at once and lateness counts from the last one. Nothing begins before the visit's release.
    """
    if visit.release > ready:
        ready = visit.release
    for idx, (earliest, latest) in enumerate(visit.windows):
        if ready <= latest:
            return (earliest if earliest > ready else ready), 0, idx
    return ready, ready - visit.windows[-1][1], len(visit.windows) - 1


def place_breaks(legs: RouteLegs, departure: int, rules: Sequence[BreakRule]) -> tuple[int, ...] | None:
    """Return how many of ``rules`` to take in each leg, leaving at ``departure``.

    Returns
    -------
    tuple of int or None
        One number a leg, ``len(visits) + 1``; None when a break that is due cannot begin in time.
    """
    labels = [_Label(departure, 0, 0, None)]
    for leg in range(len(legs.drives)):
        labels = _next_labels(legs, labels, leg, rules)
        if not labels:
            return None
    best: _Label | None = None
    for label in labels:
        is_due = any(rule.latest < label.time for rule in rules[label.taken :])
        if not is_due and (best is None or (label.late, label.time) < (best.late, best.time)):
            best = label
    return None if best is None else _counts(best, len(legs.drives))


def _next_labels(legs: RouteLegs, labels: Sequence[_Label], leg: int, rules: Sequence[BreakRule]) -> list[_Label]:
    visit = legs.stops[leg] if leg < len(legs.stops) else None
    clock = None if legs.clocks is None else legs.clocks[leg]
    drive, set_up = legs.drives[leg], legs.set_ups[leg]
    reached: dict[int, list[_Label]] = {}
    for label in labels:
        plain = _serve(label, legs.ready(leg, label.time), 0, leg, visit)
        # Who leaves before the next break may begin can take it in the next leg at no greater cost.
        can_wait = visit is not None and label.taken < len(rules) and plain.time <= rules[label.taken].earliest
        for num_here in range(0 if can_wait else len(rules) - label.taken, 0, -1):
            taken = drive_leg(label.time, drive, rules[label.taken : label.taken + num_here], set_up, clock)
            if taken is not None:
                _keep(reached, _serve(label, taken.finish, num_here, leg, visit), rules, visit)
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
