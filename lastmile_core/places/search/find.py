"""Finds the place of an address in the index of a region."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lastmile_core.model import Location
from lastmile_core.places.answer import AddressQuery, PlaceAnswer, PlaceGuess, PlaceKind
from lastmile_core.places.index.address_index import AddressIndex, KnownArea, KnownStreet, is_common
from lastmile_core.places.index.flat_earth import metres_between
from lastmile_core.places.search.confidence import Evidence, confidence_of, note_about
from lastmile_core.places.search.locate_door import FAR_DOORS_M, Located, locate
from lastmile_core.places.search.postcode_match import postcode_agrees
from lastmile_core.places.search.read_query import ReadQuery, read_query
from lastmile_core.places.search.street_score import StreetScore, is_kind, promise, score_street, write_down
from lastmile_core.places.search.town_match import TownMatcher, town_agrees
from lastmile_core.places.text.abbreviations import SMALL_WORDS
from lastmile_core.places.text.address_text import Token
from lastmile_core.places.text.house_number import HouseNumber, read_flat_and_house, read_house_number

LEAST_LIKE = 0.5
"""Streets that fit worse than this are not even guesses."""

WEIGHED = 50
"""So many street names are compared word by word."""

LOOKED_AT = 10
"""So many streets are tried with the house number."""

MOST_GUESSES = 6

GOOD = 0.8
"""With a street that fits like this there is no need to look for others by their common words."""

PIECE_M = 1_000.0

NOBODY = -1.0
"""Total of a rival that is not there."""

UNKNOWN_STREET = "No street like this is known here."


@dataclass(frozen=True, slots=True)
class _Candidate:
    street: KnownStreet
    located: Located
    number: HouseNumber | None
    evidence: Evidence


class PlaceFinder:
    """Looks addresses up in one region; keeps what it read, so use one for many addresses."""

    def __init__(self, index: AddressIndex) -> None:
        self._index = index
        self._towns = TownMatcher(index.towns)

    def find(self, query: AddressQuery) -> PlaceAnswer:
        """Return the place of an address with its confidence; an empty answer when nothing is like it."""
        read = read_query(query, self._index, self._towns)
        candidates = sorted(self._candidates(read), key=lambda found: -found.evidence.total)
        margin = _margin(candidates)
        guesses = [_guess(found, margin if rank == 0 else None) for rank, found in enumerate(candidates[:MOST_GUESSES])]
        shown = _distinct([*guesses, *self._areas(read)])[:MOST_GUESSES]
        note = note_about(candidates[0].evidence, margin, shown) if candidates else UNKNOWN_STREET
        return PlaceAnswer(guesses=tuple(shown), note=note)

    def _candidates(self, read: ReadQuery) -> Iterator[_Candidate]:
        scores = self._scores(read, with_common=False) if _has_telling_words(read) else {}
        if not any(score.value >= GOOD and not score.used <= read.town_places for score in scores.values()):
            scores = self._scores(read, with_common=True)
        ranked = sorted(scores.items(), key=lambda item: -item[1].value)
        # Streets of one name must all be looked at, however many there are: which of them it is decides the rest.
        enough = ranked[LOOKED_AT - 1][1].value if len(ranked) >= LOOKED_AT else 0.0
        for street_id, score in ranked:
            if score.value >= enough:
                yield self._candidate(read, self._index.street(street_id), score)

    def _scores(self, read: ReadQuery, *, with_common: bool) -> dict[int, StreetScore]:
        """Return the streets that sound like the address."""
        tokens = read.tokens
        like = self._index.words.like
        written = write_down(
            tokens,
            [like(token.word) for token in tokens],
            set_aside=read.postcode_places
            | {at for at, token in enumerate(tokens) if token.is_number and token.is_unit},
            harmless=read.town_places | {at for at, token in enumerate(tokens) if token.is_number or token.is_unit},
        )
        words = [token.word for at, token in enumerate(tokens) if at not in read.postcode_places]
        best: dict[int, StreetScore] = {}
        names = self._index.names_like(words, with_common=with_common)
        for name in heapq.nlargest(WEIGHED, names, key=lambda name: promise(name.words, written)):
            score = score_street(name.words, written)
            if score.value >= LEAST_LIKE and (name.street_id not in best or score.value > best[name.street_id].value):
                best[name.street_id] = score
        return best

    def _candidate(self, read: ReadQuery, street: KnownStreet, score: StreetScore) -> _Candidate:
        doors = self._index.doors(street.street_id)
        number, is_clear = house_number(read, score.used, frozenset(door.number for door in doors))
        located = locate(street, doors, number, read.postcode)
        towns = read.towns_beside(score.used)
        left = [at for at in _words_left(read, score.used) if at not in read.town_places]
        last = read.tokens[max(score.used)].part
        evidence = Evidence(
            street=score.value,
            kind=located.kind,
            reach_m=located.reach_m,
            is_unique=located.is_unique,
            is_clear=is_clear,
            number=located.evidence,
            postcode=postcode_agrees(read.postcode, self._index, street, doors, located),
            town=town_agrees(towns, street, located.point),
            has_unknown_town=read.has_unknown_town,
            has_unknown_words=not towns and any(read.tokens[at].part > last for at in left),
            num_left=len(left),
            is_town_words=score.used <= read.town_places and _has_other_words(read),
        )
        return _Candidate(street, located, number, evidence)

    def _areas(self, read: ReadQuery) -> Iterator[PlaceGuess]:
        """Yield the middle of the postcode and of the towns: better than nothing on a map."""
        code = self._index.postcodes.get(read.postcode)
        if code is not None:
            yield _area_guess(code, PlaceKind.POSTCODE, 0.35 if code.radius_m < 1_000 else 0.25)
        towns = [named.town for named in read.named or read.in_text]
        for town in sorted(towns, key=lambda town: town.radius_m)[:2]:
            yield _area_guess(town, PlaceKind.TOWN, 0.2 if town.radius_m < 3_000 else 0.1)


def house_number(read: ReadQuery, used: frozenset[int], numbers: frozenset[int]) -> tuple[HouseNumber | None, bool]:
    """Return the house number of an address whose street is known, and whether it is clear which number that is.

    It is the number that stands best beside the street's name.
    """
    tokens = read.tokens
    places = [
        at
        for at, token in enumerate(tokens)
        if token.is_number and at not in used and at not in read.postcode_places and not _is_of_flat(tokens, at, used)
    ]
    beside = [at for at in places if at + 1 == min(used) or at - 1 == max(used)]
    if any(not tokens[at].is_hash for at in beside):
        places = [at for at in places if not tokens[at].is_hash]  # 214 Main St #225 is flat 225
    for at in sorted(places, key=lambda at: -_nearness(tokens, at, used)):
        if at < min(used) and (found := read_flat_and_house(tokens[at].word, numbers)) is not None:
            return found
        number = read_house_number(tokens[at].word)
        if number is not None:
            return _with_letter(number, tokens, at, used), True
    if read.spare_number is not None:
        return read.spare_number, True
    # What looked like a postcode is the only number there is, and the street has such a house.
    for at in read.postcode_places:
        number = read_house_number(tokens[at].word) if tokens[at].is_number else None
        if number is not None and number.first in numbers:
            return number, True
    return None, True


def _is_of_flat(tokens: Sequence[Token], at: int, used: frozenset[int]) -> bool:
    """Whether a number is that of a flat; in Via Torre 5 the word that says so belongs to the street."""
    if not tokens[at].is_unit:
        return False
    beside = [place for place in (at - 1, at + 1) if 0 <= place < len(tokens)]
    return not any(tokens[place].is_unit and place in used for place in beside)


def _nearness(tokens: Sequence[Token], at: int, used: frozenset[int]) -> float:
    token = tokens[at]
    after, before = at - max(used), min(used) - at
    steps = after if after > 0 else before if before > 0 else 1
    value = 3.0 - 0.5 * steps + (0.2 if after > 0 else 0.0)
    value += 1.0 if token.is_marked else 0.0
    return value - (0.3 if token.part != tokens[max(used)].part else 0.0)


def _with_letter(number: HouseNumber, tokens: Sequence[Token], at: int, used: frozenset[int]) -> HouseNumber:
    """Add the letter of “12 B”."""
    beside = at + 1
    if number.suffix or number.last or beside >= len(tokens) or beside in used:
        return number
    token = tokens[beside]
    is_letter = len(token.word) == 1 and token.word.isalpha() and not token.is_unit
    if token.part == tokens[at].part and (is_letter or token.word in ("bis", "ter", "quater")):
        return replace(number, suffix=token.word)
    return number


def _has_telling_words(read: ReadQuery) -> bool:
    """Whether any word beside towns, units and the like of “street” can tell which street is meant."""
    return any(
        not (token.is_number or token.is_unit or is_common(token.word) or at in read.town_places)
        for at, token in enumerate(read.tokens)
    )


def _has_other_words(read: ReadQuery) -> bool:
    """Whether the address has words beside those that may name a town."""
    return any(
        not token.is_number and not token.is_unit
        for at, token in enumerate(read.tokens)
        if at not in read.town_places and at not in read.postcode_places
    )


def _words_left(read: ReadQuery, used: frozenset[int]) -> list[int]:
    """Return the positions of telling words that do not name the street."""
    return [
        at
        for at, token in enumerate(read.tokens)
        if at not in used
        and not token.is_number
        and not token.is_unit
        and len(token.word) > 2
        and token.word not in SMALL_WORDS
        and not is_kind(token.word)
    ]


def _margin(candidates: Sequence[_Candidate]) -> float:
    """Return by how much the best is above the next that is another place."""
    if not candidates:
        return 0.0
    rival = next((other for other in candidates if _is_rival(other, candidates[0])), None)
    return candidates[0].evidence.total - (rival.evidence.total if rival else NOBODY)


def _guess(found: _Candidate, margin: float | None) -> PlaceGuess:
    lat, lon = found.located.point
    return PlaceGuess(
        location=Location(lat=round(lat, 7), lon=round(lon, 7)),
        kind=found.located.kind,
        confidence=confidence_of(found.evidence, margin),
        matched=_matched(found),
        reach_m=round(found.located.reach_m, 1),
    )


def _is_rival(other: _Candidate, found: _Candidate) -> bool:
    """Whether another candidate is another place, and not a piece of the same street cut off by a square or a river."""
    if other is found or metres_between(other.located.point, found.located.point) <= FAR_DOORS_M:
        return False
    if other.street.name != found.street.name or other.street.num_doors or found.evidence.number <= 0.3:
        return True
    reach = other.street.radius_m + found.street.radius_m + PIECE_M
    return metres_between(other.street.point, found.street.point) > reach


def _matched(found: _Candidate) -> str:
    door = found.located.door
    number = door.shown if door else str(found.number or "")
    street = (
        f"{found.street.name} {number}".strip() if found.located.kind is not PlaceKind.STREET else found.street.name
    )
    code = door.postcode if door and door.postcode else (found.street.postcodes[0] if found.street.postcodes else "")
    town = door.town if door and door.town else (found.street.towns[0] if found.street.towns else "")
    return ", ".join(part for part in (street, f"{code} {town}".strip()) if part)


def _area_guess(area: KnownArea, kind: PlaceKind, confidence: float) -> PlaceGuess:
    lat, lon = area.point
    return PlaceGuess(
        location=Location(lat=round(lat, 7), lon=round(lon, 7)),
        kind=kind,
        confidence=confidence,
        matched=area.name,
        reach_m=round(area.radius_m, 1),
    )


def _distinct(guesses: Sequence[PlaceGuess]) -> list[PlaceGuess]:
    """Return the guesses without those that repeat a place."""
    kept: list[PlaceGuess] = []
    for guess in guesses:
        here = (guess.location.lat, guess.location.lon)
        if all(metres_between(here, (other.location.lat, other.location.lon)) > 30 for other in kept):
            kept.append(guess)
    return kept
