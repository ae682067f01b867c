"""How well an address names a street, and which of its words do."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lastmile_core.places.text.abbreviations import KIND_WORDS, SMALL_WORDS, meanings
from lastmile_core.places.text.address_text import Token
from lastmile_core.places.text.word_match import INITIAL, likeness, weights_of

OUT_OF_ORDER = 0.06
BROKEN_OFF = 0.05
"""Taken off when the words stand in parts that a comma separates."""

NAME_SHARE = 0.62
"""What is found of the known name counts so much; the rest is what it explains of the written words."""

Pairs = dict[int, tuple[tuple[int, ...], float]]
"""Position in the name → positions in the address (two when a word is written apart), likeness."""


@dataclass(frozen=True, slots=True)
class StreetScore:
    """A street name laid over an address.

    Attributes
    ----------
    value
        0 to 1; 1 when every word of the name stands there, exactly, in order, and no other between.
    used
        Positions of the words of the address that name the street.
    """

    value: float
    used: frozenset[int]


NOTHING = StreetScore(0.0, frozenset())


Fit = tuple[int, float]
"""Position in the address, likeness."""


@dataclass(frozen=True, slots=True)
class Written:
    """The words of an address, ready to be compared with many street names.

    Attributes
    ----------
    fits
        For each known word, the written words that may stand for it.
    letters
        For each letter, the positions where it stands alone: perhaps an initial.
    beginnings
        For each letter, the positions of words that begin with it: known names have initials too.
    set_aside
        Positions that no street name can use: the postcode.
    harmless
        Positions that a street may use (Old Town Road) but need not explain: numbers, towns, flats.
    """

    tokens: tuple[Token, ...]
    fits: Mapping[str, Sequence[Fit]]
    letters: Mapping[str, Sequence[int]]
    beginnings: Mapping[str, Sequence[int]]
    set_aside: frozenset[int]
    harmless: frozenset[int]


def write_down(
    tokens: tuple[Token, ...],
    alike: Sequence[Mapping[str, float]],
    *,
    set_aside: frozenset[int],
    harmless: frozenset[int],
) -> Written:
    """Return the words of an address ready for comparing.

    Parameters
    ----------
    alike
        For each token, the known words that it may stand for, see `Vocabulary.like`.
    """
    fits: dict[str, list[Fit]] = defaultdict(list)
    letters: dict[str, list[int]] = defaultdict(list)
    beginnings: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(tokens):
        if place in set_aside:
            continue
        for known, score in alike[place].items():
            fits[known].append((place, score))
        if token.word.isalpha():
            beginnings[token.word[0]].append(place)
            if len(token.word) == 1:
                letters[token.word].append(place)
    return Written(tokens, fits, letters, beginnings, set_aside, harmless)


def promise(name: tuple[str, ...], written: Written) -> float:
    """Return the most that a street name can score: a quick look that ignores order and double use."""
    weights = weights_of(name)
    fits, letters = written.fits, written.letters
    found = 0.0
    for weight, word in zip(weights, name, strict=True):
        if word in fits:
            found += weight * max(score for _, score in fits[word])
        elif word[0] in letters:
            found += weight * INITIAL
    return found / sum(weights)


def score_street(name: tuple[str, ...], written: Written) -> StreetScore:
    """Lay a street name over an address."""
    pairs = _pair(name, written)
    if not pairs:
        return NOTHING
    weights = weights_of(name)
    found = sum(weights[at] * score for at, (_, score) in pairs.items()) / sum(weights)
    used = sorted({place for places, _ in pairs.values() for place in places})
    value = NAME_SHARE * found + (1 - NAME_SHARE) * _explained(pairs, weights, written, used)
    order = [pairs[at][0][0] for at in sorted(pairs)]
    if order != sorted(order):
        value -= OUT_OF_ORDER
    if written.tokens[used[0]].part != written.tokens[used[-1]].part:
        value -= BROKEN_OFF
    return StreetScore(max(0.0, value), frozenset(used))


def _pair(name: tuple[str, ...], written: Written) -> Pairs:
    """Give each word of the name the written word that fits best, the best fits first."""
    found: list[tuple[float, int, int, int, float]] = []
    for at, word in enumerate(name):
        fits = written.fits.get(word)
        if fits:
            # Words that may name the town stand for a street only where no other word does.
            found += [
                (score - 0.2 * (place in written.harmless), -abs(at - place), at, place, score) for place, score in fits
            ]
        elif word not in SMALL_WORDS:
            places = (written.beginnings if len(word) == 1 else written.letters).get(word[0], ())
            found += [(INITIAL, -abs(at - place), at, place, INITIAL) for place in places]
    pairs: Pairs = {}
    taken: set[int] = set()
    for _, _, at, place, score in sorted(found, reverse=True):
        if at not in pairs and place not in taken:
            pairs[at] = ((place,), score)
            taken.add(place)
    if len(pairs) < len(name) and len(taken) < len(written.tokens):
        _pair_joined(name, written, pairs, taken)
    return pairs


def _pair_joined(name: tuple[str, ...], written: Written, pairs: Pairs, taken: set[int]) -> None:
    """Pair words that are written together here and apart there."""
    missing = [at for at in range(len(name)) if at not in pairs and name[at] not in SMALL_WORDS]
    free = [
        place
        for place, token in enumerate(written.tokens)
        if place not in taken and place not in written.set_aside and not token.is_number
    ]
    for at in missing:
        for one, other in itertools.pairwise(free):
            if other != one + 1:
                continue
            score = _same_length_likeness(written.tokens[one].word + written.tokens[other].word, name[at])
            if score >= 0.85:
                pairs[at] = ((one, other), score - 0.03)
                free = [place for place in free if place not in (one, other)]
                break
    for at, following in itertools.pairwise(missing):
        if following != at + 1 or at in pairs or following in pairs:
            continue
        for place in free:
            score = _same_length_likeness(written.tokens[place].word, name[at] + name[following])
            if score >= 0.8:
                pairs[at] = pairs[following] = ((place,), score - 0.02)
                free.remove(place)
                break


def _same_length_likeness(one: str, other: str) -> float:
    return likeness(one, other) if abs(len(one) - len(other)) <= 2 else 0.0


def _explained(pairs: Pairs, weights: tuple[float, ...], written: Written, used: list[int]) -> float:
    """Return how much of what is written between and beside the found words the name explains."""
    good = sum(weights[at] * score for at, (_, score) in pairs.items())
    between = [place for place in range(used[0], used[-1]) if place not in used]
    stray = sum(_stray(written, place) or _number_between(written, place) for place in between)
    stray += _stray_beside(written, used[0], -1) + _stray_beside(written, used[-1], 1)
    return good / (sum(weights[at] for at in pairs) + stray)


def _number_between(written: Written, place: int) -> float:
    # “Acesso 5, 78” is not number 5 in Acesso 78.
    token = written.tokens[place]
    return 0.5 if token.is_number and not token.is_unit and place not in written.set_aside else 0.0


def _stray_beside(written: Written, end: int, step: int) -> float:
    """Return what the next telling word in this direction costs: it may be a part of another name."""
    tokens, cost, beside = written.tokens, 0.0, end + step
    while 0 <= beside < len(tokens) and tokens[beside].part == tokens[end].part:
        cost += _stray(written, beside)
        if tokens[beside].word not in SMALL_WORDS:
            break
        beside += step
    return cost


def _stray(written: Written, place: int) -> float:
    token = written.tokens[place]
    if place in written.harmless or place in written.set_aside:
        return 0.0
    if len(token.word) == 1:
        # “12 B Main Street”: the letter belongs to the number.
        return 0.0 if place > 0 and written.tokens[place - 1].is_number else 0.45
    if token.word in SMALL_WORDS:
        return 0.08
    return 0.4 if is_kind(token.word) else 0.7


def is_kind(word: str) -> bool:
    """Whether a word, or what it may be short for, says what a way is: street, av, platz."""
    return any(meaning in KIND_WORDS for meaning in meanings(word))
