"""How alike two words of an address are: the same, shortened, an initial, or mistyped."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from lastmile_core.places.text.abbreviations import (
    KIND_WORDS,
    SMALL_WORDS,
    TITLE_WORDS,
    meanings,
    short_ending,
    short_forms,
)

SAME_MEANING = 0.98
INITIAL = 0.86
BEGINNING = 0.84
MISTYPED_AT_LEAST = 0.6
"""Below this two words have nothing to do with each other."""

SMALL = 0.12
"""What an article tells about which street it is."""

ORDINALS = ("st", "nd", "rd", "th", "o", "a", "er", "re", "e", "eme", "ste", "te", "de")


@lru_cache(maxsize=262_144)
def likeness(written: str, known: str) -> float:
    """Return how well a written word stands for a word of a known name, 0 to 1.

    Typing errors are counted as insertions, deletions, replacements and swapped neighbours (optimal string alignment).
    Numbers are never alike: 12 is not nearly 13.
    """
    if written == known:
        return 1.0
    if written[:1].isdigit() or known[:1].isdigit():
        return _like_number(written, known)
    if meanings(written) & meanings(known) or plain_form(written) == plain_form(known):
        return SAME_MEANING
    shorter, longer = sorted((written, known), key=len)
    if len(shorter) == 1:
        return INITIAL if longer.startswith(shorter) and known not in SMALL_WORDS else 0.0
    best = max(_mistyped(written, known), _mistyped(plain_form(written), plain_form(known)))
    if len(shorter) >= 3 and len(longer) >= len(shorter) + 2 and longer.startswith(shorter):
        best = max(best, BEGINNING)
    for form in short_forms(known):
        # A shortened word can be mistyped too; very short ones would then look like anything.
        if len(form) >= 4 and form != known:
            best = max(best, _mistyped(written, form) - 0.05)
    return best if best >= MISTYPED_AT_LEAST else 0.0


def _like_number(written: str, known: str) -> float:
    return SAME_MEANING if meanings(_bare_ordinal(written)) & meanings(_bare_ordinal(known)) else 0.0


def _bare_ordinal(word: str) -> str:
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    return digits if digits and word[len(digits) :] in ORDINALS else word


@lru_cache(maxsize=65_536)
def plain_form(word: str) -> str:
    """Return a word with its ending shortened and without the e that stands for dots: Königstraße, Koenigstr."""
    return short_ending(word).replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _mistyped(one: str, other: str) -> float:
    size = max(len(one), len(other))
    if min(len(one), len(other)) < 2:
        return 0.0
    allowed = 1 if size < 6 else 2 if size < 10 else 3
    errors = OSA.distance(one, other, score_cutoff=allowed)
    if errors > allowed:
        return 0.0
    first_letter = 0.04 if one[0] != other[0] and sorted(one[:2]) != sorted(other[:2]) else 0.0
    return 1.0 - errors / size - first_letter


@lru_cache(maxsize=65_536)
def weights_of(words: tuple[str, ...]) -> tuple[float, ...]:
    """Return how much each word of a street name tells about which street it is."""
    found = tuple(_weight(word) for word in words)
    if any(weight == 1.0 and len(word) > 1 for weight, word in zip(found, words, strict=True)):
        # The d of d'Azeglio tells nothing; the A of “Rua A” tells all.
        found = tuple(SMALL if word in SMALL_WORDS else weight for weight, word in zip(found, words, strict=True))
    if found and max(found) < 1.0:
        # “Park Road” and “Rua de São José” have nothing but common words, which then are what tells.
        return tuple(1.0 if weight > 0.2 else weight for weight in found)
    return found


def _weight(word: str) -> float:
    if word in KIND_WORDS:
        return 0.45
    if word in SMALL_WORDS and len(word) > 1:
        return SMALL
    return 0.6 if word in TITLE_WORDS else 1.0
