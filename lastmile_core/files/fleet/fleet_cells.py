"""Cells of one row of a fleet file, read by field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any

from lastmile_core.files.cells import words
from lastmile_core.files.cells.coordinates import on_earth, read_degree
from lastmile_core.files.cells.times import read_time
from lastmile_core.files.cells.values import CellError, NumberStyle, read_duration, read_number
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.headings.heading_meaning import TIME_UNITS, VOLUME_UNITS, WEIGHT_UNITS
from lastmile_core.files.raw_table import stop
from lastmile_core.model import Issue

_UNITS = {"weight": WEIGHT_UNITS, "volume": VOLUME_UNITS, "max_distance": {"km": 1000.0, "m": 1.0, "mi": 1609.344}}


_NO_LIMIT = frozenset(
    words.plain(phrase)
    for phrase in [
        "no limit",
        "unlimited",
        "none",
        "unbegrenzt",
        "ohne limit",
        "ohne grenze",
        "illimité",
        "sans limite",
        "ilimitado",
        "sin límite",
        "sem limite",
        "illimitato",
        "senza limiti",
        "onbeperkt",
        "bez limitu",
        "obegränsad",
        "ubegrænset",
        "ubegrenset",
        "sınırsız",
        "nelimitat",
        "inf",
        "infinity",
    ]
)


def is_no_limit(text: str) -> bool:
    """Whether a cell says that there is no limit; an empty one says nothing, and 0 says that nothing fits."""
    return words.plain(text) in _NO_LIMIT or text.strip() == "∞"


class FleetCells:
    """Cells of one row by field, with faults collected as issues."""

    def __init__(self, mapping: ColumnMapping, styles: dict[str, NumberStyle], number: int, row: list[str]) -> None:
        self.mapping = mapping
        self.styles = styles
        self.number = number
        self.row = row
        self.issues: list[Issue] = []

    def text(self, name: str) -> str:
        """Return a cell; empty when the file has no such column."""
        index = self.mapping.index(name)
        return "" if index is None else self.row[index]

    def _try(self, name: str, read: Callable[[str], Any]) -> Any:
        text = self.text(name)
        if not text:
            return None
        try:
            return read(text)
        except CellError as fault:
            column = self.mapping.heading(name)
            self.issues.append(fault.as_issue(self.number, column, text))
            return None

    def number_of(self, name: str, default: float | None = None) -> float | None:
        """Return a number that is zero or more; ``default`` when there is none or it cannot be taken."""
        unit = self.mapping.fields[name].unit if name in self.mapping.fields else ""
        units = _UNITS.get(name, {"": 1.0})
        style = self.styles.get(name, NumberStyle())
        value: float | None = self._try(
            name, lambda text: read_number(text, style, unit if unit in units else "", units)
        )
        if value is not None and value < 0:
            column = self.mapping.heading(name)
            self.issues.append(
                stop(
                    "NEGATIVE",
                    f"{self.text(name)!r} is below zero.",
                    "Write zero or more.",
                    row=self.number,
                    column=column,
                )
            )
        return default if value is None or value < 0 else value

    def clock(self, name: str) -> time | None:
        """Return a time of day; None when there is none."""
        found = self._try(name, read_time)
        return None if found is None else time(found.seconds // 3600 % 24, found.seconds % 3600 // 60)

    def seconds(self, name: str) -> int | None:
        """Return a duration in seconds; a bare number is in the heading's unit, minutes when it names none."""
        style, unit = self.styles.get(name, NumberStyle()), self._unit(name)
        value: int | None = self._try(name, lambda text: read_duration(text, style, unit))
        return value

    def working_time(self, name: str) -> int | None:
        """Return a long duration in seconds: a bare number up to 24 is hours when the heading names no unit."""
        style, unit = self.styles.get(name, NumberStyle()), self._unit(name)
        if not unit and re.fullmatch(r"(?:\d|1\d|2[0-4])(?:[.,]\d+)?", self.text(name).strip()):
            unit = "h"
        value: int | None = self._try(name, lambda text: read_duration(text, style, unit))
        return value

    def _unit(self, name: str) -> str:
        unit = self.mapping.fields[name].unit if name in self.mapping.fields else ""
        return unit if unit in TIME_UNITS else ""

    def place(self, end: str = "start") -> tuple[float, float] | None:
        """Return latitude and longitude of the ``start`` or ``end``; None when one of them is missing."""
        lat, lon = self._try(f"{end}_lat", read_degree), self._try(f"{end}_lon", read_degree)
        if lat is None or lon is None:
            return None
        if not on_earth((lat, lon)):
            self.issues.append(
                stop(
                    "COORD_RANGE",
                    f"{lat:g}, {lon:g} is not on the earth.",
                    "Latitude and longitude may be swapped.",
                    row=self.number,
                    column=self.mapping.heading(f"{end}_lat"),
                )
            )
            return None
        return lat, lon
