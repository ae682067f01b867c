"""Where driving times come from today: road server, prepared region, or the marked estimate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lastmile_core.model import Location, TravelSource
from lastmile_core.settings import Settings
from lastmile_core.travel.estimate import ESTIMATE_NOTE, EstimateProvider
from lastmile_core.travel.matrix_cache import MatrixCache
from lastmile_core.travel.region_provider import RegionProvider
from lastmile_core.travel.regions import list_regions, region_for
from lastmile_core.travel.travel_matrix import TravelMatrix


class TravelProvider(Protocol):
    """Anything that knows times, distances and the way between places."""

    @property
    def source(self) -> TravelSource:
        """Kind of figures."""

    @property
    def region(self) -> str:
        """Name of the region, host of the server, empty for an estimate."""

    @property
    def note(self) -> str:
        """What people must know about these times; empty when there is nothing to say."""

    def matrix(self, points: Sequence[Location], profile: str) -> TravelMatrix:
        """Return times and distances between all points; raises `RoadsError` when it cannot."""

    def legs(self, points: Sequence[Location], profile: str) -> list[str]:
        """Return an encoded polyline (precision 5) for each consecutive pair; empty where there is no route."""


def matrix_cache(settings: Settings) -> MatrixCache:
    """Return the cache of this installation."""
    return MatrixCache(folder=settings.cache / "matrices")


def choose_provider(settings: Settings, points: Sequence[Location]) -> TravelProvider:
    """Return where times for these points come from."""
    region = region_for(settings, points)
    if region is not None:
        return RegionProvider(info=region, cache=matrix_cache(settings))
    if list_regions(settings):
        reason = "No prepared road region covers these places."
    else:
        reason = "No road region is prepared yet."
    return EstimateProvider(note=f"{reason} {ESTIMATE_NOTE}")
