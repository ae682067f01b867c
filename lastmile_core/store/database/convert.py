"""Values on their way into and out of rows: moments, clocks, places, JSON.

Loads, skills and windows repeat from order to order, so their texts are kept in mind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from lastmile_core.model import Load, Location, TimeWindow


def moment_text(moment: datetime) -> str:
    """Return a moment as ISO-8601 text in UTC, which sorts as time does.

    Raises
    ------
    ValueError
        If the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone before it can be stored; attach the depot's zone")
    return moment.astimezone(UTC).isoformat()


def moment_or_none(moment: datetime | None) -> str | None:
    """Return the UTC text of a moment, or None."""
    return None if moment is None else moment_text(moment)


def read_moment(text: str, zone: ZoneInfo | None = None) -> datetime:
    """Return the stored moment in ``zone`` (UTC when none is given)."""
    return datetime.fromisoformat(text).astimezone(zone or UTC)


def read_moment_or_none(text: str | None, zone: ZoneInfo | None = None) -> datetime | None:
    """Return the stored moment in ``zone``, or None."""
    return None if text is None else read_moment(text, zone)


def clock_text(clock: time) -> str:
    """Return a local time of day as text."""
    return clock.isoformat()


def read_clock(text: str) -> time:
    """Return the stored local time of day."""
    return time.fromisoformat(text)


def plain(value: object) -> Any:
    """Return ``value`` in the types that JSON and SQLite know.

    NumPy numbers would be stored as eight raw bytes, so they are turned into Python's own.
    """
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return moment_text(value)
    to_list = getattr(value, "tolist", None)
    if to_list is not None:
        return to_list()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def to_json(value: object) -> str:
    """Return compact JSON text of ``value``; not-a-number is refused."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(text: str | None, empty: Any = None) -> Any:
    """Return the value of stored JSON text; ``empty`` for no text."""
    return empty if text is None else json.loads(text)


@lru_cache(maxsize=4096)
def words_json(words: frozenset[str]) -> str:
    """Return a set of words as sorted JSON text."""
    return to_json(sorted(words))


@lru_cache(maxsize=4096)
def read_words(text: str) -> frozenset[str]:
    """Return the stored set of words."""
    return frozenset() if text == "[]" else frozenset(json.loads(text))


@lru_cache(maxsize=4096)
def load_json(load: Load) -> str:
    """Return a load as JSON text."""
    return to_json(dict(load.amounts))


@lru_cache(maxsize=4096)
def read_load(text: str) -> Load:
    """Return the stored load."""
    return Load() if text == "{}" else Load(tuple(json.loads(text).items()))


def read_location(lat: float | None, lon: float | None) -> Location | None:
    """Return the stored place, or None when it is not known."""
    return None if lat is None or lon is None else Location(lat=lat, lon=lon)


@lru_cache(maxsize=4096)
def windows_json(windows: tuple[TimeWindow, ...]) -> str:
    """Return time windows as JSON text, pairs of moments."""
    return json.dumps([[moment_text(window.earliest), moment_text(window.latest)] for window in windows])


@lru_cache(maxsize=4096)
def read_windows(text: str, zone: ZoneInfo) -> tuple[TimeWindow, ...]:
    """Return the stored time windows with their ends in ``zone``."""
    return tuple(
        TimeWindow(earliest=read_moment(earliest, zone), latest=read_moment(latest, zone))
        for earliest, latest in json.loads(text)
    )
