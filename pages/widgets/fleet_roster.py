"""Who drives what on the chosen day."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Availability
from pages.widgets import grid
from pages.widgets.page import Here
from pages.widgets.text import plural


def show(now: Here) -> None:
    """Edit availability of the day: in or out, driver, shift."""
    roster = now.store.availability.for_day(now.service_date, now.depot.depot_id)
    vehicles = {vehicle.vehicle_id: vehicle for vehicle in now.store.vehicles.of_depot(now.depot.depot_id)}
    drivers = {driver.driver_id: driver.name for driver in now.store.drivers.of_depot(now.depot.depot_id)}
    if not roster:
        st.info(
            "No vehicles yet. Add them under Vehicles, or import a file under Import.", icon=":material/local_shipping:"
        )
        return
    labels = {driver_id: f"{name} ({driver_id})" for driver_id, name in drivers.items()}
    out = sum(entry.is_available for entry in roster)
    st.markdown(f"**{out} of {plural(len(roster), 'vehicle')}** go out on {now.service_date:%A %d %B %Y}.")
    rows = [
        {
            "out": entry.is_available,
            "vehicle_id": entry.vehicle_id,
            "vehicle": vehicles[entry.vehicle_id].name,
            "driver": labels.get(entry.driver_id or ""),
            "shift_start": entry.shift_start,
            "shift_end": entry.shift_end,
            "note": entry.note,
        }
        for entry in roster
        if entry.vehicle_id in vehicles
    ]
    by_label = {label: driver_id for driver_id, label in labels.items()}
    grid.edit(
        f"roster_{now.service_date.isoformat()}_{now.depot.depot_id}",
        rows,
        columns={
            "out": st.column_config.CheckboxColumn("Out", width="small"),
            "vehicle_id": None,
            "vehicle": st.column_config.TextColumn("Vehicle", disabled=True),
            "driver": st.column_config.SelectboxColumn("Driver", options=sorted(by_label)),
            "shift_start": st.column_config.TimeColumn("Shift from", format="HH:mm"),
            "shift_end": st.column_config.TimeColumn("Shift to", format="HH:mm"),
            "note": st.column_config.TextColumn("Note", max_chars=80),
        },
        locked=["vehicle"],
        can_add=False,
        save=lambda edited: _save(now, roster, edited, by_label),
        alt="Vehicles of the day with driver and shift",
    )


def _save(now: Here, roster: list[Availability], edited: list[grid.Row], by_label: dict[str, str]) -> int:
    before = {entry.vehicle_id: entry for entry in roster}
    changed = []
    for row in edited:
        if row["shift_start"] is None or row["shift_end"] is None:
            raise ValueError(f"{row['vehicle']} has no shift time; fill both ends of the shift")
        entry = Availability(
            service_date=now.service_date,
            vehicle_id=row["vehicle_id"],
            driver_id=by_label.get(row["driver"] or ""),
            shift_start=row["shift_start"],
            shift_end=row["shift_end"],
            is_available=bool(row["out"]),
            note=row["note"] or "",
        )
        if entry != before[entry.vehicle_id]:
            changed.append(entry)
    _refuse_double_drivers(edited)
    with now.store.atomic():
        for entry in changed:
            now.store.availability.set(entry)
        now.store.audit.write(
            who=now.user,
            what="change availability",
            subject=f"{now.service_date.isoformat()}/{now.depot.depot_id}",
            detail={"vehicles": [entry.vehicle_id for entry in changed]},
        )
    return len(changed)


def _refuse_double_drivers(edited: list[grid.Row]) -> None:
    seen: dict[str, str] = {}
    for row in edited:
        if row["out"] and row["driver"]:
            if row["driver"] in seen:
                raise ValueError(
                    f"{row['driver']} drives both {seen[row['driver']]} and {row['vehicle']}; "
                    "choose another driver for one"
                )
            seen[row["driver"]] = row["vehicle"]
