"""A database of any earlier form, opened today: the verbs still know what people said, and a job of then is done."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.jobs.payloads import PlanPayload, payload_of
from lastmile_core.model import Customer, DayKey, Order, OrderStatus
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.company.load_names import load_names
from lastmile_core.workflows.company.serve_whom import customer_words
from lastmile_core.workflows.day.waiting_orders import unseen_orders
from lastmile_core.workflows.imports.import_memory import recall
from lastmile_core.workflows.plan.plan_day import is_recovered
from lastmile_core.workflows.running_day.out_of_order import back_in_order, out_of_order
from tests.store.old_databases import ALIASES, ANSWERS, CORRECTIONS, EARLIER, make_database

DAY = DayKey(date(2026, 11, 23), "harbour")
SIGNATURE = "5e1f0ff1ce5e1f00"
OLD_JOB = {"service_date": "2026-11-23", "depot_id": "harbour", "time_limit_s": 30, "keep": True, "seed": 1, "why": ""}


@pytest.fixture(params=EARLIER)
def earlier(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A database of an earlier form with one job row of its time."""
    path = tmp_path / "lastmile.db"
    make_database(path, request.param)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO jobs "
            "(job_id, kind, subject, status, params, progress, result, message, created_by, created_at) "
            "VALUES ('job-kept', 'plan', ?, 'lost', ?, '{}', '{}', '', 'Ana', '2026-11-23T05:00:00+00:00')",
            (DAY.subject, json.dumps(OLD_JOB)),
        )
    return path


def test_columns_that_were_corrected_and_answers_that_were_given_are_used_again(earlier: Path) -> None:
    with open_store(earlier) as store:
        memory = recall(store, SIGNATURE)
    assert memory.answers.columns == CORRECTIONS
    assert memory.answers.replies == (ANSWERS if memory.is_confirmed else {})


def test_a_van_that_broke_down_is_still_out_of_order_and_can_go_on(earlier: Path) -> None:
    with open_store(earlier) as store:
        broken = out_of_order(store, DAY)
        if broken:
            back_in_order(store, DAY, "van-1", by="Ana")
            assert out_of_order(store, DAY) == {}
            assert store.audit.latest(1)[0].subject == "2026-11-23/harbour"
    assert list(broken) == (["van-1"] if _has_settings(earlier, "out_of_order:") else [])


def test_orders_left_out_by_name_stay_out_and_a_later_one_is_named_anew(earlier: Path) -> None:
    def waiting(number: str) -> Order:
        return Order(order_id=number, service_date=DAY.service_date, depot_id="harbour", status=OrderStatus.NEEDS_PLACE)

    with open_store(earlier) as store:
        store.orders.save_many([waiting("A7"), waiting("A8"), waiting("A9")])
        unseen = [order.order_id for order in unseen_orders(store, DAY)]
    assert unseen == (["A9"] if _has_settings(earlier, "planned_without:") else ["A7", "A8", "A9"])


def test_other_names_of_customers_and_loads_are_known(earlier: Path) -> None:
    with open_store(earlier) as store:
        names, aliases = load_names(store), store.customer_aliases.by_alias()
        store.customers.save_many([Customer(customer_id="C-8", name="Ben")])
        found = customer_words(store).customer_of("4711")
    assert found == (("C-8", True) if aliases else ("4711", False))
    assert aliases == (ALIASES if _has_settings(earlier, "customer_aliases") else {})
    assert names == ({"volumes": "parcels", "colis": ""} if _has_settings(earlier, "load_names") else {})


def test_a_search_of_then_is_read_and_what_was_recovered_is_not_offered_again(earlier: Path) -> None:
    with open_store(earlier) as store:
        job = store.jobs.get("job-kept")
        assert payload_of(PlanPayload, job) == PlanPayload(day=DAY, time_limit_s=30.0, keep=True)
        assert is_recovered(store, job) == _has_settings(earlier, "recovered:")


def _has_settings(opened: Path, key: str) -> bool:
    """Return whether the release of that form had written such a value, as its copy from before the update tells."""
    (copy,) = (opened.parent / "backups").glob("*-before-*.db")
    with closing(sqlite3.connect(copy)) as raw:
        return bool(raw.execute("SELECT COUNT(*) FROM settings WHERE key LIKE ?", (f"{key}%",)).fetchone()[0])
