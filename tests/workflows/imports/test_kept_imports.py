"""Imports after they happened: shown again, taken back whole, mended in bulk, their answers remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import Customer, Depot, ImportAnswers, Load, Location, Order, Plan, Route, Stop, Vehicle
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_orders import import_orders, preview_orders
from lastmile_core.workflows.imports.show_import import raw_file, refused_rows, show_import
from lastmile_core.workflows.imports.take_back_import import take_back_import
from lastmile_core.workflows.orders.change_orders import change_orders
from lastmile_core.workflows.orders.mend_orders import mend_orders, undo_mend
from tests.files import conftest as c

DAY = c.DAY
EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def stuttgart(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "lastmile.db") as store:
        store.depots.save(
            Depot(depot_id="south", name="Süd", location=Location(lat=48.7758, lon=9.1829), timezone="Europe/Berlin")
        )
        store.vehicles.save(Vehicle(vehicle_id="v1", name="V", depot_id="south", capacity=Load.of(kg=800)))
        yield store


def bring(store: Store, text: str, name: str = "monday.csv", **more: Any) -> Any:
    values: dict[str, Any] = {"service_date": DAY, "depot_id": "south", "by": "dana", **more}
    return import_orders(store, text.encode(), name, **values)


def plan_of(*order_ids: str) -> Plan:
    """A plan with one route over some orders."""
    stops = tuple(
        Stop(visit_id=order_id, arrival=EIGHT, service_start=EIGHT, departure=EIGHT, drive_s=60, distance_m=100)
        for order_id in order_ids
    )
    back = EIGHT + timedelta(hours=1)
    route = Route(vehicle_id="v1", loading_start=EIGHT, departure=EIGHT, return_at=back, stops=stops, distance_m=400)
    return Plan(plan_id="", service_date=DAY, depot_id="south", routes=(route,), created_at=EIGHT, created_by="Ana")


def numbers(store: Store) -> list[str]:
    return sorted(order.order_id for order in store.orders.due_on(DAY, "south"))


def order_of(store: Store, order_id: str) -> Order:
    order = store.orders.get(order_id, DAY)
    assert order is not None
    return order


def test_every_row_is_counted_in_the_report_and_its_record(stuttgart: Store) -> None:
    rows = [*c.changed(2, demand_kg="heavy"), c.good_rows()[0]]
    report = bring(stuttgart, c.as_csv(rows).replace("A1004", "\r\nA1004"))
    assert (report.rows, report.accepted, report.refused, report.merged, report.blank) == (8, 5, 1, 1, 1)
    assert report.adds_up
    assert show_import(stuttgart, report.import_id)["counts"]["rows"] == 8


def test_an_import_is_taken_back_whole(stuttgart: Store) -> None:
    text = c.as_csv(c.good_rows())
    report = bring(stuttgart, text)
    taken = take_back_import(stuttgart, report.import_id, by="dana", why="wrong day")
    assert (taken.removed, taken.restored, taken.left) == (6, 0, [])
    assert numbers(stuttgart) == []
    assert stuttgart.customers.all() == []
    assert "6 orders were removed" in taken.sentence
    assert stuttgart.audit.latest(1)[0].what == "take back import"
    assert show_import(stuttgart, report.import_id)["taken_back"]
    with pytest.raises(LastmileError, match="taken back already"):
        take_back_import(stuttgart, report.import_id, by="dana")
    assert bring(stuttgart, text).new == 6


def test_what_an_import_changed_is_as_it_was_before(stuttgart: Store) -> None:
    bring(stuttgart, c.as_csv(c.good_rows()))
    before = order_of(stuttgart, "A1001")
    second = bring(stuttgart, c.as_csv(c.changed(1, demand_kg="9", phone="+49 711 1")), "later.csv")
    assert order_of(stuttgart, "A1001") != before
    taken = take_back_import(stuttgart, second.import_id, by="dana")
    assert (taken.removed, taken.restored) == (0, 1)
    assert order_of(stuttgart, "A1001") == before
    assert len(numbers(stuttgart)) == 6


def test_orders_of_a_later_file_stay(stuttgart: Store) -> None:
    first = bring(stuttgart, c.as_csv(c.good_rows()))
    bring(stuttgart, c.as_csv(c.changed(1, demand_kg="9")), "later.csv")
    taken = take_back_import(stuttgart, first.import_id, by="dana")
    assert taken.left == ["A1001"]
    assert numbers(stuttgart) == ["A1001"]
    assert [customer.name for customer in stuttgart.customers.all()] == ["Jürgen Groß"]


def test_customers_that_were_known_stay(stuttgart: Store) -> None:
    stuttgart.customers.save(Customer(customer_id="K1", name="Jürgen Groß", address="Königstraße 1", postcode="70173"))
    report = bring(stuttgart, c.as_csv(c.good_rows()))
    assert stuttgart.customers.get("K1").phone  # type: ignore[union-attr]
    take_back_import(stuttgart, report.import_id, by="dana")
    assert [(customer.customer_id, customer.phone) for customer in stuttgart.customers.all()] == [("K1", "")]


def test_what_is_published_is_not_taken_back(stuttgart: Store) -> None:
    report = bring(stuttgart, c.as_csv(c.good_rows()))
    plan = stuttgart.plans.add(plan_of("A1001", "A1002"), expected_head=0)
    stuttgart.plans.publish(DAY, "south", plan.version, "Ana", EIGHT)
    with pytest.raises(LastmileError, match="published plan"):
        take_back_import(stuttgart, report.import_id, by="dana")
    assert len(numbers(stuttgart)) == 6


def test_a_draft_plan_is_named_for_planning_again(stuttgart: Store) -> None:
    report = bring(stuttgart, c.as_csv(c.good_rows()))
    stuttgart.plans.add(plan_of("A1001"), expected_head=0)
    taken = take_back_import(stuttgart, report.import_id, by="dana")
    assert taken.to_plan_again == [(DAY, "south")]
    assert "plan again" in taken.sentence


def test_an_import_is_read_back(stuttgart: Store) -> None:
    text = c.as_csv(c.changed(2, tw_start="12:00", tw_end="09:00"))
    report = bring(stuttgart, text, answers=ImportAnswers(columns={"notes": None}, replies={"date_order": "dmy"}))
    shown = show_import(stuttgart, report.import_id)
    assert raw_file(stuttgart, report.import_id) == ("monday.csv", text.encode())
    assert shown["columns"]["order_id"]["heading"] == "order_id"
    assert shown["decisions"]["corrections"] == {"notes": None}
    assert shown["decisions"]["answers"] == {"date_order": "dmy"}
    assert shown["rejected_rows"] == [2]
    assert "WINDOW_ORDER" in {issue["code"] for issue in shown["issues"]}
    assert [line["what"] for line in shown["log"]] == ["import"]
    with pytest.raises(NotFoundError):
        show_import(stuttgart, "imp-none")


def test_refused_rows_come_back_alone(stuttgart: Store) -> None:
    report = bring(stuttgart, c.as_csv(c.changed(2, tw_start="12:00", tw_end="09:00")))
    rows = refused_rows(stuttgart, report.import_id).decode("utf-8-sig")
    assert len(rows.splitlines()) == 2
    assert "ends (09:00) before it begins (12:00)" in rows
    again = bring(stuttgart, rows.replace("12:00,09:00", "09:00,12:00"), "mended.csv")
    assert (again.new, again.refused, len(numbers(stuttgart))) == (1, 0, 6)
    assert order_of(stuttgart, "A1002").custom == ()
    with pytest.raises(LastmileError, match="No row"):
        refused_rows(stuttgart, again.import_id)


def test_many_orders_are_mended_and_the_mend_is_undone(stuttgart: Store) -> None:
    bring(stuttgart, c.as_csv(c.good_rows()))
    mend = mend_orders(stuttgart, DAY, ["A1001", "A1002", "A1003"], {"service_s": 420}, by="dana")
    assert {order.service_s for order in mend.orders} == {420}
    change_orders(stuttgart, DAY, {"A1002": {"service_s": 60}, "A1003": {"notes": "ring"}}, by="eva")
    undone = undo_mend(stuttgart, mend.mend_id, by="dana")
    assert (undone.restored, undone.left) == (2, ["A1002"])
    assert [order_of(stuttgart, n).service_s for n in ("A1001", "A1002", "A1003")] == [300, 60, 300]
    assert order_of(stuttgart, "A1003").notes == "ring"
    with pytest.raises(LastmileError, match="undone already"):
        undo_mend(stuttgart, mend.mend_id, by="dana")


def test_a_mend_of_an_order_that_is_gone_changes_nothing(stuttgart: Store) -> None:
    bring(stuttgart, c.as_csv(c.good_rows()))
    with pytest.raises(NotFoundError):
        mend_orders(stuttgart, DAY, ["A1001", "gone"], {"service_s": 420}, by="dana")
    assert order_of(stuttgart, "A1001").service_s == 300


def test_an_answer_is_asked_once_for_files_of_one_source(stuttgart: Store) -> None:
    monday = c.as_csv(c.changed(0, date="03/04/2026"))
    assert bring(stuttgart, monday).outcome == "ask"
    first = bring(stuttgart, monday, answers=ImportAnswers(replies={"date_order": "dmy"}))
    assert (first.new, first.is_remembered) == (6, False)
    tuesday = c.as_csv([{**row, "order_id": "B" + row["order_id"]} for row in c.changed(0, date="05/04/2026")])
    second = bring(stuttgart, tuesday, "tuesday.csv")
    assert (second.new, second.is_remembered) == (6, True)
    assert {order.service_date.isoformat() for order in second.orders} == {"2026-04-05"}
    other = tuesday.replace("notes", "remarks on the side")
    assert preview_orders(stuttgart, other.encode(), "x.csv", service_date=DAY, depot_id="south").outcome == "ask"


def test_a_remembered_answer_does_no_harm_to_a_file_that_does_not_need_it(stuttgart: Store) -> None:
    swapped = c.as_csv([{**row, "lat": row["lon"], "lon": row["lat"]} for row in c.good_rows()])
    assert bring(stuttgart, swapped, answers=ImportAnswers(replies={"swap_lat_lon": True})).new == 6
    right = c.as_csv([{**row, "order_id": "B" + row["order_id"]} for row in c.good_rows()])
    report = bring(stuttgart, right, "right.csv")
    assert report.new == 6
    assert {round(order.location.lat) for order in report.orders if order.location} == {49}


def test_a_sheet_is_chosen_once(stuttgart: Store) -> None:
    rows = [c.HEADINGS.split(",")] + [list(row.values()) for row in c.good_rows()]
    book = c.workbook(rows[:2], Tuesday=rows)
    values: dict[str, Any] = {"service_date": DAY, "depot_id": "south", "by": "dana"}
    assert (
        import_orders(stuttgart, book, "a.xlsx", answers=ImportAnswers(replies={"sheet": "Tuesday"}), **values).accepted
        == 6
    )
    later = c.workbook(rows[:2], Tuesday=[rows[0], *([f"B{row[0]}", *row[1:]] for row in rows[1:])])
    assert import_orders(stuttgart, later, "b.xlsx", **values).new == 6
    without = c.workbook([rows[0], *([f"C{row[0]}", *row[1:]] for row in rows[1:])])
    assert import_orders(stuttgart, without, "c.xlsx", **values).new == 6


def test_the_sentence_says_why_rows_were_refused(stuttgart: Store) -> None:
    rows = c.good_rows()
    rows[0].update(tw_start="14:00", tw_end="09:00")
    rows[1].update(tw_start="14:00", tw_end="09:00")
    rows[2]["demand_kg"] = "heavy"
    rows[3].update(lat="", lon="")
    sentence = bring(stuttgart, c.as_csv(rows)).sentence
    assert "3 of 6 orders are in" in sentence
    assert "2 with a window that ends before it begins, 1 with an amount that is not one number" in sentence
    assert "1 needs a place" in sentence


def test_an_order_that_no_vehicle_takes_is_named(stuttgart: Store) -> None:
    report = bring(stuttgart, c.as_csv(c.changed(1, demand_kg="900")))
    assert "OVER_CAPACITY" in {issue.code for issue in report.issues}


def test_a_known_customer_in_another_spelling_is_suggested_and_remembered_when_confirmed(stuttgart: Store) -> None:
    stuttgart.customers.save(
        Customer(
            customer_id="K1",
            name="Jürgen Groß",
            address="Königstraße 1",
            postcode="70173",
            location=Location(lat=48.77, lon=9.18),
        )
    )
    monday = c.as_csv(
        [{**c.good_rows()[0], "customer_name": "Juergen Gross", "address": "Königstr. 1", "lat": "", "lon": ""}]
    )
    asked = preview_orders(stuttgart, monday.encode(), "m.csv", service_date=DAY, depot_id="south")
    (hint,) = [issue for issue in asked.issues if issue.code == "CUSTOMER_ALIKE"]
    assert hint.value == "A1001=K1"
    assert asked.needs_place == 1
    said = bring(stuttgart, monday, answers=ImportAnswers(replies={"same_customer": {"A1001": "K1"}}))
    assert (said.orders[0].customer_id, said.needs_place) == ("K1", 0)
    tuesday = monday.replace("A1001", "A2001")
    assert bring(stuttgart, tuesday, "tuesday.csv").orders[0].customer_id == "K1"
    assert len(stuttgart.customers.all()) == 1
