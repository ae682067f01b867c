"""When the hour of service has a price, the departure is the cheapest, not just the latest."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.problem import DayPrices, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.timing.cost import route_cost
from lastmile_core.schedule.timing.timetable import time_route

HOUR = 3600


def _late_for_the_second_stop(line, **more):
    """The first stop may wait until 12:00, the second only opens at 12:30."""
    visits = [
        Visit(visit_id="a", location=10, load=(), windows=((8 * HOUR, 12 * HOUR),), **more),
        Visit(visit_id="b", location=20, load=(), windows=((12 * HOUR + 1800, 14 * HOUR),)),
    ]
    return visits, VehicleDay(vehicle_id="v", shift=(7 * HOUR, 18 * HOUR), cost_per_hour=3600)


def test_a_wish_dearer_than_waiting_moves_the_departure(line):
    visits, van = _late_for_the_second_stop(line, preferred=(9 * HOUR, 10 * HOUR), late_price=7200)
    timetable = time_route(line(visits, [van]), 0, [0, 1])
    # Leaving at 9:50 is at the first stop as late as it wishes; each hour later is dearer than an hour paid.
    assert (timetable.departure, timetable.starts[0]) == (9 * HOUR + 3000, 10 * HOUR)
    assert timetable.waits == (0, 2 * HOUR + 1200)


def test_a_wish_cheaper_than_waiting_does_not(line):
    visits, van = _late_for_the_second_stop(line, preferred=(9 * HOUR, 10 * HOUR), late_price=3000)
    assert time_route(line(visits, [van]), 0, [0, 1]).starts[0] == 12 * HOUR


def test_a_promised_time_is_kept_when_that_is_cheaper(line):
    visits, van = _late_for_the_second_stop(line, previous_start=11 * HOUR)
    prices = DayPrices(changed_time=3700)
    assert time_route(line(visits, [van], prices=prices), 0, [0, 1]).starts[0] == 11 * HOUR


def test_the_hour_in_which_somebody_is_at_home_wins(line):
    chances = (200,) * 10 + (900, 300)  # at home from 10 to 11
    visits, van = _late_for_the_second_stop(line, chances=chances)
    timetable = time_route(line(visits, [van], prices=DayPrices(failed_attempt=10_000)), 0, [0, 1])
    assert timetable.starts[0] == 11 * HOUR - 1


def _two_wishes(line, second, prices=None):
    """The first stop is wished at 8:00 and may wait until 12:00, so may the second, 10 minutes on; a third is late."""
    early = {"preferred": (8 * HOUR, 8 * HOUR), "late_price": 7200}
    visits = [
        Visit(visit_id="a", location=10, load=(), windows=((8 * HOUR, 12 * HOUR),), **early),
        Visit(visit_id="b", location=20, load=(), windows=((8 * HOUR, 13 * HOUR),), **second),
        Visit(visit_id="c", location=20, load=(), windows=((14 * HOUR, 15 * HOUR),)),
    ]
    van = VehicleDay(vehicle_id="v", shift=(7 * HOUR, 18 * HOUR), cost_per_hour=3600)
    return time_route(line(visits, [van], prices=prices or DayPrices()), 0, [0, 1, 2])


def test_of_two_wishes_the_dearer_one_wins(line):
    assert _two_wishes(line, {}).starts[0] == 8 * HOUR
    wish = {"preferred": (10 * HOUR, 11 * HOUR), "early_price": 5000}
    assert _two_wishes(line, wish).starts[1] == 10 * HOUR


def test_a_wish_pulls_only_up_to_the_hour_in_which_nobody_is_at_home(line):
    chances = {"chances": (0,) * 10 + (1000,)}  # nobody before 10
    assert _two_wishes(line, chances, DayPrices(failed_attempt=100_000)).starts[1] == 10 * HOUR


def test_no_wish_is_worth_more_paid_time_than_the_vehicle_may_have(line):
    visits, van = _late_for_the_second_stop(line, preferred=(8 * HOUR, 8 * HOUR), late_price=72_000)
    van = VehicleDay(vehicle_id="v", shift=van.shift, cost_per_hour=3600, max_duration=3 * HOUR)
    timetable = time_route(line(visits, [van]), 0, [0, 1])
    assert timetable.paid == 3 * HOUR


@st.composite
def priced_routes(draw):
    num = draw(st.integers(1, 4))
    seconds = st.integers(0, 240)
    visits = []
    for idx in range(num):
        begin = draw(seconds)
        wish = draw(seconds)
        visits.append(
            Visit(
                visit_id=str(idx),
                location=idx + 1,
                load=(),
                set_up=draw(st.integers(0, 5)),
                service=draw(st.integers(0, 20)),
                windows=((3500 + begin, 3500 + begin + draw(seconds)),),
                preferred=draw(st.none() | st.just((3500 + wish, 3500 + wish + draw(st.integers(0, 40))))),
                early_price=3600 * draw(st.integers(0, 4)),
                late_price=3600 * draw(st.integers(0, 4)),
                previous_start=draw(st.none() | st.integers(3400, 3900)),
                chances=draw(st.sampled_from(((), (500, 900), (900, 100)))),
            )
        )
    cells = draw(st.lists(st.integers(0, 30), min_size=(num + 1) ** 2, max_size=(num + 1) ** 2))
    matrix = np.array(cells, dtype=np.int64).reshape(num + 1, num + 1)
    van = VehicleDay(
        vehicle_id="v",
        shift=(3300, 5000),
        loading=draw(st.integers(0, 20)),
        cost_per_hour=3600 * draw(st.integers(0, 4)),
        regular_time=draw(st.none() | st.integers(0, 400)),
        overtime_price=3600 * draw(st.integers(0, 3)),
    )
    prices = DayPrices(
        waiting=3600 * draw(st.integers(0, 2)),
        failed_attempt=1000 * draw(st.integers(0, 2)),
        changed_time=3600 * draw(st.integers(0, 4)),
    )
    return RoutingProblem(
        visits=tuple(visits), vehicles=(van,), durations=(matrix,), distances=(matrix,), prices=prices
    )


@settings(deadline=None, max_examples=60)
@given(priced_routes())
def test_no_departure_that_makes_nothing_later_is_cheaper(problem):
    visits = list(range(problem.num_visits))
    best = time_route(problem, 0, visits)
    first = time_route(problem, 0, visits, loading_starts=(0,))
    price = route_cost(problem, best).total
    assert best.end == first.end
    for begin in range(first.loading_start, best.loading_start + 400):
        other = time_route(problem, 0, visits, loading_starts=(begin,))
        if other.end > first.end or sum(other.lateness) > sum(first.lateness):
            break
        assert route_cost(problem, other).total >= price
