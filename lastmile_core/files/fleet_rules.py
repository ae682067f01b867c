"""The rules of vehicles and drivers that few fleet files have: trips, loading, hours, overtime, ends, territory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from lastmile_core.files import words
from lastmile_core.files.fleet_cells import FleetCells
from lastmile_core.files.raw_table import stop
from lastmile_core.model import Location

_Read = Callable[[FleetCells], Any]


def _trips(cells: FleetCells) -> int | None:
    trips = cells.number_of("max_trips")
    if trips is None:
        return None
    if trips < 1 or trips != int(trips):
        cells.issues.append(
            stop(
                "NUMBER",
                f"{cells.text('max_trips')!r} is no number of trips.",
                "Write 1 or more, or take the vehicle out of the day.",
                row=cells.number,
                column=cells.mapping.heading("max_trips"),
            )
        )
        return None
    return int(trips)


def _place(end: str) -> _Read:
    def read(cells: FleetCells) -> Location | None:
        found = cells.place(end)
        return None if found is None else Location(lat=found[0], lon=found[1])

    return read


def _districts(cells: FleetCells) -> frozenset[str]:
    parts = (" ".join(part.split()) for part in re.split(r"[;,|\n]", cells.text("districts")))
    return frozenset(part for part in parts if part)


# Field of the model → columns that say it, and how it is read; None leaves the model's default.
_VEHICLE: dict[str, tuple[tuple[str, ...], _Read]] = {
    "max_trips": (("max_trips",), _trips),
    "loading_s": (("loading_min",), lambda cells: cells.seconds("loading_min")),
    "reload_s": (("reload_min",), lambda cells: cells.seconds("reload_min")),
    "max_duration_s": (("max_duration",), lambda cells: cells.working_time("max_duration")),
    "regular_s": (("regular_hours",), lambda cells: cells.working_time("regular_hours")),
    "overtime_price": (("overtime_price",), lambda cells: cells.number_of("overtime_price")),
    "open_start": (("open_start",), lambda cells: words.read_yes(cells.text("open_start"))),
    "open_end": (("open_end",), lambda cells: words.read_yes(cells.text("open_end"))),
    "start": (("start_lat", "start_lon"), _place("start")),
    "end": (("end_lat", "end_lon"), _place("end")),
}
_DRIVER: dict[str, tuple[tuple[str, ...], _Read]] = {
    "break_after_s": (("break_after",), lambda cells: cells.working_time("break_after")),
    "districts": (("districts",), _districts),
}


def vehicle_rules(cells: FleetCells) -> dict[str, Any]:
    """Return what a row says of a vehicle's rules, as fields of the model."""
    return _read(cells, _VEHICLE)


def driver_rules(cells: FleetCells) -> dict[str, Any]:
    """Return what a row says of a driver's rules, as fields of the model."""
    return _read(cells, _DRIVER)


def rules_said(columns: Iterable[str], kind: str) -> frozenset[str]:
    """Return the fields of the model that a file with these columns says something about."""
    known, have = _VEHICLE if kind == "vehicles" else _DRIVER, set(columns)
    return frozenset(name for name, (needed, _) in known.items() if have.issuperset(needed))


def rules_of(kind: str) -> frozenset[str]:
    """Return every field of the model that is read here."""
    return frozenset(_VEHICLE if kind == "vehicles" else _DRIVER)


def _read(cells: FleetCells, known: dict[str, tuple[tuple[str, ...], _Read]]) -> dict[str, Any]:
    have = cells.mapping.fields.keys()
    found = {name: read(cells) for name, (needed, read) in known.items() if have >= set(needed)}
    return {name: value for name, value in found.items() if value is not None}
