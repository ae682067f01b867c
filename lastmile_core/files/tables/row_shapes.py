"""What the cells of each column look like in this file, and from where on a row stands beside its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SAMPLED, _FEWEST_ROWS, _FEWEST_MISFITS, _FEWEST_MOVED, _MOST_SHAPES = 300, 2, 2, 3, 2
_SHAPES = (
    ("clock", re.compile(r"\d{1,2}[:hH]\d\d(:\d\d)?(\s?[aApP]\.?[mM]\.?)?")),
    ("clocks", re.compile(r"\d{1,2}([:hH]\d\d)?\s*[-–]\s*\d{1,2}([:hH]\d\d)?")),
    ("date", re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ].*)?")),
    ("degree", re.compile(r"[-+]?\d{1,3}[.,]\d{3,}")),
    ("number", re.compile(r"[-+]?\d{1,4}([.,]\d{1,2})?\s?(kg|g|t|l|m3|m³|min|lb|lbs)?")),
    ("phone", re.compile(r"[+(0][\d\s()/.\-]{6,}")),
    ("digits", re.compile(r"\d{5,}")),
    ("email", re.compile(r"[^@\s]+@[^@\s]+")),
    ("words", re.compile(r"\D+")),
)
_LONGEST = 300
Shapes = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """From where on the cells of a row stand beside their headings.

    Attributes
    ----------
    columns
        By how many, to the right; negative to the left.
    first, last
        Columns (0-based) between which the cell stands that makes the row wrong.
    misfits
        How many cells do not look like their columns.
    """

    columns: int
    first: int
    last: int
    misfits: int


@lru_cache(maxsize=16384)
def _shape(text: str) -> str:
    for name, pattern in _SHAPES:
        if pattern.fullmatch(text[:_LONGEST]):
            return name
    return "mixed"


def shapes_of(rows: Iterable[Sequence[str]], width: int) -> Shapes:
    """Return the shapes that the cells of each column have in rows that are right; empty where they tell nothing."""
    taken = [row for row, _ in zip(rows, range(_SAMPLED), strict=False)]
    if len(taken) < _FEWEST_ROWS:
        return ()
    found = [frozenset(_shape(row[index]) for row in taken if row[index]) for index in range(width)]
    return tuple(shapes if len(shapes) <= _MOST_SHAPES else frozenset() for shapes in found)


def find_shift(cells: Sequence[str], shapes: Shapes, shifts: Sequence[int]) -> Shift | None:
    """Return the shift under which every cell looks like its column; None when none does, or the row is right."""
    width = len(shapes)
    misfits = sum(not _fits(cells[i], shapes[i]) for i in range(min(width, len(cells))))
    if not shapes or (misfits < _FEWEST_MISFITS and len(cells) == width):
        return None
    for shift in shifts:
        if shift < 0 and any(cell.strip() for cell in cells[width + shift :]):
            continue  # the last cells would fall off the table
        starts = _starts(cells, shapes, shift, 0) or (_starts(cells, shapes, shift, 1) if shift > 0 else [])
        if starts:
            culprits = _culprits(cells, starts, shift)
            return Shift(shift, culprits[0], culprits[-1], misfits)
    return None


def _starts(cells: Sequence[str], shapes: Shapes, shift: int, ignored: int) -> list[int]:
    """Return the columns at which a row may go wrong; ``ignored`` cells before it are parts of a cell, as in 50,73."""
    width = len(shapes)
    known = [
        (start, [*shapes[: max(0, start - ignored)], *[frozenset[str]()] * min(start, ignored), *shapes[start:]])
        for start in range(width + (shift > 0))
    ]
    return [start for start, there in known if _all_fit(_moved(cells, start, shift, width), there, start)]


def _culprits(cells: Sequence[str], starts: list[int], shift: int) -> list[int]:
    """Return the columns of the cells to look at: the missing one, the empty one too many, or the one that was cut."""
    if shift < 0:
        return starts
    if empty := [start for start in starts if not any(cell.strip() for cell in cells[start : start + shift])]:
        return empty
    # "Meier, Hans": behind a separator inside a text stands a blank.
    cut = [start for start in starts if cells[start][:1] == " "]
    return [max(0, start - 1) for start in cut or starts]


def _moved(cells: Sequence[str], start: int, shift: int, width: int) -> list[str]:
    """Return a row put back: ``shift`` cells from ``start`` on are one too many (or are missing, when negative)."""
    rest = [""] * -shift + list(cells[start:]) if shift < 0 else list(cells[start + shift :])
    return ([*cells[:start], *rest] + [""] * width)[:width]


def _all_fit(cells: Sequence[str], shapes: Sequence[frozenset[str]], start: int) -> bool:
    told = [(cell.strip(), shapes[i]) for i, cell in enumerate(cells) if cell.strip() and shapes[i]]
    moved = sum(1 for cell, known in zip(cells[start:], shapes[start:], strict=True) if cell.strip() and known)
    return moved >= min(_FEWEST_MOVED, len(cells) - start) and all(_fits(text, known) for text, known in told)


def _fits(text: str, known: frozenset[str]) -> bool:
    return not text.strip() or not known or _shape(text.strip()) in known


def where_it_went_wrong(shift: Shift, headings: Sequence[str]) -> tuple[str, str]:
    """Return the heading of the cell to look at (empty when several may be) and words for it."""
    first, last = min(shift.first, len(headings) - 1), min(shift.last, len(headings) - 1)
    if first == last:
        return headings[first], f"Look at “{headings[first]}”"
    return "", f"Look from “{headings[first]}” to “{headings[last]}”"
