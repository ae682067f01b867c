"""What the geocoder says about an address: a point, how exact it is, how sure, and what else it could be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lastmile_core.model import Location

CONFIDENT = 0.8
"""From here on an answer is used without a person looking at it."""


class PlaceKind(StrEnum):
    """How exact a place is, from the front door to the town."""

    HOUSE = "house"
    INTERPOLATED = "interpolated"
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"


class PlaceSource(StrEnum):
    """Who said it: a person once, an earlier answer, the region's own addresses, a geocoder elsewhere."""

    PERSON = "person"
    REGION = "region"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGuess:
    """One place that an address may mean.

    Attributes
    ----------
    confidence
        0 to 1; from `CONFIDENT` on the answer is used without asking. An ambiguous answer is never that high.
    matched
        The known address that was recognised, in words.
    reach_m
        How far from the point the door may be, metres.
    """

    location: Location
    kind: PlaceKind
    confidence: float
    matched: str
    reach_m: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for a cache or for JSON."""
        return {
            "lat": self.location.lat,
            "lon": self.location.lon,
            "kind": self.kind.value,
            "confidence": self.confidence,
            "matched": self.matched,
            "reach_m": self.reach_m,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAnswer:
    """What is known about an address; no guess at all when nothing fits.

    Attributes
    ----------
    guesses
        Best first; the others are the alternatives.
    note
        Why the best guess is not sure, in words; empty when it is.
    """

    guesses: tuple[PlaceGuess, ...] = ()
    source: PlaceSource = PlaceSource.REGION
    note: str = ""

    @property
    def best(self) -> PlaceGuess | None:
        """The best guess."""
        return self.guesses[0] if self.guesses else None

    @property
    def confidence(self) -> float:
        """Confidence of the best guess, 0 without one."""
        return self.guesses[0].confidence if self.guesses else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for a cache or for JSON."""
        return {
            "guesses": [guess.as_dict() for guess in self.guesses],
            "source": self.source.value,
            "note": self.note,
        }


def read_answer(facts: dict[str, Any]) -> PlaceAnswer:
    """Return the answer that `PlaceAnswer.as_dict` wrote down."""
    return PlaceAnswer(
        guesses=tuple(_read_guess(guess) for guess in facts["guesses"]),
        source=PlaceSource(facts["source"]),
        note=str(facts["note"]),
    )


def _read_guess(facts: dict[str, Any]) -> PlaceGuess:
    return PlaceGuess(
        location=Location(lat=facts["lat"], lon=facts["lon"]),
        kind=PlaceKind(facts["kind"]),
        confidence=float(facts["confidence"]),
        matched=str(facts["matched"]),
        reach_m=float(facts["reach_m"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressQuery:
    """An address as a file brings it; everything may stand in ``text``.

    Attributes
    ----------
    text
        Street and number in any order, with or without postcode and town.
    """

    text: str
    postcode: str = ""
    town: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.text.strip() or self.postcode.strip() or self.town.strip())
