"""Weeks of believable days for tests that need many; not random, so that figures repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from lastmile_core.model import EventKind, Load, Location, Order, Plan, Route, Stop, StopEvent, TimeWindow

DEPOT_ID = "harbour"


def make_day(day: date, num_routes: int = 11, stops_per_route: int = 15) -> tuple[list[Order], Plan, list[StopEvent]]:
    """Return the orders, published plan and events of one day: every seventh stop fails, every fifth comes late."""
    orders: list[Order] = []
    events: list[StopEvent] = []
    routes: list[Route] = []
    base = datetime.combine(day, time(7), tzinfo=UTC)
    for r in range(num_routes):
        vehicle = f"van{r:02d}"
        stops: list[Stop] = []
        moment = base + timedelta(minutes=15)
        events += [
            _event(day, vehicle, EventKind.DOCK_ARRIVED, base - timedelta(minutes=r % 4)),
            _event(day, vehicle, EventKind.LOADING_STARTED, base + timedelta(minutes=r % 3)),
            _event(day, vehicle, EventKind.LOADING_FINISHED, base + timedelta(minutes=14)),
            _event(day, vehicle, EventKind.DEPARTED, moment),
        ]
        for s in range(stops_per_route):
            number = r * stops_per_route + s
            order_id = f"{day:%m%d}-{number:03d}"
            arrival = moment + timedelta(minutes=10)
            window = TimeWindow(earliest=arrival - timedelta(hours=1), latest=arrival + timedelta(minutes=5))
            orders.append(
                Order(
                    order_id=order_id,
                    service_date=day,
                    depot_id=DEPOT_ID,
                    customer_name=f"Customer {number}",
                    district=f"District {number % 12}",
                    location=Location(lat=0.01 * r, lon=0.01 * s),
                    load=Load.of(parcels=1, kg=5),
                    windows=(window,),
                )
            )
            leave = arrival + timedelta(minutes=4)
            stops.append(
                Stop(
                    visit_id=order_id,
                    arrival=arrival,
                    service_start=arrival,
                    departure=leave,
                    drive_s=600,
                    distance_m=2000,
                    window=window,
                )
            )
            late = arrival + timedelta(minutes=9 if number % 5 == 0 else 1)
            done = late + timedelta(minutes=4)
            kind, reason = (EventKind.FAILED, "nobody_home") if number % 7 == 0 else (EventKind.DELIVERED, "")
            events += [
                _event(day, vehicle, EventKind.ARRIVED, late, order_id),
                _event(day, vehicle, EventKind.SERVICE_STARTED, late, order_id),
                _event(day, vehicle, kind, done, order_id, reason),
                _event(day, vehicle, EventKind.LEFT, done, order_id),
            ]
            moment = leave
        back = moment + timedelta(minutes=15)
        events.append(_event(day, vehicle, EventKind.RETURNED, back + timedelta(minutes=12), odometer=34_000))
        routes.append(
            Route(
                vehicle_id=vehicle,
                loading_start=base,
                departure=base + timedelta(minutes=15),
                return_at=back,
                stops=tuple(stops),
                distance_m=2000 * stops_per_route + 3000,
                return_drive_s=900,
                return_distance_m=3000,
            )
        )
    plan = Plan(
        plan_id=f"plan-{day}",
        service_date=day,
        depot_id=DEPOT_ID,
        version=0,
        routes=tuple(routes),
        created_at=base - timedelta(hours=2),
    )
    return orders, plan, events


def _event(
    day: date,
    vehicle: str,
    kind: EventKind,
    at: datetime,
    order_id: str | None = None,
    reason: str = "",
    odometer: int | None = None,
) -> StopEvent:
    return StopEvent(
        event_id=f"{day}-{vehicle}-{kind.value}-{order_id or ''}",
        service_date=day,
        depot_id=DEPOT_ID,
        vehicle_id=vehicle,
        kind=kind,
        occurred_at=at,
        received_at=at + timedelta(seconds=2),
        visit_id=order_id,
        reason=reason,
        odometer_m=odometer,
        source="driver",
    )
