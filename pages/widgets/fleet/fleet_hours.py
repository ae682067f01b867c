"""Plates, own shifts and breaks, and speed of vehicles, as vehicle files bring them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lastmile_core.model.company.vehicle import MAX_SPEED_FACTOR, MIN_SPEED_FACTOR
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.sheets.vehicle_hours_sheet import vehicle_hours_sheet
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show(page: PageContext) -> None:
    """Edit plate, shift, break and speed of the vehicles in use."""
    vehicles = page.store.vehicles.of_depot(page.depot.depot_id)
    if not vehicles:
        return
    st.subheader("Plates, shifts and speed")
    st.caption("With an empty cell the usual driver's shift and break hold.")
    sheet = vehicle_hours_sheet(page.store, page.depot)
    grid.edit(
        page,
        f"vehicle_hours_{page.depot.depot_id}",
        sheet.read([]),
        sheet,
        grid.Look(
            columns=_columns(sheet),
            locked=["name"],
            row_words={vehicle.vehicle_id: vehicle.name for vehicle in vehicles},
            alt="Vehicles with plate, shift, break and speed",
            save_label="Save hours",
        ),
    )


def _columns(sheet: Sheet) -> dict[str, Any]:
    column, label = st.column_config, sheet.label
    return {
        "name": column.TextColumn(label("name"), disabled=True, pinned=True),
        "plate": column.TextColumn(label("plate"), max_chars=20),
        "shift_start": column.TimeColumn(label("shift_start"), format="HH:mm", help="Empty: the usual driver's shift"),
        "shift_end": column.TimeColumn(
            label("shift_end"),
            format="HH:mm",
            help="Earlier than its beginning: on the next day. Empty: the usual driver's",
        ),
        "break_min": column.NumberColumn(
            label("break_min"), min_value=0, max_value=180, help="0: no break. Empty: the driver's break"
        ),
        "break_earliest": column.TimeColumn(
            label("break_earliest"), format="HH:mm", help="Empty: 11:00, or the middle of the shift"
        ),
        "break_latest": column.TimeColumn(label("break_latest"), format="HH:mm"),
        "speed": column.NumberColumn(
            label("speed"),
            min_value=MIN_SPEED_FACTOR,
            max_value=MAX_SPEED_FACTOR,
            format="%.3g",
            help="1 is as fast as the roads say, 0.9 a tenth slower",
        ),
    }
