"""The rules of vehicles that few vehicles have: trips, loading, hours, overtime, open and own ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lastmile_core.files.cells.coordinates import km_between
from lastmile_core.model import Depot, Location, Vehicle
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField

NEAR_KM = 0.25
"""A start or end nearer than this to the depot is the depot, as in files."""
FAR_KM = 150
"""One farther than this is a slip: nobody drives that far before loading."""
MOST_H = 24
MOST_MIN = 240
_WHOLES = {"start": ("start_lat", "start_lon"), "end": ("end_lat", "end_lon")}


def vehicle_rules_sheet(store: Store, depot: Depot) -> Sheet:
    """Return the rules of the vehicles that are in use, by id."""
    return Sheet(
        what="change vehicle rules",
        subject=depot.depot_id,
        read=lambda _keys: {one.vehicle_id: _row(one) for one in store.vehicles.of_depot(depot.depot_id)},
        write=lambda found: _write(store, depot, found),
        wholes=_WHOLES,
        labels={"name": "Vehicle", "start": "Begins at", "end": "Ends at"},
        fields=_fields(depot.currency),
    )


def _fields(money: str) -> tuple[SheetField, ...]:
    number, flag = FieldKind.NUMBER, FieldKind.FLAG
    return (
        SheetField(name="trips", label="Trips a day", kind=FieldKind.WHOLE, least=1, most=20),
        SheetField(name="loading", label="Loading (min)", kind=number, least=0, most=MOST_MIN),
        SheetField(name="reload", label="Reload (min)", kind=number, least=0, most=MOST_MIN),
        SheetField(name="longest", label="Longest day (h)", kind=number, least=0.5, most=MOST_H),
        SheetField(name="regular", label="Regular hours (h)", kind=number, least=0, most=MOST_H),
        SheetField(name="overtime", label=f"Overtime (+{money}/h)", kind=number, least=0),
        SheetField(name="open_start", label="Begins at first stop", kind=flag),
        SheetField(name="open_end", label="Ends at last stop", kind=flag),
        *(
            SheetField(name=f"{end}_{part}", label=f"{word} {label} (°)", kind=number, least=-limit, most=limit)
            for end, word in (("start", "Begins"), ("end", "Ends"))
            for part, label, limit in (("lat", "latitude", 90), ("lon", "longitude", 180))
        ),
    )


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
    if not 0 <= float(minutes) <= MOST_MIN:
        raise ValueError(f"{what} of {name} takes {float(minutes):g} min; give 0 to {MOST_MIN}, or leave it empty")
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


def _write(store: Store, depot: Depot, found: Comparison) -> None:
    changed = []
    for vehicle_id, row in found.rows.items():
        vehicle = store.vehicles.get(vehicle_id)
        assert vehicle is not None
        changed.append(vehicle_with_rules(vehicle, row, depot.location))
    store.vehicles.save_many(changed)
