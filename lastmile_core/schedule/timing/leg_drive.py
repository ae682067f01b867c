"""One leg with the breaks that the driver takes in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lastmile_core.problem.routing_problem import BreakRule
from lastmile_core.schedule.timing.traffic import HourClock


class LegDrive(NamedTuple):
    """One leg with its breaks: when the place is reached, when leg and breaks are done, the breaks' spans.

    Set-up follows the arrival and is part of the leg: ``finish`` has it done.
    """

    arrival: int
    finish: int
    spans: tuple[tuple[int, int], ...]


def drive_leg(
    departure: int, drive: int, breaks: Sequence[BreakRule], set_up: int = 0, clock: HourClock | None = None
) -> LegDrive | None:
    """Drive one leg, set up, and take ``breaks`` in it, in order, finishing as early as possible.

    The last break is put off until the stop is reached when its rule allows, because a driver
    would rather rest there than at the roadside; that costs no time. In traffic it is taken where the
    leg ends earliest (a break may sit out the rush hour), and put off among equals.

    Parameters
    ----------
    drive, set_up
        Matrix seconds of driving, seconds of set-up after it.
    clock
        Traffic on this leg; None when it takes its matrix time.

    Returns
    -------
    LegDrive or None
        None when a break cannot begin by its latest.
    """
    if clock is not None:
        return _in_traffic(departure, drive, breaks, set_up, clock)
    now, left = departure, drive + set_up
    arrival: int | None = None
    spans: list[tuple[int, int]] = []
    for idx, rule in enumerate(breaks):
        until = rule.latest if idx == len(breaks) - 1 else rule.earliest
        step = min(left, max(0, until - now))
        now, left = now + step, left - step
        if left <= set_up and arrival is None:
            arrival = now - set_up + left
        begin = max(now, rule.earliest)
        if begin > rule.latest:
            return None
        now = begin + rule.duration
        spans.append((begin, now))
    finish = now + left
    return LegDrive(finish - set_up if arrival is None else arrival, finish, tuple(spans))


class _LegState(NamedTuple):
    """Where a leg stands: the moment, work still to drive, set-up still to do, when the place was reached."""

    now: int
    left: int
    set_up: int
    arrival: int | None


def _in_traffic(
    departure: int, drive: int, breaks: Sequence[BreakRule], set_up: int, clock: HourClock
) -> LegDrive | None:
    way = _LegState(departure, drive * clock.scale, set_up, None)
    spans: list[tuple[int, int]] = []
    for idx, rule in enumerate(breaks):
        moments = [rule.earliest]
        if idx == len(breaks) - 1:
            moments = _moments(way, rule, clock)
        rested = [_rest(_until(way, moment, clock), rule) for moment in moments]
        best = min(
            (one for one in rested if one is not None),
            key=lambda one: (_finish(one[0], clock).now, -one[1][0]),
            default=None,
        )
        if best is None:
            return None
        way = best[0]
        spans.append(best[1])
    done = _finish(way, clock)
    assert done.arrival is not None, "a leg that is finished has been driven"
    return LegDrive(done.arrival, done.now, tuple(spans))


def _moments(way: _LegState, rule: BreakRule, clock: HourClock) -> list[int]:
    """Return when a break may be worth taking: as early or late as it may, or beside a change of traffic."""
    first, last = max(way.now, rule.earliest), min(rule.latest, max(_finish(way, clock).now, rule.earliest))
    marks = range(-(-first // 3600) * 3600, last + rule.duration, 3600)
    beside = {moment for mark in marks for moment in (mark, mark - rule.duration) if first < moment < last}
    return [first, *sorted(beside), last]


def _until(way: _LegState, moment: int, clock: HourClock) -> _LegState:
    """Go on until ``moment`` or until nothing is left to do, whichever comes first."""
    moment = max(moment, way.now)
    arrival, now = way.arrival, way.now
    if arrival is None:
        now = arrival = clock.when(clock.work(now) + way.left)
        if now > moment:
            return way._replace(now=moment, left=way.left - clock.work(moment) + clock.work(way.now))
    step = min(way.set_up, moment - now)
    return _LegState(now + step, 0, way.set_up - step, arrival)


def _rest(way: _LegState, rule: BreakRule) -> tuple[_LegState, tuple[int, int]] | None:
    begin = max(way.now, rule.earliest)
    if begin > rule.latest:
        return None
    end = begin + rule.duration
    return way._replace(now=end), (begin, end)


def _finish(way: _LegState, clock: HourClock) -> _LegState:
    arrival, now = way.arrival, way.now
    if arrival is None:
        now = arrival = clock.when(clock.work(way.now) + way.left)
    return _LegState(now + way.set_up, 0, 0, arrival)
