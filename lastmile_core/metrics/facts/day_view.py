"""One day seen once: orders and routes with their plan, promise and visits side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lastmile_core.metrics.facts.day_facts import DayFacts
from lastmile_core.metrics.facts.tally import Row
from lastmile_core.model import Order, OrderStatus, Route, Stop, TimeWindow, Vehicle, by_visit
from lastmile_core.tracking import RouteState, StopState, StopStatus, StopVisit, fold_day


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFact:
    """One order: due, planned, promised, visited.

    Attributes
    ----------
    windows
        The promise: the window of the published stop; for an order on no route its own windows.
    attempts
        Visits at which the vehicle reached the place, in order of time.
    labels
        district, hour, vehicle, driver: the names that figures are grouped by.
    """

    order_id: str
    order: Order | None
    planned: Stop | None
    state: StopState | None
    windows: tuple[TimeWindow, ...]
    attempts: tuple[StopVisit, ...]
    labels: Mapping[str, str]
    site: str
    row: Row

    @property
    def is_skipped(self) -> bool:
        """Whether a dispatcher took it out of the day and it was never promised."""
        return (
            self.planned is None
            and not self.attempts
            and self.order is not None
            and self.order.status is OrderStatus.SKIPPED
        )

    @property
    def is_delivered(self) -> bool:
        """Whether the goods were handed over on this day."""
        return self.state is not None and self.state.status is StopStatus.DELIVERED

    @property
    def is_open(self) -> bool:
        """Whether no outcome is known yet."""
        return self.state is None or not self.state.is_done


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFact:
    """One vehicle that was out: its published route, stamps, and visits in the order they were made."""

    vehicle_id: str
    vehicle: Vehicle | None
    planned: Route | None
    state: RouteState
    visits: tuple[tuple[OrderFact, StopVisit], ...]
    labels: Mapping[str, str]
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """The day as the KPIs read it.

    Attributes
    ----------
    reason
        Why the day cannot be counted at all; "" when it can.
    silent
        Planned vehicles without a single event.
    """

    facts: DayFacts
    orders: dict[str, OrderFact]
    routes: tuple[RouteFact, ...]
    silent: tuple[RouteFact, ...]
    reason: str = ""


def view_day(facts: DayFacts) -> DayView:
    """Return the day with everything looked up once."""
    state = fold_day(facts.plan, facts.events)
    planned = {
        s.visit_id: (route, s) for route in (facts.plan.routes_in_use if facts.plan else ()) for s in route.stops
    }
    due = {order.order_id: order for order in facts.orders}
    zone = ZoneInfo(facts.depot.timezone)
    names = _Names(facts)
    orders = {}
    # A pickup is a visit of its own, looked up like the collection that it is.
    visits = by_visit(facts.orders)
    for order_id in dict.fromkeys([*due, *planned, *state.stops]):
        known = planned.get(order_id)
        orders[order_id] = _order_fact(
            order_id, visits.get(order_id), known[1] if known else None, state.stops.get(order_id), names, zone
        )
    routes = _route_facts(facts, state.routes, orders, names)
    return DayView(
        facts=facts,
        orders=orders,
        routes=tuple(route for route in routes if route.state.last_event_at is not None),
        silent=tuple(route for route in routes if route.state.last_event_at is None),
        reason=_why_nothing(facts),
    )


def no_orders_on(day: date) -> str:
    """Return why a day without orders, plan and events counts nothing."""
    return f"No orders on {day:%d %b}."


def _why_nothing(facts: DayFacts) -> str:
    day = f"{facts.service_date:%d %b}"
    if not facts.orders and facts.plan is None and not facts.events:
        return no_orders_on(facts.service_date)
    if facts.events:
        return ""
    if facts.plan is None:
        return f"No plan was published for {day} and nothing was recorded."
    return f"Nothing was recorded on {day}; mark stops on the Routes page or import an events file."


class _Names:
    """Names of vehicles and drivers, with their ids where no name is known."""

    def __init__(self, facts: DayFacts) -> None:
        self.date = facts.service_date
        self.vehicles = {key: vehicle.name for key, vehicle in facts.vehicles.items()}
        on_plan = {r.vehicle_id: r.driver_id for r in (facts.plan.routes if facts.plan else ()) if r.driver_id}
        usual = {key: vehicle.driver_id for key, vehicle in facts.vehicles.items() if vehicle.driver_id}
        self.drivers = {
            vehicle_id: facts.drivers[driver].name if driver in facts.drivers else driver
            for vehicle_id, driver in (usual | on_plan).items()
            if driver
        }

    def labels(self, vehicle_id: str) -> dict[str, str]:
        return {
            "vehicle": self.vehicles.get(vehicle_id, vehicle_id) or "no route",
            "driver": self.drivers.get(vehicle_id, "") or "no driver",
        }

    def row(self, vehicle_id: str, order_id: str = "", customer: str = "") -> Row:
        return {
            "date": self.date,
            "route": self.vehicles.get(vehicle_id, vehicle_id),
            "vehicle_id": vehicle_id,
            "order": order_id,
            "customer": customer,
        }


def _order_fact(
    order_id: str, order: Order | None, planned: Stop | None, state: StopState | None, names: _Names, zone: ZoneInfo
) -> OrderFact:
    if planned is not None:
        windows: tuple[TimeWindow, ...] = (planned.window,) if planned.window else ()
    else:
        windows = order.windows if order else ()
    moment: datetime | None = (state.arrived or state.finished) if state else None
    moment = moment or (planned.arrival if planned else None)
    vehicle_id = state.vehicle_id if state else ""
    customer = order.customer_name if order else ""
    return OrderFact(
        order_id=order_id,
        order=order,
        planned=planned,
        state=state,
        windows=windows,
        attempts=tuple(visit for visit in state.visits if visit.is_attempt) if state else (),
        labels={
            "district": (order.district if order else "") or "unknown",
            "hour": f"{moment.astimezone(zone).hour:02d}:00" if moment else "no time",
            **names.labels(vehicle_id),
        },
        site=customer or (order.address if order else "") or order_id,
        row=names.row(vehicle_id, order_id, customer),
    )


def _route_facts(
    facts: DayFacts, states: Mapping[str, RouteState], orders: Mapping[str, OrderFact], names: _Names
) -> list[RouteFact]:
    visits: dict[str, list[tuple[OrderFact, StopVisit]]] = defaultdict(list)
    for fact in orders.values():
        for visit in fact.attempts:
            visits[visit.vehicle_id].append((fact, visit))
    planned = {route.vehicle_id: route for route in (facts.plan.routes_in_use if facts.plan else ())}
    place = {s.visit_id: n for route in planned.values() for n, s in enumerate(route.stops)}
    found = []
    for vehicle_id, state in states.items():
        mine = sorted(visits[vehicle_id], key=lambda pair: (_visit_moment(pair[1]), place.get(pair[0].order_id, 10**6)))
        found.append(
            RouteFact(
                vehicle_id=vehicle_id,
                vehicle=facts.vehicles.get(vehicle_id),
                planned=planned.get(vehicle_id),
                state=state,
                visits=tuple(mine),
                labels=names.labels(vehicle_id),
                row=names.row(vehicle_id),
            )
        )
    return found


def _visit_moment(visit: StopVisit) -> float:
    moment = visit.arrived or visit.service_start or visit.finished or visit.left
    return moment.timestamp() if moment else float("inf")
