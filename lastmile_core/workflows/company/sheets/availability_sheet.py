"""Who drives what on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lastmile_core.model import Availability, Depot
from lastmile_core.model.basics.day_key import DayKey
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField


def availability_sheet(store: Store, service_date: date, depot: Depot) -> Sheet:
    """Return the vehicles of the day, by id: in or out, driver, shift."""
    depot_id = depot.depot_id
    names = {vehicle.vehicle_id: vehicle.name for vehicle in store.vehicles.of_depot(depot_id)}
    drivers = store.drivers.of_depot(depot_id)
    labels = {one.driver_id: f"{one.name} ({one.driver_id})" for one in drivers}

    def read(_keys: object = ()) -> dict[str, Row]:
        roster = store.availability.for_day(service_date, depot_id)
        return {one.vehicle_id: _row(one, names, labels) for one in roster if one.vehicle_id in names}

    def write(found: Comparison) -> None:
        _write(store, service_date, found, labels)
        # Of all vehicles as they are now: somebody else may have given the driver to another one.
        _refuse_double_drivers(read().values())

    return Sheet(
        what="change availability",
        subject=DayKey(service_date, depot_id).subject,
        read=read,
        write=write,
        labels={"vehicle": "Vehicle"},
        fields=_fields(labels),
    )


def _fields(labels: dict[str, str]) -> tuple[SheetField, ...]:
    # A driver may be written by number or as the page shows them.
    words = {**{label: label for label in sorted(labels.values())}, **labels}
    return (
        SheetField(name="out", label="Out", kind=FieldKind.FLAG),
        SheetField(name="driver", label="Driver", choices=words),
        SheetField(name="shift_start", label="Shift from", kind=FieldKind.CLOCK),
        SheetField(name="shift_end", label="Shift to", kind=FieldKind.CLOCK),
        SheetField(name="note", label="Note", letters=80),
    )


def _row(entry: Availability, names: dict[str, str], labels: dict[str, str]) -> Row:
    return {
        "out": entry.is_available,
        "vehicle_id": entry.vehicle_id,
        "vehicle": names[entry.vehicle_id],
        "driver": labels.get(entry.driver_id or ""),
        "shift_start": entry.shift_start,
        "shift_end": entry.shift_end,
        "note": entry.note,
    }


def _write(store: Store, service_date: date, found: Comparison, labels: dict[str, str]) -> None:
    by_label = {label: driver_id for driver_id, label in labels.items()}
    for vehicle_id, row in found.rows.items():
        if row["shift_start"] is None or row["shift_end"] is None:
            raise ValueError(f"{row['vehicle']} has no shift time; fill both ends of the shift")
        if row["driver"] and row["driver"] not in by_label:
            raise ValueError(
                f"{row['driver']} is not a driver of this depot any more; choose another for {row['vehicle']}"
            )
        store.availability.set(
            Availability(
                service_date=service_date,
                vehicle_id=vehicle_id,
                driver_id=by_label.get(row["driver"] or ""),
                shift_start=row["shift_start"],
                shift_end=row["shift_end"],
                is_available=bool(row["out"]),
                note=row["note"] or "",
            )
        )


def _refuse_double_drivers(edited: Iterable[Row]) -> None:
    seen: dict[str, str] = {}
    for row in edited:
        if row["out"] and row["driver"]:
            if row["driver"] in seen:
                raise ValueError(
                    f"{row['driver']} drives both {seen[row['driver']]} and {row['vehicle']}; "
                    "choose another driver for one"
                )
            seen[row["driver"]] = row["vehicle"]
