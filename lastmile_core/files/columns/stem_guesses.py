"""What an unknown heading may mean: stems of its words, believed only where the contents agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lastmile_core.files.cells.evidence import fits, looks_like_ids
from lastmile_core.files.columns.column_stems import DELIVERY_DAY, MONEY, NOT_THE_DAY, STEMS
from lastmile_core.files.headings.heading_meaning import UNITS, normalise, understand

_NUMBER = re.compile(r"[-+]?\d{1,3}(?:[ .,']?\d{3})*(?:[.,]\d+)?|[-+]?\d+(?:[.,]\d+)?")
_WITH_UNIT = re.compile(r"([-+]?\d[\d.,' ]*)\s?([^\W\d_][\w³]{0,8})\.?")
_DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[T ]00:00(?::00)?)?|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})"
    r"|\d{1,2}\.? [^\W\d]{3,10}\.? \d{4}"
)
_CLOCK = re.compile(r"\d{1,2}[:hH.]\d{2}(?::\d{2})?(?:\s?[apAP]\.?[mM]\.?)?")
_RANGE = re.compile(rf"{_CLOCK.pattern}\s?(?:-|–|to|bis|a|à|e|do)\s?{_CLOCK.pattern}")
_PHONE = re.compile(r"\+\d[\d\s()./-]{7,18}|0\d[\d\s()./-]{7,16}")
_STREET = re.compile(r"(?=.*\d)(?=.*[^\W\d]{3}).*\s.*")
_MOST = 0.8


def _mostly(values: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return sum(bool(pattern.fullmatch(value)) for value in values) >= _MOST * len(values)


def are_dates(values: Sequence[str]) -> bool:
    """Return whether a column holds days (a moment with a time of day is a time stamp, not a day)."""
    return bool(values) and _mostly([value[:60] for value in values], _DATE)


def are_clocks(values: Sequence[str]) -> bool:
    """Return whether a column holds times of day or ranges of them."""
    short = [value[:40] for value in values]
    return bool(values) and (_mostly(short, _CLOCK) or _mostly(short, _RANGE))


def are_phones(values: Sequence[str]) -> bool:
    """Return whether a column holds telephone numbers that cannot be anything else."""
    return bool(values) and _mostly([value[:30] for value in values], _PHONE)


def are_degrees(values: Sequence[str]) -> bool:
    """Return whether a column holds degrees with at least three decimals."""
    return bool(values) and all(re.fullmatch(r"-?\d{1,3}[.,]\d{3,}", value[:20]) for value in values)


def unit_in_cells(values: Sequence[str]) -> str:
    """Return the unit that most cells of a column name behind a number, or ""."""
    found = [match.group(2).lower() for value in values if (match := _WITH_UNIT.fullmatch(value[:40].strip()))]
    units = {UNITS.get(unit, "") for unit in found}
    return units.pop() if len(found) >= _MOST * len(values) and len(units) == 1 else ""


def are_numbers(values: Sequence[str]) -> bool:
    """Return whether a column holds plain numbers, with or without a unit."""
    short = [value[:40].strip() for value in values]
    return bool(values) and (_mostly(short, _NUMBER) or bool(unit_in_cells(values)))


def _are_minutes(values: Sequence[str]) -> bool:
    return are_numbers(values) and all(len(value) <= 8 for value in values)


def _are_words(values: Sequence[str]) -> bool:
    return sum(bool(re.search(r"[^\W\d]{2}", value)) for value in values) >= _MOST * len(values)


_CONTENT: dict[str, Callable[[Sequence[str]], bool]] = {
    "weight": are_numbers,
    "volume": are_numbers,
    "parcels": are_numbers,
    "service": _are_minutes,
    "tw_range": lambda values: are_clocks(values) and fits("tw_range", values) >= _MOST,
    "phone": lambda values: fits("phone", values) >= _MOST,
    "lat": are_degrees,
    "lon": are_degrees,
    "postcode": lambda values: all(len(value) <= 12 and any(c.isdigit() for c in value) for value in values),
    "address": lambda values: _mostly([value[:200] for value in values], _STREET),
    "city": _are_words,
    "customer_name": _are_words,
    "notes": _are_words,
}


def _has(words: Sequence[str], stems: Sequence[str]) -> bool:
    return any(word == stem or (len(stem) >= 4 and word.startswith(stem)) for word in words for stem in stems)


def names_delivery_day(heading: str) -> bool:
    """Return whether a heading of dates speaks of the delivery ("Date souhaitée", "Promised")."""
    words = _split(heading)
    return _has(words, DELIVERY_DAY) and not _has(words, ("gi",)) and not _has(words, NOT_THE_DAY)


def names_another_day(heading: str) -> bool:
    """Return whether a heading of dates plainly speaks of something else ("Created at", "Geburtsdatum")."""
    return _has(_split(heading), NOT_THE_DAY) and not _has(_split(heading), ("deliv", "liefer", "livr", "entreg"))


def is_money(heading: str) -> bool:
    """Return whether a heading speaks of prices or limits, whose numbers are no load."""
    return _has(_split(heading), MONEY)


def guess_field(heading: str, values: Sequence[str]) -> str:
    """Return the field that the stems of a heading name and its contents allow; "" when there is none."""
    words = _split(heading)
    if not words or not values or understand(heading).field:
        return ""
    for name, stems in STEMS:
        is_load = name in ("weight", "volume", "parcels", "service")
        if is_load and (is_money(heading) or looks_like_long_ids(values)):
            continue
        if _has(words, stems) and _CONTENT[name](values):
            return name
    return ""


def looks_like_long_ids(values: Sequence[str]) -> bool:
    """Return whether values are numbers of things: all different, whole, with five digits and more."""
    return looks_like_ids(values) and all(value.isdigit() and len(value) >= 5 for value in values)


def _split(heading: str) -> list[str]:
    return normalise(heading).split()
