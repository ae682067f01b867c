"""How sure an answer is: what speaks for it, what against, and how close the next best comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lastmile_core.places.answer import CONFIDENT, PlaceGuess, PlaceKind

CLEAR_MARGIN, NO_MARGIN = 0.15, 0.03
"""With more than the first between the best and the next the answer is clear; with less than the second it is open."""

OPEN = 0.5
HIGHEST = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about one candidate.

    Attributes
    ----------
    street
        How well its name fits, 0 to 1.
    number, postcode, town
        -1 speaks against, 0 says nothing, 1 speaks for.
    has_unknown_town, has_unknown_words
        The address names a town, or has words behind the street, that the region does not know.
    num_left
        Words of the address that nothing explains, a flat, a firm, or the real name of the street.
    is_clear
        False when it is open which of two numbers is the house: 2/14 before the street.
    is_town_words
        The street was recognised only by words that name the town, though the address has other words.
    """

    street: float
    kind: PlaceKind
    reach_m: float
    is_unique: bool = True
    is_clear: bool = True
    number: float = 0.0
    postcode: float = 0.0
    town: float = 0.0
    has_unknown_town: bool = False
    has_unknown_words: bool = False
    num_left: int = 0
    is_town_words: bool = False

    @property
    def total(self) -> float:
        """One figure to rank candidates by."""
        left = 0.07 * min(3, self.num_left) + (0.15 if self.is_town_words else 0.0)
        town = 0.10 * self.town if self.town > 0 else 0.15 * self.town
        return self.street + 0.10 * self.postcode + town + 0.07 * self.number - left


def confidence_of(evidence: Evidence, margin: float | None) -> float:
    """Return the confidence of a candidate, 0 to 1.

    Parameters
    ----------
    margin
        By how much its total is above the next best that lies elsewhere; None when it is not the best.
    """
    support = 0.10 * max(0.0, evidence.postcode) + 0.06 * max(0.0, evidence.number) + 0.02 * max(0.0, evidence.town)
    value = HIGHEST - 1.5 * max(0.0, 0.92 - evidence.street - support)
    value *= _exactness(evidence)
    return round(max(0.05, min(value, _limit(evidence), _by_margin(margin))), 3)


def _exactness(evidence: Evidence) -> float:
    steps: Sequence[tuple[float, float]]
    if evidence.kind is PlaceKind.HOUSE:
        return 1.0
    if evidence.kind is PlaceKind.INTERPOLATED:
        steps = ((25, 0.97), (50, 0.93), (90, 0.86), (200, 0.75))
    else:
        steps = ((60, 0.88), (110, 0.84), (250, 0.7), (1_000, 0.6))
    return next((factor for reach, factor in steps if evidence.reach_m <= reach), 0.45)


def _limit(evidence: Evidence) -> float:
    """Return the most that may be said however well the name fits."""
    limits = [HIGHEST]
    if not evidence.is_unique or not evidence.is_clear:
        limits.append(OPEN)
    if evidence.is_town_words:
        limits.append(OPEN)
    if evidence.number <= -0.5:
        limits.append(0.55)
    if evidence.postcode <= -0.9:
        limits.append(0.55)
    elif evidence.postcode <= -0.4:
        limits.append(0.85 if evidence.town > 0 else 0.7)
    elif evidence.postcode < 0:
        limits.append(0.85)
    if evidence.town <= -0.5:
        limits.append(OPEN)
    elif evidence.town < 0:
        limits.append(0.85)
    if evidence.has_unknown_town:
        limits.append(0.9 if evidence.postcode >= 0.6 else 0.7)
    if evidence.has_unknown_words and evidence.postcode < 0.6:
        limits.append(0.75)
    return min(limits)


def _by_margin(margin: float | None) -> float:
    if margin is None or margin <= 0:
        return OPEN - 0.1
    share = (margin - NO_MARGIN) / (CLEAR_MARGIN - NO_MARGIN)
    return OPEN + (HIGHEST - OPEN) * min(1.0, max(0.0, share))


def note_about(evidence: Evidence, margin: float | None, guesses: Sequence[PlaceGuess]) -> str:
    """Return in words why the best guess needs a look; empty when it does not."""
    if guesses[0].confidence >= CONFIDENT:
        return ""
    if not evidence.is_clear:
        return "It is open which number is the house: “2/14” may be flat 2 of house 14, or houses 2 to 14."
    if not evidence.is_unique:
        return "The street has this house number twice, far apart."
    if evidence.town <= -0.5 or evidence.has_unknown_town:
        return "The street is known, but not in the town that the address names."
    if evidence.postcode <= -0.4:
        return "The street is known, but not under this postcode."
    if evidence.has_unknown_words and evidence.postcode < 0.6:
        return "The address has words behind the street that are not known here; perhaps another town."
    if evidence.street < 0.75:
        return "Only a part of the street's name was recognised."
    is_open = _by_margin(margin) < CONFIDENT
    if is_open and len(guesses) > 1 and guesses[1].kind not in (PlaceKind.POSTCODE, PlaceKind.TOWN):
        return "More than one place fits."
    if evidence.kind is PlaceKind.INTERPOLATED:
        return "The house number lies between or beside known ones that are far away."
    if evidence.kind is PlaceKind.STREET:
        return "Only the street was found, and it is long." if evidence.number > -0.5 else "No such house number there."
    if evidence.postcode < 0:
        return "The postcode belongs to a place nearby, but not to this street."
    return "The spelling differs from every known street."
