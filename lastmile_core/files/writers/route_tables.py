"""Routes as tables: one row a stop and reload in CSV, and a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.clock import elapsed
from lastmile_core.files.cells.safe_cells import Cell
from lastmile_core.files.writers.sheet_day import ESTIMATE_NOTE, SheetDay
from lastmile_core.files.writers.write_table import Table, table_csv, tables_xlsx
from lastmile_core.model import Order, Route, RouteReload, Stop

_HEADINGS = (
    "Day",
    "Depot",
    "Plan version",
    "Vehicle",
    "Driver",
    "Stop",
    "Order",
    "Type",
    "Customer",
    "Address",
    "Postcode",
    "City",
    "Arrival",
    "Service start",
    "Departure",
    "Window from",
    "Window to",
    "Drive (min)",
    "Distance (km)",
    "Wait (min)",
    "Service (min)",
)
_TAIL = ("Phone", "Notes", "Latitude", "Longitude", "Driving times")


def routes_csv(day: SheetDay, vehicle_id: str | None = None) -> bytes:
    """Return one row a stop, of all routes or of one vehicle; text cells cannot become formulas."""
    return table_csv(_stops_table(day, vehicle_id))


def routes_xlsx(day: SheetDay, vehicle_id: str | None = None) -> bytes:
    """Return a workbook: routes, stops, orders without a route, and where the times come from."""
    tables = [_routes_table(day, vehicle_id), _stops_table(day, vehicle_id)]
    if vehicle_id is None:
        tables.append(_unassigned_table(day))
    tables.append(_about_table(day))
    title = f"Routes {day.plan.service_date} {day.depot.name} v{day.plan.version}"
    return tables_xlsx(tables, title=title, created=day.plan.created_at)


def _stops_table(day: SheetDay, vehicle_id: str | None) -> Table:
    routes = day.routes(vehicle_id)
    loads = sorted({name for r in routes for s in r.stops for name in _load_names(day.orders.get(s.visit_id))})
    headings = (*_HEADINGS, *(f"Load ({name})" for name in loads), *_TAIL)
    rows = [row for route in routes for row in _route_rows(day, route, loads)]
    return Table(name="Stops", headings=headings, rows=rows)


def _route_rows(day: SheetDay, route: Route, loads: list[str]) -> Iterator[list[Cell]]:
    for index, stop in enumerate(route.stops):
        yield from (_reload_row(day, route, reload, loads) for reload in route.reloads if reload.before_stop == index)
        yield _stop_row(day, route, index + 1, stop, loads)
    last = len(route.stops)
    yield from (_reload_row(day, route, reload, loads) for reload in route.reloads if reload.before_stop == last)


def _reload_row(day: SheetDay, route: Route, reload: RouteReload, loads: list[str]) -> list[Cell]:
    depot = day.depot
    return [
        *_first_cells(day, route),
        None,
        "",
        "reload",
        depot.name,
        depot.address,
        "",
        "",
        *(day.local(moment) for moment in (reload.arrival, reload.start, reload.end)),
        None,
        None,
        *_figures(reload.drive_s, reload.distance_m, reload.wait_s, reload.loading_s),
        *(None for _ in loads),
        "",
        day.dock_name(reload.dock_id),
        round(depot.location.lat, 6),
        round(depot.location.lon, 6),
        "estimate" if day.is_estimate else "road",
    ]


def _first_cells(day: SheetDay, route: Route) -> list[Cell]:
    names = day.vehicle_name(route.vehicle_id), day.driver_name(route)
    return [day.plan.service_date, day.depot.name, day.plan.version, *names]


def _figures(drive_s: int, distance_m: int, wait_s: int, service_s: float) -> list[Cell]:
    return [round(drive_s / 60, 1), round(distance_m / 1000, 3), round(wait_s / 60, 1), round(service_s / 60, 1)]


def kind_of(order: Order | None, stop: Stop) -> str:
    """Return what happens at a stop: pickup, delivery or collection."""
    if stop.is_pickup:
        return "pickup"
    return order.kind.value if order else ""


def _load_names(order: Order | None) -> list[str]:
    return [name for name, _ in order.load.amounts] if order is not None else []


def _stop_row(day: SheetDay, route: Route, number: int, stop: Stop, loads: list[str]) -> list[Cell]:
    order = day.orders.get(stop.visit_id)
    place = order.location if order is not None else None
    window = stop.window
    service_s = elapsed(stop.service_start, stop.departure)
    return [
        *_first_cells(day, route),
        number,
        stop.of_order,
        kind_of(order, stop),
        order.customer_name if order else "",
        order.address if order else "",
        order.postcode if order else "",
        order.city if order else "",
        day.local(stop.arrival),
        day.local(stop.service_start),
        day.local(stop.departure),
        day.local(window.earliest) if window else None,
        day.local(window.latest) if window else None,
        *_figures(stop.drive_s, stop.distance_m, stop.wait_s, service_s),
        *(order.load.get(name) if order else None for name in loads),
        order.phone if order else "",
        order.notes if order else "",
        round(place.lat, 6) if place else None,
        round(place.lon, 6) if place else None,
        "estimate" if day.is_estimate else "road",
    ]


def _routes_table(day: SheetDay, vehicle_id: str | None) -> Table:
    headings = (
        *("Vehicle", "Driver", "Stops", "Trips", "Loading", "Departure", "Return", "Distance (km)", "Drive (min)"),
        *("Set-up (min)", "Service (min)", "Wait (min)", "Break (min)", "Paid (min)", f"Cost ({day.depot.currency})"),
    )
    rows: list[list[Cell]] = [
        [
            day.vehicle_name(route.vehicle_id),
            day.driver_name(route),
            len(route.stops),
            route.num_trips,
            day.local(route.loading_start),
            day.local(route.departure),
            day.local(route.return_at),
            round(route.distance_m / 1000, 3),
            *(round(seconds / 60, 1) for seconds in _parts(route)),
            round(route.cost, 2),
        ]
        for route in day.routes(vehicle_id)
    ]
    return Table(name="Routes", headings=headings, rows=rows)


def _parts(route: Route) -> tuple[int, ...]:
    return route.drive_s, route.set_up_s, route.service_s, route.wait_s, route.break_s, route.paid_s


def _unassigned_table(day: SheetDay) -> Table:
    rows: list[list[Cell]] = []
    for left_out in day.plan.unassigned:
        order = day.orders.get(left_out.order_id)
        who = (order.customer_name, order.address) if order else ("", "")
        rows.append([left_out.order_id, *who, left_out.message, left_out.mend])
    return Table(name="Not on a route", headings=("Order", "Customer", "Address", "Why", "What would help"), rows=rows)


def _about_table(day: SheetDay) -> Table:
    plan = day.plan
    rows: list[list[Cell]] = [
        ["Day", plan.service_date],
        ["Depot", day.depot.name],
        ["Plan version", plan.version],
        ["Published", day.local(plan.published_at) if plan.published_at else "not published"],
        ["Times are told in", day.depot.timezone],
        ["Driving times", ESTIMATE_NOTE if day.is_estimate else f"Road times ({plan.travel_region or 'road engine'})"],
    ]
    return Table(name="About", headings=("What", "Value"), rows=rows)
