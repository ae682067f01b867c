from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from lastmile_core.model import RouteBreak
from pages.charts.timeline import describe_timeline, pieces_of, route_timeline
from pages.charts.timeline_marks import brackets_of

ZONE = "Europe/Lisbon"


def draw(day, **options):
    return route_timeline(day.plan, day.orders, ZONE, vehicle_names=day.names, **options)


def trace(fig, word):
    return next(t for t in fig.data if t.name and word in t.name)


def test_one_trace_a_state_however_many_routes(make_day):
    fig = draw(make_day(22, 20))
    assert len([t for t in fig.data if t.type == "bar"]) == 5
    assert len(fig.data) <= 8
    assert len(trace(fig, "at the stop").base) == 440
    assert len(trace(fig, "loading").base) == 22


def test_the_pieces_of_a_route_join_without_gaps_and_add_up(small_day):
    for route in small_day.plan.routes:
        pieces = list(pieces_of(route))
        for before, after in itertools.pairwise(pieces):
            assert before.end == after.start
        total = sum((piece.end - piece.start).total_seconds() for piece in pieces)
        assert total == route.paid_s


@pytest.mark.parametrize("before_stop", [0, 4, 8])
def test_a_break_is_drawn_wherever_it_lies(small_day, before_stop):
    route = small_day.plan.routes[0]
    begin = route.departure if before_stop == 0 else route.stops[before_stop - 1].departure
    pause = RouteBreak(start=begin, end=begin + timedelta(minutes=1), before_stop=before_stop)
    pieces = list(pieces_of(replace(route, breaks=(pause,))))
    assert next(p for p in pieces if p.state == "break").start == begin


def test_a_break_during_the_wait_splits_the_wait(small_day):
    route = small_day.plan.routes[0]
    index = next(i for i, stop in enumerate(route.stops) if stop.wait_s > 600)
    stop = route.stops[index]
    pause = RouteBreak(
        start=stop.arrival + timedelta(seconds=60), end=stop.arrival + timedelta(seconds=360), before_stop=index
    )
    pieces = [p for p in pieces_of(replace(route, breaks=(pause,))) if p.end > p.start]
    states = [p.state for p in pieces if stop.arrival <= p.start < stop.service_start]
    assert states == ["waiting", "break", "waiting"]


def test_clicks_answer_with_vehicle_and_order(small_day):
    fig = draw(small_day)
    route = small_day.plan.routes[0]
    assert list(trace(fig, "at the stop").customdata[0]) == ["van-1", route.stops[0].visit_id]
    assert list(trace(fig, "loading").customdata[0]) == ["van-1", ""]


def test_times_are_the_depots_wall_clock(small_day):
    first = small_day.plan.routes[0].loading_start
    fig = route_timeline(small_day.plan, small_day.orders, "Asia/Tokyo")
    assert trace(fig, "loading").base[0] != draw(small_day).data[0].base[0]
    assert draw(small_day).data[0].base[0] == first.strftime("%Y-%m-%d %H:%M:%S")


def test_the_selected_route_shows_windows_and_numbers(small_day):
    assert not [t for t in draw(small_day).data if t.name == "[ ] window"]
    stop = small_day.plan.routes[0].stops[2].visit_id
    fig = draw(small_day, selected_vehicle="van-1", selected_order=stop)
    assert [t for t in fig.data if t.name == "[ ] window"]
    numbers = next(t for t in fig.data if t.type == "scatter" and t.mode == "text" and len(t.text) == 8)
    assert "<b>[3]</b>" in numbers.text
    assert set(trace(fig, "driving").marker.opacity) == {1.0, 0.45}


def test_equal_windows_share_a_bracket_and_overlaps_get_lanes(small_day):
    route = small_day.plan.routes[0]
    window = route.stops[1].window
    later = replace(window, earliest=window.earliest + timedelta(minutes=30))
    stops = [replace(s, window=None) for s in route.stops]
    stops[0], stops[1], stops[2] = (replace(stops[i], window=w) for i, w in enumerate([window, window, later]))
    first, second = brackets_of(replace(route, stops=tuple(stops)))
    assert (first.numbers, first.lane, second.numbers, second.lane) == ((1, 2), 0, (3,), 1)


def test_broken_rules_are_triangles_with_their_words(small_day):
    marks = trace(draw(small_day), "broken rule")
    assert marks.marker.symbol == "triangle-up"
    assert len(marks.x) == len(small_day.plan.violations) == 2
    assert "late by 14 min" in marks.hovertext[0]


def test_the_now_line_is_drawn_only_within_the_day(small_day):
    middle = small_day.plan.routes[0].departure + timedelta(hours=1)
    assert len(draw(small_day, now=middle).layout.shapes) == 1
    assert not draw(small_day, now=middle + timedelta(days=1)).layout.shapes


def test_customer_text_is_not_read_as_markup_or_link(small_day):
    orders = {k: replace(o, customer_name="<a href='http://evil'>x</a>") for k, o in small_day.orders.items()}
    text = " ".join(trace(route_timeline(small_day.plan, orders, ZONE), "at the stop").hovertext)
    assert "<a" not in text
    assert "http://" not in text


def test_an_empty_plan_says_what_to_do(small_day):
    plan = replace(small_day.plan, routes=(), violations=())
    fig = route_timeline(plan, {}, ZONE)
    assert "Plan the day" in fig.layout.annotations[0].text
    assert describe_timeline(plan) == "Time line without routes."
    assert "4 routes" in describe_timeline(small_day.plan)
