"""Vehicles that go no further today: marked, taken back, and read again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import Location
from lastmile_core.replanning.goods_transfer import OutOfOrder
from lastmile_core.store import Store


def _key(service_date: date, depot_id: str) -> str:
    return f"out_of_order:{service_date.isoformat()}/{depot_id}"


def out_of_order(store: Store, service_date: date, depot_id: str) -> dict[str, OutOfOrder]:
    """Return the vehicles that broke down on a day, by vehicle id."""
    stored: dict[str, dict[str, Any]] = store.settings.get(_key(service_date, depot_id), {})
    return {vehicle_id: _read(vehicle_id, row) for vehicle_id, row in stored.items()}


def mark_out_of_order(store: Store, service_date: date, depot_id: str, mark: OutOfOrder, *, by: str) -> None:
    """Remember that a vehicle goes no further on this day.

    Raises
    ------
    NotFoundError
        If there is no such vehicle.
    LastmileError
        If the moment has no time zone.
    """
    vehicle = store.vehicles.get(mark.vehicle_id)
    if vehicle is None or vehicle.depot_id != depot_id:
        raise NotFoundError(f"There is no vehicle {mark.vehicle_id} here.", "Choose one from the fleet list.")
    if mark.since.tzinfo is None:
        raise LastmileError("The time has no time zone.", "Give it in the depot's time zone.")
    place = mark.location
    row = {"since": mark.since.isoformat(), "place": [place.lat, place.lon] if place else None, "note": mark.note}
    _save(store, service_date, depot_id, mark.vehicle_id, row, by, mark.note)


def back_in_order(store: Store, service_date: date, depot_id: str, vehicle_id: str, *, by: str) -> None:
    """Forget that a vehicle was out of order: it goes on."""
    _save(store, service_date, depot_id, vehicle_id, None, by, "")


def _save(
    store: Store, service_date: date, depot_id: str, vehicle_id: str, row: dict[str, Any] | None, by: str, why: str
) -> None:
    key = _key(service_date, depot_id)
    with store.atomic():
        stored = {name: old for name, old in store.settings.get(key, {}).items() if name != vehicle_id}
        store.settings.set(key, stored | ({vehicle_id: row} if row else {}))
        store.audit.write(
            who=by,
            what="mark out of order" if row else "mark back in order",
            why=why,
            subject=f"{service_date.isoformat()}/{depot_id}",
            detail={"vehicle": vehicle_id, **(row or {})},
        )


def _read(vehicle_id: str, row: dict[str, Any]) -> OutOfOrder:
    place = Location(lat=row["place"][0], lon=row["place"][1]) if row.get("place") else None
    since = datetime.fromisoformat(row["since"])
    return OutOfOrder(vehicle_id=vehicle_id, since=since, location=place, note=row.get("note", ""))
