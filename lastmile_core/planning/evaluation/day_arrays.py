"""The arrays that the compiled judge reads: few, with named columns, so that compiling stays quick."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Near = npt.NDArray[np.int32]
"""For each visit the nearest others."""
Bools = npt.NDArray[np.bool_]
Table = Any
"""A structured array; the compiler knows its columns, the type checker does not."""

NEVER = 1 << 40
HOUR = 3600

VISIT = np.dtype(
    [
        *[(name, np.int64) for name in ("location", "service", "set_up", "release", "dock_time", "num_windows")],
        *[(name, np.int64) for name in ("partner", "locked_position", "wish_from", "wish_until", "promised")],
        *[(name, np.bool_) for name in ("is_collection", "is_pickup", "is_reload", "is_order", "is_from_depot")],
        *[(name, np.float64) for name in ("penalty", "early_price", "late_price")],
    ]
)
"""A visit: seconds, then -1 for no partner, locked position, promised start; cents and cents a second."""

VEHICLE = np.dtype(
    [
        *[(name, np.int64) for name in ("profile", "start", "end", "opens", "closes", "loading", "num_breaks")],
        *[(name, np.int64) for name in ("regular", "max_duration", "max_distance", "max_stops", "max_trips", "frozen")],
        *[(name, np.float64) for name in ("fixed", "per_metre", "per_second", "per_overtime", "prefix_violations")],
    ]
)
"""A vehicle: matrix rows, shift, seconds, limits, visits at its head that stay, cents, violations of the head."""

FEATURES = np.dtype(
    [
        *[(name, np.bool_) for name in ("has_traffic", "has_trips", "has_pairs", "has_prices")],
        *[(name, np.float64) for name in ("per_waiting", "per_changed", "per_balance")],
    ]
)
"""What the day has, so that what it has not costs no time; cents a second."""


class DayArrays(NamedTuple):
    """A problem as arrays: ``n`` visits, ``m`` locations, ``v`` vehicles, ``k`` load dimensions.

    Attributes
    ----------
    seconds, metres
        By road profile, shape (p, m, m).
    windows
        Shape (n, w, 2).
    loads
        Shape (n, k).
    is_eligible
        Shape (v, n): whether a vehicle may serve a visit.
    unfamiliar_cost
        Shape (v, n): cents for who serves it (another than before, one who does not know the position).
    failure_cost
        Shape (n, hours): cents expected to be lost by hour of service.
    capacity
        Shape (v, 2, k): capacity, and load on board all day.
    breaks
        Shape (v, b, 4): duration, earliest, latest, seconds of work before it.
    traffic
        Shape (3, districts, hours), see ``traffic_tables``.
    district
        Of every location.
    related
        Shape (n, r): other visits that must ride on the same route (number + 1) or on another one (-number - 1).
    """

    seconds: npt.NDArray[np.int32]
    metres: npt.NDArray[np.int32]
    visits: Table
    vehicles: Table
    windows: Ints
    loads: Ints
    is_eligible: Bools
    unfamiliar_cost: Floats
    failure_cost: Floats
    capacity: Ints
    breaks: Ints
    traffic: Ints
    district: Ints
    related: Ints
    features: Table


class Work(NamedTuple):
    """Room for one route under evaluation, so that nothing is allocated on the way.

    Attributes
    ----------
    legs
        Shape (4, length + 1): driving seconds, set-up, service, release of every leg and the stop that it leads to.
    early, late
        Shape (4, length + 1): start of service, waiting, lateness and window of every stop, in two runs.
    rests
        Shape (length + 1): breaks to take in every leg.
    labels
        Shape (3, length + 2, breaks + 1): time, lateness, breaks taken in the leg, by breaks taken so far.
    order
        A route that is being made up.
    edit
        A change that is being tried.
    """

    legs: Ints
    early: Ints
    late: Ints
    rests: Ints
    labels: Ints
    order: Ints
    edit: Ints


DRIVE, SET_UP, SERVICE, RELEASE = 0, 1, 2, 3
START, WAIT, LATE, WINDOW = 0, 1, 2, 3
COST, VIOLATIONS, PAID = 0, 1, 2
"""Columns of an answer: cents, 0 for a clean route, seconds."""
ROUTE, DROP_FROM, DROP_UNTIL, DROP_TOO, FIRST, FIRST_AT, SECOND, SECOND_AT, TAIL, TAIL_AT = range(10)
"""Columns of an edit: the route; visits from one position until before another are left out, and one more (-1 for
none); up to two visits are put in, each before a position of the route as it was (-1 for none); behind its end come the
visits of another route (-1 for none) from a position on."""
EDIT_COLUMNS = 10


def work_for(day: DayArrays) -> Work:
    """Return room for the longest route that a day can have."""
    size = len(day.visits) + 2
    labels = np.zeros((3, size + 1, day.breaks.shape[1] + 1), dtype=np.int64)
    rows = [np.zeros((4, size), dtype=np.int64) for _ in range(3)]
    row = [np.zeros(size, dtype=np.int64) for _ in range(2)]
    return Work(rows[0], rows[1], rows[2], row[0], labels, row[1], np.full(EDIT_COLUMNS, -1, dtype=np.int64))
