"""First come first served: whoever would find no dock begins a little later, or else earlier.

Without a solver, in a few looks of the judge a loading: what a change by hand uses, and what stands when CP-SAT finds
nothing better in time.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from lastmile_core.planning.docks.route_times import RouteTimes, Starts
from lastmile_core.problem import DockDay, RoutingProblem
from lastmile_core.schedule.timing.dock_allocator import turning_moments
from lastmile_core.schedule.timing.route_timetable import Loading

MOST_LOOKS = 3
"""Begins at free docks that are looked at in each direction."""


def first_come_first_served(
    problem: RoutingProblem, times: RouteTimes, kept: Mapping[int, Starts] | None = None
) -> dict[int, Starts]:
    """Return begins by vehicle for those that are moved.

    Parameters
    ----------
    kept
        Begins of an earlier plan that come first and stay, for vehicles whose routes are as they were; one that would
        break a rule now is not kept.
    """
    starts = {vehicle: own for vehicle, own in (kept or {}).items() if vehicle in times.routes}
    starts = {vehicle: own for vehicle, own in sorted(starts.items()) if own and times.is_sound(vehicle, own)}
    yard = _Yard(problem.docks)
    for vehicle, own in starts.items():
        for loading in loadings_at_docks(problem, times.at(vehicle, own).loadings).values():
            yard.take(loading, loading.start)
    fixed = {vehicle for vehicle, day in enumerate(problem.vehicles) if day.frozen_prefix}
    waiting = [
        (loading.start, vehicle, trip)
        for vehicle in times.routes
        if vehicle not in starts
        for trip, loading in loadings_at_docks(problem, times.free[vehicle].loadings).items()
    ]
    heapq.heapify(waiting)
    while waiting:
        begin, vehicle, trip = heapq.heappop(waiting)
        loading = times.at(vehicle, starts.get(vehicle, ())).loadings[trip]
        if loading.start > begin:
            # An earlier trip was moved meanwhile.
            heapq.heappush(waiting, (loading.start, vehicle, trip))
            continue
        moment = loading.start
        if trip or vehicle not in fixed:
            before = times.begins(vehicle, starts.get(vehicle, ()))[:trip]
            moment = _moment(times, vehicle, before, yard, loading)
            if moment != loading.start:
                starts[vehicle] = (*before, moment)
        yard.take(loading, moment)
    return starts


def _moment(times: RouteTimes, vehicle: int, before: Starts, yard: _Yard, loading: Loading) -> int:
    """Return the nearest begin at which a dock is free and no rule breaks, later ones first; its own without any."""
    for moments in yard.moments(loading):
        # Who is too late is not on time an hour later; only a later window may still help.
        for moment in islice(moments, MOST_LOOKS):
            own = (*before, moment)
            if moment == loading.start:
                return moment
            if times.begins(vehicle, own)[len(before)] == moment and times.is_sound(vehicle, own):
                return moment
    return loading.start


def loadings_at_docks(problem: RoutingProblem, loadings: Sequence[Loading]) -> dict[int, Loading]:
    """Return the loadings that need a dock, by trip."""
    locations = {dock.location for dock in problem.docks}
    return {
        trip: loading
        for trip, loading in enumerate(loadings)
        if loading.location in locations and (trip or loading.end > loading.start)
    }


class _Yard:
    """The docks and who stands at them."""

    def __init__(self, docks: Collection[DockDay]) -> None:
        self._docks = tuple(docks)
        self._taken: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def moments(self, loading: Loading) -> tuple[Iterator[int], Iterator[int]]:
        """Return begins at which a dock is free for all of a loading: its own and later ones, earlier ones."""
        here = [dock for dock, hours in enumerate(self._docks) if hours.location == loading.location]
        hours = [(self._docks[dock].opens, self._docks[dock].closes) for dock in here]
        taken = [span for dock in here for span in self._taken[dock]]
        edges = turning_moments((loading.start, loading.end), hours, taken)
        later = sorted(edge for edge in edges if edge >= loading.start)
        earlier = sorted((edge for edge in edges if 0 <= edge < loading.start), reverse=True)
        return self._free(loading, later), self._free(loading, earlier)

    def _free(self, loading: Loading, moments: Sequence[int]) -> Iterator[int]:
        return (moment for moment in moments if self._dock_at(loading, moment) is not None)

    def take(self, loading: Loading, begin: int) -> None:
        """Put a loading at a dock from ``begin`` on, or as soon after it as one is free."""
        length = loading.end - loading.start
        ends = sorted(end for taken in self._taken.values() for _, end in taken if end > begin)
        for moment in (begin, *ends):
            dock = self._dock_at(loading, moment)
            if dock is not None:
                self._taken[dock].append((moment, moment + length))
                return

    def _dock_at(self, loading: Loading, begin: int) -> int | None:
        """Return the free dock that closes first."""
        end = begin + loading.end - loading.start
        free = [
            (dock.closes, number)
            for number, dock in enumerate(self._docks)
            if dock.location == loading.location
            and dock.opens <= begin
            and end <= dock.closes
            and all(until <= begin or end <= since for since, until in self._taken[number])
        ]
        return min(free)[1] if free else None
