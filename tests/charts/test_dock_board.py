"""The dock board tells the bays of the plan, whoever waits for one, and what is closed."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import time, timedelta

import pytest

from lastmile_core.model import Dock, RouteReload
from pages.charts.dock_board import NO_DOCK, describe_docks, dock_board, dock_rows
from pages.charts.dock_loadings import dock_loadings, is_counted

ZONE = "Europe/Lisbon"


def bays(number, **hours):
    return [Dock(dock_id=f"d{i}", depot_id="harbour", name=f"Bay {i + 1}", **hours) for i in range(number)]


@pytest.fixture
def plan(make_day):
    return make_day(9, 2).plan


def at_bays(plan, *ids):
    """The plan with these bays for its routes, in turn."""
    routes = [replace(route, dock_id=ids[n % len(ids)]) for n, route in enumerate(plan.routes)]
    return replace(plan, routes=tuple(routes))


def trace(fig, word):
    return next(one for one in fig.data if word in one.name)


def test_no_bay_ever_holds_two_vans(plan):
    for number in (1, 2, 4):
        loadings = dock_loadings(plan, bays(number))
        assert len(loadings) == 9
        for row in range(number):
            mine = sorted((one for one in loadings if one.row == row), key=lambda one: one.begin)
            assert all(a.done <= b.begin for a, b in itertools.pairwise(mine))
    assert sum(one.queue_s for one in dock_loadings(plan, bays(1))) > 0
    assert sum(one.queue_s for one in dock_loadings(plan, bays(4))) == 0


def test_bays_of_the_plan_are_taken_as_they_are(plan):
    counted = at_bays(plan, "d1", "d0")
    assert is_counted(counted)
    assert not is_counted(plan)
    assert [one.row for one in dock_loadings(counted, bays(2))] == [1, 0] * 4 + [1]


def test_who_waits_loads_later_and_says_how_long(plan):
    fig = dock_board(at_bays(plan, "d0"), bays(1), {"van-2": "Van 2"})
    first, second = dock_loadings(at_bays(plan, "d0"), bays(1))[:2]
    # Vans come six minutes apart and load for a quarter of an hour.
    assert (first.queue_s, second.queue_s) == (0, 540)
    assert second.begin == first.done
    waits = trace(fig, "waits for the bay")
    assert (waits.x[0], waits.hovertext[0].split("<br>")[1]) == (540_000, "waits 9 min for the bay")
    assert "◇ 8 wait" in fig.layout.yaxis.ticktext[0]
    assert waits.marker.pattern.shape == "/"
    assert "Van 2 loads 06:45–07:00<br>waits 9 min" in trace(fig, "first loading").hovertext[1]
    assert waits.customdata[0][0] == "van-2"


def test_reloads_are_loadings_too(plan):
    route = plan.routes[0]
    back = route.stops[0].departure + timedelta(minutes=20)
    again = RouteReload(
        reload_id="reload/van-1/1",
        arrival=back,
        start=back,
        end=back + timedelta(minutes=10),
        before_stop=1,
        dock_id="d0",
    )
    busy = replace(plan, routes=(replace(route, reloads=(again,), dock_id="d0"), *at_bays(plan, "d1").routes[1:]))
    loadings = dock_loadings(busy, bays(2))
    assert [(one.vehicle_id, one.trip) for one in loadings if one.row == 0] == [("van-1", 1), ("van-1", 2)]
    assert len(trace(dock_board(busy, bays(2)), "reload").x) == 1
    rows = dock_rows(busy, bays(2), {"van-1": "Van 1"}, ZONE)
    assert [row["Trip"] for row in rows if row["Vehicle"] == "Van 1"] == [1, 2]


def test_a_loading_without_a_bay_has_a_row_of_its_own(plan):
    counted = replace(plan, routes=(replace(plan.routes[0], dock_id="d0"), *plan.routes[1:]))
    fig = dock_board(counted, bays(2))
    assert [text.strip() for text in fig.layout.yaxis.ticktext] == ["Bay 1", "Bay 2", NO_DOCK]
    assert "8 of them wait for a bay" in describe_docks(counted, bays(2), ZONE)
    assert [row["Bay"] for row in dock_rows(counted, bays(2), {}, ZONE)].count(NO_DOCK) == 8


def test_closed_hours_are_drawn_and_waited_for(plan):
    late = bays(1, opens=time(7), closes=time(21))
    fig = dock_board(at_bays(plan, "d0"), late)
    (closed,) = trace(fig, "closed").x
    assert closed == 45 * 60_000  # from a quarter past six, where the chart begins
    first = dock_loadings(at_bays(plan, "d0"), late)[0]
    assert first.queue_s == 30 * 60
    assert "closed" not in {one.name for one in dock_board(plan, bays(1, opens=time(0), closes=time(0))).data}


def test_loading_elsewhere_needs_no_bay_here(plan, make_day):
    elsewhere = make_day(1, 2).depot.location
    routes = (replace(plan.routes[0], start=elsewhere), replace(plan.routes[1], is_open_start=True), *plan.routes[2:])
    assert len(dock_loadings(replace(plan, routes=routes), bays(2))) == 7


def test_the_board_in_words(plan):
    said = describe_docks(plan, bays(4), ZONE)
    assert said.startswith("9 loadings at 4 bays from 06:30 to 07:33; nobody waits.")
    assert "Most at once: 3" in said
    assert "9 loadings at 1 bay" in describe_docks(plan, bays(1), ZONE)
    assert describe_docks(replace(plan, routes=()), bays(1), ZONE) == "No loadings."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_bay_is_a_row_also_when_nothing_is_loaded(plan, theme):
    fig = dock_board(plan, bays(4), theme=theme, timezone="Asia/Tokyo")
    assert len(fig.layout.yaxis.ticktext) == 4
    assert not dock_board(replace(plan, routes=()), bays(1)).data
    assert "no bays" in dock_board(plan, []).layout.yaxis.ticktext[0]
