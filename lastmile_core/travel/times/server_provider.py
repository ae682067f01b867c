"""Road times from an OSRM server, kept for when it is away."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.travel.road_engine.osrm_client import OsrmClient, ServerRefused
from lastmile_core.travel.times.estimate import EstimateProvider, speed_m_s, straight_legs
from lastmile_core.travel.times.matrix_cache import MatrixCache, matrix_key
from lastmile_core.travel.times.polyline import decode
from lastmile_core.travel.times.travel_matrix import TravelMatrix, to_whole

FRESH_S = 24 * 3600.0
"""A server may get new roads without telling: older answers are asked for again."""

BLOCK_LIMITS = (400, 100, 20)
"""Places a request, tried in this order; 100 is what a server allows unless told otherwise."""

SERVER_PROFILE = {"van": "driving", "cargo_bike": "cycling"}

MAX_DIAGONAL_S = 60.0

BORROWED_NOTE = "No bicycle road server is set: cargo bike times are the van's streets at 15 km/h."


def parse_server_urls(text: str) -> dict[str, str]:
    """Read ``LASTMILE_OSRM_URL``: one address, or ``van=http://…,cargo_bike=http://…``.

    Raises
    ------
    RoadsError
        If a part is not understood or no van server is named.
    """
    urls: dict[str, str] = {}
    for part in (piece.strip() for piece in text.split(",")):
        profile, separator, url = part.partition("=")
        if separator and profile in SERVER_PROFILE:
            urls[profile] = url.rstrip("/")
        elif part:
            urls["van"] = part.rstrip("/")
    if "van" not in urls:
        raise RoadsError(
            "LASTMILE_OSRM_URL names no road server for vans.",
            "Set it to one address, or to van=http://…,cargo_bike=http://…",
        )
    return urls


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProvider:
    """One or two OSRM servers.

    Attributes
    ----------
    clients
        By profile; "van" is always there. Without one for cargo bikes their times are the van's streets at bicycle
        speed, and the matrix says so.
    """

    clients: Mapping[str, OsrmClient]
    cache: MatrixCache | None = None
    note: str = ""
    source: TravelSource = TravelSource.OSRM_SERVER

    @property
    def region(self) -> str:
        """Host of the van server."""
        return self.clients["van"].host

    def key(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> str:
        """Return the cache key of a matrix."""
        client = self.clients.get(profile, self.clients["van"])
        return matrix_key(points, profile, f"server|{client.url}|{profile in self.clients}", kerb)

    def matrix(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> TravelMatrix:
        """Return times and distances between all points, from the cache when asked for within a day.

        Raises
        ------
        RoadsError
            If the server does not answer with usable figures.
        """
        bike_speed = speed_m_s(profile)
        key = self.key(points, profile, kerb)
        age = self.cache.age_s(key) if self.cache else None
        if self.cache and age is not None and age < FRESH_S and (found := self.cache.load(key)) is not None:
            return found
        client = self.clients.get(profile)
        durations, distances, snap = self._table(client or self.clients["van"], points, profile, kerb)
        if client is None:
            # A pair that lacks either has no way; so has the slower of the two.
            durations = np.maximum(durations, distances / bike_speed)
        matrix = TravelMatrix(
            durations=to_whole(durations, "s"),
            distances=to_whole(distances),
            snap_m=snap,
            profile=profile,
            source=self.source,
            region=self.region,
            note=self.note if client else f"{self.note} {BORROWED_NOTE}".strip(),
        )
        if self.cache:
            self.cache.store(key, matrix)
        return matrix

    def _table(
        self, client: OsrmClient, points: Sequence[Location], profile: str, kerb: Sequence[bool]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Ask block by block, with smaller blocks when the server finds them too big."""
        for limit in BLOCK_LIMITS[:-1]:
            try:
                return _blocks(client, points, SERVER_PROFILE[profile], limit, kerb)
            except ServerRefused as error:
                if error.code not in ("TooBig", "InvalidUrl", "InvalidQuery"):
                    raise
        return _blocks(client, points, SERVER_PROFILE[profile], BLOCK_LIMITS[-1], kerb)

    @property
    def knows_stops(self) -> bool:
        """Each answer is a request."""
        return False

    def stop_place(self, point: Location, profile: str) -> Location | None:
        """Return where a vehicle stops for a place, as the server says; None when it does not."""
        client = self.clients.get(profile, self.clients["van"])
        return client.nearest(SERVER_PROFILE[profile], point)

    def legs(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> list[str]:
        """Return the street geometry of each consecutive pair; an empty text where there is no route.

        Raises
        ------
        RoadsError
            If the server does not answer with usable lines.
        """
        client = self.clients.get(profile, self.clients["van"])
        lines = [
            client.leg(SERVER_PROFILE[profile], start, end, kerb[number : number + 2])
            for number, (start, end) in enumerate(itertools.pairwise(points))
        ]
        for line in lines:
            try:
                decode(line)
            except ValueError as error:
                raise RoadsError(
                    f"The road server at {client.host} sent a line that cannot be drawn.", "Check the server's version."
                ) from error
        return lines


def _blocks(
    client: OsrmClient, points: Sequence[Location], server_profile: str, limit: int, kerb: Sequence[bool] = ()
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    size = len(points)
    durations, distances, snap = np.zeros((size, size)), np.zeros((size, size)), np.full(size, np.nan)
    # Sources and targets of a block are sent together, so each may hold half of what the server takes.
    cuts = [slice(start, min(size, start + limit // 2)) for start in range(0, size, limit // 2)]
    for rows in cuts:
        for columns in cuts:
            block = client.block(server_profile, points[rows], points[columns], [*kerb[rows], *kerb[columns]])
            durations[rows, columns], distances[rows, columns], snap[rows] = block
    if np.nan_to_num(np.diagonal(durations)).max(initial=0.0) > MAX_DIAGONAL_S:
        raise RoadsError(
            f"The road server at {client.host} says that staying in one place takes time.",
            "Its answers cannot be trusted; check its version and its roads.",
        )
    return durations, distances, snap


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedProvider:
    """What a server said earlier, while it does not answer; straight lines on the map, and both are marked."""

    server: ServerProvider
    cache: MatrixCache
    source: TravelSource = TravelSource.OSRM_SERVER

    @property
    def region(self) -> str:
        """Host of the server."""
        return self.server.region

    @property
    def note(self) -> str:
        """Say what is used instead."""
        return f"The road server at {self.region} does not answer; saved times are used where there are any."

    def has(self, points: Sequence[Location], profile: str) -> bool:
        """Whether a matrix for these points was saved."""
        return self.cache.load(self.server.key(points, profile)) is not None

    def matrix(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> TravelMatrix:
        """Return the saved matrix with its age in the note; the marked estimate when none was saved."""
        key = self.server.key(points, profile, kerb)
        age, found = self.cache.age_s(key), self.cache.load(key)
        if found is None or age is None:
            return EstimateProvider(note=f"{self.note} This is an estimate from straight lines.").matrix(
                points, profile
            )
        saved_at = datetime.now(UTC) - timedelta(seconds=age)
        saved = f"these times were saved on {saved_at:%Y-%m-%d %H:%M} UTC"
        text = f"The road server at {self.region} does not answer; {saved}."
        return replace(found, note=f"{text} {found.note}".strip())

    @property
    def knows_stops(self) -> bool:
        """Only times were saved."""
        return False

    def stop_place(self, point: Location, profile: str) -> Location | None:
        """Where vehicles stop was not saved."""
        return None

    def legs(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> list[str]:
        """Return straight lines: the way along the streets is not saved."""
        speed_m_s(profile)
        return straight_legs(points)
