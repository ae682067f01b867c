"""Orders, their pickups and the vehicles' reloads as visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lastmile_core.model import Order, OrderKind, Pickup, Priority, TimeWindow, Vehicle, pickup_id
from lastmile_core.problem.building.day_parts import DayParts, reloads_of
from lastmile_core.problem.building.same_door import same_doors
from lastmile_core.problem.building.work_hours import HORIZON, windows_of
from lastmile_core.problem.load_scales import scaled
from lastmile_core.problem.routing_problem import Visit


def visits_of(parts: DayParts, penalties: Mapping[Priority, int]) -> tuple[Visit, ...]:
    """Return the visits of a day: the orders, then the pickups, then the reloads."""
    shared = _shared_places(parts.orders)
    knows = _Territory(parts)
    before = _previous(parts)
    deliveries = []
    for idx, order in enumerate(parts.orders):
        visit = _order_visit(parts, order, shared.get(order.order_id, idx + 1), penalties[order.priority])
        familiar = _rather(parts, order) or knows.vehicles(order.district)
        vehicle, start = before.get(order.order_id, (None, None))
        if familiar is not None or start is not None:
            visit = replace(visit, familiar_vehicles=familiar, previous_vehicle=vehicle, previous_start=start)
        deliveries.append(visit)
    pickups = [
        _pickup_visit(parts, order, order.pickup, deliveries[idx])
        for idx, order in enumerate(parts.orders)
        if order.pickup is not None
    ]
    reloads = [
        _reload_visit(parts, vehicle, name, idx)
        for idx, vehicle in enumerate(parts.vehicles)
        for name in reloads_of(vehicle)
    ]
    return (*deliveries, *pickups, *reloads)


def _shared_places(orders: Sequence[Order]) -> dict[str, int]:
    """Return one location for all orders at one door that have set-up time, by order id: they share it."""
    slow = [idx for idx, order in enumerate(orders) if order.set_up_s > 0]
    doors = same_doors([orders[idx] for idx in slow])
    return {orders[idx].order_id: slow[door] + 1 for idx, door in zip(slow, doors, strict=True)}


def _order_visit(parts: DayParts, order: Order, location: int, penalty: int) -> Visit:
    windows = windows_of(parts.day, order.windows)
    from_depot = order.kind is OrderKind.DELIVERY and order.pickup is None
    preferred = _preferred(parts, order.preferred, windows)
    rules = parts.rules
    return Visit(
        visit_id=order.order_id,
        location=location,
        load=scaled(order.load, parts.dimensions, parts.load_scales),
        is_collection=order.kind is OrderKind.COLLECTION,
        service=order.service_s,
        set_up=order.set_up_s,
        windows=windows,
        preferred=preferred,
        early_price=_cents(order.early_price, rules.early_price) if preferred else 0,
        late_price=_cents(order.late_price, rules.late_price) if preferred else 0,
        release=_release(parts, order.release_at) if from_depot else 0,
        dock_time=order.dock_s if from_depot else 0,
        penalty=penalty,
        skills=order.skills,
        allowed_vehicles=_allowed(parts, order),
        partner=parts.visit_idx[pickup_id(order.order_id)] if order.pickup is not None else None,
        locked_position=parts.locks.positions.get(order.order_id),
        chances=tuple(round(chance * 1000) for chance in order.chances),
    )


def _pickup_visit(parts: DayParts, order: Order, pickup: Pickup, delivery: Visit) -> Visit:
    windows = windows_of(parts.day, pickup.windows)
    ready = _release(parts, order.release_at)
    # Goods that are ready later shorten the hours of their pickup.
    open_later = tuple((max(earliest, ready), latest) for earliest, latest in windows if latest >= ready)
    return Visit(
        visit_id=pickup_id(order.order_id),
        location=parts.places.pickups[order.order_id],
        load=delivery.load,
        service=pickup.service_s,
        set_up=pickup.set_up_s,
        windows=open_later or ((ready, ready),),
        penalty=0,
        skills=order.skills,
        allowed_vehicles=delivery.allowed_vehicles,
        partner=parts.visit_idx[order.order_id],
        is_pickup=True,
    )


def _reload_visit(parts: DayParts, vehicle: Vehicle, name: str, vehicle_idx: int) -> Visit:
    return Visit(
        visit_id=name,
        location=0,
        load=(0,) * len(parts.dimensions),
        service=parts.depot.loading_s if vehicle.reload_s is None else vehicle.reload_s,
        windows=((0, HORIZON),),
        penalty=0,
        allowed_vehicles=frozenset({vehicle_idx}),
        is_reload=True,
    )


def _preferred(parts: DayParts, wish: TimeWindow | None, windows: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the wish in seconds, as much of it as lies between the first and the last moment of the windows."""
    if wish is None:
        return None
    earliest = max(parts.day.seconds_of(wish.earliest), windows[0][0])
    latest = min(parts.day.seconds_of(wish.latest), windows[-1][1])
    return (earliest, latest) if earliest <= latest else None


def _release(parts: DayParts, moment: datetime | None) -> int:
    return 0 if moment is None else min(max(parts.day.seconds_of(moment), 0), HORIZON)


def _cents(own: float | None, usual: float) -> int:
    return round((usual if own is None else own) * 100)


def _allowed(parts: DayParts, order: Order) -> frozenset[int] | None:
    """Return the vehicles that locks and the order itself leave; None when all may, empty when none goes out."""
    left: frozenset[int] | None = None
    for names in (_locked_to(parts, order), order.allowed_vehicles):
        if names:
            found = frozenset(parts.vehicle_idx[name] for name in names if name in parts.vehicle_idx)
            left = found if left is None else left & found
    if order.forbidden_vehicles:
        left = frozenset(range(len(parts.vehicles))) if left is None else left
        left -= {parts.vehicle_idx[name] for name in order.forbidden_vehicles if name in parts.vehicle_idx}
    return left


def _rather(parts: DayParts, order: Order) -> frozenset[int]:
    """Return the vehicles out today that should rather serve an order: said of a customer, it beats a district."""
    return frozenset(parts.vehicle_idx[name] for name in order.preferred_vehicles if name in parts.vehicle_idx)


def _locked_to(parts: DayParts, order: Order) -> frozenset[str]:
    names = {order.order_id, pickup_id(order.order_id)} if order.pickup is not None else {order.order_id}
    for vehicle_id, locked in parts.locks.routes.items():
        if not names.isdisjoint(locked):
            return frozenset({vehicle_id})
    return frozenset(parts.locks.stop_vehicle[name] for name in names if parts.locks.stop_vehicle.get(name))


class _Territory:
    """Which vehicles' drivers know a district; a driver who names none is at home everywhere."""

    def __init__(self, parts: DayParts) -> None:
        drivers = [parts.driver_of(vehicle) for vehicle in parts.vehicles]
        self._districts = [
            frozenset(name.casefold() for name in driver.districts) if driver is not None else frozenset[str]()
            for driver in drivers
        ]
        self._found: dict[str, frozenset[int] | None] = {"": None}

    def vehicles(self, district: str) -> frozenset[int] | None:
        if district not in self._found:
            found = frozenset(
                idx
                for idx, districts in enumerate(self._districts)
                if not districts or district.casefold() in districts
            )
            self._found[district] = None if len(found) == len(self._districts) else found
        return self._found[district]


def _previous(parts: DayParts) -> dict[str, tuple[int | None, int]]:
    """Return vehicle and start of service that the previous plan said of each order; no vehicle that stays in today."""
    return {
        stop.visit_id: (parts.vehicle_idx.get(route.vehicle_id), parts.day.seconds_of(stop.service_start))
        for route in (parts.previous.routes if parts.previous is not None else ())
        for stop in route.stops
    }
