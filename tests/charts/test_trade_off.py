"""The curve of first attempts against distance, and its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lastmile_core.workflows.plan.trade_off_day import CurvePoint
from pages.charts.trade_off import trade_off_curve, trade_off_rows, trade_off_sentence

FIRST = CurvePoint(price=0.0, failures=24.5, distance_m=182_300, paid_s=90_000, cost=1040.0, num_unassigned=1)
POINTS = [
    FIRST,
    replace(FIRST, price=8.0, failures=21.4, distance_m=186_500, cost=1044.2),
    replace(FIRST, price=16.0, failures=21.4, distance_m=186_500, cost=1044.2),
    replace(FIRST, price=32.0, failures=19.0, distance_m=201_000, cost=1071.0),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_curve_falls_over_the_distance_and_marks_the_price_in_use(theme):
    fig = trade_off_curve(POINTS, 16.0, "EUR", theme=theme)
    line = fig.data[0]
    assert list(line.x) == [182.3, 186.5, 186.5, 201.0]
    assert list(line.y) == [24.5, 21.4, 21.4, 19.0]
    assert [size == max(line.marker.size) for size in line.marker.size] == [False, False, True, False]
    # Points of one plan share a label.
    assert [note.text for note in fig.layout.annotations] == ["€0.00", "<b>€8.00, €16.00 ● now</b>", "€32.00"]
    assert "km" in fig.layout.xaxis.title.text


def test_labels_stay_inside_when_all_points_are_one():
    fig = trade_off_curve([FIRST], 0.0, "EUR")
    low, high = fig.layout.xaxis.range
    assert low < 182.3 < high


def test_without_points_it_says_so():
    fig = trade_off_curve([], 8.0, "EUR")
    assert not fig.data
    assert fig.layout.annotations[0].text.endswith(".")


def test_a_point_in_words():
    words = trade_off_sentence(POINTS[1], FIRST, "EUR")
    assert words == "3.1 fewer failed first attempts for 4.2 km more (€4.20 more)"
    assert trade_off_sentence(FIRST, POINTS[1], "EUR").startswith("3.1 more failed first attempts for 4.2 km less")
    same = trade_off_sentence(FIRST, FIRST, "EUR")
    assert same == "As many failed first attempts for the same distance (the same cost)"


def test_the_table_has_a_row_a_price_and_names_orders_left_out_where_they_differ():
    rows = trade_off_rows(POINTS, "EUR")
    assert [row["Price (EUR)"] for row in rows] == [0.0, 8.0, 16.0, 32.0]
    assert [row["Failed first attempts"] for row in rows] == [24.5, 21.4, 21.4, 19.0]
    assert "Not served" not in rows[0]
    fewer = trade_off_rows([FIRST, replace(FIRST, price=8.0, num_unassigned=2)], "EUR")
    assert [row["Not served"] for row in fewer] == [1, 2]
    assert trade_off_rows([], "EUR") == []
