"""Drivers with shift and break, and the docks of a depot."""

from __future__ import annotations

from datetime import time
from typing import Any

import streamlit as st

from lastmile_core.model.basics.opening_hours import NIGHT_HELP
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.sheets.dock_sheet import dock_sheet
from lastmile_core.workflows.company.sheets.driver_sheet import driver_sheet
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show_drivers(page: PageContext) -> None:
    """Edit the drivers of the depot."""
    drivers = page.store.drivers.of_depot(page.depot.depot_id)
    if not drivers:
        st.info("No drivers yet: add a row below or import a file under Import.", icon=":material/badge:")
    sheet = driver_sheet(page.store, page.depot)
    grid.edit(
        page,
        f"drivers_{page.depot.depot_id}",
        sheet.read([]),
        sheet,
        grid.Look(
            columns=_driver_columns(sheet),
            locked=["driver_id"],
            new_rows="driver",
            key_column="driver_id",
            gone={"active": False},
            row_words={driver.driver_id: driver.name for driver in drivers},
            alt="Drivers with shift and break",
        ),
    )


def _driver_columns(sheet: Sheet) -> dict[str, Any]:
    column, label = st.column_config, sheet.label
    return {
        "driver_id": column.TextColumn(label("driver_id"), required=True, max_chars=40),
        "name": column.TextColumn(label("name"), max_chars=60),
        "phone": column.TextColumn(label("phone"), max_chars=40),
        "skills": column.TextColumn(label("skills"), help="Separate with commas"),
        "shift_start": column.TimeColumn(label("shift_start"), format="HH:mm", default=time(7, 0)),
        "shift_end": column.TimeColumn(label("shift_end"), format="HH:mm", default=time(16, 0)),
        "break_min": column.NumberColumn(label("break_min"), min_value=0, max_value=180, default=30),
        "break_earliest": column.TimeColumn(label("break_earliest"), format="HH:mm", default=time(11, 0)),
        "break_latest": column.TimeColumn(label("break_latest"), format="HH:mm", default=time(13, 30)),
        "break_after": column.NumberColumn(
            label("break_after"),
            min_value=0.5,
            max_value=24,
            help="The break begins after so many hours of work at the latest, if need be before its clock time. "
            "Empty: only the clock counts",
        ),
        "districts": column.TextColumn(
            label("districts"),
            help="Parts of town as the orders name them, separated by commas; a stop elsewhere has a price "
            "(Settings, Planning rules). Empty: at home everywhere",
        ),
        "active": column.CheckboxColumn(label("active"), default=True),
    }


def show_docks(page: PageContext) -> None:
    """Edit the docks of the depot."""
    docks = page.store.docks.of_depot(page.depot.depot_id)
    st.caption(
        f"Loading takes {page.depot.loading_s // 60} min a vehicle (change it on the Settings page). "
        "The Plan page shows which bay is used when."
    )
    sheet = dock_sheet(page.store, page.depot)
    column, label = st.column_config, sheet.label
    columns = {
        "dock_id": column.TextColumn(label("dock_id"), required=True, max_chars=40),
        "name": column.TextColumn(label("name"), max_chars=60),
        "opens": column.TimeColumn(label("opens"), format="HH:mm", default=page.depot.opens),
        "closes": column.TimeColumn(label("closes"), format="HH:mm", default=page.depot.closes, help=NIGHT_HELP),
    }
    grid.edit(
        page,
        f"docks_{page.depot.depot_id}",
        sheet.read([]),
        sheet,
        grid.Look(
            columns=columns,
            locked=["dock_id"],
            new_rows="dock",
            key_column="dock_id",
            row_words={dock.dock_id: dock.name for dock in docks},
            alt="Loading bays with opening hours",
        ),
    )
