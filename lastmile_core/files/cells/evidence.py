"""Do these values look like what the heading says? Loose on purpose: wrong cells become issues later, row by row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from lastmile_core.files.cells.map_links import is_link, is_plus_code
from lastmile_core.files.cells.words import KIND_WORDS, plain

_LONGEST = 300
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2}")
_COORDINATE = re.compile(r"[-+]?\d{1,3}([.,]\d+)?\s*°?.{0,14}")
_PAIR = re.compile(
    r"[\[(]?\s*[-+]?\d{1,3}(?:\.\d+)?\s*°?\s*[,;/\s]\s*[-+]?\d{1,3}(?:\.\d+)?\s*°?\s*[\])]?"
    r"|[-+]?\d{1,3},\d+\s*[;,/\s]\s*[-+]?\d{1,3},\d+"
    r"|[NS]?\s*-?\d{1,2}\s*[°º].*\d\s*[°º].*"
)
_LONG_PAIR = re.compile(
    r"\D{0,4}\d{1,3}[.,]\d{3,}\D{1,6}\d{1,3}[.,]\d{3,}\D{0,4}|[NS]?\s*-?\d{1,2}\s*[°º].*\d\s*[°º].*"
)
_DATE = re.compile(
    r".*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*|\d{1,2}[-./]\d{1,2}\.?|\d{6}|\d{8}|\d{10}|\d{13}|[34567]\d{4}(\.\d+)?"
    r"|\d{1,2}\.? ?[^\W\d]{3,}\.?,? ?\d{0,4}.*|[^\W\d]{3,9} \d{1,2},? \d{4}"
)
_TIME = re.compile(
    r"PT\d.*|(\d{1,4}[-./]\d{1,2}([-./]\d{1,4})?[ T,]+)?\d{1,2}\s*([:.hH]\s*\d{0,2}){0,2}.{0,10}|\d{3,4}|0?\.\d+"
    r"|\d{10}|\d{13}|noon|midnight",
    re.IGNORECASE,
)
_PHONE = re.compile(r"[+(]?[\d(][\d\s()/.\-x]{5,}")
_NUMBER_FIELDS = {
    "parcels",
    "weight",
    "volume",
    "service",
    "fixed_cost",
    "cost_per_km",
    "cost_per_hour",
    "max_stops",
    "max_distance",
    "postcode",
    "speed_factor",
    "set_up",
    "dock",
    "early_price",
    "late_price",
    "pickup_service",
}
_DEGREE_FIELDS = {"lat", "lon", "start_lat", "start_lon", "end_lat", "end_lon", "pickup_lat", "pickup_lon"}
_TIME_FIELDS = {
    "tw_start",
    "tw_end",
    "tw_start2",
    "tw_end2",
    "tw_start3",
    "tw_end3",
    "shift_start",
    "shift_end",
    "break_earliest",
    "break_latest",
    "release",
    "preferred_from",
    "preferred_to",
    "pickup_from",
    "pickup_to",
}


def fits(field: str, values: Sequence[str]) -> float:
    """Return the share of values that could be this field; 1.0 for fields without a form of their own."""
    values = [value[:_LONGEST] for value in values if value][:100]
    if not values:
        return 1.0
    if field in _DEGREE_FIELDS:
        return _share(values, _COORDINATE)
    if field in ("latlon", "pickup_latlon"):
        return sum(bool(_PAIR.fullmatch(v)) or is_link(v) or is_plus_code(v) for v in values) / len(values)
    if field == "postcode_city":
        return sum(bool(_DIGIT.search(v)) and bool(_WORD.search(v)) for v in values) / len(values)
    if field == "date":
        return _share(values, _DATE)
    if field in _TIME_FIELDS:
        return _share(values, _TIME)
    if field in _NUMBER_FIELDS or field.startswith("load:"):
        return sum(bool(_DIGIT.search(value)) and len(value) < 25 for value in values) / len(values)
    if field in ("tw_range", "phone"):
        return sum(bool(_DIGIT.search(value)) for value in values) / len(values)
    if field == "email":
        return sum("@" in value for value in values) / len(values)
    if field == "kind":
        return sum(plain(value) in KIND_WORDS for value in values) / len(values)
    return 1.0


def surely_places(values: Sequence[str]) -> float:
    """Return the share of values that can hardly be anything but places: two long decimals, a link or a plus code."""
    values = [value[:_LONGEST] for value in values if value][:100]
    sure = sum(bool(_LONG_PAIR.fullmatch(v)) or is_link(v) or is_plus_code(v) for v in values)
    return sure / len(values) if values else 0.0


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.fullmatch(value)) for value in values) / len(values)


def looks_like_ids(values: Sequence[str]) -> bool:
    """Return whether values are all different, without spaces, and mostly with digits: order numbers, not names."""
    return (
        bool(values)
        and len(set(values)) == len(values)
        and sum(" " not in value for value in values) > 0.9 * len(values)
        and sum(bool(_DIGIT.search(value)) for value in values) > 0.8 * len(values)
    )


def guess_by_content(columns: Sequence[Sequence[str]], kind: str) -> dict[str, int]:
    """Return field → position for a file without headings; only what its values show plainly."""
    if kind != "orders":
        return {}
    found: dict[str, int] = {}
    degrees = [index for index, values in enumerate(columns) if values and _are_degrees(values)]
    for first, second in itertools.pairwise(degrees):
        if second == first + 1:
            found.update(lat=first, lon=second)
            break
    for index, values in enumerate(columns):
        values = [value[:_LONGEST] for value in values]
        if not values or index in found.values():
            continue
        for name, is_it in _SIGNS:
            if name not in found and is_it(values):
                found[name] = index
                break
    return found


def _mostly(pattern: str, share: float = 0.9) -> Callable[[Sequence[str]], bool]:
    compiled = re.compile(pattern)
    return lambda values: sum(bool(compiled.fullmatch(value)) for value in values) >= share * len(values)


_CLOCK_TIME = r"\d{1,2}[:h]\d\d(?::\d\d)?(?:\s?[apAP]\.?[mM]\.?)?"
# In this order: what is surest first, a name is what is left.
_SIGNS: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("email", lambda values: fits("email", values) > 0.8),
    ("latlon", lambda values: surely_places(values) > 0.8),
    ("date", _mostly(r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")),
    ("tw_range", _mostly(rf"{_CLOCK_TIME}\s*[-–]\s*{_CLOCK_TIME}")),
    ("tw_start", _mostly(_CLOCK_TIME)),
    ("tw_end", _mostly(_CLOCK_TIME)),
    ("weight", _mostly(r"\d+(?:[.,]\d+)?\s*(?:kg|g|lb)s?")),
    ("order_id", lambda values: looks_like_ids(values) and not _mostly(r"[+(0].*")(values)),
    ("phone", lambda values: _share(values, _PHONE) > 0.8 and len(set(map(len, values))) < 8),
    ("postcode", _mostly(r"\d{4,5}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}")),
    (
        "address",
        lambda values: (
            sum(bool(re.search(r"\d", v)) and bool(re.search(r"[^\W\d]{3}", v)) and " " in v for v in values)
            > 0.7 * len(values)
        ),
    ),
    ("customer_name", lambda values: sum(bool(_WORD.search(v)) for v in values) > 0.8 * len(values)),
    (
        "city",
        lambda values: (
            sum(bool(_WORD.match(v)) and not _DIGIT.search(v) for v in values) > 0.9 * len(values)
            and len(set(values)) <= max(1, len(values) // 2)
        ),
    ),
)


def _are_degrees(values: Sequence[str]) -> bool:
    return sum(bool(re.fullmatch(r"-?\d{1,3}[.,]\d{3,}", value)) for value in values) > 0.9 * len(values)
