"""What happened on a past day of the sample city: a published plan played out with seeded chance.

Times are drawn here; whether a stop succeeded is asked from outside, so that the history file decides it
once and for all (a failed order comes again on a later day).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from lastmile_core.clock import ServiceDay, elapsed
from lastmile_core.model import REASONS_BY_CODE, Depot, EventKind, Order, Plan, Route, Stop, StopEvent

MARKET_HALL = "C0001"
Outcome = Callable[[Order, int, bool], str]
"""(order, second of arrival, too late to start) → "" delivered, "neighbour", "safe_place", or a failure reason code."""

_HANDED_OVER = {"": "recipient", "neighbour": "neighbour", "safe_place": "safe_place"}
_NOTES = {
    "address_wrong": "House number does not exist in this street",
    "damaged": "Box was wet at the bottom",
    "other_place": "Works from home elsewhere this week",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTraits:
    """What was special about a day at a depot.

    Attributes
    ----------
    slot
        Days of work before today, 0 = the last one; seeds everything that is drawn.
    closed_docks
        Docks that could not be used.
    late_s
        Seconds that a vehicle left later than it could, by vehicle id.
    breakdown
        Vehicle id → share of its stops after which it broke down.
    is_complete
        Every stamp is there; otherwise a few are missing, as they are in life.
    """

    slot: int
    closed_docks: int = 0
    late_s: Mapping[str, int] = field(default_factory=dict)
    breakdown: Mapping[str, float] = field(default_factory=dict)
    is_complete: bool = False


def play_day(
    plan: Plan, orders: Mapping[str, Order], depot: Depot, num_docks: int, traits: DayTraits, outcome: Outcome
) -> list[StopEvent]:
    """Return the events of one published day in the order in which they happened."""
    day = ServiceDay(service_date=plan.service_date, timezone=depot.timezone)
    departures = _load_vans(plan, depot, max(1, num_docks - traits.closed_docks), traits)
    events: list[StopEvent] = []
    for route in plan.routes_in_use:
        van = _Van(plan, route, day, traits)
        van.load(*departures[route.vehicle_id])
        van.drive(orders, outcome)
        events += van.events
    return sorted(events, key=lambda event: (event.occurred_at, event.event_id))


def _rng(traits: DayTraits, vehicle_id: str, purpose: int) -> np.random.Generator:
    return np.random.default_rng([7, traits.slot, purpose, *vehicle_id.encode()])


def _load_vans(
    plan: Plan, depot: Depot, num_docks: int, traits: DayTraits
) -> dict[str, tuple[datetime, datetime, datetime, datetime]]:
    """Return arrival at the dock, start and end of loading and departure by vehicle: first come, first served."""
    coming = []
    for route in plan.routes_in_use:
        rng = _rng(traits, route.vehicle_id, 1)
        ready = route.loading_start + timedelta(seconds=round(float(rng.normal(-100, 110))))
        coming.append((ready, route.vehicle_id, rng))
    free = [datetime.min.replace(tzinfo=plan.routes_in_use[0].loading_start.tzinfo)] * num_docks if coming else []
    times = {}
    for ready, vehicle_id, rng in sorted(coming, key=lambda van: van[:2]):
        dock = free.index(min(free))
        begin = max(ready + timedelta(seconds=int(rng.integers(20, 90))), free[dock])
        end = begin + timedelta(seconds=round(depot.loading_s * float(rng.uniform(0.85, 1.25))))
        free[dock] = end + timedelta(seconds=int(rng.integers(40, 150)))
        leave = end + timedelta(seconds=int(rng.integers(45, 240)) + traits.late_s.get(vehicle_id, 0))
        times[vehicle_id] = (ready, begin, end, leave)
    return times


class _Van:
    """One vehicle's day: a clock, a counter and the stamps it leaves."""

    def __init__(self, plan: Plan, route: Route, day: ServiceDay, traits: DayTraits) -> None:
        self.plan = plan
        self.route = route
        self.day = day
        self.traits = traits
        self.rng = _rng(traits, route.vehicle_id, 2)
        self.traffic = float(np.exp(self.rng.normal(0.0, 0.06)))
        self.detour = float(self.rng.uniform(1.0, 1.045))
        self.clock = route.loading_start
        self.metres = 0.0
        self.events: list[StopEvent] = []

    def stamp(self, kind: EventKind, at: datetime, order_id: str | None = None, **more: object) -> None:
        """Leave a stamp; the counter is read at stops and on return."""
        delay = int(self.rng.integers(2, 40)) + (int(self.rng.integers(900, 3600)) if self.rng.random() < 0.01 else 0)
        number = len(self.events) + 1
        self.events.append(
            StopEvent(
                event_id=f"sample-{self.plan.service_date:%Y%m%d}-{self.route.vehicle_id}-{number:03d}",
                service_date=self.plan.service_date,
                depot_id=self.plan.depot_id,
                vehicle_id=self.route.vehicle_id,
                kind=kind,
                occurred_at=at,
                received_at=at + timedelta(seconds=delay),
                visit_id=order_id,
                odometer_m=round(self.metres) if kind in (EventKind.ARRIVED, EventKind.RETURNED) else None,
                source="simulation",
                **more,  # type: ignore[arg-type]
            )
        )

    def load(self, arrived: datetime, begin: datetime, end: datetime, leave: datetime) -> None:
        """Stand at the dock and leave it."""
        self.stamp(EventKind.DOCK_ARRIVED, arrived)
        self.stamp(EventKind.LOADING_STARTED, begin)
        self.stamp(EventKind.LOADING_FINISHED, end)
        self.stamp(EventKind.DEPARTED, leave)
        self.clock = leave

    def drive(self, orders: Mapping[str, Order], outcome: Outcome) -> None:
        """Visit the stops in order, take the breaks, come back."""
        last_start = self.route.return_at + timedelta(minutes=35)
        broken_after = self.traits.breakdown.get(self.route.vehicle_id)
        for index, stop in enumerate(self.route.stops):
            self._take_breaks(index)
            order = orders[stop.visit_id]
            leg_s = self._leg_s(stop.drive_s)
            arrival = self.clock + timedelta(seconds=leg_s)
            is_broken = broken_after is not None and index >= broken_after * len(self.route.stops)
            result = "breakdown" if is_broken else outcome(order, self.day.seconds_of(arrival), arrival > last_start)
            if result in REASONS_BY_CODE and not REASONS_BY_CODE[result].is_attempt:
                self.stamp(EventKind.FAILED, self.clock + timedelta(seconds=index), stop.visit_id, reason=result)
                continue
            self.clock = arrival
            self.metres += stop.distance_m * self.detour
            self._serve(stop, order, result)
        self._take_breaks(len(self.route.stops))
        self.clock += timedelta(seconds=self._leg_s(self.route.return_drive_s) + (2400 if broken_after else 0))
        self.metres += self.route.return_distance_m * self.detour
        self.stamp(EventKind.RETURNED, self.clock)

    def _leg_s(self, planned_s: int) -> int:
        rush = 1.12 if 8 <= self.clock.hour < 9 or 16 <= self.clock.hour < 18 else 1.0
        return round(planned_s * self.traffic * rush * float(np.exp(self.rng.normal(0, 0.12))))

    def _take_breaks(self, index: int) -> None:
        for pause in self.route.breaks:
            if pause.before_stop == index:
                seconds = elapsed(pause.start, pause.end) * float(self.rng.uniform(0.95, 1.12))
                end = self.clock + timedelta(seconds=round(seconds))
                self.stamp(EventKind.BREAK_STARTED, self.clock + timedelta(seconds=1))
                self.stamp(EventKind.BREAK_FINISHED, end)
                self.clock = end

    def _serve(self, stop: Stop, order: Order, result: str) -> None:
        rng = self.rng
        arrived = self.clock
        begin = arrived + timedelta(seconds=int(rng.integers(5, 20)))
        if stop.window is not None:
            begin = max(begin, stop.window.earliest)
        if order.customer_id == MARKET_HALL:
            begin += timedelta(seconds=int(rng.integers(1200, 2400)))
        is_failed = result in REASONS_BY_CODE
        usual = order.service_s * float(np.exp(rng.normal(-0.03, 0.2)))
        length = float(rng.uniform(120, 300)) if is_failed else usual + (75 if result == "neighbour" else 0)
        end = begin + timedelta(seconds=round(length))
        left = end + timedelta(seconds=int(rng.integers(5, 15)))
        misses = (rng.random(2) < (0.0, 0.0)) if self.traits.is_complete else (rng.random(2) < (0.02, 0.01))
        short = rng.random() < 0.012 and order.load.get("parcels") > 1
        self.stamp(EventKind.ARRIVED, arrived, stop.visit_id)
        if not misses[0]:
            self.stamp(EventKind.SERVICE_STARTED, begin, stop.visit_id)
        if is_failed:
            self.stamp(EventKind.FAILED, end, stop.visit_id, reason=result, note=_NOTES.get(result, ""))
        else:
            share = 0.5 if short else 1.0
            handed = _HANDED_OVER[result]
            self.stamp(EventKind.DELIVERED, end, stop.visit_id, outcome=handed, delivered_share=share)
        if not misses[1]:
            self.stamp(EventKind.LEFT, left, stop.visit_id)
        self.clock = left
