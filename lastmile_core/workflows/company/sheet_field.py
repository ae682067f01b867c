"""A field of a form or table: what it is called, and how a value is read from text and said as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Any


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "a number"
    WHOLE = "a whole number"
    CLOCK = "a time such as 07:00"
    FLAG = "yes or no"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField:
    """One field of a row.

    Attributes
    ----------
    name
        As commands write it.
    label
        As pages show it, with the unit.
    least, most
        Bounds of a number, both included.
    choices
        Word, as people may write it → value; None for anything. The values are what pages offer.
    letters
        Most letters of a text.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    least: float | None = None
    most: float | None = None
    choices: Mapping[str, str] | None = field(default=None)
    letters: int = 200

    def read(self, text: str) -> Any:
        """Return the value that somebody wrote; None for an empty text where that can be meant.

        Raises
        ------
        ValueError
            If it cannot be meant; the sentence names the field, the text and what would be right.
        """
        text = text.strip()
        if not text and self.kind is not FieldKind.FLAG:
            return None
        if self.choices is not None:
            return self._chosen(text)
        if self.kind is FieldKind.TEXT:
            if len(text) > self.letters:
                raise ValueError(f"{self.name} has {len(text)} letters; write at most {self.letters}")
            return text
        if self.kind is FieldKind.FLAG:
            return self._flag(text)
        return self._clock(text) if self.kind is FieldKind.CLOCK else self._number(text)

    def _chosen(self, text: str) -> str:
        assert self.choices is not None
        by_fold = {word.casefold(): value for word, value in self.choices.items()}
        if text.casefold() not in by_fold:
            raise ValueError(f"{self.name} is “{text}”; write {one_of(dict.fromkeys(self.choices.values()))}")
        return by_fold[text.casefold()]

    def _flag(self, text: str) -> bool:
        words = {
            "yes": True,
            "true": True,
            "1": True,
            "on": True,
            "no": False,
            "false": False,
            "0": False,
            "off": False,
        }
        if text.casefold() not in words:
            raise ValueError(f"{self.name} is “{text}”; write yes or no")
        return words[text.casefold()]

    def _clock(self, text: str) -> time:
        try:
            found = time.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{self.name} is “{text}”; write a time of day such as 07:00") from None
        if found.tzinfo is not None or found.second or found.microsecond:
            raise ValueError(f"{self.name} is “{text}”; write hours and minutes of the depot's clock, such as 07:00")
        return found

    def _number(self, text: str) -> float | int:
        whole = self.kind is FieldKind.WHOLE
        try:
            found = float(text)
        except ValueError:
            found = math.nan
        if not math.isfinite(found) or (whole and found != int(found)):
            raise ValueError(f"{self.name} is “{text}”; write {self.kind.value}{self._bounds()}")
        if (self.least is not None and found < self.least) or (self.most is not None and found > self.most):
            raise ValueError(f"{self.name} is {text}; write {self.kind.value}{self._bounds()}")
        return int(found) if whole else found

    def _bounds(self) -> str:
        if self.least is None and self.most is None:
            return ""
        if self.most is None:
            return f" from {self.least:g} up"
        return f" up to {self.most:,.0f}" if self.least is None else f" from {self.least:g} to {self.most:,.10g}"


def one_of(words: Iterable[str]) -> str:
    """Return words as “a, b or c”."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def value_words(value: Any) -> str:
    """Return what a cell holds as people write it; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple | list):
        return " – ".join(value_words(part) or "…" for part in value) if any(p is not None for p in value) else ""
    return str(value)
