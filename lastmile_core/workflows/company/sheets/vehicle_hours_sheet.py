"""Plates, own shifts and breaks, and speed of a depot's vehicles, as vehicle files bring them."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.model import Depot, Vehicle
from lastmile_core.model.company.vehicle import MAX_SPEED_FACTOR, MIN_SPEED_FACTOR
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField

FIELDS = (
    SheetField(name="plate", label="Plate", letters=20),
    SheetField(name="shift_start", label="Shift from", kind=FieldKind.CLOCK),
    SheetField(name="shift_end", label="Shift to", kind=FieldKind.CLOCK),
    SheetField(name="break_min", label="Break (min)", kind=FieldKind.NUMBER, least=0, most=180),
    SheetField(name="break_earliest", label="Break from", kind=FieldKind.CLOCK),
    SheetField(name="break_latest", label="Break begins by", kind=FieldKind.CLOCK),
    SheetField(
        name="speed", label="Speed factor", kind=FieldKind.NUMBER, least=MIN_SPEED_FACTOR, most=MAX_SPEED_FACTOR
    ),
)
_WHOLES = {"shift": ("shift_start", "shift_end"), "break": ("break_min", "break_earliest", "break_latest")}


def vehicle_hours_sheet(store: Store, depot: Depot) -> Sheet:
    """Return plate, shift, break and speed of the vehicles that are in use, by id."""
    return Sheet(
        what="change vehicle hours",
        subject=depot.depot_id,
        read=lambda _keys: {one.vehicle_id: _row(one) for one in store.vehicles.of_depot(depot.depot_id)},
        write=lambda found: _write(store, found),
        wholes=_WHOLES,
        labels={"name": "Vehicle", "shift": "Shift", "break": "Break"},
        fields=FIELDS,
    )


def _row(vehicle: Vehicle) -> Row:
    return {
        "name": vehicle.name,
        "plate": vehicle.plate,
        "shift_start": vehicle.shift_start,
        "shift_end": vehicle.shift_end,
        "break_min": None if vehicle.break_s is None else vehicle.break_s / 60,
        "break_earliest": vehicle.break_earliest,
        "break_latest": vehicle.break_latest,
        "speed": vehicle.speed_factor,
    }


def vehicle_with_hours(vehicle: Vehicle, row: Row) -> Vehicle:
    """Return the vehicle with plate, shift, break and speed of an edited row.

    Raises
    ------
    ValueError
        If a value cannot be meant; the sentence names the vehicle and the mend.
    """
    name = vehicle.name
    if (row["shift_start"] is None) != (row["shift_end"] is None):
        raise ValueError(f"the shift of {name} has only one end; give both or none")
    if (row["break_earliest"] is None) != (row["break_latest"] is None):
        raise ValueError(f"the break of {name} has only one of its two times; give both or none")
    if row["break_earliest"] is not None and row["break_min"] is None:
        raise ValueError(f"the break of {name} has times and no length; give its minutes")
    minutes = None if row["break_min"] is None else float(row["break_min"])
    if minutes is not None and not 0 <= minutes <= 180:
        raise ValueError(f"the break of {name} takes {minutes:g} min; give 0 to 180, or leave it empty")
    return replace(
        vehicle,
        plate=" ".join(str(row["plate"] or "").split()),
        shift_start=row["shift_start"],
        shift_end=row["shift_end"],
        break_s=None if minutes is None else round(minutes * 60),
        break_earliest=row["break_earliest"],
        break_latest=row["break_latest"],
        speed_factor=1.0 if row["speed"] is None else float(row["speed"]),
    )


def _write(store: Store, found: Comparison) -> None:
    changed = []
    for vehicle_id, row in found.rows.items():
        vehicle = store.vehicles.get(vehicle_id)
        assert vehicle is not None
        changed.append(vehicle_with_hours(vehicle, row))
    store.vehicles.save_many(changed)
