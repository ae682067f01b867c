"""Road times from a prepared region on this machine."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.travel.region_files.region_info import RegionInfo
from lastmile_core.travel.road_engine import osrm_engine
from lastmile_core.travel.times.matrix_cache import MatrixCache, matrix_key
from lastmile_core.travel.times.travel_matrix import TravelMatrix, to_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionProvider:
    """The embedded engine for one region.

    Attributes
    ----------
    info
        The region.
    cache
        Where matrices are kept; None keeps none.
    note
        Shown beside the times; empty when there is nothing to say.
    """

    info: RegionInfo
    cache: MatrixCache | None = None
    note: str = ""
    source: TravelSource = TravelSource.OSRM

    @property
    def region(self) -> str:
        """Name of the region."""
        return self.info.name

    def matrix(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> TravelMatrix:
        """Return times and distances between all points, from the cache when they were asked for before.

        Raises
        ------
        RoadsError
            If the region has no roads for the profile or its files cannot be read.
        """
        key = matrix_key(points, profile, f"region|{self.info.build_id}", kerb)
        found = self.cache.load(key) if self.cache else None
        if found is not None and found.num_points == len(points):
            return replace(found, note=self.note, region=self.region)
        durations, distances, snap = osrm_engine.table(self._engine(profile), points, kerb)
        matrix = TravelMatrix(
            durations=to_whole(durations, "s"),
            distances=to_whole(distances),
            snap_m=snap,
            profile=profile,
            source=self.source,
            region=self.region,
            note=self.note,
        )
        if self.cache:
            self.cache.store(key, matrix)
        return matrix

    @property
    def knows_stops(self) -> bool:
        """The engine answers at once."""
        return True

    def stop_place(self, point: Location, profile: str) -> Location | None:
        """Return where a vehicle stops for a place; None when there is no road."""
        found = osrm_engine.stopping_place(self._engine(profile), point)
        return None if found is None else found[0]

    def legs(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> list[str]:
        """Return the street geometry of each consecutive pair; an empty text where there is no route."""
        engine = self._engine(profile)
        pairs = enumerate(itertools.pairwise(points))
        return [osrm_engine.leg(engine, start, end, kerb[number : number + 2]) for number, (start, end) in pairs]

    def _engine(self, profile: str) -> object:
        if profile not in self.info.profiles:
            raise RoadsError(
                f"The road region “{self.region}” has no roads for “{profile}”.",
                "Prepare the region again from a file that has them.",
            )
        return osrm_engine.open_engine(self.info.path / profile, self.info.build_id)
