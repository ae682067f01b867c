"""Who drives what on the chosen day."""

from __future__ import annotations

import streamlit as st

from lastmile_core.workflows.company.sheets.availability_sheet import availability_sheet
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import plural


def show(page: PageContext) -> None:
    """Edit availability of the day: in or out, driver, shift."""
    roster = page.store.availability.for_day(page.service_date, page.depot.depot_id)
    vehicles = {vehicle.vehicle_id: vehicle for vehicle in page.store.vehicles.of_depot(page.depot.depot_id)}
    if not roster:
        st.info(
            "No vehicles yet. Add them under Vehicles, or import a file under Import.", icon=":material/local_shipping:"
        )
        return
    sheet = availability_sheet(page.store, page.service_date, page.depot)
    of = {one.name: one for one in sheet.fields}
    out = sum(entry.is_available for entry in roster)
    st.markdown(f"**{out} of {plural(len(roster), 'vehicle')}** go out on {page.service_date:%A %d %B %Y}.")
    columns = {
        "out": st.column_config.CheckboxColumn(of["out"].label, width="small"),
        "vehicle_id": None,
        "vehicle": st.column_config.TextColumn("Vehicle", disabled=True),
        "driver": st.column_config.SelectboxColumn(
            of["driver"].label, options=sorted(set((of["driver"].choices or {}).values()))
        ),
        "shift_start": st.column_config.TimeColumn(of["shift_start"].label, format="HH:mm"),
        "shift_end": st.column_config.TimeColumn(of["shift_end"].label, format="HH:mm"),
        "note": st.column_config.TextColumn(of["note"].label, max_chars=80),
    }
    names = {vehicle_id: vehicle.name for vehicle_id, vehicle in vehicles.items()}
    grid.edit(
        page,
        f"roster_{page.service_date.isoformat()}_{page.depot.depot_id}",
        sheet.read([]),
        sheet,
        grid.Look(
            columns=columns, locked=["vehicle"], row_words=names, alt="Vehicles of the day with driver and shift"
        ),
    )
