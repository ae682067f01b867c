"""Who loads at which bay, first come first served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lastmile_core.problem.day_rules import DockDay
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.route_timetable import RouteTimetable


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


def queueing(problem: RoutingProblem, timetables: Iterable[RouteTimetable]) -> list[DockLoading]:
    """Return every loading at a place with bays, in the order in which they come.

    Whoever comes first takes a bay (the vehicle of smaller index among equals): of those where it begins earliest
    the one that closes first, so that bays with longer hours stay free. A first loading that takes no time needs
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
    free = [dock.opens for dock in problem.docks]
    found: list[DockLoading] = []
    for start, vehicle, trip, loading in wanted:
        bays = [idx for idx, dock in enumerate(problem.docks) if dock.location == loading.location]
        if not bays:
            continue
        length = loading.end - start
        bay = _bay(problem.docks, free, bays, start, length)
        begin = max(start, free[bay])
        over = begin + length - problem.docks[bay].closes
        found.append(
            DockLoading(
                vehicle=vehicle,
                trip=trip,
                visit=loading.visit,
                bay=bay if over <= 0 else None,
                start=start,
                end=loading.end,
                queue_s=begin - start if over <= 0 else over,
                is_closed=not any(
                    problem.docks[idx].opens <= start and loading.end <= problem.docks[idx].closes for idx in bays
                ),
            )
        )
        if over <= 0:
            free[bay] = begin + length
    return found


def _bay(docks: tuple[DockDay, ...], free: list[int], bays: list[int], start: int, length: int) -> int:
    """Return the bay where a loading begins first and still ends in time; the one it outlasts least without."""

    def rank(bay: int) -> tuple[bool, int, int, int]:
        begin = max(start, free[bay])
        over = begin + length - docks[bay].closes
        return over > 0, over if over > 0 else begin, docks[bay].closes, bay

    return min(bays, key=rank)
