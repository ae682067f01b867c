"""Read files into values, with every tolerance of the app's imports and every issue named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from lastmile_core.clock import utc_now
from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.events.read_events import EventContext, EventsRead, vehicle_key
from lastmile_core.files.events.read_events import read_events as read_events_table
from lastmile_core.files.fleet.fleet_mapping import understand_fleet
from lastmile_core.files.fleet.read_depots import DepotsRead
from lastmile_core.files.fleet.read_depots import read_depots as read_depots_table
from lastmile_core.files.fleet.read_fleet import FleetRead
from lastmile_core.files.fleet.read_fleet import read_drivers as read_drivers_table
from lastmile_core.files.fleet.read_fleet import read_vehicles as read_vehicles_table
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import OrdersRead
from lastmile_core.files.orders.read_orders import read_orders as read_orders_table
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Depot, ImportAnswers, Plan, Vehicle
from lastmile_core.model.basics.import_answers import NO_ANSWERS
from lastmile_core.places.keys import line_key


def read_orders(
    path: Path | str, service_date: date, depots: Sequence[Depot], *, answers: ImportAnswers = NO_ANSWERS
) -> OrdersRead:
    """Read a file of orders (CSV, Excel, ODS, JSON).

    Parameters
    ----------
    path
        The file.
    service_date
        Day of rows that name none.
    depots
        The company's depots; orders that name none go to the nearest.
    answers
        Which column holds what, and the answers to the questions that the file asked (docs/import.md).

    Returns
    -------
    OrdersRead
        ``orders``, and ``issues``: what was refused, asked or noticed. While a question is open (``outcome``)
        there are no orders.

    Raises
    ------
    FileError
        If the file as a whole cannot be read.
    """
    table = read_table(Path(path), Path(path).name, answers=answers)
    mapping = map_columns(table.headings, table.rows, answers=answers, has_header=table.has_header)
    context = ReadContext(
        service_date=service_date,
        depots=tuple(depots),
        depot_id=depots[0].depot_id if len(depots) == 1 else None,
        timezone=depots[0].timezone if depots else "UTC",
        front_door=line_key,
        answers=answers,
    )
    return read_orders_table(table, mapping, context)


def read_depots(path: Path | str, *, answers: ImportAnswers = NO_ANSWERS) -> DepotsRead:
    """Read a file of depots; ``depots`` of the answer holds each with its number of docks.

    ``ImportAnswers(replies={"unused": True})`` says that columns which nothing reads are not needed; without it they
    are a question.
    """
    return read_depots_table(read_table(Path(path), Path(path).name, answers=answers), answers=answers)


def read_vehicles(path: Path | str, depot_id: str, *, answers: ImportAnswers = NO_ANSWERS) -> FleetRead:
    """Read a file of vehicles; ``depot_id`` is the depot of rows that name none."""
    file = understand_fleet(read_table(Path(path), Path(path).name, answers=answers), "vehicles", answers)
    return read_vehicles_table(file.table, file.mapping, depot_id)


def read_drivers(path: Path | str, depot_id: str, *, answers: ImportAnswers = NO_ANSWERS) -> FleetRead:
    """Read a file of drivers; ``depot_id`` is the depot of rows that name none."""
    file = understand_fleet(read_table(Path(path), Path(path).name, answers=answers), "drivers", answers)
    return read_drivers_table(file.table, file.mapping, depot_id)


def read_events(
    path: Path | str, plan: Plan, depot: Depot, vehicles: Sequence[Vehicle], *, answers: ImportAnswers = NO_ANSWERS
) -> EventsRead:
    """Read a file of what happened on the day of a plan: departures, arrivals, deliveries, failures.

    Parameters
    ----------
    plan
        What was promised; tells which vehicle an order rides on where a row does not say it.
    vehicles
        Rows may name them by id, name or plate.
    answers
        ``date_order`` ("dmy", "mdy", "ymd") where dates have two readings.
    """
    table = read_table(Path(path), Path(path).name, answers=answers)
    mapping = map_columns(table.headings, table.rows, "events", answers, has_header=table.has_header)
    names = [(word, vehicle.vehicle_id) for vehicle in vehicles for word in (vehicle.name, vehicle.plate) if word]
    names += [(vehicle.vehicle_id, vehicle.vehicle_id) for vehicle in vehicles]
    context = EventContext(
        service_date=plan.service_date,
        depot_id=depot.depot_id,
        timezone=depot.timezone,
        received_at=utc_now(),
        vehicle_of={stop.visit_id: route.vehicle_id for route in plan.routes for stop in route.stops},
        vehicles={vehicle_key(word): vehicle_id for word, vehicle_id in names},
        date_order=answers.text("date_order"),
    )
    return read_events_table(table, mapping, context)
