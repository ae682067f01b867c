"""An import by any door looks up the addresses that come without coordinates, and says what it found and sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.model import OrderStatus
from lastmile_core.places import PlaceAnswer
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.imports.bring_in_orders import bring_in_orders
from lastmile_core.workflows.imports.import_report import ImportReport
from lastmile_core.workflows.imports.take_back_import import take_back_import
from lastmile_core.workflows.imports.watch_folder import FolderWatch
from lastmile_core.workflows.orders.change_orders import change_orders
from lastmile_core.workflows.places.remote_geocoder import make_remote, set_remote

DAY = date(2026, 11, 24)
FILE = (
    "Order number,Customer,Address,City,Weight (kg)\n"
    "A1,Anna,Via G. Garibaldi 4,Acquaviva,2\n"
    "A2,Bruno,Via Roma 21,,3\n"
    "A3,Carla,Nowhere Lane 1,Acquaviva,4\n"
)
Bring = Callable[..., ImportReport]


@pytest.fixture
def bring(store: Store, home: Settings) -> Bring:
    def run(text: str = FILE, **more: Any) -> ImportReport:
        return bring_in_orders(store, home, text.encode(), "shop.csv", service_date=DAY, by="Ana", **more)

    return run


def test_sure_addresses_are_placed_and_the_sentence_says_how_many(bring: Bring, store: Store) -> None:
    report = bring()
    assert (report.num_placed, report.needs_place) == (1, 2)
    assert "1 of 3 addresses without coordinates were found on the map, 2 need a place" in report.sentence
    found = store.orders.get("A1", DAY)
    assert found is not None
    assert (found.status, found.location is not None) == (OrderStatus.READY, True)
    assert [order.status for order in report.orders if order.order_id == "A1"] == [OrderStatus.READY]
    assert sum(issue.code == "NEEDS_GEOCODING" for issue in report.issues) == 2
    assert report.adds_up


def test_a_file_of_places_is_not_looked_up(bring: Bring) -> None:
    report = bring("Order number,Latitude,Longitude\nB1,45.01,9.01\nB2,45.02,9.02\n")
    assert (report.num_placed, report.notices) == (0, ())
    assert "addresses" not in report.sentence


def test_the_same_file_again_finds_what_was_not_found_before(bring: Bring, store: Store, home: Settings) -> None:
    index = next(home.regions.glob("*/addresses.sqlite"))
    away = index.rename(index.with_suffix(".away"))
    first = bring()
    assert first.num_placed == 0
    assert any("no addresses yet" in notice for notice in first.notices)
    away.rename(index)
    again = bring()
    assert (again.import_id, again.num_placed) == ("", 1)
    assert "was imported before" in again.sentence
    assert "1 of 3 addresses without coordinates were found" in again.sentence


def test_what_was_sent_elsewhere_is_said(
    bring: Bring, store: Store, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Elsewhere:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def find(self, query: Any) -> PlaceAnswer:
            asked.append(query.text)
            return PlaceAnswer()

    monkeypatch.setattr("lastmile_core.places.elsewhere.remote.RemoteGeocoder", Elsewhere)
    set_remote(store, make_remote("photon", "https://photon.example.org"), by="Ana")
    report = bring()
    assert "Nowhere Lane 1" in asked
    assert any("are sent to photon.example.org" in notice for notice in report.notices)


def test_taking_the_import_back_takes_places_along_that_it_found_itself(bring: Bring, store: Store) -> None:
    bring()
    changed = bring(FILE.replace("Via Roma 21,", "Via G. Garibaldi 6,Acquaviva"))
    assert changed.num_placed == 1
    moved = store.orders.get("A2", DAY)
    assert moved is not None
    assert moved.location is not None
    taken = take_back_import(store, changed.import_id, by="Ana")
    assert (taken.restored, taken.left) == (1, [])
    before = store.orders.get("A2", DAY)
    assert before is not None
    assert (before.address, before.location) == ("Via Roma 21", None)


def test_a_place_that_a_person_gave_is_not_taken_along(bring: Bring, store: Store) -> None:
    bring()
    changed = bring(FILE.replace("Via Roma 21,", "Via G. Garibaldi 6,Acquaviva"))
    change_orders(store, DAY, {"A2": {"notes": "ring twice"}}, by="Ben")
    assert take_back_import(store, changed.import_id, by="Ana").left == ["A2"]


def test_a_watched_folder_looks_addresses_up_too(store: Store, home: Settings, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "shop.csv").write_text(FILE)
    watch = FolderWatch(
        folder=inbox,
        settings=home,
        open_store=lambda: open_store(home.database),
        service_date=lambda: DAY,
        by="folder",
        settled_s=0.0,
    )
    watch.look()
    watch.look()
    found = store.orders.get("A1", DAY)
    assert found is not None
    assert found.status is OrderStatus.READY
    report = next(inbox.glob("*/*.report.json"))
    assert json.loads(report.read_text())["placed"] == 1
