"""A plan beside the day as it is now: every difference once, each with its kind. Pure; the store is read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lastmile_core.model import Order, OrderStatus, Plan, PlanBasis, Route, TravelSource
from lastmile_core.problem import plannable
from lastmile_core.problem.plan_basis import (
    DRIVER_ASPECTS,
    ORDER_ASPECTS,
    RULE_ASPECTS,
    VEHICLE_ASPECTS,
    changed_aspects,
)
from lastmile_core.workflows.day.day_change import DayChange, DayChangeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNow:
    """The day as the store knows it now.

    Attributes
    ----------
    orders
        All of the day, skipped ones and those that wait too.
    drivers_today
        Vehicle id to driver id, of the vehicles that go out.
    basis
        Its marks.
    names
        Names of vehicles and drivers by id.
    settled
        Orders that somebody has begun or done; what becomes of them is no matter of the plan any more.
    back
        Vehicles that came back for the day.
    """

    orders: Sequence[Order]
    drivers_today: Mapping[str, str | None]
    basis: PlanBasis
    names: Mapping[str, str]
    settled: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()

    def name(self, thing_id: str | None) -> str:
        """Return how a vehicle or driver is called."""
        return self.names.get(thing_id or "", thing_id or "nobody")


def compare_plan(plan: Plan, now: DayNow) -> tuple[DayChange, ...]:
    """Return what has changed since ``plan`` was made, the most urgent kind first; empty when nothing has."""
    comparison = _DayComparison(plan, now)
    found = [*comparison.vehicles(), *comparison.drivers(), *comparison.orders(), *comparison.roads_and_rules()]
    order = {kind: number for number, kind in enumerate(DayChangeKind)}
    return tuple(sorted(found, key=lambda change: (order[change.kind], change.name, change.key)))


class _DayComparison:
    def __init__(self, plan: Plan, now: DayNow) -> None:
        self.plan, self.now = plan, now
        self.before = plan.made_from
        self.routes = [route for route in plan.routes_in_use if self._to_do(route)]
        self.on_route = {stop.of_order for route in plan.routes_in_use for stop in route.stops}
        self.left_out = {left.order_id for left in plan.unassigned}

    def _to_do(self, route: Route) -> int:
        if route.vehicle_id in self.now.back:
            return 0
        return sum(not stop.is_pickup and stop.of_order not in self.now.settled for stop in route.stops)

    def vehicles(self) -> list[DayChange]:
        now, before = self.now.basis.vehicles, self.before.vehicles if self.before else None
        found = [
            self._vehicle(DayChangeKind.VEHICLE_OFF, route.vehicle_id, num_stops=self._to_do(route))
            for route in self.routes
            if route.vehicle_id not in now
        ]
        if before is None:
            return found
        for vehicle_id in now:
            if vehicle_id not in before:
                if vehicle_id not in {route.vehicle_id for route in self.plan.routes_in_use}:
                    found.append(self._vehicle(DayChangeKind.VEHICLE_NEW, vehicle_id))
            elif aspects := changed_aspects(VEHICLE_ASPECTS, before[vehicle_id], now[vehicle_id]):
                detail = ", ".join(aspects)
                found.append(self._vehicle(DayChangeKind.VEHICLE_CHANGED, vehicle_id, detail=detail))
        return found

    def _vehicle(self, kind: DayChangeKind, vehicle_id: str, detail: str = "", num_stops: int = 0) -> DayChange:
        name = self.now.name(vehicle_id)
        return DayChange(kind=kind, name=name, detail=detail, vehicle_id=vehicle_id, num_stops=num_stops)

    def drivers(self) -> list[DayChange]:
        found = []
        for route in self.routes:
            if route.vehicle_id not in self.now.drivers_today:
                continue
            driver_id = self.now.drivers_today[route.vehicle_id]
            if driver_id != route.driver_id:
                detail = f"{self.now.name(driver_id)} instead of {self.now.name(route.driver_id)}"
                found.append(self._vehicle(DayChangeKind.DRIVER_SWAPPED, route.vehicle_id, detail=detail))
        before, now = self.before.drivers if self.before else {}, self.now.basis.drivers
        return found + [
            DayChange(
                kind=DayChangeKind.DRIVER_CHANGED,
                name=self.now.name(driver_id),
                detail=", ".join(aspects),
                driver_id=driver_id,
            )
            for driver_id in before.keys() & now.keys()
            if (aspects := changed_aspects(DRIVER_ASPECTS, before[driver_id], now[driver_id]))
        ]

    def orders(self) -> list[DayChange]:
        today = {order.order_id: order for order in self.now.orders}
        ready = {order.order_id for order in plannable(self.now.orders)}
        found = []
        for order_id in sorted(self.on_route - self.now.settled):
            if (kind := _gone(today.get(order_id), order_id in ready)) is not None:
                needs = "needs a place" if _needs_place(today.get(order_id)) else "needs a look"
                detail = needs if kind is DayChangeKind.ORDER_WAITING else ""
                found.append(_order(kind, order_id, detail))
        new = (order_id for order_id in sorted(ready - self.now.settled - self.on_route) if self._is_new(order_id))
        found += [_order(DayChangeKind.ORDER_NEW, order_id) for order_id in new]
        before, now = self.before.orders if self.before else {}, self.now.basis.orders
        for order_id in sorted((before.keys() & now.keys() & ready) - self.now.settled):
            if before[order_id] != now[order_id]:
                aspects = changed_aspects(ORDER_ASPECTS, before[order_id], now[order_id])
                found.append(_order(DayChangeKind.ORDER_CHANGED, order_id, ", ".join(aspects)))
        return found

    def _is_new(self, order_id: str) -> bool:
        """Whether the plan does not know an order; a change by hand lists it as not served, and it stays new."""
        known = self.left_out if self.before is None else self.before.orders
        return order_id not in known

    @property
    def _is_from_server(self) -> bool:
        # A road server may be away for a moment, and then times come from elsewhere: no news for the plan.
        return self.plan.travel_source is TravelSource.OSRM_SERVER

    def roads_and_rules(self) -> list[DayChange]:
        found, roads = [], self.now.basis.roads
        before = self.before.roads if self.before else ""
        if roads and not before and not self._is_from_server:
            before, roads = f"{self.plan.travel_source.value}:{self.plan.travel_region}", roads.rpartition(":")[0]
        if roads and before and roads != before and not self._is_from_server:
            found.append(DayChange(kind=DayChangeKind.ROADS_CHANGED, detail=_road_words(roads)))
        if self.before is not None and self.before.rules:
            aspects = changed_aspects(RULE_ASPECTS, self.before.rules, self.now.basis.rules)
            if aspects:
                found.append(DayChange(kind=DayChangeKind.RULES_CHANGED, detail=" and ".join(aspects)))
        return found


def _gone(order: Order | None, is_ready: bool) -> DayChangeKind | None:
    if order is None:
        return DayChangeKind.ORDER_REMOVED
    if order.status is OrderStatus.SKIPPED:
        return DayChangeKind.ORDER_CANCELLED
    return None if is_ready else DayChangeKind.ORDER_WAITING


def _needs_place(order: Order | None) -> bool:
    return order is not None and (order.status is OrderStatus.NEEDS_PLACE or not order.has_places)


def _order(kind: DayChangeKind, order_id: str, detail: str = "") -> DayChange:
    return DayChange(kind=kind, name=order_id, detail=detail, order_id=order_id)


def _road_words(roads: str) -> str:
    source, _, rest = roads.partition(":")
    if source == TravelSource.ESTIMATE.value:
        return "estimates instead of road times"
    return f"roads of {rest.partition(':')[0]}"
