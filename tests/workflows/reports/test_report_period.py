from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.model import EventKind
from lastmile_core.workflows.reports import report_days as room
from lastmile_core.workflows.reports.report_period import report_period

END = date(2026, 3, 6)


@pytest.fixture
def two_weeks(harbour_store, fill_day):
    for number in range(10):
        fill_day(END - timedelta(days=number))
    return harbour_store


def test_one_day_with_the_day_before_and_four_weeks_of_trend(two_weeks):
    report = report_period(two_weeks, END, END, "harbour")
    first = report.metrics["first_attempt_rate"]
    # Stops 0 and 7 of ten fail every day.
    assert (first.numerator, first.denominator) == (8, 10)
    assert report.facts == {"orders": 10, "delivered": 8, "failed": 2, "never_attempted": 0, "routes": 2}
    assert report.previous["first_attempt_rate"].denominator == 10
    assert report.changes["first_attempt_rate"].difference == 0
    assert [day for day, _ in report.trend] == [END - timedelta(days=27 - n) for n in range(28)]
    assert report.trend[-1][1]["first_attempt_rate"] == pytest.approx(0.8)
    assert report.trend[0][1]["first_attempt_rate"] is None
    assert report.metrics["first_attempt_rate"].compared_with == "v1"


def test_a_period_divides_sums_and_agrees_with_its_days(two_weeks):
    report = report_period(two_weeks, END - timedelta(days=4), END, "harbour")
    assert (report.metrics["on_time"].numerator, report.metrics["on_time"].denominator) == (35, 50)
    assert report.previous["on_time"].denominator == 50
    assert report.num_days_counted == 5
    assert sum(report.waterfall.parts.values()) == report.waterfall.difference_s
    assert report.waterfall.num_routes == 10
    assert len(report.metrics["on_time"].rows) == 50
    assert report.previous["on_time"].rows == ()


def test_an_order_tried_last_week_is_no_first_attempt_today(two_weeks):
    known = two_weeks.events.of_day(END - timedelta(days=12), "harbour")
    assert known == []
    event = two_weeks.events.of_day(END, "harbour")
    tried = next(e for e in event if e.kind is EventKind.DELIVERED)
    before = timedelta(days=12)
    two_weeks.events.append(
        [
            replace(
                tried,
                event_id="long-ago",
                service_date=END - before,
                occurred_at=tried.occurred_at - before,
                received_at=tried.received_at - before,
                kind=EventKind.FAILED,
                reason="nobody_home",
            )
        ]
    )
    value = report_period(two_weeks, END, END, "harbour").metrics["first_attempt_rate"]
    assert (value.numerator, value.denominator) == (7, 9)


def test_a_new_event_changes_the_report_and_only_its_day_is_counted_again(two_weeks, monkeypatch):
    first = report_period(two_weeks, END, END, "harbour")
    assert report_period(two_weeks, END, END, "harbour") is first
    counted = []
    monkeypatch.setattr(
        room,
        "sum_day",
        lambda facts, rules, **more: counted.append(facts.service_date) or original(facts, rules, **more),
    )
    late = two_weeks.events.of_day(END, "harbour")[-1]
    two_weeks.events.append(
        [replace(late, event_id="correction", kind=EventKind.FAILED, visit_id="0306-001", reason="refused")]
    )
    report = report_period(two_weeks, END, END, "harbour")
    assert counted == [END]
    assert report.metrics["success_per_attempt"].denominator == 11


original = room.sum_day


def test_a_period_without_anything_says_so(harbour_store):
    report = report_period(harbour_store, END, END, "harbour")
    assert report.metrics["on_time"].value is None
    assert report.metrics["on_time"].reason == "No orders on 06 Mar."
    assert report.num_days_counted == 0


def test_targets_and_rules_come_from_the_settings(two_weeks):
    assert report_period(two_weeks, END, END, "harbour").targets["first_attempt_rate"].value == pytest.approx(0.9)
    two_weeks.settings.set("targets", {"first_attempt_rate": 0.95, "on_time": 0.97})
    two_weeks.settings.set(
        "metric_rules",
        {
            "tolerance_s": 600,
            "emission_factors": {"van": {"kg_per_km": 0.2, "source": "manual"}, "cargo_bike": {"kg_per_km": 0.0}},
        },
    )
    report = report_period(two_weeks, END, END, "harbour")
    assert report.targets["first_attempt_rate"].source == "set in Settings"
    assert report.targets["on_time"].value == pytest.approx(0.97)
    assert report.metrics["on_time"].numerator == 8
    assert report.metrics["co2e"].value == pytest.approx(2 * 34 * 0.2)
    assert dict(report.rules.emission_factors).keys() == {"van"}


@pytest.mark.parametrize(("start", "end"), [(END, END - timedelta(days=1)), (END - timedelta(days=500), END)])
def test_impossible_periods_are_refused(harbour_store, start, end):
    with pytest.raises(LastmileError):
        report_period(harbour_store, start, end, "harbour")
