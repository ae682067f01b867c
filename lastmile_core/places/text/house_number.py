"""House numbers: 12, 12b, 12/b, 12 bis, 12-14."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from lastmile_core.places.text.words import fold

LONGEST_RANGE = 40
"""A second number farther away than this is a flat or a stair, not the end of a range."""

NEXT_DOORS = 4
"""Two numbers of one side that are no farther apart are neighbours: 12/14 is one house, or next door to it."""

_NUMBER = re.compile(r"(?:n[o°.]*\s*)?(\d{1,5})(?!\d)\s*(.*)")
_REST = re.compile(r"[\s/\-–.]*([0-9a-z]*)")


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number as it is compared.

    Attributes
    ----------
    last
        End of a range such as 12-14; None when there is one number only.
    suffix
        Letter or second part: ``b`` of 12b, ``bis``, ``3`` of 12/3.
    """

    first: int
    last: int | None = None
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.first}-{self.last}" if self.last else f"{self.first}{self.suffix}"


def read_flat_and_house(text: str, numbers: Container[int]) -> tuple[HouseNumber, bool] | None:
    """Return the house of “3/214” where that stands before the street, and whether it is clear; None for no such text.

    Parameters
    ----------
    numbers
        Numbers that the street is known to have.
    """
    parts = fold(text).strip().split("/")
    first, house = (read_house_number(part) for part in parts) if len(parts) == 2 else (None, None)
    if first is None or house is None or not parts[1][:1].isdigit():
        return None
    gap = house.first - first.first
    may_be_range = 0 < gap <= LONGEST_RANGE and gap % 2 == 0
    if not may_be_range:
        return house, True
    has_first, has_house = first.first in numbers, house.first in numbers
    if gap <= NEXT_DOORS or (has_first and not has_house):
        return HouseNumber(first.first, last=house.first), True
    return house, has_house and not has_first


@lru_cache(maxsize=16_384)
def read_house_number(text: str) -> HouseNumber | None:
    """Return the number in a text that holds nothing else; None when it does not begin with one."""
    match = _NUMBER.fullmatch(fold(text).strip())
    if match is None:
        return None
    first = int(match.group(1))
    rest = _REST.match(match.group(2))
    second = rest.group(1) if rest else ""
    if second.isdigit() and first < int(second) <= first + LONGEST_RANGE:
        return HouseNumber(first, last=int(second))
    return HouseNumber(first, suffix=second[:4])
