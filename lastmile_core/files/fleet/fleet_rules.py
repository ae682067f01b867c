"""Which fields of a vehicle or driver a file says something of, and how the rules that few files have are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from lastmile_core.files.cells import words
from lastmile_core.files.fleet.fleet_cells import FleetCells
from lastmile_core.files.raw_table import look, stop
from lastmile_core.model import Location
from lastmile_core.model.company.vehicle import MAX_SPEED_FACTOR, MIN_SPEED_FACTOR

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


def _speed_factor(cells: FleetCells) -> float | None:
    factor = cells.number_of("speed_factor")
    if factor is None or MIN_SPEED_FACTOR <= factor <= MAX_SPEED_FACTOR:
        return factor
    cells.issues.append(
        look(
            "IMPLAUSIBLE",
            f"A speed factor of {factor:g} cannot be: 1 is as fast as the roads say, 0.9 a tenth slower; 1 was taken.",
            f"Write {MIN_SPEED_FACTOR:g} to {MAX_SPEED_FACTOR:g}.",
            row=cells.number,
            column=cells.mapping.heading("speed_factor"),
        )
    )
    return None


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
    "plate": (("plate",), lambda cells: cells.text("plate") or None),
    "shift_start": (("shift_start",), lambda cells: cells.clock("shift_start")),
    "shift_end": (("shift_end",), lambda cells: cells.clock("shift_end")),
    "break_s": (("break_min",), lambda cells: cells.seconds("break_min")),
    "break_earliest": (("break_earliest",), lambda cells: cells.clock("break_earliest")),
    "break_latest": (("break_latest",), lambda cells: cells.clock("break_latest")),
    "speed_factor": (("speed_factor",), _speed_factor),
}
_DRIVER: dict[str, tuple[tuple[str, ...], _Read]] = {
    "break_after_s": (("break_after",), lambda cells: cells.working_time("break_after")),
    "districts": (("districts",), _districts),
}
# Field of the model → the column that says it, for what every file may have; capacity goes by its own columns.
_PLAIN_VEHICLE = {
    "name": "name",
    "vehicle_class": "vehicle_class",
    "fixed_cost": "fixed_cost",
    "cost_per_km": "cost_per_km",
    "cost_per_hour": "cost_per_hour",
    "max_stops": "max_stops",
    "max_distance_m": "max_distance",
    "skills": "skills",
    "driver_id": "driver",
    "is_active": "is_active",
}
_PLAIN_DRIVER = {
    "name": "name",
    "phone": "phone",
    "skills": "skills",
    "shift_start": "shift_start",
    "shift_end": "shift_end",
    "break_s": "break_min",
    "break_earliest": "break_earliest",
    "break_latest": "break_latest",
    "is_active": "is_active",
}


def vehicle_rules(cells: FleetCells) -> dict[str, Any]:
    """Return what a row says of a vehicle's rules, as fields of the model."""
    return _read(cells, _VEHICLE)


def driver_rules(cells: FleetCells) -> dict[str, Any]:
    """Return what a row says of a driver's rules, as fields of the model."""
    return _read(cells, _DRIVER)


def fields_said(columns: Iterable[str], kind: str) -> frozenset[str]:
    """Return the fields of the model that a file with these columns says something about, capacity aside."""
    have = set(columns)
    rules, plain = (_VEHICLE, _PLAIN_VEHICLE) if kind == "vehicles" else (_DRIVER, _PLAIN_DRIVER)
    said = {name for name, (needed, _) in rules.items() if have.issuperset(needed)}
    return frozenset(said | {name for name, column in plain.items() if column in have})


def fields_of(kind: str) -> frozenset[str]:
    """Return every field of the model that a file can say, capacity aside."""
    return frozenset({*_VEHICLE, *_PLAIN_VEHICLE} if kind == "vehicles" else {*_DRIVER, *_PLAIN_DRIVER})


def _read(cells: FleetCells, known: dict[str, tuple[tuple[str, ...], _Read]]) -> dict[str, Any]:
    have = cells.mapping.fields.keys()
    found = {name: read(cells) for name, (needed, read) in known.items() if have >= set(needed)}
    return {name: value for name, value in found.items() if value is not None}
