"""The sums of one day as text, to be kept and read again by another program; the same to the last digit.

Three sizes, because they are wanted at different times: totals for a trend of four weeks, cases for the
cards and slices of the period shown, entries for the table of rows behind one figure.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from lastmile_core.metrics.catalogue.definitions import DEFINITIONS
from lastmile_core.metrics.catalogue.metric_definition import MetricKind
from lastmile_core.metrics.day_sums import DaySums
from lastmile_core.metrics.facts.tally import Entry, Tally
from lastmile_core.metrics.metric_value import quick_values
from lastmile_core.metrics.routes.waterfall import Waterfall
from lastmile_core.metrics.wilson import wilson_interval

# Kept days are written while somebody waits for a page: three times faster for a tenth more bytes.
_LEVEL = 1
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError, zlib.error)


class UnreadableDayError(ValueError):
    """Kept text is not what :func:`pack_day` writes; the day must be computed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedDay:
    """A day as :func:`pack_day` writes it."""

    totals: str
    cases: bytes
    entries: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """What a trend and a headline need of one day.

    Attributes
    ----------
    figures
        key → (numerator, denominator, counted, value).
    """

    service_date: date
    version: int | None
    reason: str
    counts: dict[str, int]
    waterfall: Waterfall
    order_ids: tuple[str, ...]
    figures: dict[str, tuple[float, float, int, float | None]]

    def quick(self) -> tuple[dict[str, float | None], dict[str, tuple[float, float] | None]]:
        """Return (value by key, interval by key); None where there is none."""
        values: dict[str, float | None] = dict.fromkeys(DEFINITIONS)
        intervals: dict[str, tuple[float, float] | None] = dict.fromkeys(DEFINITIONS)
        for key, (numerator, denominator, _, value) in self.figures.items():
            values[key] = value
            if DEFINITIONS[key].kind is MetricKind.RATE:
                intervals[key] = wilson_interval(numerator, denominator)
        return values, intervals


def totals_of(sums: DaySums) -> DayTotals:
    """Return the totals of a day."""
    values, _ = quick_values(sums.tallies)
    return DayTotals(
        service_date=sums.service_date,
        version=sums.version,
        reason=sums.reason,
        counts=sums.counts,
        waterfall=sums.waterfall,
        order_ids=sums.order_ids,
        figures={
            key: (tally.numerator, tally.denominator, tally.counted, values[key]) for key, tally in sums.tallies.items()
        },
    )


def pack_day(sums: DaySums) -> PackedDay:
    """Return the day as text; :func:`read_totals` and :func:`read_day` read it."""
    totals = asdict(totals_of(sums)) | {"service_date": sums.service_date.isoformat()}
    return PackedDay(
        totals=json.dumps(totals, ensure_ascii=False, separators=(",", ":")),
        cases=_squeeze(_cases(sums.tallies)),
        entries=_squeeze(_entries(sums.tallies)),
    )


def _squeeze(content: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def _cases(tallies: dict[str, Tally]) -> dict[str, Any]:
    # Few labels stand behind many cases: each is written once, and cases name its number.
    objects = {id(labels): labels for tally in tallies.values() for _, _, labels in tally.cases}
    numbers: dict[tuple[tuple[str, str], ...], int] = {}
    number_of = {key: numbers.setdefault(tuple(labels.items()), len(numbers)) for key, labels in objects.items()}
    packed = {
        key: {
            "left_out": tally.left_out,
            "missing": tally.missing,
            "notes": tally.notes,
            "parts": tally.parts,
            "values": tally.values,
            "up": [up for up, _, _ in tally.cases],
            "down": [down for _, down, _ in tally.cases],
            "labels": [number_of[id(labels)] for _, _, labels in tally.cases],
        }
        for key, tally in tallies.items()
    }
    return {"labels": [dict(items) for items in numbers], "tallies": packed}


def _entries(tallies: dict[str, Tally]) -> dict[str, Any]:
    # All entries of an order share one row, and many the same words.
    rows = {id(row): row for tally in tallies.values() for row, _, _, _ in tally.entries}
    number_of = {key: number for number, key in enumerate(rows)}
    whys: dict[str, int] = {}
    packed = {
        key: {
            "rows": [number_of[id(row)] for row, _, _, _ in tally.entries],
            "values": [value for _, value, _, _ in tally.entries],
            "counted": [int(is_counted) for _, _, is_counted, _ in tally.entries],
            "whys": [whys.setdefault(why, len(whys)) for _, _, _, why in tally.entries],
        }
        for key, tally in tallies.items()
    }
    undated = [{name: content for name, content in row.items() if name != "date"} for row in rows.values()]
    return {"rows": undated, "whys": list(whys), "tallies": packed}


def read_totals(text: str) -> DayTotals:
    """Return the totals that :func:`pack_day` wrote.

    Raises
    ------
    UnreadableDayError
        If the text is something else.
    """
    try:
        body = json.loads(text)
        return DayTotals(
            service_date=date.fromisoformat(body["service_date"]),
            version=body["version"],
            reason=body["reason"],
            counts=body["counts"],
            waterfall=Waterfall(**body["waterfall"]),
            order_ids=tuple(body["order_ids"]),
            figures={key: (up, down, num, value) for key, (up, down, num, value) in body["figures"].items()},
        )
    except _UNREADABLE as error:
        raise UnreadableDayError("kept totals are not readable") from error


def read_day(totals: DayTotals, cases: bytes, entries: bytes | None = None) -> DaySums:
    """Return the sums of the day as they were, its rows only when ``entries`` are given.

    Raises
    ------
    UnreadableDayError
        If the bytes are something else.
    """
    try:
        body = json.loads(zlib.decompress(cases))
        rows = None if entries is None else _RowsOfDay(totals.service_date, zlib.decompress(entries))
        tallies = {key: _tally(totals.figures[key], packed, body["labels"]) for key, packed in body["tallies"].items()}
        if tallies.keys() != totals.figures.keys():
            raise ValueError("figures are missing")
    except _UNREADABLE as error:
        raise UnreadableDayError(f"kept cases of {totals.service_date} are not readable") from error
    for key, tally in tallies.items():
        tally.load_entries = partial(rows.of, key) if rows else None
    return DaySums(
        service_date=totals.service_date,
        version=totals.version,
        reason=totals.reason,
        tallies=tallies,
        waterfall=totals.waterfall,
        counts=totals.counts,
        order_ids=totals.order_ids,
    )


def _tally(
    figure: tuple[float, float, int, float | None], packed: dict[str, Any], labels: list[dict[str, str]]
) -> Tally:
    tally = Tally()
    tally.numerator, tally.denominator, tally.counted, _ = figure
    tally.left_out, tally.missing, tally.notes = packed["left_out"], packed["missing"], packed["notes"]
    tally.parts, tally.values = packed["parts"], packed["values"]
    mine = [labels[number] for number in packed["labels"]]
    tally.cases = list(zip(packed["up"], packed["down"], mine, strict=True))
    return tally


class _RowsOfDay:
    """Entries of one day, read when the rows of a figure are looked at."""

    def __init__(self, service_date: date, text: bytes) -> None:
        self._date = service_date
        self._text = text
        self.of = cache(self._of)

    def _of(self, key: str) -> list[Entry]:
        body = json.loads(self._text)
        packed = body["tallies"][key]
        rows = [{"date": self._date, **row} for row in body["rows"]]
        return [
            (rows[row], value, bool(is_counted), body["whys"][why])
            for row, value, is_counted, why in zip(
                packed["rows"], packed["values"], packed["counted"], packed["whys"], strict=True
            )
        ]
