"""JSON lines, or one JSON list of objects, as rows of text under the names of their keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lastmile_core.files.tables.csv_rows import Record

_LISTS = ("orders", "shipments", "visits", "stops", "deliveries", "jobs", "tasks", "features", "items", "data", "rows")
_DEEPEST = 6
_NUMBERED = ("window", "slot")
_MOST_NUMBERED = 3


def read_json(text: str, max_records: int) -> list[Record] | None:
    """Return the keys as a first record and one record for each object; None when the text is no such JSON.

    Nested objects are spread out (``address.city``), lists of plain values joined. A line that is no object keeps its
    place and carries its line number as ``json_fault``.
    """
    start = text[:200].lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")):
        return None
    objects = _whole(text)
    if objects is None:
        objects = list(_lines(text, max_records))
        if not any(isinstance(value, dict) and value for _, value in objects):
            return None
    flat = [(line, _flat(value) if isinstance(value, dict) else value) for line, value in objects]
    keys = list(dict.fromkeys(key for _, value in flat if isinstance(value, dict) for key in value))
    if not keys:
        return None
    records = [Record(keys)]
    for line, value in flat:
        if isinstance(value, dict):
            records.append(Record([value.get(key, "") for key in keys]))
        else:
            records.append(Record(json_fault=line) if value else Record())
    return records


def _loads(text: str) -> Any:
    # Numbers stay as they are written: 0012.50 or 9007199254740993 must not pass through a float.
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _whole(text: str) -> list[tuple[int, Any]] | None:
    """Return the objects when the whole text is one JSON value."""
    try:
        value = _loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        value = _list_in(value)
    if not isinstance(value, list):
        return None
    return [(number, entry if isinstance(entry, dict) else "x") for number, entry in enumerate(value, 1)]


def _list_in(value: dict[str, Any]) -> list[Any]:
    for name in _LISTS:
        found = value.get(name)
        if isinstance(found, list) and any(isinstance(entry, dict) for entry in found):
            return found
        if isinstance(found, dict) and found and all(isinstance(entry, dict) for entry in found.values()):
            return [{"id": key, **entry} for key, entry in found.items()]
    return [value]


def _lines(text: str, max_records: int) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if number > max_records + 1:  # the table itself says that there are too many
            return
        if not line.strip("\ufeff \t"):
            yield number, ""
            continue
        try:
            value = _loads(line.strip("\ufeff"))
        except (ValueError, RecursionError):
            value = None
        yield number, value if isinstance(value, dict) else "x"


def _flat(value: dict[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, entry in value.items():
        name = f"{before}{key}"
        if (
            isinstance(entry, list)
            and len(entry) == 1
            and not _holds_windows(name, entry)
            and isinstance(entry[0], dict)
        ):
            entry = entry[0]
        if isinstance(entry, dict) and depth < _DEEPEST:
            found.update(_flat(entry, f"{name}.", depth + 1))
        elif isinstance(entry, list) and _holds_windows(name, entry):
            for number, part in enumerate(entry[:_MOST_NUMBERED], 1):
                found.update({f"{inner} {number}": text for inner, text in _flat(part, "", depth + 1).items()})
        else:
            found[name] = _text(entry)
    return found


def _holds_windows(name: str, entry: list[Any]) -> bool:
    return (
        any(word in name.lower() for word in _NUMBERED)
        and bool(entry)
        and all(isinstance(part, dict) for part in entry)
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(part, str) and _is_number(part) for part in value):
            return f"[{value[0]}, {value[1]}]"  # longitude first, as GeoJSON has it
        return "; ".join(_text(part) for part in value)
    return json.dumps(value, ensure_ascii=False)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
