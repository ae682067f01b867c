"""Kept sums are the same to the last digit as computed ones, and never believed once anything changed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date, time, timedelta

import pytest

from lastmile_core.metrics import MetricValue
from lastmile_core.model import Availability, Driver, EventKind
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.reports import report_days as room
from lastmile_core.workflows.reports import report_period as reports
from lastmile_core.workflows.reports.report_period import report_period

END = date(2026, 3, 6)
NUM_DAYS = 4
START = END - timedelta(days=NUM_DAYS - 1)


@pytest.fixture
def few_days(harbour_store, fill_day):
    for number in range(2 * NUM_DAYS):
        fill_day(END - timedelta(days=number))
    return harbour_store


def everything(value: MetricValue):
    parts = {
        dimension: {label: asdict(part) for label, part in found.items()} for dimension, found in value.slices.items()
    }
    rows = [{**row, "date": row["date"].isoformat()} for row in value.rows]
    named = ("key", "value", "numerator", "denominator", "interval", "counted", "excluded", "exclusions")
    more = ("data_quality", "compared_with", "notes", "reason")
    return [*(getattr(value, name) for name in named + more), parts, rows]


def text_of(report):
    """Return every figure, slice and row of a report in order, numbers to the last digit."""
    return json.dumps(
        [
            [everything(value) for value in report.metrics.values()],
            [everything(value) for value in report.previous.values()],
            [asdict(change) for change in report.changes.values()],
            [(day.isoformat(), values) for day, values in report.trend],
            report.trend_intervals,
            [asdict(report.waterfall), asdict(report.previous_waterfall)],
            [(day.service_date.isoformat(), day.version, day.reason, day.counts) for day in report.days],
            report.facts,
            {key: asdict(target) for key, target in report.targets.items()},
            asdict(report.rules),
        ]
    )


def look(store, start=START, end=END, depot_id="harbour"):
    """Return the report as a program that has just started would make it."""
    reports._reports.clear()
    return text_of(report_period(store, start, end, depot_id))


def look_afresh(store, **period):
    store.kept_days.forget()
    return look(store, **period)


@pytest.fixture
def counted(monkeypatch):
    """Days that were computed from their facts since the list was cleared."""
    days = []
    original = room.sum_day

    def watch(facts, rules, **more):
        days.append(facts.service_date)
        return original(facts, rules, **more)

    monkeypatch.setattr(room, "sum_day", watch)
    return days


def test_a_kept_report_is_the_computed_one_and_computes_nothing(few_days, counted):
    before = look(few_days)
    assert sorted(counted) == [START - timedelta(days=NUM_DAYS) + timedelta(days=n) for n in range(2 * NUM_DAYS)]
    counted.clear()
    assert look(few_days) == before
    assert counted == []
    assert look_afresh(few_days) == before


def test_kept_days_serve_any_period(few_days, counted):
    look(few_days)
    counted.clear()
    one_day = look(few_days, start=END)
    assert counted == []
    assert one_day == look_afresh(few_days, start=END)


def test_keeping_does_not_count_as_a_change_of_the_data(few_days):
    before = few_days.data_version()
    look(few_days)
    assert few_days.kept_days.totals(START, END, "harbour")
    assert few_days.data_version() == before


def add_event(store):
    last = store.events.of_day(END, "harbour")[-1]
    store.events.append([replace(last, event_id="late", kind=EventKind.FAILED, visit_id="0306-001", reason="refused")])


def add_event_of_yesterday_for_today(store):
    tried = next(e for e in store.events.of_day(END, "harbour") if e.kind is EventKind.DELIVERED)
    moved = {name: getattr(tried, name) - timedelta(days=1) for name in ("occurred_at", "received_at", "service_date")}
    store.events.append([replace(tried, event_id="y", kind=EventKind.FAILED, reason="nobody_home", **moved)])


def republish(store):
    plan = store.plans.latest(END, "harbour")
    route, *others = plan.routes
    shorter = replace(route, stops=route.stops[:-1])
    stored = store.plans.add(replace(plan, plan_id="", routes=(shorter, *others)), expected_head=plan.version)
    store.plans.publish(END, "harbour", stored.version, "Ana", plan.created_at)


def edit_order(store):
    order = store.orders.due_on(END, "harbour")[0]
    store.orders.save(replace(order, district="Somewhere else"))


def add_order(store):
    order = store.orders.due_on(END, "harbour")[0]
    store.orders.save(replace(order, order_id="new"))


def change_rules(store):
    store.settings.set("metric_rules", {"tolerance_s": 3600})


def change_targets(store):
    store.settings.set("targets", {"on_time": 0.5})


def change_rate(store):
    store.vehicles.save(replace(store.vehicles.of_depot("harbour")[0], cost_per_hour=99.0, fixed_cost=7.0))


def name_driver(store):
    store.drivers.save(Driver(driver_id="ana", name="Ana", depot_id="harbour"))
    store.vehicles.save(replace(store.vehicles.of_depot("harbour")[0], driver_id="ana"))


def change_depot(store):
    store.depots.save(replace(store.depots.get("harbour"), timezone="America/New_York"))


CHANGES = (
    add_event,
    add_event_of_yesterday_for_today,
    republish,
    edit_order,
    add_order,
    change_rules,
    change_targets,
    change_rate,
    name_driver,
    change_depot,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_nothing_that_changes_a_figure_is_missed(few_days, change):
    before = look(few_days)
    change(few_days)
    after = look(few_days)
    assert after != before
    assert after == look_afresh(few_days)


def test_a_changed_shift_changes_overtime(few_days):
    few_days.settings.set("metric_rules", {"overtime_surcharge": 0.5})
    few_days.vehicles.save(replace(few_days.vehicles.of_depot("harbour")[0], cost_per_hour=20.0))
    before = look(few_days)
    shift = {"driver_id": None, "shift_start": time(5), "shift_end": time(7, 30)}
    few_days.availability.set(Availability(service_date=END, vehicle_id="van00", **shift))
    after = look(few_days)
    assert after != before
    assert after == look_afresh(few_days)


def test_only_the_day_that_changed_is_computed(few_days, counted):
    look(few_days)
    for change in (add_event, republish, edit_order):
        counted.clear()
        change(few_days)
        look(few_days)
        assert counted == [END], change.__name__


def test_a_first_attempt_is_lost_only_where_the_order_comes_again(few_days, counted):
    look(few_days)
    counted.clear()
    add_event_of_yesterday_for_today(few_days)
    look(few_days)
    assert sorted(counted) == [END - timedelta(days=1), END]


def test_what_another_program_wrote_is_seen_and_what_it_kept_is_used(few_days, counted):
    before = look(few_days)
    script = """
import sys
from dataclasses import replace
from datetime import date, timedelta
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.reports.report_period import report_period
end = date(2026, 3, 6)
with open_store(sys.argv[1]) as store:
    order = store.orders.due_on(end, "harbour")[0]
    store.orders.save(replace(order, order_id="from elsewhere"))
    report_period(store, end - timedelta(days=3), end, "harbour")
"""
    subprocess.run([sys.executable, "-c", script, str(few_days.path)], check=True, timeout=120)
    counted.clear()
    after = look(few_days)
    assert counted == []
    assert after != before
    assert after == look_afresh(few_days)


def test_sums_of_other_code_are_not_believed(few_days, counted, monkeypatch):
    before = look(few_days)
    counted.clear()
    monkeypatch.setattr(room, "_code_hash", lambda: "another version")
    assert look(few_days) == before
    assert len(counted) == 2 * NUM_DAYS


NOT_OURS = {
    "totals": ["not json", "[]", "{}", '{"service_date": "2026-03-06"}', "null"],
    "cases": [b"", b"not compressed", sqlite3.Binary(b"x\x9c\xabV\x02\x00\x00\xa3\x00\xa0")],
    "entries": [b"", b"not compressed"],
}


@pytest.mark.parametrize(("column", "content"), [(name, one) for name, many in NOT_OURS.items() for one in many])
def test_kept_days_of_another_form_are_computed_again(few_days, counted, column, content):
    before = look(few_days)
    counted.clear()
    with sqlite3.connect(few_days.path) as raw:
        raw.execute(f"UPDATE kept_days SET {column} = ? WHERE service_date = ?", (content, END.isoformat()))
    raw.close()
    assert look(few_days) == before
    assert counted == [END]
    assert look(few_days) == before
    assert counted == [END]


def test_a_report_neither_waits_for_a_writer_nor_fails_with_it(few_days, counted):
    other = sqlite3.connect(few_days.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    busy = look(few_days)
    assert few_days.kept_days.totals(START, END, "harbour") == {}
    other.execute("ROLLBACK")
    other.close()
    assert look(few_days) == busy
    assert few_days.kept_days.totals(START, END, "harbour").keys() >= {START, END}


def test_a_running_day_closes_with_the_clock(few_days, monkeypatch):
    first = few_days.events.of_day(END, "harbour")[0].occurred_at
    monkeypatch.setattr(reports, "utc_now", lambda: first + timedelta(minutes=1))
    day = END + timedelta(days=1)
    orders = [replace(order, service_date=day) for order in few_days.orders.due_on(END, "harbour")]
    few_days.orders.save_many(orders)
    plan = few_days.plans.latest_published(END, "harbour")
    stored = few_days.plans.add(replace(plan, plan_id="", service_date=day), expected_head=None)
    few_days.plans.publish(day, "harbour", stored.version, "Ana", first)
    one = few_days.events.of_day(END, "harbour")[0]
    few_days.events.append([replace(one, event_id="start", service_date=day)])
    running = look(few_days, start=day, end=day)
    monkeypatch.setattr(reports, "utc_now", lambda: first + timedelta(days=3))
    over = look(few_days, start=day, end=day)
    assert running != over
    assert over == look_afresh(few_days, start=day, end=day)


def test_reports_of_two_depots_do_not_mix(few_days):
    few_days.depots.save(replace(few_days.depots.get("harbour"), depot_id="north", name="North"))
    harbour = look(few_days)
    north = look(few_days, depot_id="north")
    assert '"No orders on 06 Mar."' in north
    assert look(few_days) == harbour


def test_a_store_that_was_filled_before_days_were_kept(tmp_path, few_days):
    expected = look(few_days)
    copy = tmp_path / "old.db"
    with sqlite3.connect(few_days.path) as raw, sqlite3.connect(copy) as old:
        raw.backup(old)
        for verb in ("insert", "delete", "update"):
            old.execute(f"DROP TRIGGER orders_count_{verb}")
        old.executescript("DROP TABLE order_changes; DROP TABLE kept_days;")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = 'm2026_11_23_kept_days'")
    raw.close()
    old.close()
    with open_store(copy) as store:
        assert look(store) == expected
        marks = store.kept_days.marks(START, END, "harbour")
        assert all(mark.order_changes == 10 for mark in marks.values())
