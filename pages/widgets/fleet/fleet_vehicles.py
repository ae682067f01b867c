"""Vehicles and what they cost."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.sheets.vehicle_sheet import CLASSES, vehicle_sheet
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show(page: PageContext) -> None:
    """Edit the vehicles of the depot."""
    vehicles = page.store.vehicles.of_depot(page.depot.depot_id, active_only=False)
    if not vehicles:
        st.info("No vehicles yet: add a row below or import a file under Import.", icon=":material/local_shipping:")
    sheet = vehicle_sheet(page.store, page.depot)
    grid.edit(
        page,
        f"vehicles_{page.depot.depot_id}",
        sheet.read([]),
        sheet,
        grid.Look(
            columns=_columns(sheet),
            locked=["vehicle_id"],
            new_rows="vehicle",
            key_column="vehicle_id",
            # A vehicle taken off the list stays in the store, out of use: past plans still name it.
            gone={"active": False},
            row_words={vehicle.vehicle_id: vehicle.name for vehicle in vehicles},
            alt="Vehicles with capacity and cost",
        ),
    )


LIMIT_HELP = "Empty: no limit. 0: nothing of it may ride."


def _columns(sheet: Sheet) -> dict[str, Any]:
    column, label = st.column_config, sheet.label
    new = sheet.new_row("") if sheet.new_row else {}
    prices = ("fixed_cost", "cost_per_km", "cost_per_hour")
    names = [one.name for one in sheet.fields]
    loads = names[names.index("class") + 1 : names.index("fixed_cost")]
    return {
        "vehicle_id": column.TextColumn(label("vehicle_id"), required=True, max_chars=40),
        "name": column.TextColumn(label("name"), max_chars=60),
        "class": column.SelectboxColumn(label("class"), options=list(CLASSES), required=True, default=new["class"]),
        **{name: column.NumberColumn(label(name), min_value=0, help=LIMIT_HELP) for name in loads},
        **{name: column.NumberColumn(label(name), min_value=0, default=new[name]) for name in prices},
        "max_stops": column.NumberColumn(label("max_stops"), min_value=0, step=1, help=LIMIT_HELP),
        "max_km": column.NumberColumn(label("max_km"), min_value=0, help=LIMIT_HELP),
        "skills": column.TextColumn(label("skills"), help="Separate with commas: fridge, crane"),
        "active": column.CheckboxColumn(label("active"), default=True),
    }
