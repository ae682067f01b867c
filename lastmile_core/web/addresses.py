"""Read the names in Host and Origin headers: one spelling for each place, and nothing that only looks like one."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from lastmile_core.errors import LastmileError

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_PORT = {"http": 80, "ws": 80, "https": 443, "wss": 443}
HIGHEST_PORT = 65535
_AUTHORITY = re.compile(
    r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?)(?P<dot>\.?))(?::(?P<port>[0-9]{1,5}))?",
    re.ASCII,
)
_NUMBER_LIKE = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class HostName:
    """Where a browser believes to be.

    Attributes
    ----------
    name
        Lower case, without a trailing dot; IP addresses in their shortest form and without brackets.
    port
        As written; ``None`` when the default of the scheme was meant.
    """

    name: str
    port: int | None = None

    def port_for(self, scheme: str) -> int | None:
        """Return the port that is meant under this scheme."""
        return self.port if self.port is not None else DEFAULT_PORT.get(scheme)

    @property
    def authority(self) -> str:
        """The place as it is written in an address."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return name if self.port is None else f"{name}:{self.port}"


def plain_ip(text: str) -> str | None:
    """Return an IP address in its shortest form, IPv4 inside IPv6 as IPv4; ``None`` when it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(address)


def is_loopback(address: str) -> bool:
    """Whether a bind address can be reached from this machine only; a name other than localhost is not believed."""
    if address.lower() == "localhost":
        return True
    plain = plain_ip(address.strip("[]"))
    return plain is not None and ipaddress.ip_address(plain).is_loopback


def read_host(text: str) -> HostName | None:
    """Read a Host header.

    Browsers write IPv4 addresses in four plain numbers whatever was typed, so ``127.1`` or ``0x7f.1`` is no browser
    and is refused, as are user names, paths and ports that are none.
    """
    match = _AUTHORITY.fullmatch(text.lower())
    if match is None:
        return None
    port = None if match["port"] is None else int(match["port"])
    if port is not None and not 0 < port <= HIGHEST_PORT:
        return None
    if match["six"] is not None:
        name = plain_ip(match["six"]) if ":" in match["six"] else None
        return None if name is None else HostName(name, port)
    name = match["name"]
    if ".." in name:
        return None
    if _NUMBER_LIKE.fullmatch(name.rpartition(".")[2]):
        return HostName(name, port) if plain_ip(name) == name and not match["dot"] else None
    return HostName(name, port)


def read_origin(text: str) -> tuple[str, HostName] | None:
    """Read an Origin header into its scheme and place; ``null`` and everything that is no web page is ``None``."""
    scheme, found, rest = text.partition("://")
    place = read_host(rest) if found and scheme.lower() in ("http", "https") else None
    return None if place is None else (scheme.lower(), place)


def read_allowed(names: str) -> tuple[HostName, ...]:
    """Read the names a person allows: separated by commas, each with or without a port.

    Raises
    ------
    LastmileError
        If one is not a name, for instance a whole web address or a ``*``.
    """
    places = []
    for written in (part.strip() for part in names.split(",")):
        if not written:
            continue
        try:
            plain = written if written.isascii() else written.encode("idna").decode("ascii")
        except UnicodeError:
            plain = ""
        place = read_host(plain) or read_host(f"[{plain}]")
        if place is None:
            raise LastmileError(
                f"“{written}” is not a name this app can be reached by.",
                "Write the name alone, as plan.example.com or plan.example.com:8443, without http:// and without *.",
            )
        places.append(place)
    return tuple(places)
