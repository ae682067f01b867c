"""Vehicles that go no further today: marked, taken back, and read again."""

from __future__ import annotations

from typing import Any

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import Breakdown, DayKey
from lastmile_core.store import Store


def out_of_order(store: Store, day: DayKey) -> dict[str, Breakdown]:
    """Return the vehicles that broke down on a day, by vehicle id."""
    return store.breakdowns.of_day(day)


def mark_out_of_order(store: Store, day: DayKey, breakdown: Breakdown, *, by: str) -> None:
    """Remember that a vehicle goes no further on this day.

    Raises
    ------
    NotFoundError
        If there is no such vehicle.
    LastmileError
        If the moment has no time zone.
    """
    vehicle = store.vehicles.get(breakdown.vehicle_id)
    if vehicle is None or vehicle.depot_id != day.depot_id:
        raise NotFoundError(f"There is no vehicle {breakdown.vehicle_id} here.", "Choose one from the fleet list.")
    if breakdown.since.tzinfo is None:
        raise LastmileError("The time has no time zone.", "Give it in the depot's time zone.")
    place = breakdown.location
    detail: dict[str, Any] = {
        "vehicle": breakdown.vehicle_id,
        "since": breakdown.since.isoformat(),
        "place": [place.lat, place.lon] if place else None,
        "note": breakdown.note,
    }
    with store.atomic():
        store.breakdowns.add(day, breakdown, by=by)
        store.audit.write(who=by, what="mark out of order", why=breakdown.note, subject=day.subject, detail=detail)


def back_in_order(store: Store, day: DayKey, vehicle_id: str, *, by: str) -> None:
    """Say that a vehicle is in order again: it goes on."""
    with store.atomic():
        store.breakdowns.take_back(day, vehicle_id, by=by)
        store.audit.write(who=by, what="mark back in order", subject=day.subject, detail={"vehicle": vehicle_id})
