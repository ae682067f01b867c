"""One route prepared for timing: its stops as they are timed, its legs, its loadings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lastmile_core.problem.routing_problem import RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.timing.loads import is_from_depot
from lastmile_core.schedule.timing.traffic import HourClock, clocks_of


@dataclass(slots=True, kw_only=True)
class RouteLegs:
    """What a pass over the legs needs.

    Attributes
    ----------
    stops
        The visits; a reload carries the loading time of its trip as ``service`` and the moment when loading
        may begin as ``release``.
    drives
        Seconds of each leg at matrix times, ``len(stops) + 1``.
    set_ups
        Seconds of set-up at the end of each leg, ``len(stops) + 1``; the last is 0.
    clocks
        Traffic of each leg; None when drives take their matrix time.
    loading
        Seconds of the first loading.
    first
        Earliest departure.
    is_pinned
        True when loading begins as early as it may, because somebody chose its moment.
    """

    vehicle: VehicleDay
    stops: Sequence[Visit]
    drives: list[int]
    set_ups: list[int]
    clocks: list[HourClock] | None
    loading: int
    first: int
    is_pinned: bool = False
    totals: list[int] = field(init=False)
    has_alternatives: bool = field(init=False)
    has_work_breaks: bool = field(init=False)

    def __post_init__(self) -> None:
        # At matrix times set-up is nothing but a longer leg.
        self.totals = (
            [drive + set_up for drive, set_up in zip(self.drives, self.set_ups, strict=True)]
            if any(self.set_ups)
            else self.drives
        )
        self.has_alternatives = any(len(stop.windows) > 1 for stop in self.stops)
        self.has_work_breaks = any(rule.after_work is not None for rule in self.vehicle.breaks)

    def ready(self, leg: int, departure: int) -> int:
        """Return when the place of this leg is reached and set up, without a break."""
        if self.clocks is None:
            return departure + self.totals[leg]
        return self.clocks[leg].arrive(departure, self.drives[leg]) + self.set_ups[leg]


def route_legs(
    problem: RoutingProblem,
    vehicle: VehicleDay,
    visits: Sequence[int],
    drives: list[int],
    loading_starts: Sequence[int],
) -> RouteLegs:
    """Return the legs of a route with these matrix seconds; see :func:`timetable.time_route`."""
    stops: list[Visit] = [problem.visits[idx] for idx in visits]
    set_ups = [0] * len(drives)
    loading, opens = vehicle.loading, vehicle.shift[0]
    if problem.has_trip_rules:
        set_ups = _set_ups(stops)
        loading, opens, stops = _trips(vehicle, stops, loading_starts)
    if loading_starts:
        opens = max(opens, loading_starts[0])
    locations = [vehicle.start, *(stop.location for stop in stops)] if problem.traffic is not None else []
    return RouteLegs(
        vehicle=vehicle,
        stops=stops,
        drives=drives,
        set_ups=set_ups,
        clocks=clocks_of(problem, locations),
        loading=loading,
        first=opens + loading,
        is_pinned=bool(loading_starts),
    )


def _set_ups(stops: Sequence[Visit]) -> list[int]:
    """Return the set-up of each stop, 0 where the stop before it is at the same place, and 0 for the way home."""
    found: list[int] = []
    location = -1
    for stop in stops:
        found.append(0 if stop.location == location else stop.set_up)
        location = stop.location
    found.append(0)
    return found


def _trips(vehicle: VehicleDay, stops: Sequence[Visit], loading_starts: Sequence[int]) -> tuple[int, int, list[Visit]]:
    """Return the first loading's seconds, when it may begin, and the stops with every reload as it is timed."""
    timed: list[Visit] = []
    dock, release = 0, 0
    loading_starts = (*loading_starts, *(0,) * (len(stops) + 1))
    trip = sum(1 for stop in stops if stop.is_reload)
    for stop in reversed(stops):
        if stop.is_reload:
            may_begin = max(release, loading_starts[trip])
            timed.append(replace(stop, service=stop.service + dock, release=may_begin))
            dock, release, trip = 0, 0, trip - 1
            continue
        timed.append(stop)
        if is_from_depot(stop):
            dock += stop.dock_time
            release = max(release, stop.release)
    timed.reverse()
    return vehicle.loading + dock, max(vehicle.shift[0], release), timed
