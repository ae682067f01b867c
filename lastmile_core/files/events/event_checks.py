"""Whether an event can have happened: a vehicle and an order of ours, at a moment of its service day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from lastmile_core.clock import ServiceDay
from lastmile_core.files.cells.values import CellError
from lastmile_core.files.raw_table import stop
from lastmile_core.model import Issue, StopEvent

EARLY, LATE = timedelta(hours=12), timedelta(hours=48)
"""Around the day's midnight: a night's loading begins the evening before, the last van is back the day after."""
HELD_CODES = ("EVENT_VEHICLE", "EVENT_ORDER")
FUTURE = timedelta(minutes=2)
"""Clocks differ; the page believes a stamp up to here."""


def check_moment(moment: datetime, day: date, timezone: str, now: datetime, text: str) -> datetime:
    """Return the moment, or raise CellError when it cannot belong to the service day or has not come yet."""
    midnight = ServiceDay(service_date=day, timezone=timezone).midnight
    try:
        stamp = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        stamp = datetime.max.replace(tzinfo=UTC)
    if not midnight - EARLY <= stamp <= midnight + LATE:
        raise CellError(
            "EVENT_TIME",
            f"{text!r} is not a moment of {day.isoformat()}.",
            "Mend the date, or name the file's own day.",
        )
    if stamp > now + FUTURE:
        raise CellError("EVENT_TIME", f"{text!r} has not come yet.", "Give the time at which it really happened.")
    return moment


def why_held(
    event: StopEvent, row: int, vehicles: Mapping[str, str] | None, is_order: Callable[[date, str], bool] | None
) -> Issue | None:
    """Return why an event waits: nobody knows its vehicle, or its order on this day; None when both are known."""
    if vehicles is not None and event.vehicle_id not in vehicles.values():
        return stop(
            "EVENT_VEHICLE",
            f"There is no vehicle {event.vehicle_id!r} at this depot, so the row is held and counts nowhere.",
            "Add the vehicle or its plate on the Fleet page, or mend the row; then bring the file in again.",
            row=row,
            value=event.vehicle_id,
        )
    if is_order is not None and event.visit_id and not is_order(event.service_date, event.visit_id):
        return stop(
            "EVENT_ORDER",
            f"There is no order {event.visit_id!r} on {event.service_date.isoformat()} at this depot, so the row is "
            "held and counts nowhere.",
            "Bring in the order, or mend number or day; then bring the file in again.",
            row=row,
            value=event.visit_id,
        )
    return None
