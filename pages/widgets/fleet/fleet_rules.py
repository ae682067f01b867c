"""The rules of vehicles that few vehicles have: trips, loading, hours, overtime, open and own ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lastmile_core.files.cells.coordinates import km_between
from lastmile_core.model import Location, Vehicle
from lastmile_core.units import show_duration
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext

NEAR_KM = 0.25
"""A start or end nearer than this to the depot is the depot, as in files."""
FAR_KM = 150
"""One farther than this is a slip: nobody drives that far before loading."""
MOST_H = 24
_WHOLES = {"start": ("start_lat", "start_lon"), "end": ("end_lat", "end_lon")}


def show(page: PageContext) -> None:
    """Edit the rules of the vehicles that are in use."""
    vehicles = page.store.vehicles.of_depot(page.depot.depot_id)
    if not vehicles:
        return
    st.subheader("Trips, hours and ends")
    st.caption(
        "All of it is optional: with an empty cell the rule does not exist. Point at a heading to read what it does."
    )
    columns = _columns(page)
    grid.edit(
        page,
        f"vehicle_rules_{page.depot.depot_id}",
        {vehicle.vehicle_id: _row(vehicle) for vehicle in vehicles},
        Sheet(
            what="change vehicle rules",
            subject=page.depot.depot_id,
            read=lambda _keys: {one.vehicle_id: _row(one) for one in page.store.vehicles.of_depot(page.depot.depot_id)},
            write=lambda found: _write(page, found),
            wholes=_WHOLES,
            labels=grid.labels(columns) | {"start": "Begins at", "end": "Ends at"},
        ),
        grid.Look(
            columns=columns,
            locked=["name"],
            row_words={vehicle.vehicle_id: vehicle.name for vehicle in vehicles},
            alt="Vehicles with trips, loading times, hours, overtime and where they begin and end",
            save_label="Save rules",
        ),
    )


def _columns(page: PageContext) -> dict[str, Any]:
    column, money = st.column_config, page.depot.currency
    loading = show_duration(page.depot.loading_s)
    return {
        "name": column.TextColumn("Vehicle", disabled=True, pinned=True),
        "trips": column.NumberColumn(
            "Trips a day", min_value=1, max_value=20, step=1, help="2 or more: it may come back, reload and go again"
        ),
        "loading": column.NumberColumn(
            "Loading (min)",
            min_value=0,
            max_value=240,
            format="%.3g",
            help=f"At the dock before it leaves. Empty: the depot's {loading}",
        ),
        "reload": column.NumberColumn(
            "Reload (min)",
            min_value=0,
            max_value=240,
            format="%.3g",
            help=f"At the dock between two trips. Empty: {loading}",
        ),
        "longest": column.NumberColumn(
            "Longest day (h)",
            min_value=0.5,
            max_value=MOST_H,
            format="%.3g",
            help="Paid hours from loading to return; a plan never goes beyond. Empty: only the shift limits it",
        ),
        "regular": column.NumberColumn(
            "Regular hours (h)",
            min_value=0,
            max_value=MOST_H,
            format="%.3g",
            help="Paid hours at the usual price; what comes after is overtime",
        ),
        "overtime": column.NumberColumn(
            f"Overtime (+{money}/h)", min_value=0, help="What an hour of overtime costs on top of the paid hour"
        ),
        "open_start": column.CheckboxColumn(
            "Begins at first stop", help="No drive from the depot: the goods are on board, the day begins at a customer"
        ),
        "open_end": column.CheckboxColumn(
            "Ends at last stop", help="No drive home is planned or paid; what was collected stays on board"
        ),
        **{
            f"{end}_{part}": column.NumberColumn(
                f"{word} {label} (°)",
                min_value=-limit,
                max_value=limit,
                format="%.5f",
                help=f"Where its day {word.lower()}, such as the driver's home. Empty: the depot",
            )
            for end, word in (("start", "Begins"), ("end", "Ends"))
            for part, label, limit in (("lat", "latitude", 90), ("lon", "longitude", 180))
        },
    }


def _row(vehicle: Vehicle) -> Row:
    def part(seconds: int | None, unit: int) -> float | None:
        return None if seconds is None else seconds / unit

    return {
        "name": vehicle.name,
        "trips": vehicle.max_trips,
        "loading": part(vehicle.loading_s, 60),
        "reload": part(vehicle.reload_s, 60),
        "longest": part(vehicle.max_duration_s, 3600),
        "regular": part(vehicle.regular_s, 3600),
        "overtime": vehicle.overtime_price or None,
        "open_start": vehicle.open_start,
        "open_end": vehicle.open_end,
        "start_lat": vehicle.start.lat if vehicle.start else None,
        "start_lon": vehicle.start.lon if vehicle.start else None,
        "end_lat": vehicle.end.lat if vehicle.end else None,
        "end_lon": vehicle.end.lon if vehicle.end else None,
    }


def vehicle_with_rules(vehicle: Vehicle, row: Mapping[str, Any], depot: Location) -> Vehicle:
    """Return the vehicle with the rules of an edited row.

    Raises
    ------
    ValueError
        If a value cannot be meant; the sentence names the vehicle and the mend.
    """
    name = vehicle.name
    trips = 1 if row["trips"] is None else float(row["trips"])
    if trips < 1 or trips != int(trips):
        raise ValueError(f"{name} has {trips:g} trips a day; give 1 or more, or take it out of the day")
    longest, regular = _hours(name, "longest day", row["longest"]), _hours(name, "regular hours", row["regular"])
    if longest == 0:
        raise ValueError(f"the longest day of {name} is 0 h; leave it empty for no limit")
    overtime = float(row["overtime"] or 0)
    if overtime < 0:
        raise ValueError(f"overtime of {name} costs less than nothing; give zero or more")
    if overtime and regular is None:
        raise ValueError(f"{name} has a price of overtime but no regular hours; fill Regular hours, such as 8")
    for end, word in (("start", "begins at its first stop"), ("end", "ends at its last stop")):
        if row[f"open_{end}"] and (row[f"{end}_lat"] is not None or row[f"{end}_lon"] is not None):
            raise ValueError(f"{name} {word} and has a place of its own as well; keep one of the two")
    return replace(
        vehicle,
        max_trips=int(trips),
        loading_s=_minutes(name, "loading", row["loading"]),
        reload_s=_minutes(name, "reload", row["reload"]),
        max_duration_s=longest,
        regular_s=regular,
        overtime_price=overtime,
        open_start=bool(row["open_start"]),
        open_end=bool(row["open_end"]),
        start=_place(name, "start", row["start_lat"], row["start_lon"], depot),
        end=_place(name, "end", row["end_lat"], row["end_lon"], depot),
    )


def _minutes(name: str, what: str, minutes: float | None) -> int | None:
    if minutes is None:
        return None
    if not 0 <= float(minutes) <= 240:
        raise ValueError(f"{what} of {name} takes {float(minutes):g} min; give 0 to 240, or leave it empty")
    return round(float(minutes) * 60)


def _hours(name: str, what: str, hours: float | None) -> int | None:
    if hours is None:
        return None
    if not 0 <= float(hours) <= MOST_H:
        raise ValueError(f"{what} of {name}: {float(hours):g} h; give hours from 0 to {MOST_H}, or leave it empty")
    return round(float(hours) * 3600)


def _place(name: str, end: str, lat: float | None, lon: float | None, depot: Location) -> Location | None:
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise ValueError(f"the {end} of {name} has only one of latitude and longitude; give both or none")
    place = Location(lat=float(lat), lon=float(lon))
    km = km_between((place.lat, place.lon), (depot.lat, depot.lon))
    if km > FAR_KM:
        raise ValueError(f"the {end} of {name} is {km:,.0f} km from the depot; check latitude and longitude")
    return None if km <= NEAR_KM else place


def _write(page: PageContext, found: Comparison) -> None:
    changed = []
    for vehicle_id, row in found.rows.items():
        vehicle = page.store.vehicles.get(vehicle_id)
        assert vehicle is not None
        changed.append(vehicle_with_rules(vehicle, row, page.depot.location))
    page.store.vehicles.save_many(changed)
