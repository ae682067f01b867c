"""Vehicles of a depot: class, capacity and cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lastmile_core.model import Depot, Load, Vehicle, VehicleClass
from lastmile_core.model.company.usual_prices import UsualPrices
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField
from lastmile_core.workflows.company.sheets.words import split_words

CLASSES = {"Van": VehicleClass.VAN, "Cargo bike": VehicleClass.CARGO_BIKE}
_CLASS_NAMES = {value: name for name, value in CLASSES.items()}
CAPACITIES = {"parcels": "Parcels", "kg": "Weight (kg)", "m3": "Volume (m³)"}


def loads_of(vehicles: Iterable[Vehicle]) -> dict[str, str]:
    """Return dimension → heading: the usual three, and whatever else limits a vehicle of the depot."""
    others = {name for vehicle in vehicles for name in vehicle.capacity.as_dict()} - CAPACITIES.keys()
    return CAPACITIES | {name: name.replace("_", " ").capitalize() for name in sorted(others)}


def capacity_cell(dimension: str) -> str:
    """Return the column of a dimension; a prefix keeps what a company calls its loads apart from our own columns."""
    return dimension if dimension in CAPACITIES else f"load:{dimension}"


def vehicle_sheet(store: Store, depot: Depot) -> Sheet:
    """Return the vehicles of a depot, by id, those out of use as well."""
    depot_id = depot.depot_id
    loads = loads_of(store.vehicles.of_depot(depot_id, active_only=False))

    def read(_keys: object) -> dict[str, Row]:
        return {one.vehicle_id: _row(one, loads) for one in store.vehicles.of_depot(depot_id, active_only=False)}

    return Sheet(
        what="change vehicles",
        subject=depot_id,
        read=read,
        write=lambda found: _write(store, depot_id, found, loads),
        labels={"vehicle_id": "Id"},
        fields=_fields(depot.currency, loads),
        new_row=lambda key: _new(key, depot, loads),
    )


def _fields(money: str, loads: Mapping[str, str]) -> tuple[SheetField, ...]:
    number, flag = FieldKind.NUMBER, FieldKind.FLAG
    classes = {"Van": "Van", "Cargo bike": "Cargo bike", "cargo_bike": "Cargo bike"}
    return (
        SheetField(name="name", label="Name", letters=60),
        SheetField(name="class", label="Class", choices=classes),
        *(SheetField(name=capacity_cell(one), label=label, kind=number, least=0) for one, label in loads.items()),
        SheetField(name="fixed_cost", label=f"Per day ({money})", kind=number, least=0),
        SheetField(name="cost_per_km", label=f"Per km ({money})", kind=number, least=0),
        SheetField(name="cost_per_hour", label=f"Per paid hour ({money})", kind=number, least=0),
        SheetField(name="max_stops", label="Most stops", kind=FieldKind.WHOLE, least=0),
        SheetField(name="max_km", label="Most km", kind=number, least=0),
        SheetField(name="skills", label="Skills"),
        SheetField(name="active", label="In use", kind=flag),
    )


def _new(vehicle_id: str, depot: Depot, loads: Mapping[str, str]) -> Row:
    usual = depot.prices or UsualPrices(per_day=60.0, per_km=0.45, per_hour=24.0)
    plain = _row(Vehicle(vehicle_id=vehicle_id, name="", depot_id=depot.depot_id), loads)
    return plain | {
        "fixed_cost": usual.per_day,
        "cost_per_km": usual.per_km,
        "cost_per_hour": usual.per_hour,
    }


def _row(vehicle: Vehicle, loads: Mapping[str, str]) -> Row:
    return {
        "vehicle_id": vehicle.vehicle_id,
        "name": vehicle.name,
        "class": _CLASS_NAMES[vehicle.vehicle_class],
        **{capacity_cell(name): vehicle.capacity.as_dict().get(name) for name in loads},
        "fixed_cost": vehicle.fixed_cost,
        "cost_per_km": vehicle.cost_per_km,
        "cost_per_hour": vehicle.cost_per_hour,
        "max_stops": vehicle.max_stops,
        "max_km": None if vehicle.max_distance_m is None else vehicle.max_distance_m / 1000,
        "skills": ", ".join(sorted(vehicle.skills)),
        "active": vehicle.is_active,
    }


def _vehicle(depot_id: str, row: Row, old: Vehicle | None, loads: Mapping[str, str]) -> Vehicle:
    vehicle_id = str(row["vehicle_id"])
    others = old.capacity.as_dict() if old else {}
    capacity = {name: value for name, value in others.items() if name not in loads}
    capacity |= {name: float(row[capacity_cell(name)]) for name in loads if row[capacity_cell(name)] is not None}
    # Of a known vehicle only what this table shows is changed: its other rules have a table of their own.
    return replace(
        old or Vehicle(vehicle_id=vehicle_id, name=vehicle_id, depot_id=depot_id),
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


def _write(store: Store, depot_id: str, found: Comparison, loads: Mapping[str, str]) -> None:
    changed = []
    for vehicle_id, row in found.rows.items():
        known = store.vehicles.get(vehicle_id)
        if known is not None and known.depot_id != depot_id:
            raise ValueError(f"the id {vehicle_id} belongs to a vehicle of another depot; choose another id")
        changed.append(_vehicle(depot_id, row, known, loads))
    store.vehicles.save_many(changed)
