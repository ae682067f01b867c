"""An address looked at with the eyes of a region: what is its postcode, which towns does it name, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lastmile_core.places.answer import AddressQuery
from lastmile_core.places.index.address_index import AddressIndex
from lastmile_core.places.search.town_match import NamedTown, TownMatcher
from lastmile_core.places.text.address_text import Token, read_tokens
from lastmile_core.places.text.house_number import HouseNumber, read_house_number
from lastmile_core.places.text.words import code_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuery:
    """What an address says.

    Attributes
    ----------
    postcode
        By letters and digits only; empty when there is none.
    postcode_places
        Positions of the postcode in the tokens.
    named
        Towns that the town cell names; their positions mean nothing here.
    in_text
        Towns that the words of the address name: perhaps part of a street's name.
    has_unknown_town
        True when the town cell names a town that the region does not know.
    spare_number
        A house number that stood in the cell of the postcode.
    """

    tokens: tuple[Token, ...]
    postcode: str = ""
    postcode_places: frozenset[int] = frozenset()
    named: tuple[NamedTown, ...] = ()
    in_text: tuple[NamedTown, ...] = ()
    has_unknown_town: bool = False
    spare_number: HouseNumber | None = None

    @property
    def town_places(self) -> frozenset[int]:
        """Positions of words that may be a town."""
        return frozenset(place for named in self.in_text for place in named.places)

    def towns_beside(self, used: frozenset[int]) -> tuple[NamedTown, ...]:
        """Return the towns that are named by other words than those at these positions."""
        return self.named or tuple(named for named in self.in_text if not named.places & used)


def read_query(query: AddressQuery, index: AddressIndex, matcher: TownMatcher) -> ReadQuery:
    """Take an address apart."""
    tokens = read_tokens(query.text)
    code, places, spare = _read_postcode(query, tokens, index)
    named = matcher.named_in(read_tokens(query.town)) if query.town.strip() else []
    return ReadQuery(
        tokens=tokens,
        postcode=code,
        postcode_places=places,
        named=tuple(named),
        in_text=tuple(matcher.named_in(tokens)),
        has_unknown_town=bool(_letters(query.town)) and not named and matcher.knows_towns,
        spare_number=spare,
    )


def _read_postcode(
    query: AddressQuery, tokens: tuple[Token, ...], index: AddressIndex
) -> tuple[str, frozenset[int], HouseNumber | None]:
    """Return the postcode, its positions in the text, and the house number that stood in its cell instead of it."""
    code = code_of(query.postcode)
    in_text = list(_codes_in(tokens, index))
    if code in index.postcodes:
        return code, next((places for found, places in in_text if found == code), frozenset()), None
    if in_text:
        # The cells of house number and postcode are sometimes swapped.
        spare = read_house_number(query.postcode) if len(code) <= 5 and code[:1].isdigit() else None
        found, places = in_text[-1]
        has_number = any(token.is_number and not token.is_unit for at, token in enumerate(tokens) if at not in places)
        # “No. 4103” is a house number, unless there is another one.
        if spare is not None or has_number or not any(tokens[at].is_marked for at in places):
            return found, places, spare
    if not code:
        code = next((found for found, _ in _codes_in(read_tokens(query.town), index)), "")
    return code, frozenset(), None


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def _codes_in(tokens: tuple[Token, ...], index: AddressIndex) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield the known postcodes in a text, written in one piece or in two."""
    for at, token in enumerate(tokens):
        if token.is_unit:
            continue
        one = code_of(token.word)
        if token.is_number and one in index.postcodes:
            yield one, frozenset((at,))
        if at + 1 < len(tokens):
            two = one + code_of(tokens[at + 1].word)
            if two in index.postcodes and any(letter.isdigit() for letter in two):
                yield two, frozenset((at, at + 1))
