"""Eight weeks behind today: orders and routes from the history file, put on real dates and timed by the judge."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from lastmile_core.clock import ServiceDay
from lastmile_core.model import (
    Availability,
    Customer,
    Load,
    Order,
    OrderKind,
    Plan,
    PlanInputs,
    PlanNotes,
    PlanOrigin,
    Priority,
    StopEvent,
    TimeWindow,
)
from lastmile_core.problem import BuiltProblem, build_problem, input_hash
from lastmile_core.schedule.build_plan import build_plan
from lastmile_core.travel.times.travel_matrix import TravelMatrix
from lastmile_core.workflows.sample.load_sample_events import DayTraits, play_day
from lastmile_core.workflows.sample.load_sample_files import CITY, SAMPLE_FOLDER, SampleFiles

HISTORY_FILE = "history.json.gz"
NUM_DAYS = 48
"""Days of work in eight weeks from Monday to Saturday."""

PLANNER = "Mira Solberg"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """One depot's day: what was ordered, promised and done."""

    orders: tuple[Order, ...]
    plan: Plan
    events: tuple[StopEvent, ...]


def past_dates(today: date) -> list[date]:
    """Return the days of work before today, yesterday first; Sundays are free unless yesterday was one."""
    days = [today - timedelta(days=1)]
    while len(days) < NUM_DAYS:
        before = days[-1] - timedelta(days=1)
        days.append(before if before.weekday() != 6 else before - timedelta(days=1))
    return days


def read_history(folder: Path = SAMPLE_FOLDER) -> list[dict[str, Any]]:
    """Return the days of the history file, the latest first."""
    return list(json.loads(gzip.decompress((folder / HISTORY_FILE).read_bytes()))["days"])


def order_from_row(row: Sequence[Any], customers: Sequence[Customer], depot_id: str, day: ServiceDay) -> Order:
    """Return an order from its row: number, customer, parcels, kg, m3, window (minutes), service (min), and words."""
    number, index, parcels, kg, m3, start, end, service, priority, skills, is_return = row
    customer = customers[index]
    windows: tuple[TimeWindow, ...] = ()
    if start is not None:
        windows = (TimeWindow(earliest=day.at(start * 60), latest=day.at(end * 60)),)
    return Order(
        order_id=number,
        service_date=day.service_date,
        depot_id=depot_id,
        customer_name=customer.name,
        customer_id=customer.customer_id,
        address=customer.address,
        postcode=customer.postcode,
        city=CITY,
        district=customer.district,
        location=customer.location,
        kind=OrderKind.COLLECTION if is_return else OrderKind.DELIVERY,
        load=Load.of(parcels=parcels, kg=kg, m3=m3),
        windows=windows,
        service_s=service * 60,
        priority=Priority[priority.upper()],
        skills=frozenset(skills),
        phone=customer.phone,
        notes=customer.notes,
    )


class CityTravel:
    """Driving times between both depots and all customers, asked once and cut for every day."""

    def __init__(self, sample: SampleFiles, matrices: Mapping[str, TravelMatrix]) -> None:
        self.matrices = matrices
        self._place = {f"depot:{depot.depot_id}": i for i, depot in enumerate(sample.depots)}
        offset = len(sample.depots)
        self._place |= {customer.customer_id: offset + i for i, customer in enumerate(sample.customers)}

    def cut(self, depot_id: str, orders: Sequence[Order]) -> dict[str, TravelMatrix]:
        """Return matrices with the depot first and then the orders."""
        places = [self._place[f"depot:{depot_id}"], *(self._place[order.customer_id or ""] for order in orders)]
        grid = np.ix_(places, places)
        return {
            profile: TravelMatrix(
                durations=np.ascontiguousarray(matrix.durations[grid]),
                distances=np.ascontiguousarray(matrix.distances[grid]),
                snap_m=matrix.snap_m[places],
                profile=profile,
                source=matrix.source,
                region=matrix.region,
                note=matrix.note,
            )
            for profile, matrix in self.matrices.items()
        }


def build_day(
    sample: SampleFiles, travel: CityTravel, depot_id: str, orders: Sequence[Order], on: date
) -> BuiltProblem:
    """Return one depot's past day in the solver's vocabulary, with the usual crew."""
    depot = sample.depot(depot_id)
    vehicles = [vehicle for vehicle in sample.vehicles if vehicle.depot_id == depot_id]
    return build_problem(
        day=ServiceDay(service_date=on, timezone=depot.timezone),
        depot=depot,
        orders=orders,
        vehicles=vehicles,
        drivers={driver.driver_id: driver for driver in sample.drivers},
        availability=_crew(sample, depot_id, on),
        matrices=travel.cut(depot_id, orders),
    )


def _crew(sample: SampleFiles, depot_id: str, on: date) -> list[Availability]:
    drivers = {driver.driver_id: driver for driver in sample.drivers}
    return [
        Availability(
            service_date=on,
            vehicle_id=vehicle.vehicle_id,
            driver_id=vehicle.driver_id,
            shift_start=drivers[vehicle.driver_id or ""].shift_start,
            shift_end=drivers[vehicle.driver_id or ""].shift_end,
        )
        for vehicle in sample.vehicles
        if vehicle.depot_id == depot_id
    ]


def time_plan(
    sample: SampleFiles, travel: CityTravel, built: BuiltProblem, routes: Mapping[str, Sequence[str]]
) -> Plan:
    """Return the routes as the plan that was published the evening before."""
    depot_id = built.depot.depot_id
    on = built.day.service_date
    first = next(iter(travel.matrices.values()))
    evening = datetime.combine(on - timedelta(days=1), time(18, 5), tzinfo=built.day.midnight.tzinfo)
    return build_plan(
        built,
        routes,
        PlanNotes(by=PLANNER, why="Evening plan", origin=PlanOrigin.SEARCH, at=evening),
        PlanInputs(
            travel_source=first.source,
            travel_region=first.region,
            input_hash=input_hash(
                built.orders,
                [vehicle for vehicle in sample.vehicles if vehicle.depot_id == depot_id],
                [driver for driver in sample.drivers if driver.depot_id == depot_id],
                _crew(sample, depot_id, on),
                built.depot,
                travel=f"{first.source.value}:{first.region}",
            ),
        ),
    )


def traits_of(slot: int, depot_id: str, told: Mapping[str, Any]) -> DayTraits:
    """Return what was special that day, as the history file tells it."""
    return DayTraits(
        slot=slot * 2 + (depot_id == "northgate"),
        closed_docks=int(told.get("closed_docks", 0)),
        late_s=dict(told.get("late_s", {})),
        breakdown=dict(told.get("breakdown", {})),
        is_complete=slot == 0,
    )


def replay(sample: SampleFiles, travel: CityTravel, today: date, history: list[dict[str, Any]]) -> Iterator[PastDay]:
    """Yield every past day of every depot, the oldest first."""
    slots = list(enumerate(zip(past_dates(today), history, strict=True)))
    for slot, (on, told) in reversed(slots):
        for depot_id, facts in told.items():
            depot = sample.depot(depot_id)
            day = ServiceDay(service_date=on, timezone=depot.timezone)
            orders = tuple(order_from_row(row, sample.customers, depot_id, day) for row in facts["orders"])
            routes = {vehicle: [orders[i].order_id for i in visits] for vehicle, visits in facts["routes"].items()}
            plan = time_plan(sample, travel, build_day(sample, travel, depot_id, orders, on), routes)
            outcomes: dict[str, str] = {orders[int(i)].order_id: code for i, code in facts["outcomes"].items()}
            by_id = {order.order_id: order for order in orders}
            events = play_day(
                plan,
                by_id,
                depot,
                sample.num_docks(depot_id),
                traits_of(slot, depot_id, facts),
                lambda order, _at, _late, told=outcomes: told.get(order.order_id, ""),  # type: ignore[misc]
            )
            yield PastDay(orders=orders, plan=plan, events=tuple(events))
