"""The rules of vehicles that few vehicles have: trips, loading, hours, overtime, open and own ends."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lastmile_core.units import show_duration
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.sheets.vehicle_rules_sheet import MOST_H, MOST_MIN, vehicle_rules_sheet
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show(page: PageContext) -> None:
    """Edit the rules of the vehicles that are in use."""
    vehicles = page.store.vehicles.of_depot(page.depot.depot_id)
    if not vehicles:
        return
    st.subheader("Trips, hours and ends")
    st.caption(
        "All of it is optional: with an empty cell the rule does not exist. Point at a heading to read what it does."
    )
    sheet = vehicle_rules_sheet(page.store, page.depot)
    grid.edit(
        page,
        f"vehicle_rules_{page.depot.depot_id}",
        sheet.read([]),
        sheet,
        grid.Look(
            columns=_columns(page, sheet),
            locked=["name"],
            row_words={vehicle.vehicle_id: vehicle.name for vehicle in vehicles},
            alt="Vehicles with trips, loading times, hours, overtime and where they begin and end",
            save_label="Save rules",
        ),
    )


def _columns(page: PageContext, sheet: Sheet) -> dict[str, Any]:
    column, label = st.column_config, sheet.label
    loading = show_duration(page.depot.loading_s)
    return {
        "name": column.TextColumn(label("name"), disabled=True, pinned=True),
        "trips": column.NumberColumn(
            label("trips"), min_value=1, max_value=20, step=1, help="2 or more: it may come back, reload and go again"
        ),
        "loading": column.NumberColumn(
            label("loading"),
            min_value=0,
            max_value=MOST_MIN,
            format="%.3g",
            help=f"At the dock before it leaves. Empty: the depot's {loading}",
        ),
        "reload": column.NumberColumn(
            label("reload"),
            min_value=0,
            max_value=MOST_MIN,
            format="%.3g",
            help=f"At the dock between two trips. Empty: {loading}",
        ),
        "longest": column.NumberColumn(
            label("longest"),
            min_value=0.5,
            max_value=MOST_H,
            format="%.3g",
            help="Paid hours from loading to return; a plan never goes beyond. Empty: only the shift limits it",
        ),
        "regular": column.NumberColumn(
            label("regular"),
            min_value=0,
            max_value=MOST_H,
            format="%.3g",
            help="Paid hours at the usual price; what comes after is overtime",
        ),
        "overtime": column.NumberColumn(
            label("overtime"), min_value=0, help="What an hour of overtime costs on top of the paid hour"
        ),
        "open_start": column.CheckboxColumn(
            label("open_start"), help="No drive from the depot: the goods are on board, the day begins at a customer"
        ),
        "open_end": column.CheckboxColumn(
            label("open_end"), help="No drive home is planned or paid; what was collected stays on board"
        ),
        **{
            f"{end}_{part}": column.NumberColumn(
                label(f"{end}_{part}"),
                min_value=-limit,
                max_value=limit,
                format="%.5f",
                help=f"Where its day {word.lower()}, such as the driver's home. Empty: the depot",
            )
            for end, word in (("start", "Begins"), ("end", "Ends"))
            for part, limit in (("lat", 90), ("lon", 180))
        },
    }
