"""Files for drivers and devices say when to load again, what to fetch where, and where the route ends."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from lastmile_core.files.writers.driver_sheet import driver_sheet_pdf
from lastmile_core.files.writers.route_files import route_gpx, routes_csv, routes_geojson
from lastmile_core.files.writers.sheet_day import SheetDay
from lastmile_core.model import Load, Location, Pickup, RouteReload, StopKind, by_visit, pickup_id

SHOP = Location(lat=38.59, lon=-30.12)


@pytest.fixture
def two_trips(sheet_day: SheetDay) -> SheetDay:
    """Van 1 loads again before its fifth stop, fetches at a shop what its last stop gets, and ends there."""
    (route, *others) = sheet_day.plan.routes
    fetched = route.stops[-1].visit_id
    order = replace(
        sheet_day.orders[fetched],
        pickup=Pickup(location=SHOP, name="Flower shop", address="9 Rose Row", notes="Ring at the back"),
    )
    stops = list(route.stops)
    stops[-2] = replace(stops[-2], visit_id=pickup_id(fetched), kind=StopKind.PICKUP, set_up_s=90)
    before = route.stops[3].departure
    reload = RouteReload(
        reload_id="reload/van-1/1",
        arrival=before + timedelta(minutes=6),
        start=before + timedelta(minutes=8),
        end=before + timedelta(minutes=18),
        before_stop=4,
        drive_s=360,
        distance_m=2500,
        wait_s=120,
        load_after=Load.of(parcels=7),
        dock_id="k2",
    )
    changed = replace(
        route, stops=tuple(stops), reloads=(reload,), dock_id="k1", is_open_end=True, return_distance_m=0, geometry=()
    )
    return replace(
        sheet_day,
        plan=replace(sheet_day.plan, routes=(changed, *others)),
        orders=by_visit([*(known for known in sheet_day.orders.values() if known.order_id != fetched), order]),
        docks={"k1": "Bay 1", "k2": "Bay <2>"},
        paths={},
    )


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_the_sheet_names_the_reload_the_pickup_and_the_end(two_trips: SheetDay) -> None:
    pdf = driver_sheet_pdf(two_trips, "van-1")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    text = " ".join(done.stdout.decode().split())
    route = two_trips.plan.routes[0]
    (reload,) = route.reloads
    assert f"Back to Harbour depot to load again: there {reload.arrival:%H:%M}" in text
    assert f"loading {reload.start:%H:%M}–{reload.end:%H:%M}, Bay <2>; take 7 parcels" in text
    assert "Bay 1" in text
    assert "Flower shop [PICK UP" in text
    assert "☐ picked up" in text
    assert "Ring at the back" in text
    assert f"order {route.stops[-1].visit_id}" in text
    assert "pickup/" not in text
    assert "The route ends at the last stop" in text
    assert "Back at" not in text


def test_tables_have_a_row_for_the_reload(two_trips: SheetDay) -> None:
    rows = list(csv.DictReader(io.StringIO(routes_csv(two_trips, "van-1").decode("utf-8-sig"))))
    route = two_trips.plan.routes[0]
    assert len(rows) == len(route.stops) + 1
    again = rows[4]
    assert (again["Type"], again["Stop"], again["Order"], again["Customer"]) == ("reload", "", "", "Harbour depot")
    assert (again["Drive (min)"], again["Wait (min)"], again["Service (min)"]) == ("6", "2", "10")
    assert again["Arrival"] == f"{route.reloads[0].arrival:%Y-%m-%d %H:%M}"
    fetched, brought = rows[-2:]
    assert (fetched["Type"], fetched["Customer"], fetched["Address"]) == ("pickup", "Flower shop", "9 Rose Row")
    assert fetched["Order"] == brought["Order"]
    assert (fetched["Latitude"], brought["Type"]) == ("38.59", "delivery")


def test_devices_drive_over_the_depot_and_end_at_the_last_stop(two_trips: SheetDay) -> None:
    root = ElementTree.fromstring(route_gpx(two_trips, "van-1"))
    space = {"g": "http://www.topografix.com/GPX/1/1"}
    names = [point.text for point in root.findall("g:rte/g:rtept/g:name", space)]
    assert names[0] == "Harbour depot (departure)"
    assert names[5] == "Harbour depot (load again)"
    assert names[-1] == f"9. {two_trips.orders[two_trips.plan.routes[0].stops[-1].visit_id].customer_name}"
    track = [(p.attrib["lat"], p.attrib["lon"]) for p in root.findall("g:trk/g:trkseg/g:trkpt", space)]
    assert track.count(("38.600000", "-30.100000")) == 2
    points = json.loads(routes_geojson(two_trips, "van-1"))["features"]
    line = next(feature for feature in points if feature["geometry"]["type"] == "LineString")
    assert line["properties"]["trips"] == 2
    assert [SHOP.lon, SHOP.lat] in line["geometry"]["coordinates"]
    kinds = [feature["properties"]["type"] for feature in points if feature["properties"]["kind"] == "stop"]
    assert kinds.count("pickup") == 1
