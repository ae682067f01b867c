"""The day in indices and integers: what the search and the judge both read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

UNREACHABLE = 1_000_000_000
"""Seconds or metres of a pair without a route; the judge reports it, no search may use it."""

LOAD_SCALE = 1000
"""Loads are integers in thousandths of their unit (grams for kg), so no amount is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One order as the search sees it.

    Attributes
    ----------
    location
        Index into the matrices.
    load
        Amount in every dimension of the problem, in thousandths; order of ``RoutingProblem.dimensions``.
    is_collection
        True when the load comes on board at the stop and stays until the depot.
    windows
        Alternatives (earliest, latest) start of service, seconds of the day, sorted; never empty.
    penalty
        Price of leaving it out, in cents.
    allowed_vehicles
        Vehicle indices that may serve it (locks); None for all.
    """

    order_id: str
    location: int
    load: tuple[int, ...]
    is_collection: bool = False
    service: int = 0
    windows: tuple[tuple[int, int], ...] = ((0, 172_800),)
    penalty: int = 100_000
    skills: frozenset[str] = frozenset()
    allowed_vehicles: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRule:
    """A break of ``duration`` seconds that begins between ``earliest`` and ``latest`` (seconds of the day).

    It is due only on a route that is still under way at ``latest``: a route back at the depot before needs none.
    """

    duration: int
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleDay:
    """One vehicle with its driver on this day.

    Attributes
    ----------
    profile
        Index into ``RoutingProblem.durations`` and ``distances``.
    start, end
        Location indices of the depot.
    shift
        Loading begins no earlier than the first, return no later than the second (seconds of the day).
    loading
        Seconds at the dock before departure; paid.
    capacity
        In thousandths, order of ``RoutingProblem.dimensions``.
    fixed_cost, cost_per_km, cost_per_hour
        In cents.
    locked_visits
        Visit indices in order for a route that a search must not touch; None when it is free.
    """

    vehicle_id: str
    driver_id: str | None = None
    profile: int = 0
    start: int = 0
    end: int = 0
    shift: tuple[int, int] = (0, 86_400)
    loading: int = 0
    capacity: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    fixed_cost: int = 0
    cost_per_km: int = 0
    cost_per_hour: int = 0
    breaks: tuple[BreakRule, ...] = ()
    max_stops: int | None = None
    max_distance: int | None = None
    locked_visits: tuple[int, ...] | None = None


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
    profiles
        Names of the road profiles ("van", "cargo_bike"), one a matrix.
    """

    visits: tuple[Visit, ...]
    vehicles: tuple[VehicleDay, ...]
    durations: tuple[npt.NDArray[np.int64], ...]
    distances: tuple[npt.NDArray[np.int64], ...]
    dimensions: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ("van",)
    name: str = field(default="")

    def __post_init__(self) -> None:
        if len(self.durations) != len(self.profiles) or len(self.distances) != len(self.profiles):
            raise ValueError("one duration and one distance matrix is needed for every road profile")
        for matrix in (*self.durations, *self.distances):
            if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
                raise ValueError(f"a travel matrix has shape {matrix.shape}; it must be square")
            if matrix.dtype != np.int64:
                raise ValueError(f"a travel matrix holds {matrix.dtype}; round it to whole seconds or metres first")
            if matrix.size and matrix.min() < 0:
                raise ValueError("a travel matrix has a negative entry; times and distances are zero or more")

    @property
    def num_visits(self) -> int:
        """Number of visits."""
        return len(self.visits)

    @property
    def num_vehicles(self) -> int:
        """Number of vehicles."""
        return len(self.vehicles)
