"""Vehicles and drivers come in from a file; known ones are updated, nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lastmile_core.errors import FileError, NotFoundError
from lastmile_core.files.columns import map_columns
from lastmile_core.files.fleet_rules import rules_of
from lastmile_core.files.places import km_between
from lastmile_core.files.raw_table import look, stop
from lastmile_core.files.read_fleet import FleetRead, read_drivers, read_vehicles
from lastmile_core.files.read_table import read_table
from lastmile_core.files.words import plain
from lastmile_core.model import Depot, Driver, Issue, Location, Vehicle
from lastmile_core.store.store import Store

FAR_KM = 150
"""A vehicle's start or end farther than this from its depot is a slip: nobody drives that far before loading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetReport:
    """What a fleet file did: new, changed and unchanged vehicles or drivers, refused rows, issues and a sentence."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    blank: int = 0
    merged: int = 0
    issues: list[Issue] = field(default_factory=list)
    outcome: str = "accept"
    sentence: str = ""


def import_vehicles(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    depot_id: str,
    by: str,
    mapping: Mapping[str, str | int | None] | None = None,
    fixes: Mapping[str, Any] | None = None,
) -> FleetReport:
    """Add or update the vehicles of a file; a driver that the file names by id or name is tied to the vehicle.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    """
    read = _read(store, content, file_name, depot_id, "vehicles", mapping, fixes)
    if isinstance(read, FleetReport):
        return read
    issues = list(read.issues)
    drivers = store.drivers.of_depot(depot_id)
    by_words = {plain(driver.name): driver.driver_id for driver in drivers}
    by_words |= {plain(driver.driver_id): driver.driver_id for driver in drivers}
    known = {vehicle.vehicle_id: store.vehicles.get(vehicle.vehicle_id) for vehicle in read.vehicles}
    depot = store.depots.get(depot_id)
    vehicles = [
        _near_home(_keep_rules(_with_driver(vehicle, by_words, issues), known[vehicle.vehicle_id], read), depot, issues)
        for vehicle in read.vehicles
    ]
    changed = [vehicle for vehicle in vehicles if known[vehicle.vehicle_id] != vehicle]
    num_new = sum(known[vehicle.vehicle_id] is None for vehicle in changed)
    with store.atomic():
        if changed:
            store.vehicles.save_many(changed)
            store.audit.write(by, "import vehicles", subject=file_name, detail={"saved": len(changed)})
    return _report(read, issues, file_name, "vehicles", len(vehicles), len(changed), num_new)


def import_drivers(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    depot_id: str,
    by: str,
    mapping: Mapping[str, str | int | None] | None = None,
    fixes: Mapping[str, Any] | None = None,
) -> FleetReport:
    """Add or update the drivers of a file. Raises NotFoundError if there is no such depot."""
    read = _read(store, content, file_name, depot_id, "drivers", mapping, fixes)
    if isinstance(read, FleetReport):
        return read
    known: dict[str, Driver | None] = {d.driver_id: store.drivers.get(d.driver_id) for d in read.drivers}
    drivers = [_keep_rules(driver, known[driver.driver_id], read) for driver in read.drivers]
    changed = [driver for driver in drivers if known[driver.driver_id] != driver]
    num_new = sum(known[driver.driver_id] is None for driver in changed)
    with store.atomic():
        if changed:
            store.drivers.save_many(changed)
            store.audit.write(by, "import drivers", subject=file_name, detail={"saved": len(changed)})
    return _report(read, list(read.issues), file_name, "drivers", len(read.drivers), len(changed), num_new)


def _read(
    store: Store,
    content: bytes,
    file_name: str,
    depot_id: str,
    kind: str,
    mapping: Mapping[str, str | int | None] | None,
    fixes: Mapping[str, Any] | None,
) -> FleetRead | FleetReport:
    if store.depots.get(depot_id) is None:
        raise NotFoundError(f"There is no depot {depot_id!r}.", "Add it on the Fleet page first.")
    try:
        table = read_table(content, file_name, choices=fixes or {})
    except FileError as error:
        issue = stop(error.code, error.message, error.mend)
        return FleetReport(issues=[issue], outcome="reject_file", sentence=str(error))
    columns = map_columns(table.headings, table.rows, kind, mapping, has_header=table.has_header)
    return (read_drivers if kind == "drivers" else read_vehicles)(table, columns, depot_id)


def _with_driver(vehicle: Vehicle, by_words: dict[str, str], issues: list[Issue]) -> Vehicle:
    if not vehicle.driver_id:
        return vehicle
    found = by_words.get(plain(vehicle.driver_id))
    if found is None:
        message = f"Vehicle {vehicle.vehicle_id}: there is no driver {vehicle.driver_id!r}; it has none for now."
        issues.append(look("DRIVER", message, "Import the drivers first, or choose one on the Fleet page."))
    return replace(vehicle, driver_id=found)


def _keep_rules[T: (Vehicle, Driver)](new: T, old: T | None, read: FleetRead) -> T:
    """Return what the file says, with the rules that it has no column for as they are stored."""
    if old is None:
        return new
    kind = "vehicles" if isinstance(new, Vehicle) else "drivers"
    return replace(new, **{name: getattr(old, name) for name in rules_of(kind) - read.said})


def _near_home(vehicle: Vehicle, depot: Depot | None, issues: list[Issue]) -> Vehicle:
    """Return the vehicle without a start or end that no route of the depot can have."""

    def near(name: str, place: Location | None) -> Location | None:
        if place is None or depot is None:
            return place
        km = km_between((place.lat, place.lon), (depot.location.lat, depot.location.lon))
        if km <= FAR_KM:
            return place
        message = f"Vehicle {vehicle.vehicle_id}: its {name} is {km:,.0f} km from the depot; it was left out."
        issues.append(look("FAR_START", message, "Check latitude and longitude, or the depot."))
        return None

    return replace(vehicle, start=near("start", vehicle.start), end=near("end", vehicle.end))


def _report(
    read: FleetRead, issues: list[Issue], file_name: str, what: str, total: int, changed: int, new: int
) -> FleetReport:
    sentence = f"{file_name}: {new} new {what}, {changed - new} changed, {total - changed} as before"
    if read.rejected_rows:
        sentence += f"; {len(read.rejected_rows)} rows refused"
    if read.outcome == "ask":
        sentence = f"{file_name}: {issues[0].message} {issues[0].mend}".rstrip(".")
    return FleetReport(
        new=new,
        changed=changed - new,
        unchanged=total - changed,
        refused=len(read.rejected_rows),
        blank=read.blank_rows,
        merged=read.merged_rows,
        issues=issues,
        outcome=read.outcome,
        sentence=sentence + ".",
    )
