import json
from collections import Counter
from datetime import date

import openpyxl
import pytest
from shapely.geometry import Point, shape

from lastmile_core.model import Depot, VehicleClass
from lastmile_core.workflows.sample.load_sample_files import read_sample


@pytest.fixture(scope="module")
def sample_city():
    return read_sample()


def test_there_are_two_depots_with_docks_and_twenty_two_vehicles(sample_city):
    assert {depot.depot_id for depot in sample_city.depots} == {"harbour", "northgate"}
    assert (sample_city.num_docks("harbour"), sample_city.num_docks("northgate")) == (4, 3)
    classes = Counter(vehicle.vehicle_class for vehicle in sample_city.vehicles)
    assert classes == {VehicleClass.VAN: 18, VehicleClass.CARGO_BIKE: 4}
    drivers = {driver.driver_id: driver for driver in sample_city.drivers}
    assert all(drivers[vehicle.driver_id].depot_id == vehicle.depot_id for vehicle in sample_city.vehicles)
    assert {"two_person"} <= set().union(*(driver.skills for driver in sample_city.drivers))
    assert {"fridge"} <= set().union(*(vehicle.skills for vehicle in sample_city.vehicles))
    assert all(isinstance(depot, Depot) and depot.timezone == "UTC" for depot in sample_city.depots)


def test_nine_hundred_customers_live_in_their_districts(sample_city, city_tables, city_folder):
    assert len(sample_city.customers) == 900
    assert len({customer.customer_id for customer in sample_city.customers}) == 900
    districts = json.loads((city_folder / "districts.geojson").read_text(encoding="utf-8"))["features"]
    areas = {feature["properties"]["name"]: shape(feature["geometry"]).buffer(0.0005) for feature in districts}
    assert all(areas[c.district].contains(Point(c.location.lon, c.location.lat)) for c in sample_city.customers)


def test_old_town_people_are_seldom_home_before_ten(city_tables):
    rows = [row for row in city_tables["customers"] if row["kind"] == "private"]
    old = [float(row["home_before_10"]) for row in rows if row["district"] == "Old Town"]
    others = [float(row["home_before_10"]) for row in rows if row["district"] != "Old Town"]
    assert len(old) > 15
    assert sum(old) / len(old) < 0.6 < 0.9 < sum(others) / len(others)


def test_csv_and_workbook_hold_the_same_orders(city_tables, city_folder):
    rows = city_tables["orders_today"]
    sheet = openpyxl.load_workbook(city_folder / "orders_today.xlsx").active
    cells = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    assert list(rows[0]) == cells[0]
    assert len(rows) == len(cells) - 1 == 320
    for row, line in zip(rows, cells[1:], strict=True):
        for text, value in zip(row.values(), line, strict=True):
            assert (float(text) == value) if isinstance(value, int | float) else (text == value)


def test_the_day_has_no_dates_but_some_collections_and_both_depots(city_tables):
    rows = city_tables["orders_today"]
    assert not [heading for heading in rows[0] if "date" in heading.lower()]
    assert {row["Depot"] for row in rows} == {"harbour", "northgate"}
    assert 5 <= sum(row["Type"] == "collection" for row in rows) <= 30
    assert any(row["Skills"] == "crane" for row in rows)


def test_the_importer_understands_every_column_of_the_day(city_folder):
    from lastmile_core.files.columns.map_columns import map_columns
    from lastmile_core.files.orders.read_context import ReadContext
    from lastmile_core.files.orders.read_orders import read_orders
    from lastmile_core.files.tables.read_table import read_table

    depots = read_sample().depots
    for name in ("orders_today.csv", "orders_today.xlsx"):
        table = read_table((city_folder / name).read_bytes(), name)
        mapping = map_columns(table.headings, table.rows)
        read = read_orders(table, mapping, ReadContext(service_date=date(2026, 3, 2), depots=depots))
        assert mapping.unknown == []
        assert len(read.orders) == 320
        assert {order.depot_id for order in read.orders} == {"harbour", "northgate"}
        assert read.rejected_rows == []


def test_nothing_claims_a_licence(city_folder):
    for path in (*city_folder.glob("*.csv"), *city_folder.glob("*.geojson")):
        text = path.read_text(encoding="utf-8").lower()
        assert "openstreetmap" not in text
        assert "licence" not in text
        assert "copyright" not in text


def test_the_city_stays_small(city_folder):
    assert sum(path.stat().st_size for path in city_folder.iterdir() if path.is_file()) < 8_000_000


def test_every_order_says_when_somebody_opens(city_tables):
    by_hour = {
        row["Order number"]: [int(part) for part in row["Chance by hour"].removesuffix(" %").split()]
        for row in city_tables["orders_today"]
    }
    assert len(by_hour) == 320
    assert all(5 <= chance <= 99 for chances in by_hour.values() for chance in chances)
    old_town = [row["Order number"] for row in city_tables["orders_today"] if row["Postcode"] == "4101"]
    at_nine = {number: chances[min(9, len(chances) - 1)] for number, chances in by_hour.items()}
    # The Market Hall opens early; its neighbours do not.
    assert sum(at_nine[number] for number in old_town) / len(old_town) < 65
    assert sum(at_nine.values()) / len(at_nine) > 75
