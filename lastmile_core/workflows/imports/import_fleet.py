"""Vehicles and drivers come in from a file; known ones are updated, nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lastmile_core.errors import FileError, NotFoundError
from lastmile_core.files.cells.coordinates import km_between
from lastmile_core.files.cells.words import plain
from lastmile_core.files.columns.unused_columns import UnusedColumn
from lastmile_core.files.fleet.fleet_mapping import understand_fleet
from lastmile_core.files.fleet.fleet_rules import fields_of
from lastmile_core.files.fleet.read_fleet import FleetRead, read_drivers, read_vehicles
from lastmile_core.files.raw_table import file_refused, look
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Depot, Driver, ImportOutcome, Issue, Load, Location, Vehicle
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.store.store import Store
from lastmile_core.workflows.company.usual_prices import PRICES, no_prices, with_usual_prices
from lastmile_core.workflows.imports.fleet_drivers import NamedDrivers, take_the_place
from lastmile_core.workflows.imports.import_memory import recall, remember, signature_of

FAR_KM = 150
"""A vehicle's start or end farther than this from its depot is a slip: nobody drives that far before loading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetReport:
    """What a fleet file did: new, changed and unchanged vehicles or drivers, refused rows, issues and a sentence.

    ``understood`` is field → heading; ``unused`` are the columns that nothing reads.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    blank: int = 0
    merged: int = 0
    issues: list[Issue] = field(default_factory=list)
    outcome: ImportOutcome = ImportOutcome.ACCEPT
    sentence: str = ""
    understood: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[UnusedColumn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A file read, with what a person said of it and what such files are known by."""

    read: FleetRead
    signature: str
    answers: ImportAnswers
    understood: dict[str, str]
    unused: tuple[UnusedColumn, ...]


def import_vehicles(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    depot_id: str,
    by: str,
    answers: ImportAnswers = NO_ANSWERS,
) -> FleetReport:
    """Add or update the vehicles of a file, known by id or by plate; what it has no column for stays as it is.

    A driver whom the file names by id or name is tied to the vehicle, and made where there is none.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    """
    file = _read(store, content, file_name, depot_id, "vehicles", answers)
    if isinstance(file, FleetReport):
        return file
    read = file.read
    issues = list(read.issues)
    drivers = NamedDrivers(depot_id=depot_id, known=store.drivers.of_depot(depot_id))
    fleet = _FleetById(store.vehicles.of_depot(depot_id, active_only=False))
    depot = store.depots.get(depot_id)
    vehicles: list[Vehicle] = []
    changed: list[Vehicle] = []
    num_new = 0
    with store.atomic():
        for row in read.vehicles:
            old = fleet.find(row) or store.vehicles.get(row.vehicle_id)
            said = read.said[row.vehicle_id]
            tied = drivers.tie(row if old is not None else with_usual_prices(row, depot, said))
            vehicle = _near_home(_keep_unsaid(tied, old, read), depot, issues)
            vehicles.append(vehicle)
            num_new += old is None
            if vehicle != old:
                changed.append(vehicle)
        if any(fleet.find(row) is None and not read.said[row.vehicle_id] >= PRICES for row in read.vehicles):
            issues += no_prices(depot)
        if drivers.made:
            store.drivers.save_many(drivers.made)
        if changed:
            store.vehicles.save_many(changed)
            detail = {"saved": len(changed), "drivers": [driver.driver_id for driver in drivers.made]}
            store.audit.write(by, "import vehicles", subject=file_name, detail=detail)
        _remember(store, file, by)
    return _report(file, [*issues, *drivers.issues], file_name, "vehicles", len(vehicles), len(changed), num_new)


class _FleetById:
    """The vehicles of a depot by id, and by plate where that names one alone."""

    def __init__(self, vehicles: list[Vehicle]) -> None:
        self._by_id = {vehicle.vehicle_id: vehicle for vehicle in vehicles}
        self._by_plate: dict[str, list[Vehicle]] = {}
        for vehicle in vehicles:
            if vehicle.plate:
                self._by_plate.setdefault(plate_key(vehicle.plate), []).append(vehicle)

    def find(self, row: Vehicle) -> Vehicle | None:
        """Return the vehicle that a row means; None when it is new."""
        if row.vehicle_id in self._by_id:
            return self._by_id[row.vehicle_id]
        # A row without an id of its own is known by its plate, however that is spaced.
        same = self._by_plate.get(plate_key(row.plate), []) if row.plate and row.vehicle_id == row.plate else []
        return same[0] if len(same) == 1 else None


def plate_key(plate: str) -> str:
    """Return a plate without what people write differently: ``"s-ab 123"`` and ``"S AB123"`` are one."""
    return "".join(char for char in plain(plate).upper() if char.isalnum())


def import_drivers(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    depot_id: str,
    by: str,
    answers: ImportAnswers = NO_ANSWERS,
) -> FleetReport:
    """Add or update the drivers of a file. Raises NotFoundError if there is no such depot."""
    file = _read(store, content, file_name, depot_id, "drivers", answers)
    if isinstance(file, FleetReport):
        return file
    read = file.read
    known: dict[str, Driver | None] = {d.driver_id: store.drivers.get(d.driver_id) for d in read.drivers}
    drivers = [_keep_unsaid(driver, known[driver.driver_id], read) for driver in read.drivers]
    changed = [driver for driver in drivers if known[driver.driver_id] != driver]
    num_new = sum(known[driver.driver_id] is None for driver in changed)
    with store.atomic():
        if changed:
            _take_places(store, [driver for driver in changed if known[driver.driver_id] is None], depot_id)
            store.drivers.save_many(changed)
            store.audit.write(by, "import drivers", subject=file_name, detail={"saved": len(changed)})
        _remember(store, file, by)
    return _report(file, list(read.issues), file_name, "drivers", len(read.drivers), len(changed), num_new)


def _read(
    store: Store,
    content: bytes,
    file_name: str,
    depot_id: str,
    kind: str,
    answers: ImportAnswers,
) -> _Read | FleetReport:
    depot = store.depots.get(depot_id)
    if depot is None:
        raise NotFoundError(f"There is no depot {depot_id!r}.", "Add it on the Fleet page first.")
    try:
        table = read_table(content, file_name, answers=answers)
    except FileError as error:
        issue = file_refused(error)
        return FleetReport(issues=[issue], outcome=ImportOutcome.REJECT_FILE, sentence=str(error))
    signature = f"{kind}:{signature_of(table)}"
    memory = recall(store, signature)
    file = understand_fleet(table, kind, answers.after(memory.answers), timezone=depot.timezone)
    found = (read_drivers if kind == "drivers" else read_vehicles)(file.table, file.mapping, depot_id)
    return _Read(
        read=found,
        signature=signature,
        answers=answers,
        understood={name: guess.heading for name, guess in file.mapping.fields.items()},
        unused=file.unused,
    )


def _remember(store: Store, file: _Read, by: str) -> None:
    """Keep what a person said of such a file for the next one with its headings; inside the import's transaction."""
    if file.answers:
        remember(store, file.signature, file.answers, by)


def _take_places(store: Store, new: list[Driver], depot_id: str) -> None:
    """Give new drivers the vehicles of those who had only their name so far, and retire these."""
    known = store.drivers.of_depot(depot_id)
    for driver in new:
        old = take_the_place(driver, known)
        if old is None:
            continue
        store.drivers.save_many([driver, replace(old, is_active=False)])
        fleet = store.vehicles.of_depot(depot_id, active_only=False)
        theirs = [vehicle for vehicle in fleet if vehicle.driver_id == old.driver_id]
        store.vehicles.save_many([replace(vehicle, driver_id=driver.driver_id) for vehicle in theirs])


def _keep_unsaid[T: (Vehicle, Driver)](new: T, old: T | None, read: FleetRead) -> T:
    """Return what the row says, with all that it has no column or only an empty cell for as it is stored."""
    if old is None:
        return new
    if isinstance(new, Vehicle) and isinstance(old, Vehicle):
        # An empty cell says nothing; only the words for it take a limit away.
        unlimited = read.has_no_limit(new.vehicle_id)
        kept = {name: amount for name, amount in old.capacity.as_dict().items() if name not in unlimited}
        unsaid = {name: getattr(old, name) for name in fields_of("vehicles") - read.said[new.vehicle_id]}
        capacity = Load.limits({**kept, **new.capacity.as_dict()})
        return replace(new, vehicle_id=old.vehicle_id, capacity=capacity, **unsaid)
    return replace(new, **{name: getattr(old, name) for name in fields_of("drivers") - read.said[new.driver_id]})


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
    file: _Read, issues: list[Issue], file_name: str, what: str, total: int, changed: int, new: int
) -> FleetReport:
    read = file.read
    noun = what if new != 1 else what[:-1]
    sentence = f"{file_name}: {new} new {noun}, {changed - new} changed, {total - changed} as before"
    if read.rejected_rows:
        sentence += f"; {len(read.rejected_rows)} rows refused"
    is_empty = read.outcome is ImportOutcome.REJECT_FILE and not read.rejected_rows
    if read.outcome is ImportOutcome.ASK or is_empty:
        said = issues[-1 if is_empty else 0]
        sentence = f"{file_name}: {said.message} {said.mend}".rstrip(".")
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
        understood=file.understood,
        unused=file.unused,
    )
