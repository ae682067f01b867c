"""Times and distances without roads: the great circle, a detour factor and a speed by vehicle class."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.travel import polyline
from lastmile_core.travel.travel_matrix import TravelMatrix, to_whole

EARTH_RADIUS_M = 6_371_008.8

DETOUR_FACTOR = 1.35
"""Street distance over straight-line distance; 1.2 to 1.5 is usual in cities."""

SPEED_KMH = {"van": 28.0, "cargo_bike": 15.0}
"""Average speed between two stops in a city, by road profile."""

ESTIMATE_NOTE = "Estimated from straight lines, not from roads."


def great_circle_m(points: Sequence[Location]) -> NDArray[np.float64]:
    """Return straight-line distances in metres, shape (n, n) (haversine on a sphere)."""
    lat = np.radians(np.array([point.lat for point in points], dtype=np.float64))
    lon = np.radians(np.array([point.lon for point in points], dtype=np.float64))
    half_lat = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half_lon = np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    chord = half_lat + np.cos(lat)[:, None] * np.cos(lat)[None, :] * half_lon
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return metres


def straight_legs(points: Sequence[Location]) -> list[str]:
    """Return a straight line as encoded polyline for each consecutive pair."""
    return [polyline.encode([(start.lat, start.lon), (end.lat, end.lon)]) for start, end in itertools.pairwise(points)]


def speed_m_s(profile: str) -> float:
    """Return the estimate's speed in metres a second.

    Raises
    ------
    RoadsError
        If the profile is unknown.
    """
    if profile not in SPEED_KMH:
        raise RoadsError(f"There are no road times for “{profile}”.", f"Use one of: {', '.join(SPEED_KMH)}.")
    return SPEED_KMH[profile] / 3.6


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateProvider:
    """The fallback when no roads are at hand: always answers, always marked as estimate.

    Attributes
    ----------
    note
        Why the estimate is used; shown to people.
    """

    note: str = ESTIMATE_NOTE
    source: TravelSource = TravelSource.ESTIMATE
    region: str = ""

    def matrix(self, points: Sequence[Location], profile: str) -> TravelMatrix:
        """Return great-circle distances times ``DETOUR_FACTOR`` and times at the class's speed."""
        metres = great_circle_m(points) * DETOUR_FACTOR
        return TravelMatrix(
            durations=to_whole(metres / speed_m_s(profile), "s"),
            distances=to_whole(metres),
            snap_m=np.zeros(len(points), dtype=np.float64),
            profile=profile,
            source=self.source,
            region=self.region,
            note=self.note,
        )

    def legs(self, points: Sequence[Location], profile: str) -> list[str]:
        """Return straight lines; an estimate knows no streets."""
        speed_m_s(profile)
        return straight_legs(points)
