"""What a vehicle's counter says: since departure or since it was built, rolled back, stuck; told by its content."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lastmile_core.clock import elapsed
from lastmile_core.metrics.facts.day_view import RouteFact
from lastmile_core.model import Location

FASTEST_MPS = 36.0
"""130 km/h: no van keeps that from door to door."""
SLACK_M = 2_000
"""Readings in whole kilometres, stamps a little off, places at the gate."""
LEAST_SHARE = 0.8
"""Of the straight way; a reading below says that the counter stood still, not that the van flew."""
LONGEST_DAY_M = 2_000_000
"""Where no stamps bound a leg: nobody drives more between two readings of one day."""

TOO_LONG = "counter leaves out what nobody can drive in the time"
STUCK = "counter stood still while the van moved"
BACK = "counter ran backwards"
NO_START = "counter shows a vehicle's life and has no reading at the departure"


@dataclass(frozen=True, slots=True)
class Reading:
    """A station of a route: where, when, and the counter there (metres), as far as known."""

    place: Location | None
    since: datetime | None
    until: datetime | None
    metres: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterLegs:
    """Metres by leg; None where the counter does not tell. ``total`` is None unless both ends can be believed."""

    legs: tuple[int | None, ...]
    total: int | None
    fault: str = ""


def read_counter(stations: Sequence[Reading]) -> CounterLegs:
    """Return the legs between stations (departure first, return last) that the counter measured.

    Without a reading at the departure it began at zero, unless its first reading is more than the van can have
    driven by then: that is a counter that was never reset, and only differences count.
    """
    faults = []
    first, *rest = stations
    start = first.metres
    if start is None:
        known = next(((at, one) for at, one in enumerate(rest, 1) if one.metres is not None), None)
        if known is None:
            return CounterLegs(legs=(None,) * len(rest), total=None)
        if _is_possible(stations[: known[0] + 1], known[1].metres or 0, at_least=False):
            start = 0
        else:
            faults.append(NO_START)
    legs: list[int | None] = []
    last, since = start, [first]
    for before, now in pairwise(stations):
        if since[-1] is not before:
            since.append(before)
        if now.metres is None or last is None:
            legs.append(None)
            last = now.metres if now.metres is not None else last
            since = [now] if now.metres is not None else since
            continue
        fault = _fault([*since, now], now.metres - last)
        is_single = len(since) == 1
        legs.append(now.metres - last if not fault and is_single else None)
        if fault:
            faults.append(fault)
        last, since = now.metres, [now]
    end = stations[-1].metres
    total = end - start if end is not None and start is not None and not faults else None
    whole = _of_all(stations, start) if BACK not in faults else ""
    if whole:
        # Near neighbours hide in the slack what the whole day shows.
        return CounterLegs(legs=(None,) * len(legs), total=None, fault=whole)
    return CounterLegs(legs=tuple(legs), total=total, fault=faults[0] if faults else "")


def _of_all(stations: Sequence[Reading], start: int | None) -> str:
    """Return what is wrong between the first reading and the last; empty when nothing is."""
    known = [at for at, one in enumerate(stations) if one.metres is not None or (at == 0 and start is not None)]
    if len(known) < 2:
        return ""
    begin = stations[known[0]].metres if known[0] or start is None else start
    return _fault(stations[known[0] : known[-1] + 1], (stations[known[-1]].metres or 0) - (begin or 0))


def _fault(way: Sequence[Reading], metres: int) -> str:
    if metres < 0:
        return BACK
    if not _is_possible(way, metres, at_least=False):
        return TOO_LONG
    return "" if _is_possible(way, metres, at_least=True) else STUCK


def _is_possible(way: Sequence[Reading], metres: int, *, at_least: bool) -> bool:
    """Whether so many metres fit the way: its time (at most), or its straight lines (at least)."""
    if at_least:
        known = [one.place for one in way if one.place is not None]
        straight = sum(_straight_metres(a, b) for a, b in pairwise(known))
        return metres >= LEAST_SHARE * straight - SLACK_M
    since, until = way[0].since, way[-1].until
    if since is None or until is None:
        return metres <= LONGEST_DAY_M
    return metres <= FASTEST_MPS * max(0, elapsed(since, until)) + SLACK_M


def _straight_metres(a: Location, b: Location) -> float:
    x = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 6_371_000 * math.hypot(x, math.radians(b.lat - a.lat))


def counter_of(route: RouteFact, depot: Location) -> CounterLegs:
    """Return what the counter says of a route."""
    state = route.state
    out = state.departed or state.loading_finished
    stations = [Reading(depot, out, out, state.odometer_start_m)]
    for fact, visit in route.visits:
        place = fact.order.location if fact.order else None
        stamps = [at for at in (visit.arrived, visit.service_start, visit.finished, visit.left) if at is not None]
        stations.append(Reading(place, stamps[0] if stamps else None, stamps[-1] if stamps else None, visit.odometer_m))
    stations.append(Reading(depot, state.returned, state.returned, state.odometer_m))
    return read_counter(stations)
