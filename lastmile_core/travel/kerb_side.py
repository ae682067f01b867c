"""Stops on the side of the road where the door is: which places ask for it, and times that keep to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lastmile_core.model import KerbRule, Location, TravelSource
from lastmile_core.travel.base_map.barriers import on_big_road
from lastmile_core.travel.provider import TravelProvider
from lastmile_core.travel.times.estimate import great_circle_m
from lastmile_core.travel.times.travel_matrix import UNREACHABLE, TravelMatrix

SAME_STOP_M = 15.0
"""Places this near to each other are one stop: nobody drives round the block from one door to the next."""


EITHER_SIDE = "Some places cannot be reached on their side of the road; there vehicles stop on either side."


@dataclass(frozen=True, slots=True, kw_only=True)
class KerbProvider:
    """A source of times in which some places are reached and left on their own side of the road.

    Where there is no such way, the way without the rule counts, in times and lines alike, and the note says so.

    Attributes
    ----------
    inner
        Where times come from.
    kerb
        The places, by road profile.
    """

    inner: TravelProvider
    kerb: Mapping[str, frozenset[Location]]

    @property
    def source(self) -> TravelSource:
        """Kind of figures."""
        return self.inner.source

    @property
    def region(self) -> str:
        """As the source says."""
        return self.inner.region

    @property
    def note(self) -> str:
        """As the source says."""
        return self.inner.note

    @property
    def knows_stops(self) -> bool:
        """As the source says."""
        return self.inner.knows_stops

    def stop_place(self, point: Location, profile: str) -> Location | None:
        """Return where a vehicle stops for a place, as the source says."""
        return self.inner.stop_place(point, profile)

    def matrix(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> TravelMatrix:
        """Return times and distances; see `TravelProvider`."""
        kerb = kerb or self._asked(points, profile)
        if not any(kerb):
            return self.inner.matrix(points, profile)
        found = self.inner.matrix(points, profile, kerb)
        cut_off = found.durations >= UNREACHABLE
        free = cut_off | _one_stop(points)
        if not free.any():
            return found
        usual = self.inner.matrix(points, profile)
        helped = (cut_off & (usual.durations < UNREACHABLE)).any()
        return replace(
            found,
            durations=np.where(free, usual.durations, found.durations),
            distances=np.where(free, usual.distances, found.distances),
            note=f"{found.note} {EITHER_SIDE}".strip() if helped else found.note,
        )

    def legs(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> list[str]:
        """Return the ways whose times stand in the matrix; see `TravelProvider`."""
        kerb = kerb or self._asked(points, profile)
        if not any(kerb):
            return self.inner.legs(points, profile)
        lines = []
        for number, (start, end) in enumerate(itertools.pairwise(points)):
            asked = kerb[number : number + 2]
            line = ""
            if any(asked) and not _one_stop((start, end))[0, 1]:
                line = self.inner.legs([start, end], profile, asked)[0]
            lines.append(line or self.inner.legs([start, end], profile)[0])
        return lines

    def _asked(self, points: Sequence[Location], profile: str) -> list[bool]:
        wanted = self.kerb.get(profile, frozenset())
        return [point in wanted for point in points]


def with_kerb(
    provider: TravelProvider,
    rules: Mapping[str, KerbRule],
    doors: Iterable[Location],
    region: Path | None,
    always: Iterable[Location] = (),
) -> TravelProvider:
    """Return the provider with the rule of each road profile for the doors of a day; itself where none asks.

    Parameters
    ----------
    always
        Doors that ask for it themselves, whatever the rules say.
    region
        Folder whose base map tells big roads. Without one no road counts as big, nor where the source does not say at
        once where vehicles stop.
    """
    places = frozenset(doors)
    kerb: dict[str, frozenset[Location]] = dict.fromkeys(rules, frozenset())
    for profile, rule in rules.items():
        if rule is KerbRule.ALWAYS:
            kerb[profile] = places
        elif rule is KerbRule.BIG_ROADS and region is not None and provider.knows_stops:
            stops = {place: provider.stop_place(place, profile) for place in places}
            kerb[profile] = frozenset(place for place, stop in stops.items() if stop and on_big_road(region, stop))
    kerb = {profile: found | frozenset(always) for profile, found in kerb.items()}
    return KerbProvider(inner=provider, kerb=kerb) if any(kerb.values()) else provider


def _one_stop(points: Sequence[Location]) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = great_circle_m(points) < SAME_STOP_M
    return near
