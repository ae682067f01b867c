"""Drivers with shift and break, and the docks of a depot."""

from __future__ import annotations

from datetime import time
from typing import Any

import streamlit as st

from lastmile_core.model import Dock, Driver
from lastmile_core.model.basics.opening_hours import NIGHT_HELP, hours_fault
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from pages.widgets.fleet.fleet_vehicles import split_words
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show_drivers(page: PageContext) -> None:
    """Edit the drivers of the depot."""
    drivers = page.store.drivers.of_depot(page.depot.depot_id)
    if not drivers:
        st.info("No drivers yet: add a row below or import a file under Import.", icon=":material/badge:")
    columns = _driver_columns()
    grid.edit(
        page,
        f"drivers_{page.depot.depot_id}",
        {driver.driver_id: _driver_row(driver) for driver in drivers},
        Sheet(
            what="change drivers",
            subject=page.depot.depot_id,
            read=lambda _keys: {
                one.driver_id: _driver_row(one) for one in page.store.drivers.of_depot(page.depot.depot_id)
            },
            write=lambda found: _write_drivers(page, found),
            labels=grid.labels(columns),
        ),
        grid.Look(
            columns=columns,
            locked=["driver_id"],
            new_rows="driver",
            key_column="driver_id",
            gone={"active": False},
            row_words={driver.driver_id: driver.name for driver in drivers},
            alt="Drivers with shift and break",
        ),
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


def _driver_row(driver: Driver) -> Row:
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


def _driver(page: PageContext, row: Row) -> Driver:
    driver_id = str(row["driver_id"])
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
        depot_id=page.depot.depot_id,
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


def _write_drivers(page: PageContext, found: Comparison) -> None:
    for driver_id in found.rows:
        known = page.store.drivers.get(driver_id)
        if known is not None and known.depot_id != page.depot.depot_id:
            raise ValueError(f"the id {driver_id} belongs to a driver of another depot; choose another id")
    page.store.drivers.save_many([_driver(page, row) for row in found.rows.values()])


def show_docks(page: PageContext) -> None:
    """Edit the loading bays of the depot."""
    docks = page.store.docks.of_depot(page.depot.depot_id)
    st.caption(
        f"Loading takes {page.depot.loading_s // 60} min a vehicle (change it on the Settings page). "
        "The Plan page shows which bay is used when."
    )
    columns = {
        "dock_id": st.column_config.TextColumn("Id", required=True, max_chars=40),
        "name": st.column_config.TextColumn("Name", max_chars=60),
        "opens": st.column_config.TimeColumn("Opens", format="HH:mm", default=page.depot.opens),
        "closes": st.column_config.TimeColumn("Closes", format="HH:mm", default=page.depot.closes, help=NIGHT_HELP),
    }
    grid.edit(
        page,
        f"docks_{page.depot.depot_id}",
        {dock.dock_id: _dock_row(dock) for dock in docks},
        Sheet(
            what="change docks",
            subject=page.depot.depot_id,
            read=lambda _keys: {
                dock.dock_id: _dock_row(dock) for dock in page.store.docks.of_depot(page.depot.depot_id)
            },
            write=lambda found: _write_docks(page, found),
            labels=grid.labels(columns),
        ),
        grid.Look(
            columns=columns,
            locked=["dock_id"],
            new_rows="dock",
            key_column="dock_id",
            row_words={dock.dock_id: dock.name for dock in docks},
            alt="Loading bays with opening hours",
        ),
    )


def _dock_row(dock: Dock) -> Row:
    return {"dock_id": dock.dock_id, "name": dock.name, "opens": dock.opens, "closes": dock.closes}


def _write_docks(page: PageContext, found: Comparison) -> None:
    for dock_id, row in found.rows.items():
        opens, closes = row.get("opens") or page.depot.opens, row.get("closes") or page.depot.closes
        if fault := hours_fault(opens, closes):
            raise ValueError(f"dock {dock_id} {fault}")
        page.store.docks.save(
            Dock(
                dock_id=dock_id,
                depot_id=page.depot.depot_id,
                name=str(row.get("name") or dock_id),
                opens=opens,
                closes=closes,
            )
        )
    for dock_id in found.removed:
        page.store.docks.remove(dock_id)
