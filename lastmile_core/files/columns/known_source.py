"""A system whose files are known: what its headings are, what each column means there, and in which unit.

Headings are normalised (see :func:`lastmile_core.files.headings.heading_meaning.normalise`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """A system whose files are known.

    Attributes
    ----------
    needs
        Headings that are always there.
    likely, at_least
        How many of which further headings make it this system.
    fields
        Heading → field, "" for a column that looks like a field and is none.
    units
        Field → unit when the headings name none.
    date_order
        ``dmy`` or ``mdy`` when the system documents it; "" otherwise.
    minus_is_delivery
        True when amounts below zero are delivered and those above collected.
    """

    name: str
    needs: frozenset[str]
    likely: frozenset[str] = frozenset()
    at_least: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    minus_is_delivery: bool = False


def headings_of(words: str) -> frozenset[str]:
    """Return normalised headings that are written ``a|b|c``."""
    return frozenset(" ".join(word.split()) for word in words.split("|"))


def fields_of(words: str) -> dict[str, str]:
    """Return heading → field of what is written ``a=order_id|b=weight|c=``."""
    pairs = (entry.partition("=") for entry in " ".join(words.split()).split("|"))
    return {heading.strip(): name.strip() for heading, _, name in pairs}


SERVICE_IN_MINUTES = {"service": "min"}
SERVICE_IN_SECONDS = {"service": "s", "pickup_service": "s"}
