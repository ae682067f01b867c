"""Vehicles in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import time

from lastmile_core.model import Location, Vehicle, VehicleClass
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import (
    clock_text,
    load_json,
    read_clock,
    read_load,
    read_location,
    read_words,
    words_json,
)
from lastmile_core.store.database.sql import upsert_sql

_COLUMNS = (
    "vehicle_id",
    "name",
    "depot_id",
    "vehicle_class",
    "capacity",
    "fixed_cost",
    "cost_per_km",
    "cost_per_hour",
    "max_stops",
    "max_distance_m",
    "skills",
    "driver_id",
    "is_active",
    "max_trips",
    "loading_s",
    "reload_s",
    "max_duration_s",
    "regular_s",
    "overtime_price",
    "open_start",
    "open_end",
    "start_lat",
    "start_lon",
    "end_lat",
    "end_lon",
    "plate",
    "shift_start",
    "shift_end",
    "break_s",
    "break_earliest",
    "break_latest",
    "speed_factor",
)
_SAVE = upsert_sql("vehicles", _COLUMNS, ("vehicle_id",))
_OF_DEPOT = """
    SELECT * FROM vehicles WHERE depot_id = :depot_id
    AND (is_active OR NOT :active_only)
    ORDER BY rtrim(name, '0123456789'), length(name), name, vehicle_id"""


class Vehicles:
    """Vehicles by id and depot."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of_depot(self, depot_id: str, active_only: bool = True) -> list[Vehicle]:
        """Return the vehicles of one depot, by name: Van 2 before Van 10."""
        return [_read(row) for row in self._db.rows(_OF_DEPOT, depot_id=depot_id, active_only=active_only)]

    def get(self, vehicle_id: str) -> Vehicle | None:
        """Return the vehicle, or None."""
        row = self._db.one("SELECT * FROM vehicles WHERE vehicle_id = :vehicle_id", vehicle_id=vehicle_id)
        return None if row is None else _read(row)

    def save(self, vehicle: Vehicle) -> None:
        """Add the vehicle or change the one of the same id."""
        self.save_many([vehicle])

    def save_many(self, vehicles: Iterable[Vehicle]) -> None:
        """Add or change many, all or none."""
        self._db.write_many(_SAVE, [_row(vehicle) for vehicle in vehicles])


def _row(vehicle: Vehicle) -> dict[str, object]:
    return {
        "vehicle_id": vehicle.vehicle_id,
        "name": vehicle.name,
        "depot_id": vehicle.depot_id,
        "vehicle_class": vehicle.vehicle_class.value,
        "capacity": load_json(vehicle.capacity),
        "fixed_cost": float(vehicle.fixed_cost),
        "cost_per_km": float(vehicle.cost_per_km),
        "cost_per_hour": float(vehicle.cost_per_hour),
        "max_stops": _whole(vehicle.max_stops),
        "max_distance_m": _whole(vehicle.max_distance_m),
        "skills": words_json(vehicle.skills),
        "driver_id": vehicle.driver_id,
        "is_active": int(vehicle.is_active),
        "max_trips": int(vehicle.max_trips),
        "loading_s": _whole(vehicle.loading_s),
        "reload_s": _whole(vehicle.reload_s),
        "max_duration_s": _whole(vehicle.max_duration_s),
        "regular_s": _whole(vehicle.regular_s),
        "overtime_price": float(vehicle.overtime_price),
        "open_start": int(vehicle.open_start),
        "open_end": int(vehicle.open_end),
        **_degrees("start", vehicle.start),
        **_degrees("end", vehicle.end),
        "plate": vehicle.plate,
        "shift_start": _clock(vehicle.shift_start),
        "shift_end": _clock(vehicle.shift_end),
        "break_s": _whole(vehicle.break_s),
        "break_earliest": _clock(vehicle.break_earliest),
        "break_latest": _clock(vehicle.break_latest),
        "speed_factor": float(vehicle.speed_factor),
    }


def _whole(number: int | None) -> int | None:
    return None if number is None else int(number)


def _clock(clock: time | None) -> str | None:
    return None if clock is None else clock_text(clock)


def _read_clock(text: str | None) -> time | None:
    return None if text is None else read_clock(text)


def _degrees(name: str, place: Location | None) -> dict[str, object]:
    return {
        f"{name}_lat": None if place is None else float(place.lat),
        f"{name}_lon": None if place is None else float(place.lon),
    }


def _read(row: sqlite3.Row) -> Vehicle:
    return Vehicle(
        vehicle_id=row["vehicle_id"],
        name=row["name"],
        depot_id=row["depot_id"],
        vehicle_class=VehicleClass(row["vehicle_class"]),
        capacity=read_load(row["capacity"]),
        fixed_cost=row["fixed_cost"],
        cost_per_km=row["cost_per_km"],
        cost_per_hour=row["cost_per_hour"],
        max_stops=row["max_stops"],
        max_distance_m=row["max_distance_m"],
        skills=read_words(row["skills"]),
        driver_id=row["driver_id"],
        is_active=bool(row["is_active"]),
        max_trips=row["max_trips"],
        loading_s=row["loading_s"],
        reload_s=row["reload_s"],
        max_duration_s=row["max_duration_s"],
        regular_s=row["regular_s"],
        overtime_price=row["overtime_price"],
        open_start=bool(row["open_start"]),
        open_end=bool(row["open_end"]),
        start=read_location(row["start_lat"], row["start_lon"]),
        end=read_location(row["end_lat"], row["end_lon"]),
        plate=row["plate"],
        shift_start=_read_clock(row["shift_start"]),
        shift_end=_read_clock(row["shift_end"]),
        break_s=row["break_s"],
        break_earliest=_read_clock(row["break_earliest"]),
        break_latest=_read_clock(row["break_latest"]),
        speed_factor=row["speed_factor"],
    )
