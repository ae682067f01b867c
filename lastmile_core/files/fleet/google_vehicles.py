"""Vehicle files of Google's fleet-routing app, with their limits, times and places as columns of our own.

Source: the sample files of googlemaps/js-route-optimization-app (columns ``loadLimit1Type``, ``startWaypoint`` …).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lastmile_core.files.cells.coordinates import read_pair
from lastmile_core.files.cells.values import CellError
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable, look, note
from lastmile_core.model import Issue

_LIMIT = re.compile(r"load[\s_]*limit[\s_]*(\d+)[\s_]*(type|value)", re.IGNORECASE)
# Prices and wishes that a vehicle here does not have; named in a note, so that nobody believes they count.
_NOT_HERE = (
    *("cost per traveled hour", "used if route is empty", "unloading policy"),
    *("start time window cost per hour before soft start time", "start time window cost per hour after soft end time"),
    *("end time window cost per hour before soft start time", "end time window cost per hour after soft end time"),
    *("start time window soft start time", "start time window soft end time", "start time window end time"),
    *("end time window soft start time", "end time window soft end time", "end time window start time"),
)


def is_google_fleet(table: RawTable) -> bool:
    """Return whether the headings are those of that app."""
    words = {normalise(heading) for heading in table.headings}
    return bool(_limit_columns(table)) or {"start waypoint", "travel mode"} <= words


def with_own_columns(table: RawTable, timezone: str) -> RawTable:
    """Return the table with a column for each kind of load, with clock times of the depot, and places as degrees.

    Parameters
    ----------
    timezone
        Name of the depot's time zone: the file's times are moments in UTC.
    """
    at = {normalise(heading): index for index, heading in enumerate(table.headings)}
    used: set[int] = set()
    columns: list[tuple[str, list[str]]] = []
    issues: list[Issue] = []
    for kind, cells in _limits(table, used).items():
        is_known = normalise(kind).split()[0] in ("weight", "volume", "parcels")
        columns.append((kind if is_known else f"capacity ({kind})", cells))
    for end in ("start", "end"):
        place = at.get(f"{end} waypoint")
        if place is not None:
            used.add(place)
            columns += _degrees(table, place, end, issues)
    zone = ZoneInfo(timezone)
    for words, own in (("start time window start time", "shift start"), ("end time window end time", "shift end")):
        if words in at:
            used.add(at[words])
            columns.append((own, [_clock(row[at[words]], zone) for row in table.rows]))
    if (slower := at.get("travel duration multiple")) is not None:
        used.add(slower)
        columns.append(("speed factor", [_inverse(row[slower]) for row in table.rows]))
    left = [word for word in _NOT_HERE if word in at and any(row[at[word]] for row in table.rows)]
    used |= {at[word] for word in _NOT_HERE if word in at}
    if left:
        shown = ", ".join(table.headings[at[word]] for word in left)
        issues.append(note("UNKNOWN_COLUMN", f"Vehicles have no such price or wish here; not used: {shown}."))
    kept = [index for index in range(len(table.headings)) if index not in used]
    rows = [
        [*(row[index] for index in kept), *(cells[number] for _, cells in columns)]
        for number, row in enumerate(table.rows)
    ]
    headings = [*(table.headings[index] for index in kept), *(name for name, _ in columns)]
    return replace(table, headings=headings, rows=rows, notes=[*table.notes, *issues])


def _limit_columns(table: RawTable) -> list[tuple[int, int]]:
    """Return the positions of kind and amount of each limit that has both."""
    found: dict[int, dict[str, int]] = {}
    for index, heading in enumerate(table.headings):
        if match := _LIMIT.fullmatch(heading.strip()):
            found.setdefault(int(match.group(1)), {})[match.group(2).lower()] = index
    return [(pair["type"], pair["value"]) for _, pair in sorted(found.items()) if len(pair) == 2]


def _limits(table: RawTable, used: set[int]) -> dict[str, list[str]]:
    """Return kind of load → its limit in each row; rows may list the kinds in another order."""
    found: dict[str, list[str]] = {}
    for kind_at, value_at in _limit_columns(table):
        used |= {kind_at, value_at}
        for row_idx, row in enumerate(table.rows):
            if kind := row[kind_at].strip():
                found.setdefault(kind, [""] * len(table.rows))[row_idx] = row[value_at]
    return found


def _degrees(table: RawTable, place: int, end: str, issues: list[Issue]) -> list[tuple[str, list[str]]]:
    lats, lons = [], []
    for number, row in enumerate(table.rows, 1):
        pair = _pair(row[place])
        if row[place] and pair is None:
            issues.append(
                look(
                    "NEEDS_GEOCODING",
                    f"The {end} {row[place]!r} is an address; the vehicle {end}s at the depot for now.",
                    "Write latitude and longitude where that is another place.",
                    row=number,
                    column=table.headings[place],
                )
            )
        lats.append("" if pair is None else repr(pair[0]))
        lons.append("" if pair is None else repr(pair[1]))
    return [(f"{end} latitude", lats), (f"{end} longitude", lons)]


def _pair(text: str) -> tuple[float, float] | None:
    try:
        return read_pair(text)
    except CellError:
        return None


def _clock(text: str, zone: ZoneInfo) -> str:
    def read() -> str:
        moment = datetime.fromisoformat(text.strip())
        return f"{moment.astimezone(zone) if moment.tzinfo else moment:%H:%M}"

    return _or_as_it_is(text, read)


def _inverse(text: str) -> str:
    return _or_as_it_is(text, lambda: f"{1 / float(text):g}")


def _or_as_it_is(text: str, read: Callable[[], str]) -> str:
    """Return what is read; a cell that cannot be read stays, so that its row is judged as everywhere."""
    try:
        return read() if text.strip() else ""
    except (ValueError, ZeroDivisionError, OverflowError):
        return text
