"""Driving times and distances between all places of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastmile_core.errors import RoadsError
from lastmile_core.model import TravelSource

UNREACHABLE = 1_000_000_000
"""Seconds or metres of a pair without a route; the same value that ``problem`` uses."""

FAR_M = 500.0
"""A place farther than this from any road (metres) is named before planning."""

NOISE = 5.0
"""Seconds or metres below zero that are a road engine's rounding between near neighbours and count as zero.

The worst of 12,000 random pairs less than 5 m apart in two cities was −1.5 m.
"""

ENGINE_MOST = 200_000_000.0
"""From here on a number is a road engine's way to say that there is none; its largest is 214,748,364.7."""

PROFILES = ("van", "cargo_bike")
"""Road profiles the product knows."""


class ImpossibleTravelError(RoadsError):
    """A time or distance far below zero; ``start`` and ``end`` are the indices of the two places."""

    may_pass = False

    def __init__(self, start: int, end: int, value: float, unit: str, names: tuple[str, str] | None = None) -> None:
        self.start, self.end, self.value, self.unit = start, end, value, unit
        one, other = names or (f"place {start}", f"place {end}")
        super().__init__(
            f"The road engine says that the way from {one} to {other} is {value:,.0f} {unit}, which cannot be.",
            "Move one of the two places a little on the map, or prepare the road region again.",
        )

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # Through a pipe it goes as the plain error that it is: words are all that is left to say.
        return RoadsError, (self.message, self.mend)

    def named(self, names: Sequence[str]) -> ImpossibleTravelError:
        """Return the same error in the words that people have for the places."""
        return ImpossibleTravelError(self.start, self.end, self.value, self.unit, (names[self.start], names[self.end]))


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


def to_whole(values: NDArray[np.float64], unit: str = "m") -> NDArray[np.int64]:
    """Round float seconds or metres to int64; the diagonal becomes zero.

    NaN, infinity and a road engine's largest number mean that there is no way: ``UNREACHABLE``. Road engines say −0.2
    to −1.5 between places a few metres apart on one street; down to −``NOISE`` that counts as zero.

    Parameters
    ----------
    unit
        "s" or "m", for the words of the error.

    Raises
    ------
    ImpossibleTravelError
        If an entry lies further below zero; it knows the two places.
    """
    missing = ~np.isfinite(values) | (np.abs(values) >= ENGINE_MOST)
    whole = np.where(missing, 0.0, values)
    np.fill_diagonal(whole, 0.0)
    if whole.size and whole.min() < -NOISE:
        start, end = (int(index) for index in np.unravel_index(int(whole.argmin()), whole.shape))
        raise ImpossibleTravelError(start, end, float(whole[start, end]), unit)
    rounded = np.rint(np.maximum(whole, 0.0)).astype(np.int64)
    rounded[missing] = UNREACHABLE
    np.fill_diagonal(rounded, 0)
    return rounded
