"""One depot's day as a value: what is planned and judged when no database holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Availability, Depot, Dock, Driver, Order, PlanningRules, Vehicle
from lastmile_core.problem import plannable
from lastmile_core.problem.day_inputs import DayInputs

USUAL_SHIFT = (time(7, 0), time(16, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningDay:
    """The orders of one depot and day, and who can deliver them.

    Attributes
    ----------
    vehicles
        All of them go out. Each is out in its own shift, else that of its driver, else from 07:00 to 16:00.
    drivers
        Whoever drives one of the vehicles (``Vehicle.driver_id``); may be empty.
    rules
        What the depot asks of its plans beyond the hard rules: prices, traffic, use of docks.
    docks
        Docks; they count when the rules say so.
    """

    depot: Depot
    service_date: date
    orders: tuple[Order, ...]
    vehicles: tuple[Vehicle, ...]
    drivers: tuple[Driver, ...] = ()
    rules: PlanningRules = PlanningRules()
    docks: tuple[Dock, ...] = ()


def inputs_of(day: PlanningDay) -> DayInputs:
    """Return the day as the search and the judge want it."""
    drivers = {driver.driver_id: driver for driver in day.drivers}
    ready = plannable(sorted(day.orders, key=lambda order: order.order_id))
    known = {order.order_id for order in ready}
    return DayInputs(
        day=ServiceDay(service_date=day.service_date, timezone=day.depot.timezone),
        depot=day.depot,
        orders=ready,
        waiting=tuple(order for order in day.orders if order.order_id not in known),
        vehicles=day.vehicles,
        drivers=drivers,
        availability=tuple(_out(day.service_date, one, drivers.get(one.driver_id or "")) for one in day.vehicles),
        rules=day.rules,
        docks=day.docks,
    )


def _out(service_date: date, vehicle: Vehicle, driver: Driver | None) -> Availability:
    usual = USUAL_SHIFT if driver is None else (driver.shift_start, driver.shift_end)
    return Availability(
        service_date=service_date,
        vehicle_id=vehicle.vehicle_id,
        driver_id=None if driver is None else driver.driver_id,
        shift_start=vehicle.shift_start or usual[0],
        shift_end=vehicle.shift_end or usual[1],
    )
