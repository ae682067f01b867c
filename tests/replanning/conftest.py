"""A small running day: two vans on the road, one still at the depot, orders on a line of streets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from lastmile_core.clock import ServiceDay
from lastmile_core.model import (
    Breakdown,
    Depot,
    Driver,
    EventKind,
    Load,
    Location,
    Order,
    OrderKind,
    Plan,
    PlanNotes,
    PlanOrigin,
    StopEvent,
    TimeWindow,
    Vehicle,
)
from lastmile_core.replanning.remaining_day import RemainingDay, remaining_day
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.tracking import fold_day
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan

DAY = date(2026, 11, 24)
LOCAL = ServiceDay(service_date=DAY, timezone="UTC")


def order(name: str, east_km: float, **more: object) -> Order:
    """An order so many kilometres east of the depot, due all day, four minutes of work."""
    return Order(
        order_id=name,
        service_date=DAY,
        depot_id="yard",
        customer_name=f"Customer {name}",
        location=Location(lat=45.0, lon=-30.0 + east_km / 78.85),
        load=Load.of(kg=10),
        **more,  # type: ignore[arg-type]
    )


def window(start: int, end: int) -> tuple[TimeWindow, ...]:
    return (TimeWindow(earliest=LOCAL.local(time(start)), latest=LOCAL.local(time(end))),)


@dataclass
class RunningDay:
    """A published day, and what happens on it."""

    settings: Settings
    store: Store
    plan: Plan
    events: list[StopEvent] = field(default_factory=list)
    now: datetime = datetime(2026, 11, 24, 6, tzinfo=UTC)
    keeps_events: bool = True

    def happens(self, kind: EventKind, at: datetime, vehicle_id: str, order_id: str | None = None, **more: str) -> None:
        """Something is reported; the clock moves on to it."""
        event = StopEvent(
            event_id=f"e{len(self.events):04d}",
            service_date=DAY,
            depot_id="yard",
            vehicle_id=vehicle_id,
            kind=kind,
            occurred_at=at,
            received_at=at + timedelta(seconds=5),
            visit_id=order_id,
            **more,
        )
        self.events.append(event)
        if self.keeps_events:
            self.store.events.append([event])
        self.now = max(self.now, at)

    def drive(self, vehicle_id: str, stops: int, late_s: int = 0) -> None:
        """A vehicle leaves and serves its first stops as planned, or later."""
        route = next(route for route in self.plan.routes if route.vehicle_id == vehicle_id)
        late = timedelta(seconds=late_s)
        self.happens(EventKind.LOADING_STARTED, route.loading_start + late, vehicle_id)
        self.happens(EventKind.DEPARTED, route.departure + late, vehicle_id)
        for stop in route.stops[:stops]:
            self.happens(EventKind.ARRIVED, stop.arrival + late, vehicle_id, stop.visit_id)
            self.happens(EventKind.DELIVERED, stop.departure + late, vehicle_id, stop.visit_id)

    def rest(self, *broken: str, **more: object) -> RemainingDay:
        """Return the rest of the day, with vehicles that stand still since now."""
        marks = {name: Breakdown(vehicle_id=name, since=self.now) for name in broken}
        inputs = load_inputs(self.store, DAY, "yard")
        state = fold_day(self.plan, self.events)
        return remaining_day(self.settings, inputs, self.plan, state, self.now, marks, **more)  # type: ignore[arg-type]


Publish = Callable[..., RunningDay]


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return load_settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A yard with three vans; nothing to do yet."""
    with open_store(settings.database) as opened:
        opened.depots.save(
            Depot(depot_id="yard", name="Yard", location=Location(lat=45.0, lon=-30.0), timezone="UTC", loading_s=600)
        )
        for number in (1, 2, 3):
            opened.drivers.save(
                Driver(
                    driver_id=f"d{number}",
                    name=f"Driver {number}",
                    depot_id="yard",
                    shift_start=time(7),
                    shift_end=time(16),
                    break_s=0,
                )
            )
            opened.vehicles.save(
                Vehicle(
                    vehicle_id=f"v{number}",
                    name=f"Van {number}",
                    depot_id="yard",
                    capacity=Load.of(kg=100),
                    driver_id=f"d{number}",
                )
            )
        yield opened


@pytest.fixture
def publish(settings: Settings, store: Store) -> Publish:
    """Store orders, and publish routes of them as given."""

    def run(orders: list[Order], routes: dict[str, list[str]], **fleet: dict[str, object]) -> RunningDay:
        for vehicle_id, changes in fleet.items():
            vehicle = store.vehicles.get(vehicle_id)
            assert vehicle is not None
            store.vehicles.save(replace(vehicle, **changes))  # type: ignore[arg-type]
        store.orders.save_many(orders)
        prepared = prepare_day(settings, load_inputs(store, DAY, "yard"))
        plan = judged_plan(settings, prepared, routes, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
        assert plan.violations == ()
        stored = store.plans.add(plan, expected_head=0)
        published = store.plans.publish(DAY, "yard", stored.version, by="Ana", at=LOCAL.local(time(6)))
        return RunningDay(settings=settings, store=store, plan=published)

    return run


@pytest.fixture
def running(publish: Publish) -> RunningDay:
    """Van 1 goes east with five stops, the third of them a collection; Van 2 west with four; Van 3 stays in."""
    east = [order(f"E{n}", 2.0 * n) for n in (1, 2, 3, 4, 5)]
    east[2] = replace(east[2], kind=OrderKind.COLLECTION)
    west = [order(f"W{n}", -2.0 * n) for n in (1, 2, 3, 4)]
    return publish([*east, *west], {"v1": ["E1", "E2", "E3", "E4", "E5"], "v2": ["W1", "W2", "W3", "W4"]})
