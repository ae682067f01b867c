"""Files into the store: one transaction, twice changes nothing, what people know is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.model import Customer, Depot, ImportAnswers, Location, OrderStatus, VehicleClass
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_fleet import import_drivers, import_vehicles
from lastmile_core.workflows.imports.import_orders import import_orders, preview_orders
from lastmile_core.workflows.orders.change_orders import skip_orders
from tests.files import conftest as c

DAY = c.DAY


@pytest.fixture
def stuttgart(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "lastmile.db") as store:
        store.depots.save(
            Depot(depot_id="south", name="Süd", location=Location(lat=48.7758, lon=9.1829), timezone="Europe/Berlin")
        )
        store.depots.save(
            Depot(depot_id="ulm", name="Ulm", location=Location(lat=48.4, lon=9.99), timezone="Europe/Berlin")
        )
        yield store


def _import(store: Store, text: str, **more: Any) -> Any:
    values: dict[str, Any] = {"service_date": DAY, "depot_id": "south", "by": "dana", **more}
    return import_orders(store, text.encode(), "monday.csv", **values)


def test_good_rows_go_in_together_with_their_record(stuttgart: Store) -> None:
    report = _import(stuttgart, c.as_csv(c.changed(2, demand_kg="heavy")))
    assert (report.new, report.refused, report.outcome) == (5, 1, "partial")
    assert len(stuttgart.orders.due_on(DAY, "south")) == 5
    record = stuttgart.imports.get(report.import_id)
    assert record is not None
    assert record.counts["new"] == 5
    assert stuttgart.imports.content(report.import_id) is not None
    assert stuttgart.audit.latest(1)[0].what == "import"
    order = stuttgart.orders.get("A1001", DAY)
    assert order is not None
    assert order.windows[0].earliest == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert "5 of 6 orders are in" in report.sentence


def test_the_same_file_twice_changes_nothing_and_says_so(stuttgart: Store) -> None:
    first = _import(stuttgart, c.as_csv(c.good_rows()))
    version = stuttgart.data_version()
    again = _import(stuttgart, c.as_csv(c.good_rows()))
    assert (first.new, again.new, again.changed, again.unchanged) == (6, 0, 0, 6)
    assert stuttgart.data_version() == version
    assert "nothing changed" in again.sentence


def test_a_dispatchers_edit_survives_the_same_file(stuttgart: Store) -> None:
    _import(stuttgart, c.as_csv(c.good_rows()))
    skip_orders(stuttgart, DAY, ["A1001"], by="Ana")
    again = _import(stuttgart, c.as_csv(c.good_rows()))
    assert again.changed == 0
    assert stuttgart.orders.counts(DAY, "south")[OrderStatus.SKIPPED] == 1


def test_a_changed_order_is_updated_and_named(stuttgart: Store) -> None:
    _import(stuttgart, c.as_csv(c.good_rows()))
    report = _import(stuttgart, c.as_csv(c.changed(3, demand_kg="40", tw_end="13:00")))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 5)
    assert report.changes == [{"order_id": "A1003", "date": "2026-11-23", "fields": ["load", "windows"]}]
    back = _import(stuttgart, c.as_csv(c.good_rows()))
    assert back.changed == 1


def test_a_preview_stores_nothing(stuttgart: Store) -> None:
    version = stuttgart.data_version()
    report = preview_orders(stuttgart, c.as_csv(c.good_rows()).encode(), "x.csv", service_date=DAY, depot_id="south")
    assert (report.new, report.import_id) == (6, "")
    assert report.mapping["lat"]["heading"] == "lat"
    assert len(report.mapping["customer_name"]["samples"]) == 5
    assert stuttgart.data_version() == version


def test_a_known_customer_gives_the_place(stuttgart: Store) -> None:
    place = Location(lat=48.77, lon=9.18)
    stuttgart.customers.save(
        Customer(customer_id="K1", name="Jürgen Groß", address="Königstr. 1", postcode="70173", location=place)
    )
    text = c.as_csv(c.changed(1, address="KÖNIGSTR 1", lat="", lon=""))
    _import(stuttgart, text)
    order = stuttgart.orders.get("A1001", DAY)
    assert order is not None
    assert (order.customer_id, order.location, order.status) == ("K1", place, OrderStatus.READY)


def test_a_place_found_once_is_known_for_the_next_order(stuttgart: Store) -> None:
    _import(stuttgart, c.as_csv(c.good_rows()))
    tomorrow = [{**row, "order_id": "B" + row["order_id"], "lat": "", "lon": ""} for row in c.good_rows()]
    report = _import(stuttgart, c.as_csv(tomorrow))
    assert report.needs_place == 0


def test_depots_are_found_by_column_or_distance(stuttgart: Store) -> None:
    rows = [{**row, "depot": depot} for row, depot in zip(c.good_rows(3), ["Ulm", "", "nowhere"], strict=True)]
    report = _import(stuttgart, c.as_csv(rows), depot_id=None)
    assert [order.depot_id for order in report.orders] == ["ulm", "south", "south"]
    assert "DEPOT" in {issue.code for issue in report.issues}


def test_a_question_stores_nothing_until_answered(stuttgart: Store) -> None:
    text = c.as_csv([{**row, "lat": row["lon"], "lon": row["lat"]} for row in c.good_rows()])
    asked = _import(stuttgart, text)
    assert (asked.outcome, asked.import_id, asked.waiting) == ("ask", "", 6)
    assert stuttgart.orders.due_on(DAY) == []
    answered = _import(stuttgart, text, answers=ImportAnswers(replies={"swap_lat_lon": True}))
    assert answered.new == 6


def test_a_corrected_mapping_is_remembered_for_the_same_headings(stuttgart: Store) -> None:
    rows = [{"ticket": f"T{i}", "ship": f"Weg {i}", "lat": "48.77001", "lon": "9.18001"} for i in range(3)]
    _import(stuttgart, c.as_csv(rows), answers=ImportAnswers(columns={"order_id": "ticket", "address": "ship"}))
    more = [{**row, "ticket": "U" + row["ticket"]} for row in rows]
    report = _import(stuttgart, c.as_csv(more))
    assert [order.order_id for order in report.orders] == ["UT0", "UT1", "UT2"]


def test_rows_without_number_get_the_same_one_again(stuttgart: Store) -> None:
    rows = [{k: v for k, v in row.items() if k != "order_id"} for row in c.good_rows()]
    _import(stuttgart, c.as_csv(rows))
    again = _import(stuttgart, c.as_csv(list(reversed(rows))))
    assert (again.new, again.unchanged) == (0, 6)


def test_an_import_needs_a_depot_that_exists(stuttgart: Store) -> None:
    with pytest.raises(LastmileError, match="no depot"):
        _import(stuttgart, c.as_csv(c.good_rows()), depot_id="moon")


def test_a_damaged_file_is_a_report_and_not_an_error(stuttgart: Store) -> None:
    report = import_orders(stuttgart, b"PK\x03\x04broken", "x.xlsx", service_date=DAY, depot_id="south", by="dana")
    assert (report.outcome, report.issues[0].code) == ("reject_file", "DAMAGED")


def test_vehicles_and_drivers_come_in_by_unit_and_language(stuttgart: Store) -> None:
    drivers = "Fahrername;Schichtbeginn;Schichtende;Fähigkeiten\nAnna;06:30;15:00;Kühlung, Kran\n"
    report = import_drivers(stuttgart, drivers.encode(), "f.csv", depot_id="south", by="dana")
    assert (report.new, report.outcome) == (1, "accept")
    vehicles = (
        "Fahrzeug;Fahrzeugtyp;Nutzlast (kg);Kapazität;Fahrer\n"
        "V1;Transporter;850,5;40;Anna\nV2;Lastenrad;90;8;Otto\nV3;Van;-1;8;\n"
    )
    report2 = import_vehicles(stuttgart, vehicles.encode(), "v.csv", depot_id="south", by="dana")
    assert (report2.new, report2.refused) == (2, 1)
    assert {issue.code for issue in report2.issues} >= {"DRIVER", "NEGATIVE"}
    van, bike = stuttgart.vehicles.get("V1"), stuttgart.vehicles.get("V2")
    assert van is not None
    assert bike is not None
    assert van.capacity.as_dict() == {"kg": 850.5, "parcels": 40.0}
    assert (van.driver_id, bike.vehicle_class) == ("Anna", VehicleClass.CARGO_BIKE)
    again = import_vehicles(stuttgart, vehicles.encode(), "v.csv", depot_id="south", by="dana")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
