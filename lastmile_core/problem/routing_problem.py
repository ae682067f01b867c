"""The day in indices and integers: what the search and the judge both read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.day_rules import DayPrices, DockDay, Traffic
from lastmile_core.problem.sound_rules import has_trip_rules, has_visit_prices, require_sound_rules
from lastmile_core.problem.vehicle_day import BreakRule, VehicleDay
from lastmile_core.problem.visit import Visit

__all__ = [
    "LOAD_SCALE",
    "NO_LIMIT",
    "UNREACHABLE",
    "BreakRule",
    "DayPrices",
    "DockDay",
    "RoutingProblem",
    "Traffic",
    "VehicleDay",
    "Visit",
]

UNREACHABLE = 1_000_000_000
"""Seconds or metres of a pair without a route; the judge reports it, no search may use it."""

LOAD_SCALE = 1000
"""Loads are integers in thousandths of their unit (grams for kg), finer where the day has finer amounts."""

NO_LIMIT = 10**12
"""Capacity in thousandths of a dimension that a vehicle does not limit; zero is a limit like any other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoutingProblem:
    """A day, complete: visits, vehicles, matrices.

    Attributes
    ----------
    durations, distances
        One integer (int64) matrix a profile, shape (n, n), row = from, column = to, seconds and metres;
        ``UNREACHABLE`` where no route exists. Asymmetric on one-way streets.
    dimensions
        Names of the load dimensions.
    load_scales
        What one unit of each dimension is in the integers of loads and capacities; empty for ``LOAD_SCALE`` in all.
    profiles
        Names of the road profiles ("van", "cargo_bike"), one a matrix.
    docks
        Docks; empty when nobody counts them. Every loading (also a reload) occupies one.
    traffic
        None when a drive takes its matrix time at any hour.
    same_route, different_routes
        Groups of visits: all that are served ride on one route; no two ride on the same.
    has_trip_rules
        Whether a visit is a reload or half of a pair, or has set-up, release or dock time, or a vehicle has goods
        on board; timing a route without any is simpler. Computed.
    has_visit_prices
        Whether when or by whom a visit is served may have a price. Computed.
    """

    visits: tuple[Visit, ...]
    vehicles: tuple[VehicleDay, ...]
    durations: tuple[npt.NDArray[np.int64], ...]
    distances: tuple[npt.NDArray[np.int64], ...]
    dimensions: tuple[str, ...] = ()
    load_scales: tuple[int, ...] = ()
    profiles: tuple[str, ...] = ("van",)
    name: str = field(default="")
    docks: tuple[DockDay, ...] = ()
    traffic: Traffic | None = None
    prices: DayPrices = DayPrices()
    same_route: tuple[frozenset[int], ...] = ()
    different_routes: tuple[frozenset[int], ...] = ()
    has_trip_rules: bool = field(init=False, repr=False)
    has_visit_prices: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.durations) != len(self.profiles) or len(self.distances) != len(self.profiles):
            raise ValueError("one duration and one distance matrix is needed for every road profile")
        for matrix in (*self.durations, *self.distances):
            if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
                raise ValueError(f"a travel matrix has shape {matrix.shape}; it must be square")
            if matrix.dtype != np.int64:
                raise ValueError(f"a travel matrix holds {matrix.dtype}; round it to whole seconds or metres first")
            if matrix.size and matrix.min() < 0:
                start, end = np.unravel_index(int(matrix.argmin()), matrix.shape)
                raise ValueError(
                    f"a travel matrix has a negative entry, {matrix[start, end]} from place {start} to place {end}; "
                    "times and distances are zero or more"
                )
        require_sound_rules(self.visits, self.vehicles, self.traffic, len(self.durations[0]) if self.durations else 0)
        object.__setattr__(self, "has_trip_rules", has_trip_rules(self.visits, self.vehicles))
        object.__setattr__(self, "has_visit_prices", has_visit_prices(self.visits, self.prices))

    def load_scale(self, dimension: int) -> int:
        """Return what one unit of a dimension is in the integers of loads and capacities."""
        return self.load_scales[dimension] if self.load_scales else LOAD_SCALE

    @property
    def num_visits(self) -> int:
        """Number of visits."""
        return len(self.visits)

    @property
    def num_vehicles(self) -> int:
        """Number of vehicles."""
        return len(self.vehicles)
