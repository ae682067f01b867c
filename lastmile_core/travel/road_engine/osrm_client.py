"""Talks to an OSRM server over HTTP and believes nothing: limits, retries, every answer checked."""

from __future__ import annotations

import http.client
import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 30.0
MAX_ANSWER_BYTES = 64_000_000
NUM_TRIES = 3
RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


class ServerRefused(RoadsError):  # noqa: N818 - reads as a fact: the server refused
    """The server understood and said no; ``code`` is its own word, e.g. ``TooBig`` or ``NoRoute``."""

    def __init__(self, message: str, mend: str = "", code: str = "") -> None:
        super().__init__(message, mend)
        self.code = code


class ServerTrouble(RoadsError):  # noqa: N818
    """The server does not answer, or not with road data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OsrmClient:
    """One server address.

    Attributes
    ----------
    url
        ``http://host:port`` or with a path, without ``/table/v1``.
    num_tries
        Tries a request before giving up.
    pause
        Waits between tries; tests put their own here.

    Raises
    ------
    RoadsError
        If the address is not http or https.
    """

    url: str
    num_tries: int = NUM_TRIES
    connect_timeout_s: float = CONNECT_TIMEOUT_S
    read_timeout_s: float = READ_TIMEOUT_S
    pause: Callable[[float], None] = field(default=time.sleep)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RoadsError(
                f"“{self.url[:80]}” is not the address of a road server.",
                "Give it like http://127.0.0.1:5000 in LASTMILE_OSRM_URL.",
            )

    @property
    def host(self) -> str:
        """Host and port, without any user name or password."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    def ask(self, service: str, profile: str, points: Sequence[Location], query: str) -> dict[str, Any]:
        """Return the server's JSON answer; tries again with growing pauses when it is busy or broken.

        Raises
        ------
        ServerRefused
            If the server answers with a code of its own, e.g. ``TooBig``.
        ServerTrouble
            If it does not answer with road data after all tries.
        """
        places = ";".join(f"{point.lon:.6f},{point.lat:.6f}" for point in points)
        path = f"{urlsplit(self.url).path.rstrip('/')}/{service}/v1/{profile}/{places}?{query}"
        trouble = ServerTrouble("")
        for attempt in range(self.num_tries):
            if attempt:
                # Jitter keeps many planners from knocking again at the same moment.
                self.pause(0.4 * 2**attempt * random.uniform(0.5, 1.5))
            try:
                return self._once(path)
            except ServerTrouble as error:
                trouble = error
        raise trouble

    def _once(self, path: str) -> dict[str, Any]:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(str(parts.hostname), parts.port, timeout=self.connect_timeout_s)
        try:
            connection.connect()
            if connection.sock is not None:
                connection.sock.settimeout(self.read_timeout_s)
            connection.request("GET", path, headers={"Accept": "application/json"})
            response = connection.getresponse()
            body = response.read(MAX_ANSWER_BYTES + 1)
            status = response.status
        except (OSError, http.client.HTTPException) as error:
            reason = "it took too long" if isinstance(error, TimeoutError) else type(error).__name__
            raise self._trouble(f"does not answer ({reason})") from error
        finally:
            connection.close()
        if status in RETRY_STATUS:
            raise self._trouble(f"is busy or broken (status {status})")
        if len(body) > MAX_ANSWER_BYTES:
            raise self._trouble("sent far too long an answer")
        return self._read(body, status)

    def _read(self, body: bytes, status: int) -> dict[str, Any]:
        if status in (413, 414, 431):
            raise ServerRefused(f"The road server at {self.host} takes no request this long.", code="TooBig")
        try:
            answer = json.loads(body)
        except ValueError as error:
            raise self._trouble("answers with something that is not road data") from error
        if not isinstance(answer, dict) or not isinstance(answer.get("code"), str):
            raise self._trouble("answers with something that is not road data")
        if answer["code"] != "Ok":
            raise ServerRefused(
                f"The road server at {self.host} refused: {answer['code'][:40]}.",
                "Check that its roads cover your delivery area.",
                code=answer["code"],
            )
        return answer

    def _trouble(self, what: str) -> ServerTrouble:
        return ServerTrouble(
            f"The road server at {self.host} {what}.",
            "Check that it runs and that LASTMILE_OSRM_URL is right, or prepare a road region on this machine.",
        )

    def block(
        self,
        profile: str,
        sources: Sequence[Location],
        targets: Sequence[Location],
        kerb: Sequence[bool] = (),
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], list[float]]:
        """Return (durations s, distances m, snap distances of the sources m) of one table request, checked.

        Raises
        ------
        ServerRefused, ServerTrouble
            See `ask`; an answer of the wrong shape or with impossible values is trouble too.
        """
        from_text = ";".join(str(index) for index in range(len(sources)))
        to_text = ";".join(str(index + len(sources)) for index in range(len(targets)))
        query = f"annotations=duration,distance&generate_hints=false&sources={from_text}&destinations={to_text}"
        query += _approaches(kerb)
        answer = self.ask("table", profile, [*sources, *targets], query)
        shape = (len(sources), len(targets))
        durations = self._numbers(answer.get("durations"), shape)
        distances = self._numbers(answer.get("distances"), shape)
        places = answer.get("sources")
        if not isinstance(places, list) or len(places) != len(sources):
            raise self._trouble("sent an incomplete table")
        return durations, distances, [_snap(place) for place in places]

    def _numbers(self, rows: object, shape: tuple[int, int]) -> NDArray[np.float64]:
        """Check rows of numbers: right size, each a number or null; null, NaN and infinity mean no route."""
        if not isinstance(rows, list) or len(rows) != shape[0]:
            raise self._trouble("sent an incomplete table")
        for row in rows:
            if not isinstance(row, list) or len(row) != shape[1]:
                raise self._trouble("sent an incomplete table")
            for value in row:
                # bool is an int in Python; "true seconds" is nonsense all the same.
                usable = isinstance(value, (int, float)) and not isinstance(value, bool)
                if value is not None and not usable:
                    raise self._trouble("sent impossible times")
        try:
            return np.array(rows, dtype=np.float64).reshape(shape)
        except OverflowError as error:
            raise self._trouble("sent impossible times") from error

    def nearest(self, profile: str, point: Location) -> Location | None:
        """Return the place on the road nearest to a point; None when the server does not say one."""
        try:
            answer = self.ask("nearest", profile, [point], "number=1&generate_hints=false")
            lon, lat = answer["waypoints"][0]["location"]
            return Location(lat=float(lat), lon=float(lon))
        except (RoadsError, KeyError, IndexError, TypeError, ValueError):
            return None

    def leg(self, profile: str, start: Location, end: Location, kerb: Sequence[bool] = ()) -> str:
        """Return the street geometry of one leg as encoded polyline; empty when there is no route."""
        query = "overview=full&geometries=polyline&generate_hints=false" + _approaches(kerb)
        try:
            answer = self.ask("route", profile, [start, end], query)
        except ServerRefused as error:
            if error.code in ("NoRoute", "NoSegment"):
                return ""
            raise
        try:
            geometry = answer["routes"][0]["geometry"]
        except (KeyError, IndexError, TypeError) as error:
            raise self._trouble("sent a route without its way") from error
        if not isinstance(geometry, str):
            raise self._trouble("sent a route without its way")
        return geometry


def _approaches(kerb: Sequence[bool]) -> str:
    """Return the part of a query that asks for the own side of the road; nothing when nobody asks."""
    return f"&approaches={';'.join('curb' if own else 'unrestricted' for own in kerb)}" if any(kerb) else ""


def _snap(place: object) -> float:
    """Return a waypoint's distance to its place; NaN when the server does not say (named as far, never trusted)."""
    distance = place.get("distance") if isinstance(place, dict) else None
    if isinstance(distance, bool) or not isinstance(distance, (int, float)):
        return math.nan
    return float(distance) if math.isfinite(distance) and distance >= 0 else math.nan
