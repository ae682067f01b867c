"""Vehicle and driver files to the model, with the same tolerance as orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from lastmile_core.files.cells import words
from lastmile_core.files.cells.values import decide_style
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.fleet.fleet_cells import FleetCells, is_no_limit
from lastmile_core.files.fleet.fleet_rules import driver_rules, fields_said, vehicle_rules
from lastmile_core.files.raw_table import RawTable, look, no_rows, note, stop
from lastmile_core.model import Driver, ImportOutcome, Issue, Load, Severity, Vehicle, VehicleClass, usual_break

_DIMENSIONS = {"weight": "kg", "volume": "m3", "parcels": "parcels"}
_BIKES = ("bike", "bicycle", "cargo", "rad", "velo", "bici", "fiets", "cycle")


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRead:
    """Vehicles or drivers of a file; ``rows`` are the same as JSON values.

    ``said`` is id → the fields of the model that its row says something about; an empty cell says nothing.
    """

    vehicles: list[Vehicle] = field(default_factory=list)
    drivers: list[Driver] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0
    merged_rows: int = 0
    outcome: ImportOutcome = ImportOutcome.ACCEPT
    said: dict[str, frozenset[str]] = field(default_factory=dict)

    def has_no_limit(self, vehicle_id: str) -> frozenset[str]:
        """Return the dimensions that a vehicle's row calls unlimited; an empty cell says nothing about them."""
        limits: dict[str, float | None] = next(
            (row["capacity"] for row in self.rows if row.get("vehicle_id") == vehicle_id), {}
        )
        return frozenset(name for name, amount in limits.items() if amount is None)


def read_vehicles(table: RawTable, mapping: ColumnMapping, depot_id: str) -> FleetRead:
    """Read vehicles; capacities by the unit of their heading (kg, m³, parcels)."""
    return _read(table, mapping, "vehicle_id", lambda cells: _vehicle(cells, depot_id))


def read_drivers(table: RawTable, mapping: ColumnMapping, depot_id: str) -> FleetRead:
    """Read drivers with their shifts, breaks and skills."""
    return _read(table, mapping, "driver_id", lambda cells: _driver(cells, depot_id))


def _read(
    table: RawTable,
    mapping: ColumnMapping,
    key: str,
    build: Callable[[FleetCells], tuple[Vehicle | Driver, dict[str, Any]]],
) -> FleetRead:
    if not table.rows or len(table.blank_rows) == len(table.rows):
        empty = no_rows("vehicles" if key == "vehicle_id" else "drivers")
        return FleetRead(
            issues=[*table.notes, empty], blank_rows=len(table.blank_rows), outcome=ImportOutcome.REJECT_FILE
        )
    questions = list(mapping.questions)
    if not table.has_header:
        questions.append(
            stop("NO_HEADER", "The first row looks like data, not like headings.", "Add a row of headings.")
        )
    elif not {key, "name", "plate"} & mapping.fields.keys():
        questions.append(stop("MISSING_COLUMN", "No column names the vehicles or drivers.", "Choose one.", column=key))
    if questions:
        return FleetRead(issues=[*questions, *table.notes], blank_rows=len(table.blank_rows), outcome=ImportOutcome.ASK)
    styles = {name: decide_style(table.column(guess.index)) for name, guess in mapping.fields.items()}
    refused = {issue.row for issue in table.notes if issue.row and issue.severity is Severity.STOPS}
    issues = [*table.notes, *mapping.notes]
    made: dict[str, tuple[Vehicle | Driver, dict[str, Any], int]] = {}
    said: dict[str, frozenset[str]] = {}
    merged = 0
    for number, row in enumerate(table.rows, 1):
        if number in table.blank_rows or number in refused:
            continue
        cells = FleetCells(mapping, styles, number, row)
        name = _key(cells, key)
        if not name:
            cells.issues.append(
                stop("MISSING_VALUE", "The number and the name are missing.", "Fill one in.", row=number, column=key)
            )
        item, shown = build(cells) if name else (None, {})
        issues += cells.issues
        if item is None or any(issue.severity is Severity.STOPS for issue in cells.issues):
            refused.add(number)
        elif name not in made:
            made[name] = (item, shown, number)
            filled = [column for column in mapping.fields if cells.text(column)]
            said[name] = fields_said(filled, "vehicles" if key == "vehicle_id" else "drivers")
        elif made[name][0] == item:
            merged += 1
            issues.append(note("DUPLICATE_ROW", f"The row is the same as row {made[name][2]}.", row=number))
        else:
            refused |= {number, made[name][2]}
            issues += [
                stop(
                    "DUPLICATE_ID",
                    f"{name!r} stands in rows {made[name][2]} and {number} with different contents.",
                    "Keep the right row.",
                    row=at,
                    column=mapping.heading(key),
                )
                for at in (made[name][2], number)
            ]
    return replace(_result(table, made, issues, refused, merged), said=said)


def _key(cells: FleetCells, key: str) -> str:
    return cells.text(key) or (cells.text("plate") if key == "vehicle_id" else "") or cells.text("name")


def _is_active(cells: FleetCells) -> bool:
    """Return whether it is in use; a word that is neither yes nor no is shown and does not decide."""
    text = cells.text("is_active")
    answer = words.read_yes(text)
    if text and answer is None:
        column = cells.mapping.heading("is_active")
        message = f"{text!r} is neither yes nor no; it stays in use."
        cells.issues.append(look("UNKNOWN_WORD", message, "Write yes or no.", row=cells.number, column=column))
    return answer is not False


def _result(
    table: RawTable,
    made: dict[str, tuple[Vehicle | Driver, dict[str, Any], int]],
    issues: list[Issue],
    refused: set[int],
    merged: int,
) -> FleetRead:
    kept = [(item, shown) for item, shown, number in made.values() if number not in refused]
    looks = any(issue.severity is Severity.LOOK for issue in issues)
    outcome = (
        ImportOutcome.PARTIAL if refused else ImportOutcome.ACCEPT_WITH_WARNINGS if looks else ImportOutcome.ACCEPT
    )
    return FleetRead(
        vehicles=[item for item, _ in kept if isinstance(item, Vehicle)],
        drivers=[item for item, _ in kept if isinstance(item, Driver)],
        rows=[shown for _, shown in kept],
        issues=issues,
        rejected_rows=sorted(refused),
        blank_rows=len(table.blank_rows),
        merged_rows=merged,
        outcome=outcome if kept else ImportOutcome.REJECT_FILE,
    )


def _vehicle(cells: FleetCells, depot_id: str) -> tuple[Vehicle, dict[str, Any]]:
    vehicle_id = _key(cells, "vehicle_id")
    capacity: dict[str, float] = {}
    unlimited: dict[str, None] = {}
    for name in cells.mapping.fields:
        if name in _DIMENSIONS or name.startswith("load:"):
            dimension = _DIMENSIONS.get(name, name.removeprefix("load:"))
            if is_no_limit(cells.text(name)):
                unlimited[dimension] = None
                continue
            amount = cells.number_of(name)
            if amount is not None:
                capacity[dimension] = amount
            if amount == 0:
                cells.issues.append(_nothing_fits(cells, name, dimension))
    word = words.plain(cells.text("vehicle_class"))
    is_bike = any(part in word for part in _BIKES) and "van" not in word
    max_stops, max_distance = cells.number_of("max_stops"), cells.number_of("max_distance")
    if max_distance is not None and not cells.mapping.fields["max_distance"].unit:
        max_distance *= 1000  # people write the range in kilometres
    vehicle = Vehicle(
        vehicle_id=vehicle_id,
        name=cells.text("name") or vehicle_id,
        depot_id=depot_id,
        vehicle_class=VehicleClass.CARGO_BIKE if is_bike else VehicleClass.VAN,
        capacity=Load.limits(capacity),
        fixed_cost=cells.number_of("fixed_cost", 60.0) or 0.0,
        cost_per_km=cells.number_of("cost_per_km", 0.45) or 0.0,
        cost_per_hour=cells.number_of("cost_per_hour", 24.0) or 0.0,
        max_stops=None if max_stops is None else int(max_stops),
        max_distance_m=None if max_distance is None else round(max_distance),
        skills=words.read_skills(cells.text("skills")),
        driver_id=cells.text("driver") or None,
        is_active=_is_active(cells),
        **vehicle_rules(cells),
    )
    row = _vehicle_row(cells, vehicle)
    return vehicle, row | {"capacity": row["capacity"] | unlimited}


def _nothing_fits(cells: FleetCells, name: str, dimension: str) -> Issue:
    return look(
        "NO_ROOM",
        f"It holds 0 {dimension}: no order with {dimension} may ride on it.",
        "If it has no limit, write “no limit” or leave the cell empty.",
        row=cells.number,
        column=cells.mapping.heading(name),
        value=cells.text(name),
    )


def _vehicle_row(cells: FleetCells, vehicle: Vehicle) -> dict[str, Any]:
    start, end = vehicle.shift_start, vehicle.shift_end
    if start and end and end <= start and not (start.hour >= 17 and end.hour <= 10):
        cells.issues.append(
            look(
                "WINDOW_ORDER",
                f"The shift ends ({end:%H:%M}) before it begins ({start:%H:%M}); it was read as ending the next day.",
                "Check both ends.",
                row=cells.number,
                column=cells.mapping.heading("shift_end"),
            )
        )
    return {
        "row": cells.number,
        "vehicle_id": vehicle.vehicle_id,
        "name": vehicle.name,
        "vehicle_class": vehicle.vehicle_class.value,
        "capacity": vehicle.capacity.as_dict(),
        "capacity_kg": vehicle.capacity.as_dict().get("kg"),
        "shift_start": f"{start:%H:%M}" if start else None,
        "shift_end": f"{end:%H:%M}" if end else None,
        "start_lat": vehicle.start.lat if vehicle.start else None,
        "start_lon": vehicle.start.lon if vehicle.start else None,
        "max_trips": vehicle.max_trips,
        "open_end": vehicle.open_end,
        "speed_factor": vehicle.speed_factor if "speed_factor" in cells.mapping.fields else None,
        "plate": vehicle.plate,
        "break_min": None if vehicle.break_s is None else vehicle.break_s / 60,
        "is_active": vehicle.is_active,
        "skills": sorted(vehicle.skills),
        "driver": vehicle.driver_id,
    }


def _driver(cells: FleetCells, depot_id: str) -> tuple[Driver, dict[str, Any]]:
    plain = Driver(driver_id="-", name="-", depot_id=depot_id)
    driver_id = _key(cells, "driver_id")
    break_s = cells.seconds("break_min")
    start = cells.clock("shift_start") or plain.shift_start
    end = cells.clock("shift_end") or plain.shift_end
    # Nobody who starts at 13:00 rests at 11:00: without columns the break lies inside the shift.
    earliest, latest = usual_break(start, end)
    driver = Driver(
        driver_id=driver_id,
        name=cells.text("name") or driver_id,
        depot_id=depot_id,
        phone=cells.text("phone"),
        skills=words.read_skills(cells.text("skills")),
        shift_start=start,
        shift_end=end,
        break_s=plain.break_s if break_s is None else break_s,
        break_earliest=cells.clock("break_earliest") or earliest,
        break_latest=cells.clock("break_latest") or latest,
        is_active=_is_active(cells),
        **driver_rules(cells),
    )
    shown = {
        "row": cells.number,
        "driver_id": driver_id,
        "name": driver.name,
        "shift_start": f"{driver.shift_start:%H:%M}",
        "shift_end": f"{driver.shift_end:%H:%M}",
        "skills": sorted(driver.skills),
        "vehicle": cells.text("vehicle"),
    }
    return driver, shown
