"""What one vehicle does, second by second."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTimetable:
    """A timed visit order of one vehicle; all times in seconds of the day, distances in metres.

    ``paid`` = loading + ``drive`` + ``service`` + ``wait`` + ``break_s``, always.

    Attributes
    ----------
    vehicle
        Vehicle index.
    visits
        Visit indices in order.
    loading_start, departure, end
        Loading begins, wheels leave the dock, back at the depot.
    arrivals, starts, departures
        One a visit: reaches the place, service begins, leaves.
    waits
        From arrival until service, breaks not counted.
    lateness
        Seconds by which service begins after the visit's last window; 0 when on time.
    windows
        Index of the window that each visit was timed against (the last one when late).
    leg_durations, leg_distances
        Driving of each leg, ``len(visits) + 1``; 0 for a leg without a road, which ``unreachable`` names.
    loads_before
        On board when leaving the depot, thousandths by dimension.
    loads_after
        On board after each visit, thousandths by dimension.
    peaks
        Largest load on board at any moment, thousandths by dimension.
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
    leg_durations: tuple[int, ...] = ()
    leg_distances: tuple[int, ...] = ()
    loads_before: tuple[int, ...] = ()
    loads_after: tuple[tuple[int, ...], ...] = ()
    peaks: tuple[int, ...] = ()
    breaks: tuple[tuple[int, int, int], ...] = ()
    missing_break: int = 0
    unreachable: tuple[int, ...] = ()
    distance: int = 0
    drive: int = 0
    service: int = 0
    wait: int = 0
    break_s: int = 0
    paid: int = 0
