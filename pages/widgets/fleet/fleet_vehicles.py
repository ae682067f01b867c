"""Vehicles and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from lastmile_core.model import Depot, Load, Vehicle, VehicleClass
from lastmile_core.model.company.usual_prices import UsualPrices
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext

CLASSES = {"Van": VehicleClass.VAN, "Cargo bike": VehicleClass.CARGO_BIKE}
CLASS_NAMES = {value: name for name, value in CLASSES.items()}
CAPACITIES = {"parcels": "Parcels", "kg": "Weight (kg)", "m3": "Volume (m³)"}


def show(page: PageContext) -> None:
    """Edit the vehicles of the depot."""
    vehicles = page.store.vehicles.of_depot(page.depot.depot_id, active_only=False)
    if not vehicles:
        st.info("No vehicles yet: add a row below or import a file under Import.", icon=":material/local_shipping:")
    loads = _loads(vehicles)
    columns = _columns(page.depot, loads)
    grid.edit(
        page,
        f"vehicles_{page.depot.depot_id}",
        {vehicle.vehicle_id: _row(vehicle, loads) for vehicle in vehicles},
        Sheet(
            what="change vehicles",
            subject=page.depot.depot_id,
            read=lambda _keys: _read(page, loads),
            write=lambda found: _write(page, found, loads),
            labels=grid.labels(columns),
        ),
        grid.Look(
            columns=columns,
            locked=["vehicle_id"],
            new_rows="vehicle",
            key_column="vehicle_id",
            # A vehicle taken off the list stays in the store, out of use: past plans still name it.
            gone={"active": False},
            row_words={vehicle.vehicle_id: vehicle.name for vehicle in vehicles},
            alt="Vehicles with capacity and cost",
        ),
    )


LIMIT_HELP = "Empty: no limit. 0: nothing of it may ride."


def _loads(vehicles: Sequence[Vehicle]) -> dict[str, str]:
    """Return dimension → heading: the usual three, and whatever else limits a vehicle of the depot."""
    others = {name for vehicle in vehicles for name in vehicle.capacity.as_dict()} - CAPACITIES.keys()
    return CAPACITIES | {name: name.replace("_", " ").capitalize() for name in sorted(others)}


def _cell(dimension: str) -> str:
    """Return the column of a dimension; a prefix keeps what a company calls its loads apart from our own columns."""
    return dimension if dimension in CAPACITIES else f"load:{dimension}"


def _columns(depot: Depot, loads: Mapping[str, str]) -> dict[str, Any]:
    column, money = st.column_config, depot.currency
    usual = depot.prices or UsualPrices(per_day=60.0, per_km=0.45, per_hour=24.0)
    return {
        "vehicle_id": column.TextColumn("Id", required=True, max_chars=40),
        "name": column.TextColumn("Name", max_chars=60),
        "class": column.SelectboxColumn("Class", options=list(CLASSES), required=True, default="Van"),
        **{_cell(name): column.NumberColumn(heading, min_value=0, help=LIMIT_HELP) for name, heading in loads.items()},
        "fixed_cost": column.NumberColumn(f"Per day ({money})", min_value=0, default=usual.per_day),
        "cost_per_km": column.NumberColumn(f"Per km ({money})", min_value=0, default=usual.per_km),
        "cost_per_hour": column.NumberColumn(f"Per paid hour ({money})", min_value=0, default=usual.per_hour),
        "max_stops": column.NumberColumn("Most stops", min_value=0, step=1, help=LIMIT_HELP),
        "max_km": column.NumberColumn("Most km", min_value=0, help=LIMIT_HELP),
        "skills": column.TextColumn("Skills", help="Separate with commas: fridge, crane"),
        "active": column.CheckboxColumn("In use", default=True),
    }


def _row(vehicle: Vehicle, loads: Mapping[str, str]) -> Row:
    return {
        "vehicle_id": vehicle.vehicle_id,
        "name": vehicle.name,
        "class": CLASS_NAMES[vehicle.vehicle_class],
        **{_cell(name): vehicle.capacity.as_dict().get(name) for name in loads},
        "fixed_cost": vehicle.fixed_cost,
        "cost_per_km": vehicle.cost_per_km,
        "cost_per_hour": vehicle.cost_per_hour,
        "max_stops": vehicle.max_stops,
        "max_km": None if vehicle.max_distance_m is None else vehicle.max_distance_m / 1000,
        "skills": ", ".join(sorted(vehicle.skills)),
        "active": vehicle.is_active,
    }


def split_words(text: str | None) -> frozenset[str]:
    """Return the words of a comma-separated cell, lower case."""
    return frozenset(word.strip().lower() for word in (text or "").replace(";", ",").split(",") if word.strip())


def _vehicle(page: PageContext, row: Row, old: Vehicle | None, loads: Mapping[str, str]) -> Vehicle:
    vehicle_id = str(row["vehicle_id"])
    others = old.capacity.as_dict() if old else {}
    capacity = {name: value for name, value in others.items() if name not in loads}
    capacity |= {name: float(row[_cell(name)]) for name in loads if row[_cell(name)] is not None}
    # Of a known vehicle only what this table shows is changed: its other rules have a table of their own.
    return replace(
        old or Vehicle(vehicle_id=vehicle_id, name=vehicle_id, depot_id=page.depot.depot_id),
        name=str(row["name"] or vehicle_id),
        vehicle_class=CLASSES[row["class"] or "Van"],
        capacity=Load.limits(capacity),
        fixed_cost=float(row["fixed_cost"] or 0),
        cost_per_km=float(row["cost_per_km"] or 0),
        cost_per_hour=float(row["cost_per_hour"] or 0),
        max_stops=None if row["max_stops"] is None else int(row["max_stops"]),
        max_distance_m=None if row["max_km"] is None else round(float(row["max_km"]) * 1000),
        skills=split_words(row["skills"]),
        is_active=bool(row["active"]),
    )


def _read(page: PageContext, loads: Mapping[str, str]) -> dict[str, Row]:
    vehicles = page.store.vehicles.of_depot(page.depot.depot_id, active_only=False)
    return {vehicle.vehicle_id: _row(vehicle, loads) for vehicle in vehicles}


def _write(page: PageContext, found: Comparison, loads: Mapping[str, str]) -> None:
    changed = []
    for vehicle_id, row in found.rows.items():
        known = page.store.vehicles.get(vehicle_id)
        if known is not None and known.depot_id != page.depot.depot_id:
            raise ValueError(f"the id {vehicle_id} belongs to a vehicle of another depot; choose another id")
        changed.append(_vehicle(page, row, known, loads))
    page.store.vehicles.save_many(changed)
