"""Which towns an address names, typing errors allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lastmile_core.places.index.address_index import KnownArea, KnownStreet
from lastmile_core.places.index.flat_earth import Point, metres_between
from lastmile_core.places.index.osm_addresses import DOORS_ONLY
from lastmile_core.places.text.address_text import Token
from lastmile_core.places.text.word_match import likeness, weights_of

NAMED_AT_LEAST = 0.8
"""A town is named when its words are matched this well."""

PARTS = frozenset(("suburb", "borough", "quarter", "neighbourhood", "locality", "boundary"))
THERE, PART, ONLY_DOORS_SAY = 1.0, 0.5, 0.3
NEXT_TOWN, OUTSIDE, ELSEWHERE = -0.3, -0.6, -1.0


@dataclass(frozen=True, slots=True)
class NamedTown:
    """A town that an address names, and the positions of its words."""

    town: KnownArea
    places: frozenset[int]
    score: float


class TownMatcher:
    """The towns of one region by their words."""

    def __init__(self, towns: Sequence[KnownArea]) -> None:
        self._by_word: dict[str, list[KnownArea]] = defaultdict(list)
        for town in towns:
            for word in set(town.words):
                self._by_word[word].append(town)
        self._words = list(self._by_word)
        self._like: dict[str, list[str]] = {}

    @property
    def knows_towns(self) -> bool:
        """Whether there is any town to compare with."""
        return bool(self._words)

    def named_in(self, tokens: Sequence[Token]) -> list[NamedTown]:
        """Return the towns that the words name; those that name more of the words first."""
        near = {
            id(town): town
            for token in tokens
            if not token.is_number
            for word in self._words_like(token.word)
            for town in self._by_word[word]
        }
        found = [named for town in near.values() if (named := _score(town, tokens)) is not None]
        return sorted(found, key=lambda named: (-len(named.places), -named.score))

    def _words_like(self, word: str) -> list[str]:
        if word not in self._like:
            near = process.extract(word, self._words, scorer=OSA.normalized_similarity, score_cutoff=0.6, limit=20)
            found = [known for known, _, _ in near]
            # “P. Alegre” and “St. Brannoc”: the other word finds them; one letter or two find nothing.
            self._like[word] = found if len(word) > 2 else [word] if word in self._by_word else []
        return self._like[word]


def _score(town: KnownArea, tokens: Sequence[Token]) -> NamedTown | None:
    weights = weights_of(town.words)
    total, places = 0.0, set[int]()
    for weight, word in zip(weights, town.words, strict=True):
        free = [at for at, token in enumerate(tokens) if at not in places and not token.is_number]
        best = max(free, key=lambda at: likeness(tokens[at].word, word), default=None)
        if best is not None and (score := likeness(tokens[best].word, word)) > 0:
            total += weight * score
            places.add(best)
    score = total / sum(weights)
    if not places or score < NAMED_AT_LEAST or max(places) - min(places) >= len(town.words) + 1:
        return None
    return NamedTown(town, frozenset(places), score)


def town_agrees(named: Sequence[NamedTown], street: KnownStreet, point: Point) -> float:
    """Return 1 when a place lies in the towns that are named, -1 when it is far from them, 0 when nobody can tell.

    A town and a part of it that are both named each count.
    """
    verdicts: dict[frozenset[int], float] = {}
    for one in named:
        verdict = _agrees(one.town, street, point)
        verdicts[one.places] = max(verdict, verdicts.get(one.places, -1.0))
    return sum(verdicts.values()) / len(verdicts) if verdicts else 0.0


def _agrees(town: KnownArea, street: KnownStreet, point: Point) -> float:
    away = metres_between(town.point, point)
    if town.kind == DOORS_ONLY:
        is_named = town.name in street.towns
        return ONLY_DOORS_SAY if is_named else 0.0 if away < town.radius_m + 40_000 else ELSEWHERE
    if town.name in street.towns:
        return THERE
    if away <= town.radius_m:
        if not street.towns:
            return THERE
        # The doors name the town, the address a part of it; or the address names the next town.
        return PART if town.kind in PARTS else NEXT_TOWN
    if away <= 1.4 * town.radius_m + 500:
        return OUTSIDE if street.towns else 0.0
    return ELSEWHERE
