"""A column of an order file that names vehicles or drivers of the depot is asked about once, and then used or left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.model import Depot, Driver, ImportAnswers, Location, Vehicle
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_orders import import_orders
from lastmile_core.workflows.imports.import_report import ImportReport
from pages.widgets.imports.import_questions import questions_of

DAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "riders.db") as opened:
        opened.depots.save(Depot(depot_id="south", name="South", location=Location(lat=48.7758, lon=9.1829)))
        opened.drivers.save_many(
            [Driver(driver_id=key, name=name, depot_id="south") for key, name in (("d1", "Anna"), ("d2", "Ben Öz"))]
        )
        opened.vehicles.save_many(
            [
                Vehicle(vehicle_id="v1", name="Van 1", depot_id="south", plate="S-AB 12", driver_id="d1"),
                Vehicle(vehicle_id="v2", name="Tour 3", depot_id="south", driver_id="d2"),
            ]
        )
        yield opened


def file_of(heading: str, *names: str) -> bytes:
    rows = [f"R{n},Pat,{n} Row,Ulm,48.77{n}51,9.18{n}32,{name}" for n, name in enumerate(names, 1)]
    return "\n".join([f"order,customer,address,city,lat,lon,{heading}", *rows, ""]).encode()


def bring(store: Store, content: bytes, **replies: str) -> ImportReport:
    return import_orders(store, content, "o.csv", service_date=DAY, by="me", answers=ImportAnswers(replies=replies))


def allowed(store: Store) -> dict[str, set[str]]:
    return {order.order_id: set(order.allowed_vehicles) for order in store.orders.due_on(DAY, "south")}


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Driver", ("Anna", "Ben Öz")),
        ("Fahrer", ("anna", "BEN OZ")),
        ("Vehicle", ("s ab12", "v2")),
        ("Tour", ("Van 1", "Tour 3")),
        ("Wer", ("Anna", "Ben Öz")),
    ],
)
def test_names_of_the_depot_are_asked_about_and_may_be_the_only_ones(
    store: Store, heading: str, names: tuple[str, str]
) -> None:
    asked = bring(store, file_of(heading, *names))
    assert (asked.outcome, asked.new) == ("ask", 0)
    (question,) = questions_of(asked)
    assert (question.code, question.is_open) == ("RIDER", True)
    assert heading in question.text
    labels = [answer.label for answer in question.answers]
    assert labels == ["They ride only there", "It is information only"]
    done = bring(store, file_of(heading, *names), **question.answers[0].decided.replies)
    assert done.new == 2
    assert allowed(store) == {"R1": {"v1"}, "R2": {"v2"}}
    assert not [issue for issue in done.issues if issue.code == "UNKNOWN_COLUMN"]
    again = bring(store, file_of(heading, *reversed(names)))
    assert (again.outcome, again.changed) != ("ask", 0)
    assert allowed(store) == {"R1": {"v2"}, "R2": {"v1"}}


def test_information_only_is_remembered_too(store: Store) -> None:
    bring(store, file_of("Driver", "Anna"), **{"rider:Driver": "info"})
    assert allowed(store) == {"R1": set()}
    assert bring(store, file_of("Driver", "Ben Öz", "Anna")).new == 1
    assert allowed(store) == {"R1": set(), "R2": set()}


def test_a_name_that_nobody_has_is_shown_and_binds_nothing(store: Store) -> None:
    done = bring(store, file_of("Driver", "Anna", "Anna", "Cora", ""), **{"rider:Driver": "only"})
    assert allowed(store) == {"R1": {"v1"}, "R2": {"v1"}, "R3": set(), "R4": set()}
    said = [(issue.row, issue.column, issue.value) for issue in done.issues if issue.code == "RIDER" and issue.row]
    assert said == [(3, "Driver", "Cora")]


@pytest.mark.parametrize(
    ("heading", "names"),
    [("Tour", ("Route 7", "Route 8")), ("Driver", ("Zoe", "Kim")), ("Qty note", ("1", "2")), ("Gate", ("v1", "x"))],
)
def test_what_is_no_vehicle_or_driver_of_the_depot_is_no_question(
    store: Store, heading: str, names: tuple[str, str]
) -> None:
    assert bring(store, file_of(heading, *names)).new == 2


def test_columns_of_allowed_and_forbidden_vehicles_take_names_and_plates(store: Store) -> None:
    bring(store, file_of("Only vehicles", "Van 1; Tour 3", "S-AB 12", "v9"))
    assert allowed(store) == {"R1": {"v1", "v2"}, "R2": {"v1"}, "R3": {"v9"}}
