"""Files of known systems, recognised by their headings as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.files.columns.known_source import KnownSource
from lastmile_core.files.columns.routing_sources import ROUTING_SOURCES
from lastmile_core.files.columns.shop_sources import SHOP_SOURCES

KNOWN_SOURCES = (*SHOP_SOURCES, *ROUTING_SOURCES)
__all__ = ["KNOWN_SOURCES", "KnownSource", "find_source"]


def find_source(headings: Sequence[str]) -> KnownSource | None:
    """Return the system whose file this is, or None.

    Parameters
    ----------
    headings
        Normalised headings of the file.
    """
    known = set(headings)
    fitting = [
        source for source in KNOWN_SOURCES if source.needs <= known and len(source.likely & known) >= source.at_least
    ]
    return max(fitting, key=lambda source: len(known & set(source.fields)), default=None)
