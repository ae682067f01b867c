"""A geocoder elsewhere: which kind, where, how fast, and what is sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

SERVICES = ("nominatim", "photon", "pelias")
PUBLIC_PER_SECOND = 1.0
"""What the public Nominatim allows; a server of one's own may allow more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSettings:
    """A geocoder elsewhere.

    Attributes
    ----------
    service
        ``nominatim``, ``photon`` or ``pelias``.
    url
        Address of the server, such as ``https://nominatim.example.org``.
    per_second
        At most so many questions a second.

    Raises
    ------
    ValueError
        If one of them cannot be; the message says the mend.
    """

    service: str
    url: str
    per_second: float = PUBLIC_PER_SECOND

    def __post_init__(self) -> None:
        if self.service not in SERVICES:
            raise ValueError(f"“{self.service}” is no known kind of geocoder; choose one of {', '.join(SERVICES)}")
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.username or parts.query:
            raise ValueError(f"“{self.url}” is not the address of a server; write it as https://geocoder.example.org")
        if not 0 < self.per_second <= 100:
            raise ValueError(f"{self.per_second} questions a second cannot be kept; choose a number from 0.1 to 100")

    @property
    def host(self) -> str:
        """Name of the server as people know it."""
        return urlsplit(self.url).netloc

    @property
    def notice(self) -> str:
        """What is sent to whom, in words that must be shown where the geocoder is switched on and used."""
        return (
            f"Addresses that the map of the region does not know are sent to {self.host}: street, house number, "
            "postcode and town. Names of customers, telephone numbers, order numbers and goods are not sent."
        )
