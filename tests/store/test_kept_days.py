"""What tells whether a kept day is still true: marks that grow with every change and never come back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from lastmile_core.model import Depot, Order
from lastmile_core.store import DayMark, KeptDay, Store
from lastmile_core.workflows.orders.change_orders import skip_orders

DAY = date(2026, 11, 23)


def _kept(**changes: object) -> KeptDay:
    values: dict[str, object] = {"service_date": DAY, "depot_id": "harbour", "made_from": "x"}
    return KeptDay(**{**values, "totals": "{}", "cases": b"c", "entries": b"e", **changes})  # type: ignore[arg-type]


def _changes(store: Store, day: date = DAY, depot_id: str = "harbour") -> int:
    return store.kept_days.marks(day, day, depot_id).get(day, DayMark()).order_changes


def test_every_way_of_changing_orders_is_counted_on_its_day_only(
    store: Store, make_order: Callable[..., Order], database: Path, harbour_depot: Depot
) -> None:
    store.depots.save(replace(harbour_depot, depot_id="north"))
    seen = [_changes(store)]

    def moved() -> bool:
        seen.append(_changes(store))
        return seen[-1] > seen[-2]

    assert seen == [0]
    store.orders.save_many([make_order("A1"), make_order("A2")])
    assert moved()
    store.orders.save(make_order("A1"))
    assert not moved()
    store.orders.save(make_order("A1", district="Port"))
    assert moved()
    skip_orders(store, DAY, ["A1"], by="Ana")
    assert moved()
    store.orders.save(make_order("A1", service_date=DAY + timedelta(days=1)))
    assert not moved()
    store.orders.save(make_order("A1", depot_id="north"))
    assert moved()
    assert _changes(store, depot_id="north") == 1
    with sqlite3.connect(database) as raw:
        raw.execute("DELETE FROM orders WHERE order_id = 'A2'")
    raw.close()
    assert moved()


def test_a_day_is_kept_read_replaced_and_forgotten(store: Store) -> None:
    days = store.kept_days
    assert days.keep([_kept(), _kept(service_date=DAY + timedelta(days=1), made_from="y")])
    assert days.totals(DAY, DAY, "harbour") == {DAY: ("x", "{}")}
    assert days.cases([DAY], "harbour") == {DAY: ("x", b"c")}
    assert days.keep([_kept(made_from="z", cases=b"new")])
    assert days.cases([DAY], "harbour") == {DAY: ("z", b"new")}
    assert days.entries([DAY], "north") == {}
    days.forget()
    assert days.totals(DAY, DAY + timedelta(days=1), "harbour") == {}


def test_keeping_gives_way_to_a_writer_and_undone_work_takes_it_back(store: Store, database: Path) -> None:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert not store.kept_days.keep([_kept()])
    other.execute("ROLLBACK")
    other.close()
    try:
        with store.atomic():
            assert store.kept_days.keep([_kept()])
            raise KeyError
    except KeyError:
        assert store.kept_days.totals(DAY, DAY, "harbour") == {}
