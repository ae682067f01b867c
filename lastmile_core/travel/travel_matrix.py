"""Driving times and distances between all places of a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastmile_core.model import TravelSource

UNREACHABLE = 1_000_000_000
"""Seconds or metres of a pair without a route; the same value that ``problem`` uses."""

FAR_M = 500.0
"""A place farther than this from any road (metres) is named before planning."""

PROFILES = ("van", "cargo_bike")
"""Road profiles the product knows."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TravelMatrix:
    """Times and distances between n places for one road profile.

    Attributes
    ----------
    durations
        Whole seconds, int64, shape (n, n), row = from, column = to; zero diagonal;
        ``UNREACHABLE`` where no route exists. Asymmetric on one-way streets.
    distances
        Whole metres, same shape and conventions, along the quickest route.
    snap_m
        Metres from each place to the nearest road, shape (n,); 0 for estimates, NaN when no road was found.
    profile
        ``"van"`` or ``"cargo_bike"``.
    source, region
        Where the figures come from: road region, road server (its host) or estimate (region empty).
    note
        What a reader must know about the figures; empty when there is nothing to say.

    Raises
    ------
    ValueError
        If shapes, types or values break the conventions above.
    """

    durations: NDArray[np.int64]
    distances: NDArray[np.int64]
    snap_m: NDArray[np.float64]
    profile: str
    source: TravelSource
    region: str
    note: str = ""

    def __post_init__(self) -> None:
        size = len(self.snap_m)
        for name, matrix in (("durations", self.durations), ("distances", self.distances)):
            if matrix.shape != (size, size):
                raise ValueError(f"{name} has shape {matrix.shape}; {size} places need ({size}, {size})")
            if matrix.dtype != np.int64:
                raise ValueError(f"{name} holds {matrix.dtype}; round it to int64 first")
            if size and (matrix.min() < 0 or matrix.diagonal().any()):
                raise ValueError(f"{name} has a negative entry or a diagonal that is not zero")

    @property
    def num_points(self) -> int:
        """Number of places."""
        return len(self.snap_m)

    @property
    def is_estimate(self) -> bool:
        """Whether the figures are straight-line estimates, to be marked wherever they are shown."""
        return self.source == TravelSource.ESTIMATE

    def far_points(self, limit_m: float = FAR_M) -> list[int]:
        """Return the indices of places farther than ``limit_m`` metres from any road."""
        near = self.snap_m <= limit_m
        return [int(index) for index in np.flatnonzero(~near)]

    def unreachable_pairs(self) -> list[tuple[int, int]]:
        """Return the (from, to) indices of pairs without a route."""
        found = np.argwhere((self.durations >= UNREACHABLE) | (self.distances >= UNREACHABLE))
        return [(int(start), int(end)) for start, end in found]

    def cut_off_points(self, origin: int = 0) -> list[int]:
        """Return the indices of places that cannot be reached from ``origin`` or cannot get back to it."""
        if not self.num_points:
            return []
        blocked = (self.durations[origin] >= UNREACHABLE) | (self.durations[:, origin] >= UNREACHABLE)
        return [int(index) for index in np.flatnonzero(blocked)]


def to_whole(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round float seconds or metres to int64; NaN becomes ``UNREACHABLE``, the diagonal becomes zero.

    Raises
    ------
    ValueError
        If an entry is negative or infinite.
    """
    missing = np.isnan(values)
    filled = np.where(missing, 0.0, values)
    if filled.size and (filled.min() < 0 or not np.isfinite(filled).all()):
        raise ValueError("a travel matrix holds negative or infinite entries")
    whole = np.minimum(np.rint(filled), UNREACHABLE).astype(np.int64)
    whole[missing] = UNREACHABLE
    np.fill_diagonal(whole, 0)
    return whole
