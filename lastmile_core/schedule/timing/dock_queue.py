"""Who loads at which bay, first come first served."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lastmile_core.problem.day_rules import DockDay
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


@dataclass(frozen=True, slots=True, kw_only=True)
class DockLoading:
    """One loading and the bay that it gets.

    Attributes
    ----------
    trip
        0 for the first loading of the vehicle, 1 for its first reload, and so on.
    visit
        The reload visit; None for the first loading.
    bay
        Index into ``problem.docks``; None when no bay of the place can take it before it closes.
    start, end
        The loading as the timetable has it, seconds of the day.
    queue_s
        Seconds that it would begin later because no bay is free or open; without a bay the seconds by which it
        would outlast the closing time.
    is_closed
        Whether no bay is open for all of it at its time, so that even an empty yard would not help.
    """

    vehicle: int
    trip: int
    visit: int | None
    bay: int | None
    start: int
    end: int
    queue_s: int = 0
    is_closed: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether it has a bay at its time."""
        return self.bay is not None and self.queue_s == 0


MOST_TRIES = 20_000
"""Steps of the search for bays before the answer of first come first served stands."""


def queueing(problem: RoutingProblem, timetables: Iterable[RouteTimetable]) -> list[DockLoading]:
    """Return every loading at a place with bays, in the order in which they come.

    Whoever comes first takes a bay (the vehicle of smaller index among equals): of those where it begins earliest
    the one that closes first, so that bays with longer hours stay free. Where that makes somebody queue and bays
    have different hours, every way to share them is looked at before. A first loading that takes no time needs
    no bay; a place without bays in the problem is not counted.
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
        bays = [idx for idx, dock in enumerate(problem.docks) if dock.location == location]
        here = [
            DockLoading(vehicle=vehicle, trip=trip, visit=loading.visit, bay=None, start=start, end=loading.end)
            for start, vehicle, trip, loading in wanted
            if loading.location == location
        ]
        found.extend(_share(problem.docks, bays, here))
    return sorted(found, key=lambda loading: (loading.start, loading.vehicle, loading.trip))


def _share(docks: Sequence[DockDay], bays: Sequence[int], wanted: Sequence[DockLoading]) -> list[DockLoading]:
    served = _in_turn(docks, bays, wanted)
    if all(loading.is_sound for loading in served) or len({(docks[bay].opens, docks[bay].closes) for bay in bays}) == 1:
        return served
    chosen = _without_queue(docks, bays, wanted)
    if chosen is None:
        return served
    return [replace(loading, bay=bay) for loading, bay in zip(wanted, chosen, strict=True)]


def _in_turn(docks: Sequence[DockDay], bays: Sequence[int], wanted: Sequence[DockLoading]) -> list[DockLoading]:
    free = {bay: docks[bay].opens for bay in bays}
    served: list[DockLoading] = []
    for loading in wanted:
        length = loading.end - loading.start

        def rank(bay: int, start: int = loading.start, length: int = length) -> tuple[bool, int, int, int]:
            begin = max(start, free[bay])
            over = begin + length - docks[bay].closes
            return over > 0, over if over > 0 else begin, docks[bay].closes, bay

        bay = min(bays, key=rank)
        begin = max(loading.start, free[bay])
        over = begin + length - docks[bay].closes
        if over <= 0:
            free[bay] = begin + length
        served.append(
            replace(
                loading,
                bay=bay if over <= 0 else None,
                queue_s=begin - loading.start if over <= 0 else over,
                is_closed=not any(_is_open(docks[one], loading) for one in bays),
            )
        )
    return served


def _is_open(dock: DockDay, loading: DockLoading) -> bool:
    return dock.opens <= loading.start and loading.end <= dock.closes


def _without_queue(docks: Sequence[DockDay], bays: Sequence[int], wanted: Sequence[DockLoading]) -> list[int] | None:
    """Return a bay for each loading so that nobody queues; None when there is none, or none was seen in time."""
    free = dict.fromkeys(bays, 0)
    chosen: list[int] = []
    before: list[int] = []
    # One entry a loading: the bays still to try. Free bays that close at the same time are as good as each other.
    open_ways: list[list[int]] = []
    for _ in range(MOST_TRIES):
        if len(open_ways) == len(chosen):
            if len(chosen) == len(wanted):
                return chosen
            loading = wanted[len(chosen)]
            ways = {
                docks[bay].closes: bay for bay in bays if free[bay] <= loading.start and _is_open(docks[bay], loading)
            }
            open_ways.append([ways[closes] for closes in sorted(ways, reverse=True)])
        if open_ways[-1]:
            bay = open_ways[-1].pop()
            chosen.append(bay)
            before.append(free[bay])
            free[bay] = wanted[len(chosen) - 1].end
        else:
            open_ways.pop()
            if not chosen:
                return None
            free[chosen.pop()] = before.pop()
    return None
