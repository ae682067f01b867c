"""Readers of the values in a problem file: each returns what it was given in our form, or says what is wrong where."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np
import numpy.typing as npt

from lastmile_core.travel.times.travel_matrix import NOISE

Reader = Callable[[Any, str], Any]
"""Takes a value and where it stands (``visits[3].service``)."""

_LONGEST_SHOWN = 40


class WrongValueError(ValueError):
    """A value that cannot be meant; the sentence names the field, the value and what would be right."""


def refuse(where: str, value: Any, right: str) -> WrongValueError:
    """Return the error for one value."""
    return WrongValueError(f"{where} is {shown(value)}; {right}")


def shown(value: Any) -> str:
    """Return a value as it stands in the file, cut to a length that a person reads."""
    if isinstance(value, list | dict):
        return f"a list of {len(value)}" if isinstance(value, list) else "an object"
    # Long whole numbers cannot even be turned into text.
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_LONGEST_SHOWN:
        return f"a number of more than {_LONGEST_SHOWN} digits"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def whole(high: int, low: int = 0) -> Reader:
    """Read a whole number in a range."""

    def read(value: Any, where: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise refuse(where, value, f"write a whole number from {low:,} to {high:,}")
        return value

    return read


def text(value: Any, where: str) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise refuse(where, value, "write a text in quotes")
    return value


def flag(value: Any, where: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise refuse(where, value, "write true or false")
    return value


def optional(reader: Reader) -> Reader:
    """Read null as None."""
    return lambda value, where: None if value is None else reader(value, where)


def many(reader: Reader) -> Reader:
    """Read a list as a tuple."""

    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise refuse(where, value, "write a list in [ ]")
        return tuple(reader(part, f"{where}[{number}]") for number, part in enumerate(value))

    return read


def distinct(reader: Reader) -> Reader:
    """Read a list as a set; a value that comes twice is refused."""
    inner = many(reader)

    def read(value: Any, where: str) -> frozenset[Any]:
        parts = inner(value, where)
        if len(set(parts)) < len(parts):
            twice = next(part for part in parts if parts.count(part) > 1)
            raise WrongValueError(f"{where} names {shown(twice)} twice; name each once")
        return frozenset(parts)

    return read


def span(high: int) -> Reader:
    """Read [first, last] with first ≤ last."""
    number = whole(high)

    def read(value: Any, where: str) -> tuple[int, int]:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise refuse(where, value, "write two numbers: [first, last]")
        first, last = (number(part, f"{where}[{index}]") for index, part in enumerate(value))
        if first > last:
            raise WrongValueError(f"{where} is [{first}, {last}] and ends before it begins; swap the two")
        return first, last

    return read


def read_object[T](kind: Callable[..., T], readers: Mapping[str, Reader], value: Any, where: str, *needed: str) -> T:
    """Return an object of our own from one of the file; a field of another name is refused, with the one it is like."""
    if not isinstance(value, dict):
        raise refuse(where, value, "write an object in { }")
    whole_object = where or "the problem"
    for name in value:
        if name not in readers:
            near = get_close_matches(str(name), readers, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(readers)}"
            raise WrongValueError(f"{whole_object} has a field {shown(name)} that is not known; {hint}")
    for name in needed:
        if name not in value:
            raise WrongValueError(f"{whole_object} has no field {name!r}; add it")
    return kind(**{name: readers[name](part, f"{where}.{name}".lstrip(".")) for name, part in value.items()})


def square_matrix(high: int, missing: int) -> Reader:
    """Read a list of rows as a square matrix of whole numbers.

    Null, NaN and infinity mean no way (``missing``); a road engine's −0.5 between near neighbours is 0.
    """

    def read(value: Any, where: str) -> npt.NDArray[np.int64]:
        if not isinstance(value, list):
            raise refuse(where, value, "write a list of rows")
        for row, entries in enumerate(value):
            if not isinstance(entries, list):
                raise refuse(f"{where}[{row}]", entries, "write a row of numbers in [ ]")
            if len(entries) != len(value):
                raise WrongValueError(
                    f"{where}[{row}] has {len(entries)} entries and the matrix {len(value)} rows; "
                    "a matrix is square, one row and one column a place"
                )
        numbers = _as_array(value)
        if numbers is not None and (not numbers.size or 0 <= numbers.min() <= numbers.max() <= high):
            return numbers
        # Looked at one by one only now: a large matrix that is not plain may take a moment.
        rows = [
            [_way(entry, where, (row, column), high, missing) for column, entry in enumerate(entries)]
            for row, entries in enumerate(value)
        ]
        return np.array(rows, dtype=np.int64)

    return read


def _as_array(rows: list[list[Any]]) -> npt.NDArray[np.int64] | None:
    """Return the numbers at once; None when some are no whole numbers of 64 bits."""
    try:
        numbers = np.array(rows) if rows else np.zeros((0, 0), dtype=np.int64)
    except (ValueError, TypeError, OverflowError):
        return None
    return numbers if numbers.dtype == np.int64 and numbers.ndim == 2 else None


def _way(entry: Any, where: str, pair: tuple[int, int], high: int, missing: int) -> int:
    if entry is None or (type(entry) is float and not math.isfinite(entry)):
        return missing if pair[0] != pair[1] else 0
    if type(entry) in (int, float) and -NOISE <= entry < 0:
        return 0
    if type(entry) not in (int, float) or not 0 <= entry <= high or entry != int(entry):
        start, end = pair
        entry_words = f"{where}[{start}][{end}], from place {start} to place {end}"
        raise refuse(entry_words, entry, f"write a whole number from 0 to {high:,}, or null where there is no way")
    return int(entry)
