"""Drivers with shift and break, and the docks of a depot."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import streamlit as st

from lastmile_core.model import Dock, Driver
from pages.widgets import grid
from pages.widgets.fleet_vehicles import split_words
from pages.widgets.page import Here


def show_drivers(now: Here) -> None:
    """Edit the drivers of the depot."""
    drivers = now.store.drivers.of_depot(now.depot.depot_id)
    if not drivers:
        st.info("No drivers yet: add a row below or import a file under Import.", icon=":material/badge:")
    grid.edit(
        f"drivers_{now.depot.depot_id}",
        [_driver_row(driver) for driver in drivers],
        columns=_driver_columns(),
        locked=["driver_id"],
        can_add=True,
        save=lambda edited: _save_drivers(now, drivers, edited),
        alt="Drivers with shift and break",
    )


def _driver_columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "driver_id": column.TextColumn("Id", required=True, max_chars=40),
        "name": column.TextColumn("Name", max_chars=60),
        "phone": column.TextColumn("Phone", max_chars=40),
        "skills": column.TextColumn("Skills", help="Separate with commas"),
        "shift_start": column.TimeColumn("Shift from", format="HH:mm", default=time(7, 0)),
        "shift_end": column.TimeColumn("Shift to", format="HH:mm", default=time(16, 0)),
        "break_min": column.NumberColumn("Break (min)", min_value=0, max_value=180, default=30),
        "break_earliest": column.TimeColumn("Break from", format="HH:mm", default=time(11, 0)),
        "break_latest": column.TimeColumn("Break begins by", format="HH:mm", default=time(13, 30)),
        "break_after": column.NumberColumn(
            "Break after (h)",
            min_value=0.5,
            max_value=24,
            help="The break begins after so many hours of work at the latest, if need be before its clock time. "
            "Empty: only the clock counts",
        ),
        "districts": column.TextColumn(
            "Knows districts",
            help="Parts of town as the orders name them, separated by commas; a stop elsewhere has a price "
            "(Settings, Planning rules). Empty: at home everywhere",
        ),
        "active": column.CheckboxColumn("Employed", default=True),
    }


def _driver_row(driver: Driver) -> grid.Row:
    return {
        "driver_id": driver.driver_id,
        "name": driver.name,
        "phone": driver.phone,
        "skills": ", ".join(sorted(driver.skills)),
        "shift_start": driver.shift_start,
        "shift_end": driver.shift_end,
        "break_min": driver.break_s / 60,
        "break_earliest": driver.break_earliest,
        "break_latest": driver.break_latest,
        "break_after": None if driver.break_after_s is None else driver.break_after_s / 3600,
        "districts": ", ".join(sorted(driver.districts)),
        "active": driver.is_active,
    }


def _driver(now: Here, row: grid.Row) -> Driver:
    driver_id = str(row["driver_id"] or "").strip()
    if not driver_id:
        raise ValueError("a driver has no id; fill the Id column")
    if row["shift_start"] is None or row["shift_end"] is None:
        raise ValueError(f"driver {driver_id} has no shift; fill both ends of the shift")
    break_s = round(float(row["break_min"] or 0) * 60)
    earliest, latest = row["break_earliest"] or time(11, 0), row["break_latest"] or time(13, 30)
    if break_s and latest < earliest:
        raise ValueError(
            f"the break of driver {driver_id} would begin by {latest:%H:%M}, before {earliest:%H:%M}; swap them"
        )
    after = row["break_after"]
    if after is not None and not 0 < float(after) <= 24:
        raise ValueError(
            f"the break of driver {driver_id} is due after {float(after):g} h; give hours above 0 up to 24, or none"
        )
    return Driver(
        driver_id=driver_id,
        name=str(row["name"] or driver_id),
        depot_id=now.depot.depot_id,
        phone=str(row["phone"] or ""),
        skills=split_words(row["skills"]),
        shift_start=row["shift_start"],
        shift_end=row["shift_end"],
        break_s=break_s,
        break_earliest=earliest,
        break_latest=latest,
        break_after_s=None if after is None else round(float(after) * 3600),
        districts=frozenset(filter(None, (" ".join(word.split()) for word in str(row["districts"] or "").split(",")))),
        is_active=bool(row["active"]),
    )


def _save_drivers(now: Here, drivers: list[Driver], edited: list[grid.Row]) -> int:
    before = {driver.driver_id: driver for driver in drivers}
    wanted = [_driver(now, row) for row in edited]
    ids = [driver.driver_id for driver in wanted]
    if len(set(ids)) < len(ids):
        raise ValueError("two drivers have the same id; give each their own")
    for driver in wanted:
        known = now.store.drivers.get(driver.driver_id)
        if known is not None and known.depot_id != now.depot.depot_id:
            raise ValueError(f"the id {driver.driver_id} belongs to a driver of another depot; choose another id")
    changed = [driver for driver in wanted if before.get(driver.driver_id) != driver]
    gone = [replace(driver, is_active=False) for driver in drivers if driver.driver_id not in ids and driver.is_active]
    with now.store.atomic():
        now.store.drivers.save_many([*changed, *gone])
        now.store.audit.write(
            who=now.user,
            what="change drivers",
            subject=now.depot.depot_id,
            detail={"changed": [driver.driver_id for driver in [*changed, *gone]]},
        )
    return len(changed) + len(gone)


def show_docks(now: Here) -> None:
    """Edit the loading bays of the depot."""
    docks = now.store.docks.of_depot(now.depot.depot_id)
    st.caption(
        f"Loading takes {now.depot.loading_s // 60} min a vehicle (change it on the Settings page). "
        "The Plan page shows which bay is used when."
    )
    grid.edit(
        f"docks_{now.depot.depot_id}",
        [{"dock_id": dock.dock_id, "name": dock.name, "opens": dock.opens, "closes": dock.closes} for dock in docks],
        columns={
            "dock_id": st.column_config.TextColumn("Id", required=True, max_chars=40),
            "name": st.column_config.TextColumn("Name", max_chars=60),
            "opens": st.column_config.TimeColumn("Opens", format="HH:mm", default=time(5, 0)),
            "closes": st.column_config.TimeColumn("Closes", format="HH:mm", default=time(22, 0)),
        },
        locked=["dock_id"],
        can_add=True,
        save=lambda edited: _save_docks(now, docks, edited),
        alt="Loading bays with opening hours",
    )


def _save_docks(now: Here, docks: list[Dock], edited: list[grid.Row]) -> int:
    wanted = []
    for row in edited:
        dock_id = str(row["dock_id"] or "").strip()
        if not dock_id:
            raise ValueError("a dock has no id; fill the Id column")
        opens, closes = row["opens"] or time(5, 0), row["closes"] or time(22, 0)
        if closes <= opens:
            raise ValueError(f"dock {dock_id} closes ({closes:%H:%M}) before it opens ({opens:%H:%M}); swap the two")
        wanted.append(
            Dock(
                dock_id=dock_id,
                depot_id=now.depot.depot_id,
                name=str(row["name"] or dock_id),
                opens=opens,
                closes=closes,
            )
        )
    before = {dock.dock_id: dock for dock in docks}
    changed = [dock for dock in wanted if before.get(dock.dock_id) != dock]
    gone = [dock_id for dock_id in before if dock_id not in {dock.dock_id for dock in wanted}]
    with now.store.atomic():
        for dock in changed:
            now.store.docks.save(dock)
        for dock_id in gone:
            now.store.docks.remove(dock_id)
        now.store.audit.write(
            who=now.user,
            what="change docks",
            subject=now.depot.depot_id,
            detail={"changed": len(changed), "removed": gone},
        )
    return len(changed) + len(gone)
