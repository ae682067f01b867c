"""Who drives what on the chosen day."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from lastmile_core.model import Availability
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import plural


def show(page: PageContext) -> None:
    """Edit availability of the day: in or out, driver, shift."""
    roster = page.store.availability.for_day(page.service_date, page.depot.depot_id)
    vehicles = {vehicle.vehicle_id: vehicle for vehicle in page.store.vehicles.of_depot(page.depot.depot_id)}
    drivers = {driver.driver_id: driver.name for driver in page.store.drivers.of_depot(page.depot.depot_id)}
    if not roster:
        st.info(
            "No vehicles yet. Add them under Vehicles, or import a file under Import.", icon=":material/local_shipping:"
        )
        return
    labels = {driver_id: f"{name} ({driver_id})" for driver_id, name in drivers.items()}
    out = sum(entry.is_available for entry in roster)
    st.markdown(f"**{out} of {plural(len(roster), 'vehicle')}** go out on {page.service_date:%A %d %B %Y}.")
    columns = {
        "out": st.column_config.CheckboxColumn("Out", width="small"),
        "vehicle_id": None,
        "vehicle": st.column_config.TextColumn("Vehicle", disabled=True),
        "driver": st.column_config.SelectboxColumn("Driver", options=sorted(labels.values())),
        "shift_start": st.column_config.TimeColumn("Shift from", format="HH:mm"),
        "shift_end": st.column_config.TimeColumn("Shift to", format="HH:mm"),
        "note": st.column_config.TextColumn("Note", max_chars=80),
    }
    names = {vehicle_id: vehicle.name for vehicle_id, vehicle in vehicles.items()}
    grid.edit(
        page,
        f"roster_{page.service_date.isoformat()}_{page.depot.depot_id}",
        _rows(page, names, labels),
        Sheet(
            what="change availability",
            subject=page.day_key.subject,
            read=lambda _keys: _rows(page, names, labels),
            write=lambda found: _write(page, found, names, labels),
            labels=grid.labels(columns),
        ),
        grid.Look(
            columns=columns, locked=["vehicle"], row_words=names, alt="Vehicles of the day with driver and shift"
        ),
    )


def _rows(page: PageContext, names: dict[str, str], labels: dict[str, str]) -> dict[str, Row]:
    return {
        entry.vehicle_id: {
            "out": entry.is_available,
            "vehicle_id": entry.vehicle_id,
            "vehicle": names[entry.vehicle_id],
            "driver": labels.get(entry.driver_id or ""),
            "shift_start": entry.shift_start,
            "shift_end": entry.shift_end,
            "note": entry.note,
        }
        for entry in page.store.availability.for_day(page.service_date, page.depot.depot_id)
        if entry.vehicle_id in names
    }


def _write(page: PageContext, found: Comparison, names: dict[str, str], labels: dict[str, str]) -> None:
    by_label = {label: driver_id for driver_id, label in labels.items()}
    for vehicle_id, row in found.rows.items():
        if row["shift_start"] is None or row["shift_end"] is None:
            raise ValueError(f"{row['vehicle']} has no shift time; fill both ends of the shift")
        if row["driver"] and row["driver"] not in by_label:
            raise ValueError(
                f"{row['driver']} is not a driver of this depot any more; choose another for {row['vehicle']}"
            )
        page.store.availability.set(
            Availability(
                service_date=page.service_date,
                vehicle_id=vehicle_id,
                driver_id=by_label.get(row["driver"] or ""),
                shift_start=row["shift_start"],
                shift_end=row["shift_end"],
                is_available=bool(row["out"]),
                note=row["note"] or "",
            )
        )
    # Of all vehicles as they are now: somebody else may have given the driver to another one.
    _refuse_double_drivers(_rows(page, names, labels).values())


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
