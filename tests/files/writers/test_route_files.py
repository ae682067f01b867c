from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from lastmile_core.files.writers.route_files import route_gpx, routes_csv, routes_geojson, routes_xlsx
from lastmile_core.files.writers.sheet_day import unique_file_name
from lastmile_core.model import TravelSource

GPX = {"g": "http://www.topografix.com/GPX/1/1"}
EVIL = '=cmd|" /C calc"!A0\x00\x07<&>'


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_has_every_stop_in_order_with_local_times(sheet_day):
    rows = rows_of(routes_csv(sheet_day))
    assert len(rows) == sheet_day.plan.num_stops == 27
    first, stop = rows[0], sheet_day.plan.routes[0].stops[0]
    assert (first["Vehicle"], first["Stop"], first["Order"]) == ("Van 1", "1", stop.visit_id)
    assert first["Arrival"] == f"{stop.arrival:%Y-%m-%d %H:%M}"
    assert first["Plan version"] == "3"
    assert float(first["Distance (km)"]) == pytest.approx(stop.distance_m / 1000)
    assert float(first["Load (parcels)"]) >= 1
    assert first["Phone"] == "'+351 555 0100"
    assert {row["Driving times"] for row in rows} == {"estimate"}


def test_road_times_are_named_as_such(sheet_day):
    day = replace(sheet_day, plan=replace(sheet_day.plan, travel_source=TravelSource.OSRM, travel_region="port"))
    assert {row["Driving times"] for row in rows_of(routes_csv(day))} == {"road"}
    assert b"estimates" not in route_gpx(day)


def test_one_vehicle_gives_only_its_stops(sheet_day):
    assert {row["Vehicle"] for row in rows_of(routes_csv(sheet_day, "van-2"))} == {"Van 2"}
    assert rows_of(routes_csv(sheet_day, "van-99")) == []


@pytest.mark.parametrize("field", ["customer_name", "address", "notes", "phone"])
def test_no_file_is_harmed_by_evil_text(change_orders, field):
    day = change_orders(**{field: EVIL})
    assert all(not value.startswith("=") for row in rows_of(routes_csv(day)) for value in row.values())
    book = openpyxl.load_workbook(io.BytesIO(routes_xlsx(day)))
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    ElementTree.fromstring(route_gpx(day))
    json.loads(routes_geojson(day))


def test_the_workbook_holds_routes_stops_leftovers_and_where_times_come_from(sheet_day):
    book = openpyxl.load_workbook(io.BytesIO(routes_xlsx(sheet_day)))
    assert book.sheetnames == ["Routes", "Stops", "Not on a route", "About"]
    assert book["Routes"].max_row == 4
    assert book["Stops"].max_row == 28
    assert "14 min" in book["Not on a route"]["D2"].value
    assert "estimates" in book["About"]["B7"].value
    assert "Not on a route" not in openpyxl.load_workbook(io.BytesIO(routes_xlsx(sheet_day, "van-1"))).sheetnames


def test_gpx_holds_stops_and_line_of_every_route(sheet_day):
    root = ElementTree.fromstring(route_gpx(sheet_day))
    assert len(root.findall("g:rte", GPX)) == len(root.findall("g:trk", GPX)) == 3
    points = root.findall("g:rte", GPX)[0].findall("g:rtept", GPX)
    assert len(points) == 11
    order = sheet_day.orders[sheet_day.plan.routes[0].stops[0].visit_id]
    assert float(points[1].get("lat")) == pytest.approx(order.location.lat)
    assert points[1].find("g:name", GPX).text == f"1. {order.customer_name}"
    assert points[1].find("g:time", GPX).text.endswith("Z")
    track = root.find("g:trk/g:trkseg", GPX).findall("g:trkpt", GPX)
    assert len(track) == len(sheet_day.paths["van-1"])


def test_geojson_is_valid_and_complete(sheet_day):
    data = json.loads(routes_geojson(sheet_day))
    kinds = [feature["properties"]["kind"] for feature in data["features"]]
    assert [kinds.count(kind) for kind in ("depot", "route", "stop", "unassigned")] == [1, 3, 27, 2]
    for feature in data["features"]:
        geometry = feature["geometry"]
        places = geometry["coordinates"] if geometry["type"] == "LineString" else [geometry["coordinates"]]
        assert len(places) >= (2 if geometry["type"] == "LineString" else 1)
        assert all(-31 < lon < -29 and 38 < lat < 39 for lon, lat in places)
    assert data["driving_times"] == "estimate"


def test_without_drawn_lines_routes_are_straight(sheet_day):
    data = json.loads(routes_geojson(replace(sheet_day, paths={}), "van-1"))
    line = next(f for f in data["features"] if f["geometry"]["type"] == "LineString")
    assert len(line["geometry"]["coordinates"]) == 11


def test_a_plan_without_routes_gives_empty_but_whole_files(empty_day):
    assert rows_of(routes_csv(empty_day)) == []
    assert routes_csv(empty_day).decode("utf-8-sig").startswith("Day,Depot,Plan version,Vehicle")
    assert openpyxl.load_workbook(io.BytesIO(routes_xlsx(empty_day)))["Stops"].max_row == 1
    assert not ElementTree.fromstring(route_gpx(empty_day)).findall("g:trk", GPX)
    assert len(json.loads(routes_geojson(empty_day))["features"]) == 1


def test_an_order_that_is_gone_leaves_its_row(sheet_day):
    lost = sheet_day.plan.routes[0].stops[0].visit_id
    day = replace(sheet_day, orders={k: v for k, v in sheet_day.orders.items() if k != lost})
    row = rows_of(routes_csv(day))[0]
    assert (row["Order"], row["Customer"]) == (lost, "")
    assert len(ElementTree.fromstring(route_gpx(day)).findall("g:rte", GPX)[0]) == 11


def test_names_never_repeat_for_other_content(sheet_day):
    plan = sheet_day.plan
    name = unique_file_name(plan, "csv", b"a", part="Van 7 / Süd")
    assert name.startswith("routes-2026-11-24-harbour-v3-van-7-sud-")
    assert name.endswith(".csv")
    assert name != unique_file_name(plan, "csv", b"b", part="Van 7 / Süd")
    assert name == unique_file_name(plan, "csv", b"a", part="Van 7 / Süd")
    assert unique_file_name(plan, "csv") != unique_file_name(replace(plan, version=4), "csv")
    assert unique_file_name(plan, "csv") != unique_file_name(replace(plan, routes=plan.routes[:2]), "csv")
