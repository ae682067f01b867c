"""Vehicles and what they cost."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lastmile_core.model import Load, Vehicle, VehicleClass
from pages.widgets import grid
from pages.widgets.page import Here

CLASSES = {"Van": VehicleClass.VAN, "Cargo bike": VehicleClass.CARGO_BIKE}
CLASS_NAMES = {value: name for name, value in CLASSES.items()}
CAPACITIES = {"parcels": "Parcels", "kg": "Weight (kg)", "m3": "Volume (m³)"}


def show(now: Here) -> None:
    """Edit the vehicles of the depot."""
    vehicles = now.store.vehicles.of_depot(now.depot.depot_id, active_only=False)
    if not vehicles:
        st.info("No vehicles yet: add a row below or import a file under Import.", icon=":material/local_shipping:")
    money = now.depot.currency
    grid.edit(
        f"vehicles_{now.depot.depot_id}",
        [_row(vehicle) for vehicle in vehicles],
        columns={
            "vehicle_id": st.column_config.TextColumn("Id", required=True, max_chars=40),
            "name": st.column_config.TextColumn("Name", max_chars=60),
            "class": st.column_config.SelectboxColumn("Class", options=list(CLASSES), required=True, default="Van"),
            "parcels": st.column_config.NumberColumn("Parcels", min_value=0),
            "kg": st.column_config.NumberColumn("Weight (kg)", min_value=0),
            "m3": st.column_config.NumberColumn("Volume (m³)", min_value=0),
            "fixed_cost": st.column_config.NumberColumn(f"Per day ({money})", min_value=0, default=60.0),
            "cost_per_km": st.column_config.NumberColumn(f"Per km ({money})", min_value=0, default=0.45),
            "cost_per_hour": st.column_config.NumberColumn(f"Per paid hour ({money})", min_value=0, default=24.0),
            "max_stops": st.column_config.NumberColumn("Most stops", min_value=1, step=1),
            "max_km": st.column_config.NumberColumn("Most km", min_value=1),
            "skills": st.column_config.TextColumn("Skills", help="Separate with commas: fridge, crane"),
            "active": st.column_config.CheckboxColumn("In use", default=True),
        },
        locked=["vehicle_id"],
        can_add=True,
        save=lambda edited: _save(now, vehicles, edited),
        alt="Vehicles with capacity and cost",
    )


def _row(vehicle: Vehicle) -> grid.Row:
    return {
        "vehicle_id": vehicle.vehicle_id,
        "name": vehicle.name,
        "class": CLASS_NAMES[vehicle.vehicle_class],
        **{dimension: vehicle.capacity.as_dict().get(dimension) for dimension in CAPACITIES},
        "fixed_cost": vehicle.fixed_cost,
        "cost_per_km": vehicle.cost_per_km,
        "cost_per_hour": vehicle.cost_per_hour,
        "max_stops": vehicle.max_stops,
        "max_km": vehicle.max_distance_m / 1000 if vehicle.max_distance_m else None,
        "skills": ", ".join(sorted(vehicle.skills)),
        "active": vehicle.is_active,
    }


def split_words(text: str | None) -> frozenset[str]:
    """Return the words of a comma-separated cell, lower case."""
    return frozenset(word.strip().lower() for word in (text or "").replace(";", ",").split(",") if word.strip())


def _vehicle(now: Here, row: grid.Row, old: Vehicle | None) -> Vehicle:
    vehicle_id = str(row["vehicle_id"] or "").strip()
    if not vehicle_id:
        raise ValueError("a vehicle has no id; fill the Id column")
    others = old.capacity.as_dict() if old else {}
    capacity = {name: value for name, value in others.items() if name not in CAPACITIES}
    capacity |= {dimension: float(row[dimension]) for dimension in CAPACITIES if row[dimension] is not None}
    # Of a known vehicle only what this table shows is changed: its other rules have a table of their own.
    return replace(
        old or Vehicle(vehicle_id=vehicle_id, name=vehicle_id, depot_id=now.depot.depot_id),
        name=str(row["name"] or vehicle_id),
        vehicle_class=CLASSES[row["class"] or "Van"],
        capacity=Load.of(capacity),
        fixed_cost=float(row["fixed_cost"] or 0),
        cost_per_km=float(row["cost_per_km"] or 0),
        cost_per_hour=float(row["cost_per_hour"] or 0),
        max_stops=int(row["max_stops"]) if row["max_stops"] else None,
        max_distance_m=round(float(row["max_km"]) * 1000) if row["max_km"] else None,
        skills=split_words(row["skills"]),
        is_active=bool(row["active"]),
    )


def _save(now: Here, vehicles: list[Vehicle], edited: list[grid.Row]) -> int:
    before = {vehicle.vehicle_id: vehicle for vehicle in vehicles}
    wanted = [_vehicle(now, row, before.get(str(row["vehicle_id"] or "").strip())) for row in edited]
    ids = [vehicle.vehicle_id for vehicle in wanted]
    if len(set(ids)) < len(ids):
        raise ValueError("two vehicles have the same id; give each its own")
    for vehicle in wanted:
        known = now.store.vehicles.get(vehicle.vehicle_id)
        if known is not None and known.depot_id != now.depot.depot_id:
            raise ValueError(f"the id {vehicle.vehicle_id} belongs to a vehicle of another depot; choose another id")
    changed = [vehicle for vehicle in wanted if before.get(vehicle.vehicle_id) != vehicle]
    # A vehicle taken off the list stays in the store, out of use: past plans still name it.
    gone = [vehicle for vehicle in vehicles if vehicle.vehicle_id not in ids and vehicle.is_active]
    retired = [replace(vehicle, is_active=False) for vehicle in gone]
    with now.store.atomic():
        now.store.vehicles.save_many([*changed, *retired])
        now.store.audit.write(
            who=now.user,
            what="change vehicles",
            subject=now.depot.depot_id,
            detail={"changed": [v.vehicle_id for v in changed], "retired": [v.vehicle_id for v in retired]},
        )
    return len(changed) + len(retired)
