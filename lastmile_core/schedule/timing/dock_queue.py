"""Who loads at which dock, first come first served."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lastmile_core.problem.day_rules import DockDay
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.timing.dock_allocator import first_come_first_served
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


@dataclass(frozen=True, slots=True, kw_only=True)
class DockLoading:
    """One loading and the dock that it gets.

    Attributes
    ----------
    trip
        0 for the first loading of the vehicle, 1 for its first reload, and so on.
    visit
        The reload visit; None for the first loading.
    dock
        Index into ``problem.docks``; None when no dock of the place can take it before it closes.
    start, end
        The loading as the timetable has it, seconds of the day.
    queue_s
        Seconds that it would begin later because no dock is free or open; without a dock the seconds by which it
        would outlast the closing time.
    is_closed
        Whether no dock is open for all of it at its time, so that even an empty yard would not help.
    """

    vehicle: int
    trip: int
    visit: int | None
    dock: int | None
    start: int
    end: int
    queue_s: int = 0
    is_closed: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether it has a dock at its time."""
        return self.dock is not None and self.queue_s == 0


MOST_TRIES = 20_000
"""Steps of the search for docks before the answer of first come first served stands."""


def queueing(problem: RoutingProblem, timetables: Iterable[RouteTimetable]) -> list[DockLoading]:
    """Return every loading at a place with docks, in the order in which they come.

    Whoever comes first takes a dock (the vehicle of smaller index among equals): of those where it begins earliest
    the one that closes first, so that docks with longer hours stay free. Where that makes somebody queue and docks
    have different hours, every way to share them is looked at before. A first loading that takes no time needs
    no dock; a place without docks in the problem is not counted.
    """
    if not problem.docks:
        return []
    wanted = sorted(
        (loading.start, timetable.vehicle, trip, loading)
        for timetable in timetables
        for trip, loading in enumerate(timetable.loadings)
        if trip or loading.end > loading.start
    )
    found: list[DockLoading] = []
    for location in {dock.location for dock in problem.docks}:
        docks_here = [idx for idx, dock in enumerate(problem.docks) if dock.location == location]
        here = [
            DockLoading(vehicle=vehicle, trip=trip, visit=loading.visit, dock=None, start=start, end=loading.end)
            for start, vehicle, trip, loading in wanted
            if loading.location == location
        ]
        found.extend(_share(problem.docks, docks_here, here))
    return sorted(found, key=lambda loading: (loading.start, loading.vehicle, loading.trip))


def _share(docks: Sequence[DockDay], here: Sequence[int], wanted: Sequence[DockLoading]) -> list[DockLoading]:
    served = _in_turn(docks, here, wanted)
    if (
        all(loading.is_sound for loading in served)
        or len({(docks[dock].opens, docks[dock].closes) for dock in here}) == 1
    ):
        return served
    chosen = _without_queue(docks, here, wanted)
    if chosen is None:
        return served
    return [replace(loading, dock=dock) for loading, dock in zip(wanted, chosen, strict=True)]


def _in_turn(docks: Sequence[DockDay], here: Sequence[int], wanted: Sequence[DockLoading]) -> list[DockLoading]:
    hours = [(docks[dock].opens, docks[dock].closes) for dock in here]
    turns = first_come_first_served(((loading.start, loading.end) for loading in wanted), hours)
    return [
        replace(
            loading,
            dock=None if turn.over else here[turn.dock],
            queue_s=turn.over or turn.begin - loading.start,
            is_closed=not any(_is_open(docks[one], loading) for one in here),
        )
        for loading, turn in zip(wanted, turns, strict=True)
    ]


def _is_open(dock: DockDay, loading: DockLoading) -> bool:
    return dock.opens <= loading.start and loading.end <= dock.closes


def _without_queue(docks: Sequence[DockDay], here: Sequence[int], wanted: Sequence[DockLoading]) -> list[int] | None:
    """Return a dock for each loading so that nobody queues; None when there is none, or none was seen in time."""
    free = dict.fromkeys(here, 0)
    chosen: list[int] = []
    before: list[int] = []
    # One entry a loading: the docks still to try. Free docks that close at the same time are as good as each other.
    open_ways: list[list[int]] = []
    for _ in range(MOST_TRIES):
        if len(open_ways) == len(chosen):
            if len(chosen) == len(wanted):
                return chosen
            loading = wanted[len(chosen)]
            ways = {
                docks[dock].closes: dock
                for dock in here
                if free[dock] <= loading.start and _is_open(docks[dock], loading)
            }
            open_ways.append([ways[closes] for closes in sorted(ways, reverse=True)])
        if open_ways[-1]:
            dock = open_ways[-1].pop()
            chosen.append(dock)
            before.append(free[dock])
            free[dock] = wanted[len(chosen) - 1].end
        else:
            open_ways.pop()
            if not chosen:
                return None
            free[chosen.pop()] = before.pop()
    return None
