"""Where on a street a house number is: its door, between two known doors, just beyond the last, or only the street."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from lastmile_core.places.answer import PlaceKind
from lastmile_core.places.index.address_index import KnownDoor, KnownStreet
from lastmile_core.places.index.flat_earth import (
    Point,
    between,
    circle_around,
    length_of,
    metres_between,
    point_along,
    project,
)
from lastmile_core.places.text.house_number import HouseNumber

WIDEST_GAP_M = 600.0
"""Doors farther apart than this say nothing about what stands between them."""

MIXED_STEP, MIXED_M = 30, 500.0
"""A door whose number is so near should not be so far away."""

JUMBLED = 4.0
"""A street is walked by its numbers in at most so many times its length."""

FAR_DOORS_M = 200.0
"""Doors of the same number farther apart than this are two different houses."""

FARTHEST_BEYOND_M = 250.0
"""So far behind the last known door a number is still placed."""

METRES_A_NUMBER = 4.0
"""From one number to the next where the street's own doors do not tell."""

AT_THE_STREET_M = 60.0
"""Doors stand at most this far from their street."""


@dataclass(frozen=True, slots=True)
class Located:
    """A number on a street.

    Attributes
    ----------
    reach_m
        How far from the point the door may be, metres.
    evidence
        How much the street's numbers speak for this street: 1 it has the number, 0 nobody knows, -1 it cannot have it.
    is_unique
        False when the street has the number twice, far apart.
    """

    point: Point
    kind: PlaceKind
    reach_m: float
    evidence: float
    door: KnownDoor | None = None
    is_unique: bool = True


def locate(street: KnownStreet, doors: Sequence[KnownDoor], number: HouseNumber | None, postcode: str) -> Located:
    """Return where a number is on a street.

    Parameters
    ----------
    postcode
        Chooses between doors of the same number, and the part of a long street; empty when it is not known.
    """
    if number is None:
        return _on_street(street, doors, postcode, 0.0)
    same = [door for door in doors if door.number == number.first]
    if same:
        return _at_door(same, number, postcode)
    here = [door for door in doors if door.postcode == postcode] if postcode else []
    for known in (here, doors):
        if (found := _between_doors(street, known, number)) is not None:
            return found
    for known in (here, doors):
        if known and (found := _beyond_doors(street, known, number)) is not None:
            return found
    return _on_street(street, doors, postcode, _evidence_against(street, doors, number))


def _on_street(street: KnownStreet, doors: Sequence[KnownDoor], postcode: str, evidence: float) -> Located:
    """Take the middle of the street, or of its part with the postcode."""
    here = [door.point for door in doors if postcode and door.postcode == postcode]
    if len(here) >= 2 and len(here) < len(doors):
        centre, _ = circle_around(here)
        middle = min(here, key=lambda point: metres_between(point, centre))
        return Located(middle, PlaceKind.STREET, max(metres_between(middle, point) for point in here) + 50, evidence)
    return Located(street.point, PlaceKind.STREET, street.radius_m, evidence)


def _at_door(same: list[KnownDoor], number: HouseNumber, postcode: str) -> Located:
    fitting = [door for door in same if door.postcode == postcode] or same
    exact = [door for door in fitting if door.suffix == number.suffix]
    # 12 stands for 12a to 12d too: the first of them is a door or two away.
    chosen = exact or sorted(fitting, key=lambda door: (door.suffix != "", door.suffix))
    best = chosen[0]
    spread = max(metres_between(best.point, door.point) for door in chosen)
    if spread > FAR_DOORS_M:
        return Located(best.point, PlaceKind.HOUSE, spread, 1.0, best, is_unique=False)
    return Located(best.point, PlaceKind.HOUSE, max(5.0, spread) if exact else max(20.0, spread), 1.0, best)


def _between_doors(street: KnownStreet, doors: Sequence[KnownDoor], number: HouseNumber) -> Located | None:
    """Interpolate between the nearest smaller and larger number of the same side, else of either side."""
    for same_side in (True, False):
        side = [door for door in doors if not same_side or door.number % 2 == number.first % 2]
        below = [door for door in side if door.number < number.first]
        above = [door for door in side if door.number > number.first]
        if not below or not above:
            continue
        low, high = below[-1], above[0]
        gap = metres_between(low.point, high.point)
        if gap > WIDEST_GAP_M:
            continue
        share = (number.first - low.number) / (high.number - low.number)
        point = _along(street, low.point, high.point, share)
        nearest = min(share, 1 - share) * gap
        if _is_mixed(doors, number, point) or _is_jumbled(street, side):
            return Located(point, PlaceKind.INTERPOLATED, MIXED_M, 0.0, is_unique=False)
        # A door sits where its number says only roughly, the more so the farther the known doors are.
        reach = max(10.0, nearest * 0.6) + (0.0 if same_side else 15.0)
        return Located(point, PlaceKind.INTERPOLATED, reach, 0.5 if gap < 150 else 0.35)
    return None


def _is_mixed(doors: Sequence[KnownDoor], number: HouseNumber, point: Point) -> bool:
    """Whether nearly the same number is far away: a street whose numbers begin twice says nothing about a new one."""
    return any(
        abs(door.number - number.first) <= MIXED_STEP and metres_between(door.point, point) > MIXED_M for door in doors
    )


def _is_jumbled(street: KnownStreet, side: Sequence[KnownDoor]) -> bool:
    """Whether going from door to door by number means going to and fro, as where both banks are numbered at once."""
    walked = sum(metres_between(one.point, other.point) for one, other in itertools.pairwise(side))
    return walked > JUMBLED * (2 * street.radius_m + FAR_DOORS_M)


def _along(street: KnownStreet, low: Point, high: Point, share: float) -> Point:
    """Return the point a share of the way between two doors, following the street where one piece holds both.

    A share above 1 is beyond the second door.
    """
    for line in street.lines:
        (at_low, away_low), (at_high, away_high) = project(line, low), project(line, high)
        if max(away_low, away_high) > AT_THE_STREET_M or abs(at_high - at_low) < 1:
            continue
        if abs(at_high - at_low) > 2.5 * metres_between(low, high) + 30:
            continue  # a loop: the numbers go the short way
        at = at_low + (at_high - at_low) * share
        on_street = point_along(line, min(max(at, 0.0), length_of(line)))
        # Back from the middle of the road to the side where the doors are, as far as they are.
        start, end = point_along(line, at_low), point_along(line, at_high)
        kept = min(share, 1.0)
        aside_lat = (low[0] - start[0]) * (1 - kept) + (high[0] - end[0]) * kept
        aside_lon = (low[1] - start[1]) * (1 - kept) + (high[1] - end[1]) * kept
        return on_street[0] + aside_lat, on_street[1] + aside_lon
    return between(low, high, share if share <= 1 else 1.0)


def _beyond_doors(street: KnownStreet, doors: Sequence[KnownDoor], number: HouseNumber) -> Located | None:
    """Go on from the last known doors in the same step."""
    side = [door for door in doors if door.number % 2 == number.first % 2] or list(doors)
    last, inner = (side[0], side[1:]) if number.first < side[0].number else (side[-1], side[-2::-1])
    if side[0].number < number.first < side[-1].number:
        return None  # between two doors that are too far apart
    # Neighbours tell the step badly; a door some way off tells it well.
    other = next((door for door in inner if abs(door.number - last.number) >= 8), inner[-1] if inner else None)
    steps = abs(number.first - last.number)
    metres = steps * _metres_a_number(side)
    gap = metres_between(other.point, last.point) if other else 0.0
    point = _along(street, other.point, last.point, 1 + metres / gap) if other and gap > 1 else last.point
    if metres > FARTHEST_BEYOND_M:
        return None
    return Located(point, PlaceKind.INTERPOLATED, 15 + 0.8 * metres, 0.2 if metres < 100 else 0.1)


def _metres_a_number(doors: Sequence[KnownDoor]) -> float:
    """Return the metres from one number to the next; in the middle of what the neighbours of a street tell."""
    pairs = itertools.pairwise(doors)
    steps = sorted(
        metres_between(one.point, other.point) / (other.number - one.number)
        for one, other in pairs
        if other.number > one.number
    )
    return max(0.8, steps[len(steps) // 2]) if steps else METRES_A_NUMBER


def _evidence_against(street: KnownStreet, doors: Sequence[KnownDoor], number: HouseNumber) -> float:
    """Return how much it speaks against a street that such a number is nowhere near its known ones."""
    if not doors or doors[0].number <= number.first <= doors[-1].number:
        return 0.0
    nearest = min(doors, key=lambda door: abs(door.number - number.first))
    needed = abs(number.first - nearest.number) * min(METRES_A_NUMBER, _metres_a_number(doors))
    there_is = max((metres_between(nearest.point, point) for line in street.lines for point in line), default=0.0)
    if needed <= there_is + 100:
        return 0.0
    return -0.2 if len(doors) < 4 else -1.0
