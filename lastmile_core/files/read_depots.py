"""Depot files to the model: one row a depot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lastmile_core.files.headings import normalise
from lastmile_core.files.places import read_degree
from lastmile_core.files.raw_table import RawTable, look, stop
from lastmile_core.files.times import read_time
from lastmile_core.files.values import CellError
from lastmile_core.model import Depot, Issue, Location

HEADINGS = {
    "depot_id": ("depot id", "id", "depot", "code"),
    "name": ("name", "depot name", "bezeichnung", "nom", "nombre", "nome", "naam"),
    "address": ("address", "adresse", "street", "direccion", "endereco", "indirizzo", "adres"),
    "lat": ("latitude", "lat", "breitengrad"),
    "lon": ("longitude", "lon", "lng", "long", "laengengrad", "langengrad"),
    "timezone": ("timezone", "time zone", "tz", "zeitzone", "fuseau horaire"),
    "currency": ("currency", "waehrung", "wahrung", "devise", "moneda", "moeda", "valuta"),
    "opens": ("opens", "open", "opening", "from"),
    "closes": ("closes", "close", "closing", "to", "until"),
    "loading_min": ("loading min", "loading", "loading time", "loading time min"),
    "loading_s": ("loading s", "loading seconds"),
    "docks": ("docks", "bays", "number of docks", "loading bays"),
}
MOST_DOCKS = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class DepotsRead:
    """Depots of a file with their number of loading bays; rows that became none are in ``rejected_rows``."""

    depots: list[tuple[Depot, int]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0


def read_depots(table: RawTable, timezone: str = "") -> DepotsRead:
    """Read the depots of a table.

    Parameters
    ----------
    timezone
        Taken for rows that name none; without it such a row is refused, because every time of a day hangs on it.
    """
    words = [normalise(heading) for heading in table.headings]
    columns = {
        name: next((i for i, word in enumerate(words) if word in known), None) for name, known in HEADINGS.items()
    }
    depots: list[tuple[Depot, int]] = []
    issues: list[Issue] = list(table.notes)
    rejected: list[int] = []
    blank = 0
    for number, row in enumerate(table.rows, start=1):
        if not any(row):
            blank += 1
            continue
        cells = {name: row[index].strip() if index is not None else "" for name, index in columns.items()}
        try:
            depots.append(_depot(cells, timezone))
        except CellError as fault:
            issues.append(stop(fault.code, fault.message, fault.mend, row=number))
            rejected.append(number)
        except ValueError as fault:
            issues.append(stop("COORD_RANGE", str(fault), "Correct the coordinates.", row=number))
            rejected.append(number)
    if any(not count for _, count in depots):
        issues.append(look("DOCKS", "A depot has no loading bays in this file.", "Add them on the Fleet page."))
    return DepotsRead(depots=depots, issues=issues, rejected_rows=rejected, blank_rows=blank)


def _depot(cells: dict[str, str], timezone: str) -> tuple[Depot, int]:
    name = cells["name"] or cells["depot_id"]
    if not name or not cells["lat"] or not cells["lon"]:
        raise CellError("MISSING_VALUE", "A depot needs a name, a latitude and a longitude.", "Fill all three.")
    zone = cells["timezone"] or timezone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CellError(
            "TIMEZONE", f"{zone or 'No name'!r} is not a time zone.", "Write one such as Europe/Paris or UTC."
        ) from error
    depot_id = cells["depot_id"] or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "depot"
    depot = Depot(
        depot_id=depot_id,
        name=name,
        location=Location(lat=read_degree(cells["lat"]), lon=read_degree(cells["lon"])),
        address=cells["address"],
        timezone=zone,
        opens=_clock(cells["opens"]) or time(5, 0),
        closes=_clock(cells["closes"]) or time(22, 0),
        loading_s=_loading_s(cells),
        currency=cells["currency"].upper() or "EUR",
    )
    if depot.closes <= depot.opens:
        raise CellError("WINDOW_ORDER", f"{name} closes before it opens.", "Swap the two times.")
    return depot, min(MOST_DOCKS, _number(cells["docks"]))


def _loading_s(cells: dict[str, str]) -> int:
    """Return the seconds of a loading: 0 is none at all, only what is not said is the usual quarter of an hour."""
    if cells["loading_s"]:
        return _number(cells["loading_s"])
    return _number(cells["loading_min"]) * 60 if cells["loading_min"] else 900


def _number(text: str) -> int:
    if not text:
        return 0
    if not text.isdigit():
        raise CellError("NUMBER", f"{text!r} is not a whole number.", "Write digits only.")
    return int(text)


def _clock(text: str) -> time | None:
    if not text:
        return None
    seconds = read_time(text).seconds
    return time(seconds // 3600 % 24, seconds // 60 % 60)
