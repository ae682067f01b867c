"""The arrays that the compiled search works on: few, with named columns, so that compiling stays quick."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Table = Any
"""A structured array; the compiler knows its columns, the type checker does not."""

VISIT = np.dtype(
    [
        *[(name, np.int64) for name in ("service", "num_windows", "wish_from", "wish_until")],
        *[(name, np.float64) for name in ("penalty", "early_price", "late_price")],
    ]
)
"""A visit: seconds, windows that count, preferred window, cents, cents a second outside the preferred window."""

KIND = np.dtype(
    [
        *[(name, np.int64) for name in ("profile", "start", "end", "opens", "closes", "loading")],
        *[
            (name, np.int64)
            for name in ("regular", "max_duration", "max_distance", "max_stops", "route_from", "route_to")
        ],
        *[(name, np.float64) for name in ("fixed", "per_metre", "per_second", "per_overtime")],
    ]
)
"""Vehicles that nobody can tell apart: matrix rows of the depots, shift, limits, its routes, prices in cents."""

ROW = np.dtype([(name, np.int64) for name in ("district", "location", "set_up")])
"""A row of the matrices; depots are at no visit's location and have no set-up."""

FEATURES = np.dtype(
    [(name, np.bool_) for name in ("only_deliveries", "is_timed", "has_traffic", "has_prices", "is_mixed", "is_plain")]
)
"""What the day has, so that what it has not costs no time. ``is_timed``: paid time counts; ``is_plain``: only metres,
loads of deliveries and one window a visit do."""


class SearchDay(NamedTuple):
    """A problem as arrays: ``n`` visits, ``m`` matrix rows (visits, then depots), ``t`` kinds, ``k`` load dimensions.

    Attributes
    ----------
    distance, seconds
        By road profile, shape (p, m, m); set-up time is in the seconds.
    windows
        Shape (n, w, 2).
    loads
        Shape (n, 2, k): what a visit brings off the vehicle, and onto it.
    is_eligible
        Shape (n, t): whether a visit may ride on a kind.
    capacity
        Shape (t, 2, k): capacity, and load on board all day.
    failure_cost
        Shape (n, hours): cents expected to be lost by hour of service; zeros without chances.
    traffic
        Shape (3, districts, hours), see ``traffic_tables``.
    rows
        See ``ROW``, for every matrix row.
    """

    distance: npt.NDArray[np.int32]
    seconds: npt.NDArray[np.int32]
    visits: Table
    windows: npt.NDArray[np.int64]
    loads: npt.NDArray[np.int64]
    is_eligible: npt.NDArray[np.bool_]
    kinds: Table
    capacity: npt.NDArray[np.int64]
    failure_cost: npt.NDArray[np.float64]
    traffic: npt.NDArray[np.int64]
    rows: Table
    features: Table
