"""The sample day as it stands at eleven: planned, published, and driven so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from browser_tools import ROOT, Server

from lastmile_core.clock import ServiceDay, today_in
from lastmile_core.model import EventKind, Plan, StopEvent
from lastmile_core.store.open_store import open_store

DEPOT = "harbour"


def story_day() -> date:
    """A day that is over, even its night: there the page takes the last thing that was reported for the present."""
    return today_in("UTC") - timedelta(days=2)


def eleven() -> datetime:
    return ServiceDay(service_date=story_day(), timezone="UTC").local(time(11))


def morning(plan: Plan) -> Iterator[StopEvent]:
    """Everything that vans report until eleven; every third van is as planned, the others somewhat behind."""
    base = StopEvent(
        event_id="",
        service_date=plan.service_date,
        depot_id=plan.depot_id,
        vehicle_id="",
        kind=EventKind.DEPARTED,
        occurred_at=eleven(),
        received_at=eleven(),
        source="driver",
    )
    for number, route in enumerate(plan.routes_in_use):
        behind = timedelta(minutes=4 * (number % 3))
        told: list[tuple[datetime, EventKind, str | None]] = [
            (route.loading_start, EventKind.LOADING_STARTED, None),
            (route.departure + behind, EventKind.DEPARTED, None),
        ]
        for stop in route.stops:
            told += [
                (stop.arrival + behind, EventKind.ARRIVED, stop.visit_id),
                (stop.service_start + behind, EventKind.SERVICE_STARTED, stop.visit_id),
                (stop.departure + behind, EventKind.DELIVERED, stop.visit_id),
            ]
        told.append((route.return_at + behind, EventKind.RETURNED, None))
        for at, kind, order_id in (one for one in told if one[0] <= eleven()):
            event_id = f"{route.vehicle_id}-{kind.value}-{order_id}"
            yield replace(
                base, event_id=event_id, vehicle_id=route.vehicle_id, kind=kind, occurred_at=at, visit_id=order_id
            )


def drive_until_eleven(server: Server, *, time_limit: int) -> None:
    """Import, plan and publish the sample day into a home without orders, and report everything until eleven."""
    file = str(ROOT / "sample_data" / "orders_today.csv")
    on = ["--date", story_day().isoformat(), "--depot", DEPOT]
    for words in (["import", file, *on[:2]], ["plan", "--time-limit", str(time_limit), *on], ["publish", *on]):
        done = server.command(*words)
        assert done.returncode in (0, 1), done.stderr
    with open_store(server.home / "lastmile.db") as store:
        plan = store.plans.latest_published(story_day(), DEPOT)
        assert plan is not None
        events = sorted(morning(plan), key=lambda event: event.occurred_at)
        # Somebody looks at the clock: the last report is of eleven sharp.
        last = next(event for event in reversed(events) if event.kind is EventKind.DELIVERED)
        left = replace(last, event_id="eleven", kind=EventKind.LEFT, occurred_at=eleven())
        store.events.append([*events, left])
