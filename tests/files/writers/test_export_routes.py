from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.settings import Settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.plan.export_routes import driver_sheets, file_name, routes_file


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path, database=tmp_path / "lastmile.db")


@pytest.fixture
def stored(settings, example):
    """Return (store, plan) of a day that was saved and read back."""
    day = example.build_example_day(2, 4)
    with open_store(settings.database) as store:
        store.depots.save(day.depot)
        store.drivers.save_many(list(day.drivers.values()))
        store.vehicles.save_many(list(day.vehicles.values()))
        store.orders.save_many(list(day.orders.values()))
        yield store, store.plans.add(replace(day.plan, version=0), expected_head=None)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "gpx", "geojson"])
def test_every_kind_of_file_comes_with_a_name_of_its_own(stored, kind):
    store, plan = stored
    name, content = routes_file(store, plan, kind)
    assert name.startswith("routes-2026-11-24-harbour-v1-")
    assert name.endswith(f".{kind}")
    assert len(content) > 300
    assert routes_file(store, plan, kind, "van-1")[0] != name


def test_a_file_changes_its_name_when_an_address_changes(stored):
    store, plan = stored
    before = routes_file(store, plan, "csv")[0]
    order_id = plan.routes[0].stops[0].visit_id
    order = store.orders.get(order_id, plan.service_date)
    store.orders.save_many([replace(order, address="somewhere else")])
    assert routes_file(store, plan, "csv")[0] != before


def test_lines_on_streets_reach_the_file(stored):
    store, plan = stored
    data = json.loads(routes_file(store, plan, "geojson", "van-1")[1])
    line = next(f for f in data["features"] if f["properties"]["kind"] == "route")
    assert len(line["geometry"]["coordinates"]) > 20
    assert line["properties"]["vehicle"] == "Van 1"


def test_a_leg_that_nobody_drew_is_straight(stored):
    store, plan = stored
    route = plan.routes[0]
    partly = replace(route, geometry=("", *route.geometry[1:]))
    data = json.loads(routes_file(store, replace(plan, routes=(partly,)), "geojson")[1])
    line = next(f for f in data["features"] if f["properties"]["kind"] == "route")["geometry"]["coordinates"]
    depot = store.depots.get("harbour").location
    assert line[0] == [depot.lon, depot.lat]


def test_sheets_of_one_route_and_of_all(stored, settings):
    store, plan = stored
    name, pdf = driver_sheets(store, settings, plan, "van-1")
    assert name.startswith("driver-sheets-2026-11-24-harbour-v1-van-1-")
    assert pdf.startswith(b"%PDF")
    assert len(driver_sheets(store, settings, plan)[1]) > len(pdf)


def test_the_name_is_known_before_the_file_and_changes_with_the_version(stored):
    _, plan = stored
    assert file_name(plan, "pdf").startswith("driver-sheets-2026-11-24-harbour-v1-")
    assert file_name(plan, "csv", "van-1") != file_name(replace(plan, version=2), "csv", "van-1")


def test_wrong_wishes_are_answered_in_words(stored, settings):
    store, plan = stored
    with pytest.raises(LastmileError, match="cannot be written as doc"):
        routes_file(store, plan, "doc")
    with pytest.raises(NotFoundError, match="no stops"):
        driver_sheets(store, settings, plan, "van-99")
    with pytest.raises(NotFoundError, match="depot"):
        routes_file(store, replace(plan, depot_id="gone"), "csv")
