"""Finds what would make an order possible, tries it out, and keeps only what works."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.insertion.dock_times import earliest_loading
from lastmile_core.schedule.reasons.mend import (
    Allow,
    AskWindow,
    Change,
    DropSkills,
    FreeOfGroups,
    FreeOrder,
    FreePosition,
    FreeRoute,
    GiveRoom,
    GiveSkills,
    MoveBreak,
    OpenDock,
    ReadyBy,
    ShiftTo,
    Split,
    apply_change,
)
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.timetable import time_route

ROUNDS = 8
"""Changes made one after the other before a mend is given up."""

_STEP = 300
"""Windows are proposed in steps of five minutes, as people say them."""


class Tried(NamedTuple):
    """A route that is to become possible: its times and what it breaks."""

    timetable: RouteTimetable
    violations: tuple[RuleViolation, ...]
    is_hopeless: bool
    """Whether no route of the vehicle could keep the rules either."""


type Try = Callable[[RoutingProblem], Tried]
"""Times the route again in a changed day."""


def mends_that_work(
    problem: RoutingProblem, now: Tried, main: RuleViolation, visit: int, again: Try, *, most: int = 2
) -> list[tuple[Change, ...]]:
    """Return up to ``most`` sets of changes, each of which was tried out and makes the route possible.

    Parameters
    ----------
    now
        The route as it is.
    main
        The violation that a person hears of: the first change is about it.
    visit
        The order that is to be served.
    again
        Times the route in a changed day.
    """
    found: list[tuple[Change, ...]] = []
    for first in changes_for(problem, now.timetable, main, visit):
        made = _made_possible(problem, first, main, visit, again)
        if made is not None and not any(_is_like(made, other) for other in found):
            found.append(made)
        if len(found) == most:
            break
    # One change is a smaller mend than two.
    return sorted(found, key=len)


def _made_possible(
    problem: RoutingProblem, first: Change, main: RuleViolation, visit: int, again: Try
) -> tuple[Change, ...] | None:
    changes: dict[tuple[object, ...], Change] = {_target(first): first}
    changed = apply_change(problem, first)
    for _ in range(ROUNDS):
        tried = again(changed)
        if not tried.violations:
            return tuple(changes.values())
        violation = next((one for one in tried.violations if one.cause is main.cause), tried.violations[0])
        options = list(changes_for(changed, tried.timetable, violation, visit))
        # Going on with the same kind of change keeps the mend small.
        change = next((one for one in options if _target(one) == _target(first)), options[0] if options else None)
        if change is None:
            return None if tried.is_hopeless else tuple(changes.values())
        changes[_target(change)] = change
        changed = apply_change(changed, change)
    return None


def _is_like(first: Sequence[Change], second: Sequence[Change]) -> bool:
    """Whether two mends ask for the same thing, only of another amount or at another dock."""
    return {_target(one)[:3] for one in first} == {_target(one)[:3] for one in second}


def _target(change: Change) -> tuple[object, ...]:
    """Return what a change is about; a later one about the same takes its place."""
    who = getattr(change, "visit", None), getattr(change, "vehicle", None)
    return type(change), *who, getattr(change, "bay", None), getattr(change, "limit", None)


def changes_for(
    problem: RoutingProblem, timetable: RouteTimetable, violation: RuleViolation, visit: int
) -> Iterator[Change]:
    """Yield changes that may mend one violation of a route, the most usual first."""
    vehicle, day = violation.vehicle, problem.vehicles[violation.vehicle]
    match violation.cause:
        case ViolationCause.TIME_WINDOW | ViolationCause.SHIFT:
            yield from _in_time(problem, timetable, violation, visit)
        case ViolationCause.BREAKS:
            yield from _with_breaks(problem, timetable, visit)
        case ViolationCause.CAPACITY:
            peaks = (_up(peak, 10) for peak in timetable.peaks)
            yield GiveRoom(vehicle=vehicle, capacity=tuple(map(max, day.capacity, peaks)))
            yield from _parts(problem, vehicle, visit)
        case ViolationCause.SKILLS if violation.visit is not None:
            yield GiveSkills(vehicle=vehicle, skills=frozenset(violation.detail))
            yield DropSkills(visit=violation.visit, skills=frozenset(violation.detail))
        case ViolationCause.MAX_DISTANCE:
            yield Allow(
                vehicle=vehicle, limit="max_distance", most=(day.max_distance or 0) + _up(round(violation.amount), 100)
            )
        case ViolationCause.MAX_DURATION:
            yield Allow(
                vehicle=vehicle, limit="max_duration", most=(day.max_duration or 0) + _up(round(violation.amount))
            )
        case ViolationCause.MAX_STOPS:
            yield Allow(vehicle=vehicle, limit="max_stops", most=(day.max_stops or 0) + round(violation.amount))
        case ViolationCause.TRIPS:
            yield Allow(vehicle=vehicle, limit="max_trips", most=day.max_trips + round(violation.amount))
        case ViolationCause.LOCK if violation.visit is None:
            yield FreeRoute(vehicle=vehicle)
        case ViolationCause.LOCK:
            yield FreeOrder(visit=visit)
        case ViolationCause.POSITION if violation.visit is not None:
            yield FreePosition(visit=violation.visit)
        case ViolationCause.RELATIONS if violation.visit is not None:
            yield FreeOfGroups(visit=violation.visit)
        case ViolationCause.DOCKS:
            yield from _docks_wanted(problem, timetable, violation)
        case _:
            return


def _up(amount: int, step: int = 60) -> int:
    """Return an amount rounded up to what a sentence can say: whole minutes, tenths of a kilometre."""
    return -(-amount // step) * step


def _in_time(
    problem: RoutingProblem, timetable: RouteTimetable, violation: RuleViolation, visit: int
) -> Iterator[Change]:
    """Yield changes that make a route earlier, or let it be as late as it is."""
    by, day = round(violation.amount), problem.vehicles[violation.vehicle]
    is_shift = violation.cause is ViolationCause.SHIFT
    if is_shift:
        yield ShiftTo(vehicle=violation.vehicle, begin=day.shift[0], end=max(_up(timetable.end), day.shift[1]))
    elif violation.visit is not None:
        yield _later_window(problem, timetable, violation.visit)
    for idx in dict.fromkeys((visit, *_pickups(problem, timetable, visit))):
        stop = problem.visits[idx]
        is_waited_for = stop.release > day.shift[0] and any(one.start == stop.release for one in timetable.loadings)
        if is_waited_for and stop.release - by >= 0:
            yield ReadyBy(visit=idx, release=(stop.release - by) // 60 * 60)
        # An earlier hour only helps where the customer's window is what the route waits for.
        position = timetable.visits.index(idx) if idx in timetable.visits else -1
        if (
            position >= 0
            and (is_shift or idx != violation.visit)
            and timetable.starts[position] in _opening(stop.windows)
        ):
            yield _earlier_window(problem, timetable, idx, by)
    if timetable.loading_start <= day.shift[0] and day.shift[0] >= by:
        yield ShiftTo(vehicle=violation.vehicle, begin=(day.shift[0] - by) // 60 * 60, end=day.shift[1])


def _pickups(problem: RoutingProblem, timetable: RouteTimetable, visit: int) -> Sequence[int]:
    partner = problem.visits[visit].partner
    return () if partner is None or partner not in timetable.visits else (partner,)


def _opening(windows: Sequence[tuple[int, int]]) -> set[int]:
    return {earliest for earliest, _ in windows}


def _later_window(problem: RoutingProblem, timetable: RouteTimetable, visit: int) -> AskWindow:
    start = timetable.starts[timetable.visits.index(visit)]
    begin = _up(start, _STEP)
    return AskWindow(visit=visit, earliest=begin, latest=begin + _width(problem, visit))


def _earlier_window(problem: RoutingProblem, timetable: RouteTimetable, visit: int, by: int) -> AskWindow:
    start = timetable.starts[timetable.visits.index(visit)]
    end = max(0, (start - by) // _STEP * _STEP)
    return AskWindow(visit=visit, earliest=max(0, end - _width(problem, visit)), latest=end)


def _width(problem: RoutingProblem, visit: int) -> int:
    """Return how long a proposed window is: about as long as the last one, but neither a moment nor a day."""
    earliest, latest = problem.visits[visit].windows[-1]
    return min(max(_up(latest - earliest, _STEP), 3600), 4 * 3600)


def _with_breaks(problem: RoutingProblem, timetable: RouteTimetable, visit: int) -> Iterator[Change]:
    """Yield breaks put off until the visit is served or the route is over, or a window after them."""
    vehicle, day = timetable.vehicle, problem.vehicles[timetable.vehicle]
    fleet = list(problem.vehicles)
    fleet[vehicle] = replace(day, breaks=())
    bare = time_route(replace(problem, vehicles=tuple(fleet)), vehicle, timetable.visits)
    done = bare.departures[bare.visits.index(visit)] if visit in bare.visits else bare.end
    for number, rule in enumerate(day.breaks):
        for latest in (done, bare.end):
            if latest > rule.latest:
                yield MoveBreak(vehicle=vehicle, rule=number, latest=_up(latest))
        begin = _up(rule.latest + rule.duration, _STEP)
        yield AskWindow(visit=visit, earliest=begin, latest=begin + _width(problem, visit))


def _parts(problem: RoutingProblem, vehicle: int, visit: int) -> Iterator[Change]:
    day, load = problem.vehicles[vehicle], problem.visits[visit].load
    on_board = day.on_board or (0,) * len(load)
    spare_capacity = [limit - have for limit, have in zip(day.capacity, on_board, strict=True)]
    if all(left > 0 for left, amount in zip(spare_capacity, load, strict=True) if amount):
        parts = max(
            (-(-amount // left) for amount, left in zip(load, spare_capacity, strict=True) if amount), default=1
        )
        if parts > 1:
            yield Split(visit=visit, parts=parts)


def _docks_wanted(problem: RoutingProblem, timetable: RouteTimetable, violation: RuleViolation) -> Iterator[Change]:
    """Yield the dock that misses the loading by least, open for it as early or as late as it may be."""
    trip = next((one for one in timetable.loadings if one.visit == violation.visit), timetable.loadings[0])
    earliest = earliest_loading(problem, timetable) if violation.visit is None else trip.start
    length = trip.end - trip.start
    found: list[tuple[int, OpenDock]] = []
    for number, dock in enumerate(problem.docks):
        if dock.location == trip.location:
            for begin in {min(earliest, trip.start), trip.start}:
                opens, closes = min(dock.opens, begin // 60 * 60), max(dock.closes, _up(begin + length))
                longer = dock.opens - opens + closes - dock.closes
                found.append((longer, OpenDock(dock=number, opens=opens, closes=closes)))
    yield from (change for longer, change in sorted(found, key=lambda one: one[0]) if longer)
