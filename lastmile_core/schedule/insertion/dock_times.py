"""A route whose loadings find a dock: as late as costs nothing when docks allow, else as near to that as they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import docks
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.dock_allocator import turning_moments
from lastmile_core.schedule.timing.route_timetable import Loading, RouteTimetable
from lastmile_core.schedule.timing.timetable import time_route

MOST_WAYS = 6
"""Begins of the first loading that are tried, the nearest to what is best without docks first."""


def needs_dock(problem: RoutingProblem, loading: Loading) -> bool:
    """Whether a loading takes up a dock: at a place that has docks, unless it is a first one that takes no time."""
    takes_time = loading.visit is not None or loading.end > loading.start
    return takes_time and any(dock.location == loading.location for dock in problem.docks)


def queues_added(
    problem: RoutingProblem,
    others: Mapping[int, RouteTimetable],
    timetable: RouteTimetable,
    before: Iterable[RuleViolation],
) -> tuple[RuleViolation, ...]:
    """Return who has no dock at its time beside ``others`` that had one (or less to queue) before."""
    if not problem.docks:
        return ()
    had = {(violation.vehicle, violation.visit): violation.amount for violation in before}
    found = docks.check(problem, {**others, timetable.vehicle: timetable}.values())
    return tuple(
        violation for violation in found if violation.amount > had.get((violation.vehicle, violation.visit), 0.0)
    )


def all_have_docks(problem: RoutingProblem, others: Mapping[int, RouteTimetable], timetable: RouteTimetable) -> bool:
    """Whether every loading of a route has a dock beside all that overlap with it; a quick look that errs to no."""
    return all(
        _has_dock(problem, timetable.vehicle, loading, loading.start, others)
        for loading in timetable.loadings
        if needs_dock(problem, loading)
    )


def least_miss(problem: RoutingProblem, timetable: RouteTimetable) -> int:
    """Return by how many seconds the opening hours miss the first loading at least, in an empty yard.

    It may be moved between the earliest moment and the one that the timetable has, the latest that costs nothing.
    """
    first = timetable.loadings[0]
    length, opens = first.end - first.start, earliest_loading(problem, timetable)
    return min(
        (
            max(opens + length - dock.closes, dock.opens - first.start, 0)
            for dock in problem.docks
            if dock.location == first.location
        ),
        default=0,
    )


def earliest_loading(problem: RoutingProblem, timetable: RouteTimetable) -> int:
    """Return when the first loading of a route may begin: in the shift, with all goods at the dock."""
    releases = (problem.visits[idx].release for idx in timetable.trips[0])
    return max(problem.vehicles[timetable.vehicle].shift[0], *releases, 0)


def ways_to_load(
    problem: RoutingProblem,
    vehicle: int,
    visits: Sequence[int],
    others: Mapping[int, RouteTimetable],
    wished: Sequence[int] = (),
) -> Iterator[RouteTimetable]:
    """Yield the route with its loadings at other moments that the docks may allow, the most promising first.

    Parameters
    ----------
    others
        The other routes, by vehicle index.
    wished
        Begins of the loadings to try first, such as those that the route has now.
    """
    if wished:
        yield time_route(problem, vehicle, visits, wished)
    free = time_route(problem, vehicle, visits)
    for begin in _begins(problem, free, others):
        starts: list[int] = [begin]
        timetable = time_route(problem, vehicle, visits, starts)
        for trip, loading in enumerate(timetable.loadings[1:], 1):
            # Each reload waits for a dock in its turn; those before it are fixed by then.
            now = timetable.loadings[trip] if trip < len(timetable.loadings) else loading
            starts.append(_next_turn(problem, vehicle, now, others))
            timetable = time_route(problem, vehicle, visits, starts)
        yield timetable


def earliest_begins(problem: RoutingProblem, loading: Loading, opens: int) -> list[int]:
    """Return the first moment at which each dock could take this loading in an empty yard, from ``opens`` on."""
    length = loading.end - loading.start
    found = (max(dock.opens, opens) for dock in problem.docks if dock.location == loading.location)
    closing = (dock.closes for dock in problem.docks if dock.location == loading.location)
    return sorted({begin for begin, closes in zip(found, closing, strict=True) if begin + length <= closes})


def _begins(problem: RoutingProblem, free: RouteTimetable, others: Mapping[int, RouteTimetable]) -> list[int]:
    loading = free.loadings[0]
    opens = problem.vehicles[free.vehicle].shift[0]
    if not needs_dock(problem, loading):
        return [loading.start]
    turns = [begin for begin in _turns(problem, free.vehicle, loading, others) if begin >= opens]
    turns.sort(key=lambda begin: abs(begin - loading.start))
    found = [begin for begin in turns if _has_dock(problem, free.vehicle, loading, begin, others)]
    return found[:MOST_WAYS]


def _turns(problem: RoutingProblem, vehicle: int, loading: Loading, others: Mapping[int, RouteTimetable]) -> list[int]:
    """Return the moments at which a dock may become free or must be left: no others are worth trying."""
    hours = [(dock.opens, dock.closes) for dock in problem.docks if dock.location == loading.location]
    taken = [
        (other.start, other.end)
        for idx, timetable in others.items()
        if idx != vehicle
        for other in timetable.loadings
        if other.location == loading.location
    ]
    return sorted(turning_moments((loading.start, loading.end), hours, taken))


def _next_turn(problem: RoutingProblem, vehicle: int, loading: Loading, others: Mapping[int, RouteTimetable]) -> int:
    """Return the first moment from the loading's own on at which a dock is free for it; its own when none is."""
    if not needs_dock(problem, loading):
        return loading.start
    turns = (begin for begin in _turns(problem, vehicle, loading, others) if begin >= loading.start)
    return next(
        (begin for begin in turns if _has_dock(problem, vehicle, loading, begin, others)),
        loading.start,
    )


def _has_dock(
    problem: RoutingProblem, vehicle: int, loading: Loading, begin: int, others: Mapping[int, RouteTimetable]
) -> bool:
    """Whether as many docks are open for the whole loading as loadings overlap with it, itself counted."""
    end = begin + loading.end - loading.start
    num_open = sum(
        dock.location == loading.location and dock.opens <= begin and end <= dock.closes for dock in problem.docks
    )
    busy = sum(
        other.location == loading.location and other.start < end and begin < other.end
        for idx, timetable in others.items()
        if idx != vehicle
        for other in timetable.loadings
        if needs_dock(problem, other)
    )
    return busy < num_open
