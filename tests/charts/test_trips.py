"""Routes with several trips, pickups and set-up: time line, map line, figures and expected arrivals."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from lastmile_core.model import Location, Pickup, Route, RouteBreak, RouteReload, StopKind, pickup_id
from lastmile_core.tracking.eta import expected_arrivals
from pages.charts.geometry import route_path
from pages.charts.timeline import pieces_of

SHOP = Location(lat=38.59, lon=-30.12)


@pytest.fixture
def two_trips(small_day):
    """A route that loads again before its third stop; later stops are put off, the fourth has set-up time."""
    route = replace(small_day.plan.routes[0], breaks=(), geometry=())
    before, put_off = route.stops[1].departure, timedelta(hours=1)
    reload = RouteReload(
        reload_id="reload/van-1/1",
        arrival=before + timedelta(minutes=10),
        start=before + timedelta(minutes=25),
        end=before + timedelta(minutes=35),
        before_stop=2,
        drive_s=600,
        distance_m=4000,
        wait_s=900,
    )

    def later(stop):
        return replace(
            stop,
            arrival=stop.arrival + put_off,
            service_start=stop.service_start + put_off,
            departure=stop.departure + put_off,
        )

    stops = [*route.stops[:2], *(later(stop) for stop in route.stops[2:])]
    ready = stops[3].arrival + timedelta(seconds=120)
    stops[3] = replace(stops[3], service_start=max(ready, stops[3].service_start), set_up_s=120)
    return replace(route, stops=tuple(stops), reloads=(reload,), return_at=route.return_at + put_off)


def test_pieces_with_a_reload_and_set_up_join_without_gaps(two_trips: Route) -> None:
    pieces = [piece for piece in pieces_of(two_trips) if piece.end > piece.start]
    (reload,) = two_trips.reloads
    assert pieces[0].start == two_trips.loading_start
    assert pieces[-1].end == two_trips.return_at
    assert all(before.end == after.start for before, after in itertools.pairwise(pieces))
    at_depot = [(p.state, p.start, p.end) for p in pieces if reload.arrival <= p.start < reload.end]
    assert at_depot == [("waiting", reload.arrival, reload.start), ("loading", reload.start, reload.end)]
    fourth = two_trips.stops[3]
    assert ("service", fourth.arrival) in [(piece.state, piece.start) for piece in pieces if piece.number == 4]


def test_a_break_before_and_one_after_the_reload(two_trips: Route) -> None:
    (reload,) = two_trips.reloads
    early = RouteBreak(
        start=reload.arrival + timedelta(minutes=2), end=reload.arrival + timedelta(minutes=12), before_stop=2
    )
    late = RouteBreak(start=reload.end + timedelta(minutes=1), end=reload.end + timedelta(minutes=6), before_stop=2)
    pieces = [p for p in pieces_of(replace(two_trips, breaks=(early, late))) if p.end > p.start]
    assert all(before.end == after.start for before, after in itertools.pairwise(pieces))
    states = [p.state for p in pieces if reload.arrival <= p.start < late.end]
    assert states == ["waiting", "break", "waiting", "loading", "drive", "break"]


def test_the_line_on_the_map_goes_over_the_depot_and_the_shop(two_trips: Route, small_day) -> None:
    last = two_trips.stops[-1]
    orders = {
        **small_day.orders,
        last.visit_id: replace(small_day.orders[last.visit_id], pickup=Pickup(location=SHOP)),
    }
    fetch = replace(last, visit_id=pickup_id(last.visit_id), kind=StopKind.PICKUP)
    route = replace(two_trips, stops=(*two_trips.stops[:-1], fetch, last), is_open_end=True)
    path = route_path(route, orders, small_day.depot)
    home = [small_day.depot.location.lon, small_day.depot.location.lat]
    assert path.count(home) == 2
    assert path[0] == home
    assert [SHOP.lon, SHOP.lat] in path


def test_ways_count_the_way_to_the_depot(two_trips: Route) -> None:
    stops = two_trips.stops
    assert two_trips.way_s(2) == stops[2].drive_s + 600 + 900 + 600
    assert two_trips.way_m(2) == stops[2].distance_m + 4000


def test_waiting_at_the_depot_takes_up_a_delay(two_trips: Route) -> None:
    third = two_trips.stops[2]
    remaining = {third.visit_id}
    for delay_s, expected in ((600, 0), (1500, 600), (-300, 0)):
        assert expected_arrivals(two_trips, delay_s, remaining)[third.visit_id] == third.arrival + timedelta(
            seconds=expected
        )
