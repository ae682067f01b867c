from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pages.charts.kpi_bars import dock_queue_bars, failure_bars
from pages.charts.kpi_charts import trend_line, waterfall
from pages.charts.plan_charts import compare_plans, cost_curve
from pages.charts.plotly_style import chart_text

DAYS = [date(2026, 11, 1) + timedelta(days=i) for i in range(4)]


def test_a_trend_leaves_gaps_and_marks_missed_targets():
    fig = trend_line(
        DAYS, [92, None, 88, 95], name="On time", unit="%", target=90, intervals=[(90, 94), None, (80, 92), (93, 97)]
    )
    named = {t.name: t for t in fig.data}
    assert named["On time"].connectgaps is False
    assert list(named["target missed"].y) == [88]
    assert list(named["95 % interval"].x).count(None) == 2
    assert fig.layout.yaxis.title.text == "On time (%)"


def test_a_lower_is_better_metric_misses_its_target_above_it():
    fig = trend_line(DAYS, [5, 9, 3, 7], name="Queue", unit="min", target=6, higher_is_better=False)
    assert list(next(t for t in fig.data if t.name == "target missed").y) == [9, 7]


@pytest.mark.parametrize(
    "fig",
    [
        trend_line(DAYS, [None] * 4, name="x", unit="%"),
        waterfall([], unit="min"),
        failure_bars([("Nobody home", 0, 10)], by="reason"),
        dock_queue_bars([]),
        cost_curve([], "EUR"),
    ],
)
def test_without_data_a_figure_says_so(fig):
    assert not fig.data
    assert fig.layout.annotations[0].text.endswith(".")


def test_a_waterfall_adds_up_with_and_without_a_start():
    parts = [("Late start", 41.0), ("Loading", -12.0), ("Travel", 63.0)]
    fig = waterfall(parts, unit="minutes")
    assert fig.data[0].y[-1] == 92
    assert fig.data[0].text[:2] == ("+41", "−12")
    started = waterfall(parts, unit="minutes", start=("Planned", 6900.0))
    assert started.data[0].y[-1] == 6992
    assert any("does not start at zero" in a.text for a in started.layout.annotations)


def test_failure_bars_sum_what_does_not_fit_as_others():
    fig = failure_bars([(f"District {i}", i, 20) for i in range(1, 21)], by="district", at_most=5)
    assert sum(fig.data[0].x) == 210
    assert fig.data[0].x[0] == 20
    assert "16 others" in fig.layout.yaxis.ticktext[-1]


def test_hours_keep_their_order_and_shares_are_written():
    fig = failure_bars([("08:00", 1, 10), ("09:00", 4, 16)], by="hour", sort=False)
    assert fig.data[0].text == ("1 of 10 (10 %)", "4 of 16 (25 %)")


def test_a_quarter_over_the_limit_is_told_by_shape_too():
    fig = dock_queue_bars([("07:15", 2.0, 3), ("07:30", 9.0, 4)], limit_min=5)
    assert fig.data[0].text == ("2", "▲ 9")
    assert fig.data[0].marker.pattern.shape == ("/", "")


def test_the_cost_curve_is_a_stair_in_money():
    fig = cost_curve([(0.5, 52_000), (2.0, 41_000)], "EUR")
    assert list(fig.data[0].y) == [520.0, 410.0]
    assert fig.data[0].line.shape == "hv"
    assert "€410.00" in fig.layout.annotations[0].text


def test_two_plans_are_compared_in_words(make_day):
    left, right = make_day(4, 8).plan, replace(make_day(3, 8).plan, version=4)
    rows = {row["figure"]: row for row in compare_plans(left, right, "EUR")}
    assert rows["Vans on the road"]["v3"] == "4"
    assert rows["Vans on the road"]["change"] == "−1"
    assert "better" in rows["Vans on the road"]["verdict"]
    assert "worse" in rows["Stops planned"]["verdict"]
    assert rows["Orders left out"]["change"] == "same"
    assert set(compare_plans(left, left, "EUR")[0]) == {"figure", "v3 (left)", "v3 (right)", "change", "verdict"}


def test_text_from_outside_is_shortened_and_harmless():
    assert chart_text("<b>x</b> & http://evil") == "&lt;b&gt;x&lt;/b&gt; &amp; http:​//evil"
    assert len(chart_text("x" * 100, 20)) == 20
