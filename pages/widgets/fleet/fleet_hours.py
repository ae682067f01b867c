"""Plates, own shifts and breaks, and speed of vehicles, as vehicle files bring them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from lastmile_core.model import Vehicle
from lastmile_core.model.company.vehicle import MAX_SPEED_FACTOR, MIN_SPEED_FACTOR
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext

_WHOLES = {"shift": ("shift_start", "shift_end"), "break": ("break_min", "break_earliest", "break_latest")}


def show(page: PageContext) -> None:
    """Edit plate, shift, break and speed of the vehicles in use."""
    vehicles = page.store.vehicles.of_depot(page.depot.depot_id)
    if not vehicles:
        return
    st.subheader("Plates, shifts and speed")
    st.caption("With an empty cell the usual driver's shift and break hold.")
    columns = _columns()
    grid.edit(
        page,
        f"vehicle_hours_{page.depot.depot_id}",
        {vehicle.vehicle_id: _row(vehicle) for vehicle in vehicles},
        Sheet(
            what="change vehicle hours",
            subject=page.depot.depot_id,
            read=lambda _keys: {one.vehicle_id: _row(one) for one in page.store.vehicles.of_depot(page.depot.depot_id)},
            write=lambda found: _write(page, found),
            wholes=_WHOLES,
            labels=grid.labels(columns) | {"shift": "Shift", "break": "Break"},
        ),
        grid.Look(
            columns=columns,
            locked=["name"],
            row_words={vehicle.vehicle_id: vehicle.name for vehicle in vehicles},
            alt="Vehicles with plate, shift, break and speed",
            save_label="Save hours",
        ),
    )


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "name": column.TextColumn("Vehicle", disabled=True, pinned=True),
        "plate": column.TextColumn("Plate", max_chars=20),
        "shift_start": column.TimeColumn("Shift from", format="HH:mm", help="Empty: the usual driver's shift"),
        "shift_end": column.TimeColumn(
            "Shift to", format="HH:mm", help="Earlier than its beginning: on the next day. Empty: the usual driver's"
        ),
        "break_min": column.NumberColumn(
            "Break (min)", min_value=0, max_value=180, help="0: no break. Empty: the driver's break"
        ),
        "break_earliest": column.TimeColumn(
            "Break from", format="HH:mm", help="Empty: 11:00, or the middle of the shift"
        ),
        "break_latest": column.TimeColumn("Break begins by", format="HH:mm"),
        "speed": column.NumberColumn(
            "Speed factor",
            min_value=MIN_SPEED_FACTOR,
            max_value=MAX_SPEED_FACTOR,
            format="%.3g",
            help="1 is as fast as the roads say, 0.9 a tenth slower",
        ),
    }


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


def _write(page: PageContext, found: Comparison) -> None:
    changed = []
    for vehicle_id, row in found.rows.items():
        vehicle = page.store.vehicles.get(vehicle_id)
        assert vehicle is not None
        changed.append(vehicle_with_hours(vehicle, row))
    page.store.vehicles.save_many(changed)
