"""Amounts whose kind is named row by row: ``loadDemand1Type`` beside its value, ``small-box=1 big-box=2``."""

from __future__ import annotations

import re
from collections.abc import Callable

from lastmile_core.files.cells.values import CellError, NumberStyle, read_number
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.headings.heading_meaning import (
    COUNTED_UNITS,
    UNITS,
    VOLUME_UNITS,
    WEIGHT_UNITS,
    normalise,
    understand,
)
from lastmile_core.files.orders.order_draft import OrderDraft

_PACKAGE = re.compile(r"([^\s=:;,|]+)\s*[=:]\s*(\d+)")
_COUNTED = re.compile(r"(\d+)\s*[xX\u00d7]?\s+([^\W\d][^;,|\d]*)")
_COMMA = re.compile(r"\d+,\d{1,2}")
_UNITS = {"weight": WEIGHT_UNITS, "volume": VOLUME_UNITS}
_DIMENSIONS = {"weight": "kg", "volume": "m3"}
MOST_TYPES = 4


def read_typed_loads(draft: OrderDraft, row: list[str], mapping: ColumnMapping) -> None:
    """Add the amounts of a row to its draft."""
    for number in range(1, MOST_TYPES + 1):
        kind, value = (mapping.fields.get(f"load_{what}{number}") for what in ("type", "value"))
        if kind and value and row[kind.index] and row[value.index]:
            text = row[value.index]
            _try(draft, value.heading, text, lambda kind=kind, text=text: _typed(row[kind.index], text))  # type: ignore[misc]
    packages = mapping.fields.get("packages")
    if packages and (text := row[packages.index]):
        _try(draft, packages.heading, text, lambda: _packages(text))


def _try(draft: OrderDraft, heading: str, text: str, read: Callable[[], dict[str, float]]) -> None:
    try:
        for name, amount in read().items():
            draft.load[name] = draft.load.get(name, 0.0) + amount
    except CellError as fault:
        draft.issues.append(fault.as_issue(draft.row, heading, text))


def _typed(kind: str, text: str) -> dict[str, float]:
    meaning, word = understand(kind), normalise(kind)
    unit = UNITS.get(word, meaning.unit)  # "g" alone is a unit, in a heading it may be anything
    field = "weight" if unit in WEIGHT_UNITS else "volume" if unit in VOLUME_UNITS else meaning.field
    units = _UNITS.get(field, {})
    style = NumberStyle("," if _COMMA.fullmatch(text) else ".")
    amount = read_number(text, style, unit if unit in units else "", units)
    if amount < 0:
        raise CellError("NEGATIVE", f"{text!r} is below zero.", "Write zero or more.")
    return {_DIMENSIONS.get(field, COUNTED_UNITS.get(word, word)): amount}


def _packages(text: str) -> dict[str, float]:
    """Return the number of packages as parcels, and of each kind under its own name."""
    if text.isdecimal():
        return {"parcels": float(text)}
    kinds = [(name, count) for name, count in _PACKAGE.findall(text)]
    kinds = kinds or [(name.strip(), count) for count, name in _COUNTED.findall(text)]
    if not kinds:
        raise CellError("NUMBER", f"{text!r} names no packages.", "Write them as small-box=1 big-box=2.")
    found: dict[str, float] = {"parcels": float(sum(int(count) for _, count in kinds))}
    for name, count in kinds:
        if name.lower() not in ("parcels", "parcel"):
            found[name.lower()] = found.get(name.lower(), 0.0) + int(count)
    return found
