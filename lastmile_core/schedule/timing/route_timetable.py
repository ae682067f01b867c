"""What one vehicle does, second by second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Loading(NamedTuple):
    """One loading at a dock: when (seconds of the day), at which location, and the reload visit (None: the first)."""

    start: int
    end: int
    location: int
    visit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTimetable:
    """A timed visit order of one vehicle; all times in seconds of the day, distances in metres.

    ``paid`` = ``loading`` + ``drive`` + ``set_up`` + ``service`` + ``wait`` + ``break_s``, always. ``loading`` holds
    all loadings, also those of reloads; ``service`` holds none of them.

    Attributes
    ----------
    vehicle
        Vehicle index.
    visits
        Visit indices in order.
    loading_start, departure, end
        Loading begins, wheels leave the dock, back at the depot.
    arrivals, starts, departures
        One a visit: reaches the place, service begins, leaves. A reload's service is its loading.
    waits
        From the end of set-up until service, breaks not counted; before a reload also for goods or a dock.
    set_ups
        Seconds of set-up at each visit, 0 where the visit before it is at the same place.
    lateness
        Seconds by which service begins after the visit's last window; 0 when on time.
    windows
        Index of the window that each visit was timed against (the last one when late).
    leg_durations, leg_distances
        Driving of each leg, ``len(visits) + 1``, in the traffic of the hour; 0 for a leg without a road, which
        ``unreachable`` names.
    loads_before
        On board when leaving the depot, thousandths by dimension.
    loads_after
        On board after each visit, thousandths by dimension.
    peaks
        Largest load on board at any moment, thousandths by dimension.
    loadings
        The first loading and one for each reload, in order; empty for a vehicle that stays in.
    breaks
        ``(start, end, before)``: the break lies in the leg that leads to visit ``before`` (or waits there).
    missing_break
        Seconds of breaks that were due and could not be placed.
    unreachable
        Indices of legs for which no road was found.
    """

    vehicle: int
    visits: tuple[int, ...]
    loading_start: int
    departure: int
    end: int
    arrivals: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    departures: tuple[int, ...] = ()
    waits: tuple[int, ...] = ()
    lateness: tuple[int, ...] = ()
    windows: tuple[int, ...] = ()
    set_ups: tuple[int, ...] = ()
    leg_durations: tuple[int, ...] = ()
    leg_distances: tuple[int, ...] = ()
    loads_before: tuple[int, ...] = ()
    loads_after: tuple[tuple[int, ...], ...] = ()
    peaks: tuple[int, ...] = ()
    loadings: tuple[Loading, ...] = ()
    breaks: tuple[tuple[int, int, int], ...] = ()
    missing_break: int = 0
    unreachable: tuple[int, ...] = ()
    distance: int = 0
    loading: int = 0
    drive: int = 0
    set_up: int = 0
    service: int = 0
    wait: int = 0
    break_s: int = 0
    paid: int = 0

    @property
    def trips(self) -> tuple[tuple[int, ...], ...]:
        """Visit indices of each trip, reloads left out; one entry for each of ``loadings``."""
        trips: list[tuple[int, ...]] = []
        begin = 0
        for loading in self.loadings[1:]:
            reload = self.visits.index(loading.visit, begin) if loading.visit is not None else begin
            trips.append(self.visits[begin:reload])
            begin = reload + 1
        return (*trips, self.visits[begin:]) if self.loadings else ()
