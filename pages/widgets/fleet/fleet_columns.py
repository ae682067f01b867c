"""Columns of a fleet file that nothing reads: a person says what they hold, once for all such files."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lastmile_core.files.columns.unused_columns import UnusedColumn
from pages.widgets.shared import state
from pages.widgets.shared.text import md_escape

NOT_NEEDED = "Not needed"
VEHICLE_FIELDS = {
    "vehicle_id": "Id",
    "name": "Name",
    "plate": "Licence plate",
    "vehicle_class": "Class",
    "parcels": "Most parcels on board",
    "weight": "Most weight on board",
    "volume": "Most volume on board",
    "driver": "Driver",
    "is_active": "In use",
    "shift_start": "Shift from",
    "shift_end": "Shift to",
    "break_min": "Break",
    "break_earliest": "Break from",
    "break_latest": "Break begins by",
    "speed_factor": "Speed factor",
    "fixed_cost": "Cost per day",
    "cost_per_km": "Cost per km",
    "cost_per_hour": "Cost per paid hour",
    "max_stops": "Most stops",
    "max_distance": "Most km",
    "max_trips": "Trips a day",
    "max_duration": "Longest paid day",
    "loading_min": "Loading time",
    "reload_min": "Time to load again",
    "regular_hours": "Hours before overtime",
    "overtime_price": "Price of overtime",
    "skills": "Skills",
}
DRIVER_FIELDS = {
    "driver_id": "Id",
    "name": "Name",
    "phone": "Phone",
    "skills": "Skills",
    "shift_start": "Shift from",
    "shift_end": "Shift to",
    "break_min": "Break",
    "break_earliest": "Break from",
    "break_latest": "Break begins by",
    "break_after": "Break after hours of work",
    "districts": "Knows districts",
    "is_active": "Employed",
}


def ask(columns: tuple[UnusedColumn, ...], understood: Mapping[str, str], what: str) -> dict[str, str] | None:
    """Ask what each column holds; return field → heading once a person answered, else None.

    Parameters
    ----------
    understood
        Field → heading of the columns that were recognised; shown, and not offered again.
    what
        ``vehicles`` or ``drivers``.
    """
    labels = VEHICLE_FIELDS if what == "vehicles" else DRIVER_FIELDS
    known = [f"{md_escape(heading, 60)}: {labels.get(name, name)}" for name, heading in understood.items()]
    st.markdown("**What do these columns hold?** Nothing is imported before you say; it is remembered for such files.")
    if known:
        st.caption("Understood: " + " · ".join(known))
    free = {name: label for name, label in labels.items() if name not in understood}
    chosen: dict[str, str] = {}
    is_done = True
    for column in (column for column in columns if column.could_matter):
        choice = st.selectbox(
            f"{md_escape(column.heading, 60)} ({column.holds}: {md_escape(', '.join(column.samples), 90)})",
            [NOT_NEEDED, *free, f"load:{column.heading}"],
            index=None,
            format_func=lambda name: free.get(name, NOT_NEEDED if name == NOT_NEEDED else "A load of its own"),
            placeholder="Choose",
            key=f"fleet_column_{what}_{column.index}_{state.count('fleet_file')}",
        )
        is_done &= choice is not None
        if choice not in (None, NOT_NEEDED):
            chosen[str(choice)] = column.heading
    with st.container(horizontal=True):
        if st.button("Import with these answers", type="primary", key="fleet_columns_go", disabled=not is_done):
            return chosen
        if st.button("None of them is needed", key="fleet_columns_none"):
            return {}
    return None
