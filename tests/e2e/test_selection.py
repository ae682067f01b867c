"""Map, time line and table show one selection: choosing in one moves the others, and the address carries it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import pytest
from browser_tools import Server, Visitor, until

from lastmile_core.clock import today_in
from lastmile_core.model import Location
from lastmile_core.store.open_store import open_store
from pages.charts.route_map import route_map

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
DEPOT = "harbour"
MAP_PX = (590, 520)
"""The size that the page fits its map for."""


def chosen(visitor: Visitor) -> dict[str, str]:
    """Return route and stop from the address; looking away for a moment lets the browser report a new one."""
    visitor.page.wait_for_timeout(50)
    return {key: values[0] for key, values in parse_qs(urlparse(visitor.page.url).query).items()}


def on_screen(place: Location, view: dict[str, float], width: float, height: float) -> tuple[float, float]:
    """Return where a place lies in a map of this size (Web Mercator, 512 pixels a tile)."""

    def world(lat: float, lon: float) -> tuple[float, float]:
        scale = 512 * 2 ** view["zoom"]
        y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
        return (lon + 180) / 360 * scale, y * scale

    x, y = world(place.lat, place.lon)
    middle_x, middle_y = world(view["latitude"], view["longitude"])
    return x - middle_x + width / 2, y - middle_y + height / 2


def test_a_click_in_one_view_moves_the_others(look_server: Server, visit: Callable[..., Visitor]) -> None:
    me = visit()
    with open_store(look_server.home / "lastmile.db") as store:
        depot = store.depots.get(DEPOT)
        plan = store.plans.latest(today_in("UTC"), DEPOT)
        orders = {order.order_id: order for order in store.orders.due_on(today_in("UTC"), DEPOT)}
        names = {v.vehicle_id: v.name for v in store.vehicles.of_depot(DEPOT, active_only=False)}
    assert plan is not None
    assert depot is not None
    me.open(f"{look_server.url}/routes?day={today_in('UTC').isoformat()}&depot={DEPOT}")

    # Time line: a bar of some route.
    bars = me.page.get_by_test_id("stPlotlyChart").locator(".barlayer .trace").nth(2).locator("path")
    bars.first.wait_for()
    bars.nth(5).scroll_into_view_if_needed()
    box = bars.nth(5).bounding_box()
    assert box is not None
    me.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(lambda: "route" in chosen(me), "the address names the route clicked on the time line")
    me.idle()
    first = chosen(me)["route"]
    assert first in {route.vehicle_id for route in plan.routes_in_use}
    me.page.get_by_text(f"Stops of {names[first]}").wait_for()

    # Map: a stop of that route, which the map is now fitted to.
    view = json.loads(route_map(plan, orders, depot, selected_vehicle=first, size_px=MAP_PX).to_json())[
        "initialViewState"
    ]
    chart = me.page.get_by_test_id("stDeckGlJsonChart")
    chart.scroll_into_view_if_needed()
    frame = chart.bounding_box()
    assert frame is not None
    clicked = chosen(me).get("stop")
    stops = next(route.stops for route in plan.routes if route.vehicle_id == first)
    wanted = next(stop.visit_id for stop in stops if stop.visit_id != clicked)
    place = orders[wanted].location
    assert place is not None
    x, y = on_screen(place, view, frame["width"], frame["height"])

    def click_it() -> bool:
        """The map needs a moment until it knows what lies under the mouse."""
        me.page.mouse.move(frame["x"] + x - 3, frame["y"] + y)
        me.page.mouse.move(frame["x"] + x, frame["y"] + y)
        me.page.mouse.click(frame["x"] + x, frame["y"] + y)
        me.page.wait_for_timeout(500)
        me.idle()
        return chosen(me).get("stop") not in (None, clicked)

    until(click_it, "the address names the stop clicked on the map", 90)
    stop = chosen(me)["stop"]
    route = next(route for route in plan.routes if any(s.visit_id == stop for s in route.stops))
    assert chosen(me)["route"] == route.vehicle_id
    number = [s.visit_id for s in route.stops].index(stop) + 1
    me.page.get_by_text(f"{number} of {len(route.stops)}").first.wait_for()

    # Table: back to all routes.
    me.button("All routes")
    assert "route" not in chosen(me)
    assert "stop" not in chosen(me)
