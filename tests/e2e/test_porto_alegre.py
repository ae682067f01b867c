"""A real city: roads from an OpenStreetMap file; 300 invented orders on its streets, and a company's Portuguese day.

The files of that day lie in ``portuguese_day.py``.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from browser_tools import (
    Server,
    Visitor,
    copy_home,
    end_searches,
    keep_shot,
    near_colour,
    num_colours,
    run_on,
    until,
    upload,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from portuguese_day import EVENTS, FLEET, HAPPENED, ORDERS, QUESTIONS, TRUCK, check_fleet, check_orders, check_route
from shapely import STRtree, points
from shapely.geometry import LineString

from lastmile_core.clock import today_in
from lastmile_core.model import EventKind, Order, Plan, Vehicle
from lastmile_core.store.open_store import open_store
from lastmile_core.travel.times import polyline
from pages.charts.palette import route_styles
from tests.prepared import prepared

pytestmark = [pytest.mark.browser, pytest.mark.timeout(540)]
REGION = "porto-alegre"
ZONE = "America/Sao_Paulo"
DEPOT = "sede-norte"
NUM_ORDERS, NUM_VANS = 300, 12
METRES_PER_DEGREE = 111_320.0
# Where the roads are drawn: map and engine read the same file, and an encoded line keeps five digits (1 m).
OFF_STREET_M = 5.0
Coordinates = list[tuple[float, float]]


@pytest.fixture(scope="module")
def city_home(shared_data: Path) -> Path:
    """The roads of Porto Alegre and nothing else; tests copy it, for preparing roads takes its time."""
    road_file = shared_data / "roads" / "porto_alegre.osm.pbf"

    def make(home: Path) -> None:
        run_on(home, "roads", "add", str(road_file), "--name", REGION)

    return prepared(REGION, make, [Path(__file__), road_file])


@pytest.fixture
def city(city_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server with these roads, without a depot."""
    server = Server(home=copy_home(city_home, tmp_path / "home"))
    server.start()
    yield server
    server.stop()
    end_searches(server.home)


def streets(server: Server) -> list[dict[str, object]]:
    path = server.home / "regions" / REGION / "basemap" / "roads.geojson"
    found: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return found


def lines_of(feature: dict[str, object]) -> list[Coordinates]:
    shape: dict[str, object] = feature["geometry"]  # type: ignore[assignment]
    inside: list[object] = shape["coordinates"]  # type: ignore[assignment]
    return inside if shape["type"] == "MultiLineString" else [inside]  # type: ignore[list-item, return-value]


def as_csv(headings: list[str], rows: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue()


def drivers() -> str:
    headings = ["Driver ID", "Name", "Shift start", "Shift end", "Break (min)", "Break earliest", "Break latest"]
    rows = [[f"M{n}", f"Motorista {n}", "07:00", "16:00", 30, "11:00", "13:30"] for n in range(1, NUM_VANS + 1)]
    return as_csv(headings, rows)


def vans() -> str:
    headings = [
        "Vehicle ID",
        "Name",
        "Class",
        "Capacity parcels",
        "Fixed cost",
        "Cost per km",
        "Cost per hour",
        "Driver",
    ]
    rows = [[f"van-{n}", f"Van {n}", "van", 90, 250, 2.1, 45, f"M{n}"] for n in range(1, NUM_VANS + 1)]
    return as_csv(headings, rows)


def orders(server: Server) -> str:
    """300 invented orders, each at a bend or crossing of a street with a name."""
    chance = random.Random(20)
    named = [feature for feature in streets(server) if feature["properties"].get("n")]  # type: ignore[attr-defined]
    rows: list[list[object]] = []
    for number in range(1, NUM_ORDERS + 1):
        street = chance.choice(named)
        lon, lat = chance.choice(chance.choice(lines_of(street)))
        earliest, latest = chance.choice([("", ""), ("", ""), ("08:00", "12:00"), ("12:00", "16:00")])
        name = street["properties"]["n"]  # type: ignore[index]
        place = [f"{chance.randint(1, 900)} {name}", f"{lat:.6f}", f"{lon:.6f}"]
        rows.append([f"POA-{number}", f"Cliente {number}", *place, earliest, latest, 3, chance.randint(1, 3)])
    headings = ["Order number", "Customer", "Address", "Latitude", "Longitude", "Earliest time", "Latest time"]
    return as_csv([*headings, "Service time (min)", "Parcels"], rows)


def add_depot(me: Visitor) -> None:
    page = me.page
    page.get_by_role("heading", name="Begin with your depot").wait_for()
    page.get_by_role("textbox", name="Name", exact=True).fill("Sede Norte")
    for label, value in (("Latitude (°)", "-30.0300"), ("Longitude (°)", "-51.2000")):
        field = page.get_by_label(label)
        field.fill(value)
        field.press("Tab")
    page.get_by_label("Time zone").fill("Sao_Paulo")
    page.get_by_role("option", name=ZONE).click()
    page.get_by_label("Currency").fill("BRL")
    page.get_by_role("option", name="BRL").click()
    for label, value in (("A vehicle's day costs", "250"), ("A km costs", "2.1"), ("A paid hour costs", "45")):
        field = page.get_by_role("spinbutton", name=label)
        field.fill(value)
        field.press("Tab")
    me.idle()
    me.button("Add depot")
    page.get_by_text("Sede Norte").first.wait_for()
    me.idle()


def bring_fleet(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/fleet")
    me.page.get_by_role("tab", name="Import").click()
    me.idle()
    for kind, content in (("Drivers", drivers()), ("Vehicles", vans())):
        me.page.get_by_role("radio", name=kind).or_(me.page.get_by_role("button", name=kind, exact=True)).first.click()
        me.idle()
        upload(me, f"{kind.lower()}.csv", content)
        me.button(f"Import {kind.lower()}")
        until(lambda kind=kind: num_known(server, kind) == NUM_VANS, f"{kind} are stored", 30)  # type: ignore[misc]


def num_known(server: Server, kind: str) -> int:
    with open_store(server.home / "lastmile.db") as store:
        return len((store.drivers if kind == "Drivers" else store.vehicles).of_depot(DEPOT))


def at(day: date) -> str:
    return f"day={day}&depot={DEPOT}"


def plan_the_day(me: Visitor, server: Server, day: date, *, to_the_end: bool = True) -> Plan:
    """Plan and publish; a day of three orders need not be searched to its end."""
    me.open(f"{server.url}/plan?{at(day)}")
    me.page.get_by_text("Quick · 10 s").click()
    me.idle()
    me.page.get_by_role("button", name="Plan the day").click()
    publish = me.page.get_by_role("button", name=re.compile("Publish version 1"))
    if not to_the_end:
        until(lambda: stop_searching(me) or publish.is_visible(), "the search has found something", 120)
    publish.wait_for(timeout=120_000)
    me.idle()
    publish.click()
    me.page.get_by_text("is published since").first.wait_for()
    with open_store(server.home / "lastmile.db") as store:
        plan = store.plans.latest_published(day, DEPOT)
    assert plan is not None
    return plan


def stop_searching(me: Visitor) -> bool:
    """Stop the search once its first plan is shown; False when there is nothing to stop, or no longer."""
    button = me.page.get_by_role("button", name="Stop and keep the best so far")
    if not (me.page.get_by_text("Stops placed").first.is_visible() and button.is_visible()):
        return False
    with suppress(PlaywrightTimeout):
        button.click(timeout=3000)
        return True
    return False


def metres(line: Coordinates, lat0: float) -> Coordinates:
    """From degrees (lon, lat) to metres on a plane that is flat enough for one city."""
    east = METRES_PER_DEGREE * np.cos(np.radians(lat0))
    return [(lon * east, lat * METRES_PER_DEGREE) for lon, lat in line]


def off_street(server: Server, plan: Plan) -> tuple[int, np.ndarray]:
    """How many straight lines the plan has between stops, and the metres from each drawn point to its street."""
    lat0 = -30.03
    tree = STRtree([LineString(metres(line, lat0)) for street in streets(server) for line in lines_of(street)])
    drawn: Coordinates = []
    for route in plan.routes_in_use:
        for leg in route.geometry:
            drawn += metres([(lon, lat) for lat, lon in polyline.decode(leg)], lat0)
    _, distances = tree.query_nearest(points(drawn), return_distance=True, all_matches=False)
    return sum(len(route.stops) + 1 for route in plan.routes_in_use), distances


def test_a_day_in_a_real_city(city: Server, visit: Callable[..., Visitor]) -> None:
    server, me = city, visit()
    me.open(server.url)
    add_depot(me)
    assert me.page.get_by_text(re.compile("Roads: Porto Alegre · road times")).count() == 1
    bring_fleet(me, server)

    day = today_in(ZONE)
    me.open(f"{server.url}/orders?{at(day)}")
    upload(me, "pedidos.csv", orders(server))
    me.page.get_by_role("button", name=f"Import {NUM_ORDERS} orders").click()
    me.page.get_by_text(f"{NUM_ORDERS} of {NUM_ORDERS} orders are ready").first.wait_for()
    me.idle()

    plan = plan_the_day(me, server, day)
    assert plan.travel_region == REGION
    assert plan.num_stops >= 0.95 * NUM_ORDERS
    assert not plan.violations
    assert len(plan.routes_in_use) <= NUM_VANS

    # The routes follow the streets: many more points than stops, and each of them on a street.
    num_legs, distances = off_street(server, plan)
    assert len(distances) > 5 * num_legs
    assert np.mean(distances <= OFF_STREET_M) > 0.99, np.percentile(distances, [50, 90, 99, 100])

    me.open(f"{server.url}/routes?{at(day)}")
    chart = me.page.get_by_test_id("stDeckGlJsonChart")
    chart.wait_for()
    styles = route_styles([f"van-{n}" for n in range(1, NUM_VANS + 1)], "light")
    # A short one can lie wholly under the discs and lines of others.
    longest = sorted(plan.routes_in_use, key=lambda route: -route.distance_m)[: len(plan.routes_in_use) // 2 + 1]
    colours = [styles[route.vehicle_id].rgb for route in longest]

    def all_painted() -> bool:
        png = chart.screenshot()
        return num_colours(png) > 400 and all(near_colour(png, colour) > 60 for colour in colours)

    until(all_painted, "the longer routes are painted over the city", 120)
    keep_shot(me, "porto-alegre-light")
    assert "incident" not in me.text()
    assert me.strangers == []


def num_questions(me: Visitor) -> int:
    """How many answers the page waits for: of an order file, a fleet file or an events file."""
    return me.page.locator(QUESTIONS).count()


def in_store(server: Server, day: date) -> tuple[list[Vehicle], list[Order]]:
    with open_store(server.home / "lastmile.db") as store:
        return store.vehicles.of_depot(DEPOT, active_only=False), store.orders.due_on(day, DEPOT)


def bring_portuguese_fleet(me: Visitor, server: Server) -> int:
    """Import the fleet file and return how many questions were asked."""
    me.open(f"{server.url}/fleet?depot={DEPOT}")
    me.page.get_by_role("tab", name="Import").click()
    me.idle()
    upload(me, "frota.csv", FLEET)
    me.button("Import vehicles")
    until(lambda: len(in_store(server, today_in(ZONE))[0]) == 3, "the vans are stored")
    me.idle()
    return num_questions(me)


def walk_the_day(me: Visitor, server: Server, day: date, prefix: str, columns: str) -> tuple[int, Plan]:
    """Bring in orders, plan, publish, bring in events; return how many questions were asked, and the plan."""
    me.open(f"{server.url}/orders?{at(day)}")
    upload(me, f"pedidos_{prefix}.csv", ORDERS.format(prefix))
    me.page.get_by_text("3 · What will happen").wait_for()
    me.idle()
    asked = num_questions(me)
    me.page.get_by_text(re.compile(columns)).first.wait_for()
    assert me.page.get_by_text("Nothing. Every row was understood.").count() == 1
    keep_shot(me, f"portuguese-orders-{prefix}")
    me.page.get_by_role("button", name="Import 3 orders").click()
    me.page.get_by_text("3 of 3 orders are ready").first.wait_for()
    me.idle()
    plan = plan_the_day(me, server, day, to_the_end=False)

    me.open(f"{server.url}/?{at(day)}")
    me.page.get_by_text("Bring in events from a file", exact=True).click()
    upload(me, f"eventos_{prefix}.csv", EVENTS.format(prefix))
    me.page.get_by_test_id("stMain").get_by_role("button", name="Bring in events").last.click()
    until(lambda: len(happened(server, day)) == len(HAPPENED), "the events are stored")
    me.idle()
    keep_shot(me, f"portuguese-today-{prefix}")
    return asked + num_questions(me), plan


def happened(server: Server, day: date) -> list[tuple[EventKind, str, str, str]]:
    with open_store(server.home / "lastmile.db") as store:
        events = store.events.of_day(day, DEPOT)
    return [(one.kind, one.visit_id or "", f"{one.occurred_at:%H:%M}", one.reason) for one in events]


def card(me: Visitor, name: str) -> str:
    return me.page.get_by_test_id("stMetric").filter(has_text=name).first.inner_text()


def test_the_portuguese_day_from_upload_to_figures(city: Server, visit_without_maps: Callable[..., Visitor]) -> None:
    server, me = city, visit_without_maps()
    me.open(server.url)
    add_depot(me)
    first, second = (today_in(ZONE) - timedelta(days=back) for back in (2, 1))

    assert bring_portuguese_fleet(me, server) == 0
    vehicles, _ = in_store(server, first)
    check_fleet(vehicles)
    # What the file made besides stays in sight, and the tabs beside it know the vans.
    me.page.get_by_text("3 new vehicles").last.wait_for()
    keep_shot(me, "portuguese-fleet")
    me.page.get_by_role("tab", name="Vehicles").click()
    me.idle()
    assert "No vehicles yet" not in me.text()

    asked, plan = walk_the_day(me, server, first, "7000", "1 · What I understood")
    assert asked == 0
    check_orders(in_store(server, first)[1])
    check_route(plan, first, ZONE)
    assert happened(server, first) == [(kind, number and f"7000{number}", *rest) for kind, number, *rest in HAPPENED]
    assert "Confeitaria Mar could not be served" in me.text()
    assert "DDD4D44 is back, and 1 stop has no outcome: Bar da Ponte." in me.text()

    me.open(f"{server.url}/performance?{at(first)}")
    me.page.get_by_text("3 orders: 1 delivered, 1 failed at the stop, 1 never reached").wait_for()
    assert "50.0 %" in card(me, "First-attempt delivery rate")
    # Paid from the planned loading to the stamped return, in the depot's money.
    (route,) = plan.routes_in_use
    truck = next(vehicle for vehicle in vehicles if vehicle.vehicle_id == TRUCK)
    paid_h = (datetime.combine(first, time(11, 30), ZoneInfo(ZONE)) - route.loading_start).total_seconds() / 3600
    cost = truck.fixed_cost + route.distance_m / 1000 * truck.cost_per_km + paid_h * truck.cost_per_hour
    assert f"BRL {cost:,.2f}" in card(me, "Cost per delivered order")
    keep_shot(me, "portuguese-performance")

    # The next day's files of the same shapes: no question, and the columns need no look any more.
    assert bring_portuguese_fleet(me, server) == 0
    assert in_store(server, second)[0] == vehicles
    asked, plan = walk_the_day(me, server, second, "8000", "1 · Columns as you confirmed them on .*; nothing to check")
    assert asked == 0
    check_orders(in_store(server, second)[1])
    check_route(plan, second, ZONE)
    assert len(happened(server, second)) == len(HAPPENED)
    assert "incident" not in me.text()
    assert me.strangers == []
