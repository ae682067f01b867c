"""Geocoders elsewhere: Nominatim, Photon or Pelias by URL. Off unless somebody switches one on; says what is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Pelias, Photon

from lastmile_core.errors import LastmileError
from lastmile_core.model import Location
from lastmile_core.places.answer import AddressQuery, PlaceAnswer
from lastmile_core.places.elsewhere.remote_results import judge, read_result
from lastmile_core.places.elsewhere.remote_settings import RemoteSettings
from lastmile_core.places.text.address_text import read_tokens

AGENT = "lastmile-route-planner"
TIMEOUT_S = 10
MOST_RESULTS = 5

WAIT_AFTER_ERROR_S = 1.0


class RemoteGeocoderError(LastmileError):
    """A geocoder elsewhere did not answer or refused."""


def sent_text(query: AddressQuery) -> str:
    """Return what is sent of an address: without c/o, flats and floors."""
    parts: dict[int, list[str]] = {}
    for token in read_tokens(query.text):
        if not token.is_unit:
            parts.setdefault(token.part, []).append(token.word)
    behind = f"{query.postcode.strip()} {query.town.strip()}".strip()
    return ", ".join(part for part in (*(" ".join(words) for words in parts.values()), behind) if part)


class RemoteGeocoder:
    """Asks one server, no faster than it allows.

    Parameters
    ----------
    near
        The depot; places near it are preferred, and one far away is never sure.
    key
        Key of the service where it wants one.
    """

    def __init__(self, settings: RemoteSettings, *, near: Location | None = None, key: str = "") -> None:
        self._settings = settings
        self._near = near
        self._geocode = RateLimiter(
            _question(settings, near, key),
            min_delay_seconds=1 / settings.per_second,
            max_retries=1,
            error_wait_seconds=max(WAIT_AFTER_ERROR_S, 1 / settings.per_second),
            swallow_exceptions=False,
        )

    def find(self, query: AddressQuery) -> PlaceAnswer:
        """Return what the server knows about an address, with our own confidence.

        Raises
        ------
        RemoteGeocoderError
            If it does not answer or refuses.
        """
        try:
            results = self._geocode(sent_text(query)) or []
        except (GeopyError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise RemoteGeocoderError(
                f"The geocoder at {self._settings.host} gave no usable answer ({type(error).__name__}).",
                "The addresses stay on the list. Try again later, or switch it off on Settings.",
            ) from error
        found = [read_result(self._settings.service, result.raw) for result in results]
        return judge(query, [result for result in found if result is not None], self._near, self._settings.host)


def _question(settings: RemoteSettings, near: Location | None, key: str) -> Callable[[str], Any]:
    """Return a function that asks one text."""
    parts = urlsplit(settings.url)
    domain = (parts.netloc + parts.path).rstrip("/")
    common: dict[str, Any] = {"scheme": parts.scheme, "user_agent": AGENT, "timeout": TIMEOUT_S}
    if settings.service == "photon":
        photon = Photon(domain=domain, **common)
        bias = (near.lat, near.lon) if near else None
        return lambda text: photon.geocode(text, exactly_one=False, limit=MOST_RESULTS, location_bias=bias)
    if settings.service == "pelias":
        pelias = Pelias(domain, api_key=key or None, **common)
        return lambda text: pelias.geocode(text, exactly_one=False)
    nominatim = Nominatim(domain=domain, **common)
    box = [(near.lat - 0.5, near.lon - 0.5), (near.lat + 0.5, near.lon + 0.5)] if near else None
    return lambda text: nominatim.geocode(
        text, exactly_one=False, limit=MOST_RESULTS, addressdetails=True, viewbox=box, bounded=False
    )
