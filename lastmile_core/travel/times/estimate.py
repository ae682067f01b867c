"""Times and distances without roads: the great circle, a detour factor and a speed by vehicle class."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.travel.times import polyline
from lastmile_core.travel.times.travel_matrix import TravelMatrix, to_whole

EARTH_RADIUS_M = 6_371_008.8

DETOUR_FACTOR = 1.35
"""Street distance over straight-line distance; 1.2 to 1.5 is usual in cities."""

SPEED_KMH = {"van": 28.0, "cargo_bike": 15.0}
"""Average speed between two near stops in a city, by road profile."""

BAND_M = (6_000.0, 30_000.0)
BAND_KMH = (50.0, 85.0)
"""A van's way beyond so many metres leaves the streets between stops: main roads, then country roads and motorways."""

SPARSE_M = (1_500.0, 5_000.0)
SPARSE_KMH = (36.0, 45.0)
"""Where half of the places have their fifth neighbour farther than this, streets are emptier and so driven faster."""

NEIGHBOUR = 5
MOST_LOOKED_AT = 2_000
"""Places whose neighbours are looked for; how dense a day is shows in a part of it."""

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


def street_kmh(metres: NDArray[np.float64]) -> float:
    """Return a van's speed on the first kilometres, by how dense the places are (straight-line distances, (n, n))."""
    rows = metres[:: max(1, len(metres) // MOST_LOOKED_AT)]
    if rows.shape[1] <= NEIGHBOUR:
        return SPEED_KMH["van"]
    apart = float(np.median(np.partition(rows, NEIGHBOUR, axis=1)[:, NEIGHBOUR]))
    speeds = [SPEED_KMH["van"], *SPARSE_KMH]
    return speeds[sum(apart > limit for limit in SPARSE_M)]


def drive_s(way: NDArray[np.float64], profile: str, first_kmh: float) -> NDArray[np.float64]:
    """Return the seconds of ways along streets: the longer, the faster; yet a detour never saves time."""
    if profile != "van":
        return way / speed_m_s(profile)
    town, land = BAND_M
    seconds: NDArray[np.float64] = np.minimum(way, town) / (first_kmh / 3.6)
    seconds += np.clip(way - town, 0.0, land - town) / (BAND_KMH[0] / 3.6)
    seconds += np.maximum(way - land, 0.0) / (BAND_KMH[1] / 3.6)
    return seconds


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

    def matrix(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> TravelMatrix:
        """Return great-circle distances times ``DETOUR_FACTOR``, and times by distance and density of the places."""
        speed_m_s(profile)
        straight = great_circle_m(points)
        metres = straight * DETOUR_FACTOR
        return TravelMatrix(
            durations=to_whole(drive_s(metres, profile, street_kmh(straight)), "s"),
            distances=to_whole(metres),
            snap_m=np.zeros(len(points), dtype=np.float64),
            profile=profile,
            source=self.source,
            region=self.region,
            note=self.note,
        )

    @property
    def knows_stops(self) -> bool:
        """An estimate knows no roads."""
        return False

    def stop_place(self, point: Location, profile: str) -> Location | None:
        """An estimate knows no roads."""
        return None

    def legs(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> list[str]:
        """Return straight lines; an estimate knows no streets."""
        speed_m_s(profile)
        return straight_legs(points)
