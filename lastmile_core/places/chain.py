"""Who is asked about an address, in turn: a person's pin, earlier answers, the region's map, a geocoder elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from lastmile_core.model import Location
from lastmile_core.places.answer import CONFIDENT, AddressQuery, PlaceAnswer, PlaceGuess, PlaceKind, PlaceSource
from lastmile_core.places.keys import text_key

Find = Callable[[AddressQuery], PlaceAnswer | None]
"""Looks an address up; None when nobody was asked."""


@dataclass(slots=True)
class Answerer:
    """Somebody who can be asked, with what he said before.

    Attributes
    ----------
    kept
        Earlier answers by `text_key`.
    fresh
        Answers of now, to be kept by the caller.
    """

    find: Find
    kept: Mapping[str, PlaceAnswer] = field(default_factory=dict)
    fresh: dict[str, PlaceAnswer] = field(default_factory=dict)

    def ask(self, query: AddressQuery) -> PlaceAnswer:
        """Return the earlier answer, else ask; an empty answer when nobody was asked."""
        key = text_key(query)
        known = self.kept.get(key) or self.fresh.get(key)
        if known is not None:
            return known
        found = self.find(query)
        if found is None:
            return PlaceAnswer()
        self.fresh[key] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoder:
    """The chain; whoever is missing is passed over.

    Attributes
    ----------
    region
        The map of the region.
    remote
        A geocoder elsewhere; asked only when the region is not sure.
    """

    region: Answerer | None = None
    remote: Answerer | None = None

    def find(self, query: AddressQuery, pin: Location | None = None) -> PlaceAnswer:
        """Return the place of an address.

        Parameters
        ----------
        pin
            Where a person put this address of this customer.
        """
        if pin is not None:
            guess = PlaceGuess(location=pin, kind=PlaceKind.HOUSE, confidence=1.0, matched=query.text)
            return PlaceAnswer(guesses=(guess,), source=PlaceSource.PERSON)
        if query.is_empty:
            return PlaceAnswer(note="There is no address.")
        here = self.region.ask(query) if self.region else PlaceAnswer(note="No address index is prepared here.")
        if self.remote is None or here.confidence >= CONFIDENT:
            return here
        return _better(here, self.remote.ask(query))


def _better(here: PlaceAnswer, elsewhere: PlaceAnswer) -> PlaceAnswer:
    """Return the surer answer with the guesses of the other behind its own."""
    first, second = (elsewhere, here) if elsewhere.confidence > here.confidence else (here, elsewhere)
    lower = tuple(replace(guess, confidence=min(guess.confidence, first.confidence)) for guess in second.guesses)
    return replace(first, guesses=(first.guesses + lower)[:6])
