"""Files of a plan for drivers, navigation devices, spreadsheets and map programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.files.writers.driver_sheet import all_sheets_pdf, driver_sheet_pdf
from lastmile_core.files.writers.route_files import route_gpx, routes_csv, routes_geojson, routes_xlsx
from lastmile_core.files.writers.sheet_day import LatLon, SheetDay, unique_file_name
from lastmile_core.model import Depot, Location, Order, Plan, Route, by_visit
from lastmile_core.settings import Settings
from lastmile_core.store.store import Store
from lastmile_core.travel.regions import region_for
from lastmile_core.travel.static_map import draw_static_map
from lastmile_core.travel.times.polyline import decode
from lastmile_core.workflows.day.changed_since_plan import roster_now

MAP_PX = (960, 434)
"""Size of the map picture: the sheet's width at 130 dots per inch."""

ROUTE_COLOUR, DEPOT_COLOUR = "#0a53c7", "#1f2933"

WRITERS: dict[str, Callable[[SheetDay, str | None], bytes]] = {
    "csv": routes_csv,
    "xlsx": routes_xlsx,
    "gpx": route_gpx,
    "geojson": routes_geojson,
}


def driver_sheets(store: Store, settings: Settings, plan: Plan, vehicle_id: str | None = None) -> tuple[str, bytes]:
    """Return (file name, PDF) of one route's sheet, or of all routes.

    Raises
    ------
    NotFoundError
        If the depot is gone, or the vehicle has no stops in this plan.
    """
    day = _gather(store, plan)
    maps = {route.vehicle_id: _picture(settings, day, route) for route in day.routes(vehicle_id)}
    if vehicle_id is None:
        content = all_sheets_pdf(day, maps)
    else:
        content = driver_sheet_pdf(day, vehicle_id, maps.get(vehicle_id))
    return _name(plan, "pdf", content, vehicle_id), content


def routes_file(store: Store, plan: Plan, kind: str, vehicle_id: str | None = None) -> tuple[str, bytes]:
    """Return (file name, content) of the routes as ``csv``, ``xlsx``, ``gpx`` or ``geojson``.

    Raises
    ------
    LastmileError
        If the kind is not one of these.
    """
    writer = WRITERS.get(kind)
    if writer is None:
        raise LastmileError(f"Routes cannot be written as {kind}.", f"Choose one of: {', '.join(WRITERS)}.")
    content = writer(_gather(store, plan), vehicle_id)
    return _name(plan, kind, content, vehicle_id), content


def file_name(plan: Plan, kind: str, vehicle_id: str | None = None) -> str:
    """Return a name that can be shown before the file is made; it changes with every plan version."""
    return _name(plan, kind, None, vehicle_id)


def _name(plan: Plan, kind: str, content: bytes | None, vehicle_id: str | None) -> str:
    what = "driver-sheets" if kind == "pdf" else "routes"
    return unique_file_name(plan, kind, content, what=what, part=vehicle_id or "")


def _gather(store: Store, plan: Plan) -> SheetDay:
    depot = store.depots.get(plan.depot_id)
    if depot is None:
        raise NotFoundError("The depot of this plan is no longer there.", "Restore the depot on the Settings page.")
    orders = by_visit(store.orders.due_on(plan.service_date, plan.depot_id))
    out = roster_now(store, plan)
    promised = store.plans.latest_published(plan.service_date, plan.depot_id)
    is_old = promised is not None and promised.version > plan.version
    return SheetDay(
        drivers_today=out,
        vehicles_off=frozenset(route.vehicle_id for route in plan.routes_in_use if route.vehicle_id not in out),
        newer_version=promised.version if promised is not None and is_old else None,
        plan=plan,
        orders=orders,
        depot=depot,
        vehicles={v.vehicle_id: v for v in store.vehicles.of_depot(plan.depot_id, active_only=False)},
        docks={dock.dock_id: dock.name for dock in store.docks.of_depot(plan.depot_id)},
        drivers={d.driver_id: d for d in store.drivers.of_depot(plan.depot_id, active_only=False)},
        paths={route.vehicle_id: path for route in plan.routes_in_use if (path := _path(route, depot, orders))},
    )


def _picture(settings: Settings, day: SheetDay, route: Route) -> bytes | None:
    """Return the route on the streets; None without a base map there, the sheet then draws a sketch itself."""
    placed = [
        (str(number), place)
        for number, stop in enumerate(route.stops, start=1)
        if (place := _place(day.orders, stop.visit_id)) is not None
    ]
    home = day.depot.location
    try:
        region = region_for(settings, [home, *(place for _, place in placed)])
        if region is None or not region.has_basemap:
            return None
        # The first stops are drawn last, so that they lie on top where the route crosses itself.
        dots = [(place.lat, place.lon, number, ROUTE_COLOUR) for number, place in reversed(placed)]
        lines = [(day.path(route), ROUTE_COLOUR)]
        return draw_static_map(settings, region.name, lines, [*dots, (home.lat, home.lon, "D", DEPOT_COLOUR)], MAP_PX)
    except (OSError, ValueError):
        # A damaged base map must not keep a driver from the sheet at 6:45.
        return None


def _path(route: Route, depot: Depot, orders: dict[str, Order]) -> list[LatLon]:
    """Return the driven line; a leg that nobody drew is straight, a route without any drawn leg has none."""
    ends = route.places(depot.location, orders)
    if not any(route.geometry) or len(route.geometry) != len(ends) - 1:
        return []
    path: list[LatLon] = []
    for leg, start, end in zip(route.geometry, ends, ends[1:], strict=False):
        path += decode(leg) if leg else [(place.lat, place.lon) for place in (start, end) if place is not None]
    return [place for i, place in enumerate(path) if i == 0 or place != path[i - 1]]


def _place(orders: Mapping[str, Order], order_id: str) -> Location | None:
    order = orders.get(order_id)
    return order.location if order is not None else None
