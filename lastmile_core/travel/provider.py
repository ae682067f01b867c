"""Where driving times come from today: road server, prepared region, or the marked estimate."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Protocol

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.settings import Settings
from lastmile_core.travel.regions import list_regions, region_for
from lastmile_core.travel.road_engine.osrm_client import OsrmClient, ServerRefused
from lastmile_core.travel.times.estimate import ESTIMATE_NOTE, EstimateProvider
from lastmile_core.travel.times.matrix_cache import MatrixCache
from lastmile_core.travel.times.region_provider import RegionProvider
from lastmile_core.travel.times.server_provider import SERVER_PROFILE, SavedProvider, ServerProvider, parse_server_urls
from lastmile_core.travel.times.travel_matrix import TravelMatrix

REMEMBER_S = 20.0
"""A server's state is asked for at most this often, so that pages do not wait for a dead one again and again."""

_last_seen: dict[str, tuple[float, bool]] = {}
_last_seen_lock = threading.Lock()


OUTDATED = "These roads were prepared by an earlier release; prepare the region again (lastmile roads add)."


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

    @property
    def knows_stops(self) -> bool:
        """Whether `stop_place` answers at once, without a request."""

    def stop_place(self, point: Location, profile: str) -> Location | None:
        """Return where a vehicle stops for a place; None when nobody says."""

    def matrix(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> TravelMatrix:
        """Return times and distances between all points; raises `RoadsError` when it cannot.

        ``kerb`` says for each point whether it is reached and left on its own side of the road; nowhere when empty.
        """

    def legs(self, points: Sequence[Location], profile: str, kerb: Sequence[bool] = ()) -> list[str]:
        """Return an encoded polyline (precision 5) for each consecutive pair; empty where there is no route."""


def matrix_cache(settings: Settings) -> MatrixCache:
    """Return the cache of this installation."""
    return MatrixCache(folder=settings.cache / "matrices")


def choose_provider(settings: Settings, points: Sequence[Location]) -> TravelProvider:
    """Return where times for these points come from; the whole policy of falling back stands here.

    1. A road server (``LASTMILE_OSRM_URL``) that answers now.
    2. What that server said earlier about exactly these points, with its age in the note.
    3. The prepared region that holds nearly all points.
    4. The great-circle estimate; its ``source`` and ``note`` say so and pages must show it.

    Whoever falls back says why in ``note``. Once chosen, a provider never changes its source silently: it answers or
    raises.

    Raises
    ------
    RoadsError
        If the server's address cannot be understood.
    """
    reason = ""
    if settings.osrm_url:
        server = make_server(settings, settings.osrm_url)
        if server_answers(server.clients["van"], points):
            return server
        saved = SavedProvider(server=server, cache=matrix_cache(settings))
        if any(saved.has(points, profile) for profile in SERVER_PROFILE):
            return saved
        reason = f"The road server at {server.region} does not answer. "
    region = region_for(settings, points)
    if region is not None:
        note = f"{reason}Times come from the prepared region “{region.name}”." if reason else ""
        if region.is_outdated:
            note = f"{note} {OUTDATED}".strip()
        return RegionProvider(info=region, cache=matrix_cache(settings), note=note)
    if points and list_regions(settings):
        reason += "No prepared road region covers these places."
    elif not reason:
        reason = "No road region is prepared yet."
    return EstimateProvider(note=f"{reason.strip()} {ESTIMATE_NOTE}")


def roads_mark(provider: TravelProvider) -> str:
    """Return what tells one state of the roads from another: kind, name, and the build of a region."""
    build = provider.info.build_id if isinstance(provider, RegionProvider) else ""
    return f"{provider.source.value}:{provider.region}:{build}"


def roads_today(settings: Settings, points: Sequence[Location]) -> str:
    """Return the mark that times for these points would have now; empty where only a road server could tell."""
    if settings.osrm_url:
        return ""
    region = region_for(settings, points)
    return roads_mark(RegionProvider(info=region) if region is not None else EstimateProvider(note=""))


def make_server(settings: Settings, urls: str) -> ServerProvider:
    """Build the provider for the server addresses in ``urls``."""
    clients = {profile: OsrmClient(url=url) for profile, url in parse_server_urls(urls).items()}
    return ServerProvider(clients=clients, cache=matrix_cache(settings))


def server_answers(client: OsrmClient, points: Sequence[Location] = ()) -> bool:
    """Whether a server answers like a road server; remembered for ``REMEMBER_S`` seconds."""
    with _last_seen_lock:
        seen = _last_seen.get(client.url)
    if seen and time.monotonic() - seen[0] < REMEMBER_S:
        return seen[1]
    quick = OsrmClient(url=client.url, num_tries=1, connect_timeout_s=3.0, read_timeout_s=5.0)
    try:
        quick.ask("nearest", SERVER_PROFILE["van"], list(points[:1]) or [Location(lat=0.0, lon=0.0)], "number=1")
        alive = True
    except ServerRefused:
        alive = True  # it speaks our language; this one place has no road
    except RoadsError:
        alive = False
    with _last_seen_lock:
        _last_seen[client.url] = (time.monotonic(), alive)
    return alive


def forget_servers() -> None:
    """Ask every server again next time (after a change of settings, and in tests)."""
    with _last_seen_lock:
        _last_seen.clear()
