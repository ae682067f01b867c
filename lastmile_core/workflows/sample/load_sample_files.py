"""The files of the sample city as people's words: depots, docks, fleet, customers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from lastmile_core.errors import FileError
from lastmile_core.model import Customer, Depot, Dock, Driver, Load, Location, Vehicle, VehicleClass
from lastmile_core.settings import PROJECT_ROOT

SAMPLE_FOLDER = PROJECT_ROOT / "sample_data"
ROAD_FILE = "port_alder.osm.pbf"
ORDERS_FILE = "orders_today.csv"
CITY = "Port Alder"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFiles:
    """What the sample city consists of, without dates."""

    depots: tuple[Depot, ...]
    docks: tuple[Dock, ...]
    vehicles: tuple[Vehicle, ...]
    drivers: tuple[Driver, ...]
    customers: tuple[Customer, ...]

    def depot(self, depot_id: str) -> Depot:
        """Return one depot."""
        return next(depot for depot in self.depots if depot.depot_id == depot_id)

    def num_docks(self, depot_id: str) -> int:
        """Return how many docks a depot has."""
        return sum(dock.depot_id == depot_id for dock in self.docks)


def read_rows(name: str, folder: Path = SAMPLE_FOLDER) -> list[dict[str, str]]:
    """Return the rows of a sample table.

    Raises
    ------
    FileError
        If the file is not there.
    """
    try:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise FileError(
            f"The sample city is incomplete: {name} is missing.", "Take the folder sample_data from the source again."
        ) from error


def read_sample(folder: Path = SAMPLE_FOLDER) -> SampleFiles:
    """Read all tables of the sample city that hold no dates."""
    depots = [(_depot(row), int(row["docks"])) for row in read_rows("depots.csv", folder)]
    return SampleFiles(
        depots=tuple(depot for depot, _ in depots),
        docks=tuple(
            Dock(dock_id=f"{depot.depot_id}-{n}", depot_id=depot.depot_id, name=f"Dock {n}")
            for depot, count in depots
            for n in range(1, count + 1)
        ),
        vehicles=tuple(_vehicle(row) for row in read_rows("vehicles.csv", folder)),
        drivers=tuple(_driver(row) for row in read_rows("drivers.csv", folder)),
        customers=tuple(_customer(row) for row in read_rows("customers.csv", folder)),
    )


def _location(row: dict[str, str]) -> Location:
    return Location(lat=float(row["latitude"]), lon=float(row["longitude"]))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())


def _depot(row: dict[str, str]) -> Depot:
    return Depot(
        depot_id=row["depot_id"],
        name=row["name"],
        location=_location(row),
        address=f"{row['address']}, {row['postcode']} {CITY}",
        timezone=row["timezone"],
        opens=time.fromisoformat(row["opens"]),
        closes=time.fromisoformat(row["closes"]),
        loading_s=int(row["loading_s"]),
        currency=row["currency"],
    )


def _vehicle(row: dict[str, str]) -> Vehicle:
    return Vehicle(
        vehicle_id=row["vehicle_id"],
        name=row["name"],
        depot_id=row["depot_id"],
        vehicle_class=VehicleClass(row["class"]),
        capacity=Load.of(
            parcels=float(row["capacity_parcels"]), kg=float(row["capacity_kg"]), m3=float(row["capacity_m3"])
        ),
        fixed_cost=float(row["fixed_cost"]),
        cost_per_km=float(row["cost_per_km"]),
        cost_per_hour=float(row["cost_per_hour"]),
        max_stops=int(row["max_stops"]) if row["max_stops"] else None,
        skills=_words(row["skills"]),
        driver_id=row["driver_id"],
    )


def _driver(row: dict[str, str]) -> Driver:
    return Driver(
        driver_id=row["driver_id"],
        name=row["name"],
        depot_id=row["depot_id"],
        phone=row["phone"],
        skills=_words(row["skills"]),
        shift_start=time.fromisoformat(row["shift_start"]),
        shift_end=time.fromisoformat(row["shift_end"]),
        break_s=int(row["break_min"]) * 60,
        break_earliest=time.fromisoformat(row["break_earliest"]),
        break_latest=time.fromisoformat(row["break_latest"]),
    )


def _customer(row: dict[str, str]) -> Customer:
    return Customer(
        customer_id=row["customer_id"],
        name=row["name"],
        address=row["street"],
        postcode=row["postcode"],
        city=row["city"],
        district=row["district"],
        location=_location(row),
        phone=row["phone"],
        notes=row["notes"],
    )
