"""Every part of the objective, by hand."""

from __future__ import annotations

import dataclasses

import pytest

from lastmile_core.model import CostParts
from lastmile_core.problem import DayPrices, VehicleDay, Visit
from lastmile_core.schedule import CostCents, judge, rejudge
from lastmile_core.schedule.timing.cost import unserved_cost

HOUR = 3600


def _van(**more) -> VehicleDay:
    return VehicleDay(**{"vehicle_id": "v", "shift": (8 * HOUR, 18 * HOUR), **more})


def _cost(line, visits, prices=None, vans=None, routes=None) -> CostCents:
    problem = line(visits, vans or [_van()], prices=prices or DayPrices())
    return judge(problem, routes or {0: list(range(len(visits)))}).cost


def test_the_parts_of_a_plan_have_the_same_names_in_both_vocabularies():
    assert [part.name for part in dataclasses.fields(CostParts)] == [
        part.name for part in dataclasses.fields(CostCents)
    ]
    ones = {part.name: 1 for part in dataclasses.fields(CostCents)}
    assert CostCents(**ones).total == len(ones) == CostParts(**ones).total
    assert CostCents(**ones).operating == CostParts(**ones).operating == 4
    assert (CostCents(**ones) + CostCents(**ones)).total == 2 * len(ones)


def test_overtime_comes_on_top_of_the_paid_hour(line):
    van = _van(regular_time=2000, overtime_price=1800, cost_per_hour=3600)
    cost = _cost(line, [Visit(visit_id="a", location=30, load=(), service=0)], vans=[van])
    assert (cost.paid_time, cost.overtime, cost.operating) == (3600, 800, 4400)


def test_waiting_has_a_price_of_its_own(line):
    visits = [
        Visit(visit_id="a", location=1, load=(), windows=((8 * HOUR, 9 * HOUR),)),
        Visit(visit_id="b", location=1, load=(), windows=((10 * HOUR, 11 * HOUR),)),
    ]
    assert _cost(line, visits, DayPrices(waiting=500)).waiting == 500


@pytest.mark.parametrize(("at", "cents"), [(9, 100), (9.5, 50), (10, 0), (11, 0), (12, 300), (12.5, 450)])
def test_service_outside_the_wished_time_is_priced_by_the_hour(line, at, cents):
    second = int(at * HOUR)
    visit = Visit(
        visit_id="a",
        location=0,
        load=(),
        windows=((second, second),),
        preferred=(10 * HOUR, 11 * HOUR),
        early_price=100,
        late_price=300,
    )
    assert _cost(line, [visit]).lateness == cents


def test_service_after_the_window_costs_on_top_of_the_wish(line):
    visit = Visit(
        visit_id="a", location=0, load=(), windows=((0, 7 * HOUR),), preferred=(6 * HOUR, 7 * HOUR), late_price=10
    )
    assert _cost(line, [visit]).lateness == HOUR + 10


@pytest.mark.parametrize(("at", "cents"), [(8, 500), (9, 100), (17, 100)])
def test_a_failed_attempt_is_expected_by_the_hour(line, at, cents):
    chances = (500,) * 9 + (900,)
    visit = Visit(visit_id="a", location=0, load=(), windows=((at * HOUR, at * HOUR),), chances=chances)
    assert _cost(line, [visit], DayPrices(failed_attempt=1000)).failed_attempts == cents


def test_moved_stops_and_changed_times_are_instability(line):
    visits = [
        Visit(visit_id="a", location=0, load=(), previous_vehicle=1, previous_start=7 * HOUR),
        Visit(visit_id="b", location=0, load=(), previous_vehicle=0, previous_start=8 * HOUR + 1800),
        Visit(visit_id="c", location=0, load=()),
    ]
    cost = _cost(line, visits, DayPrices(moved_stop=70, changed_time=100))
    assert cost.instability == 70 + 150


def test_a_driver_who_does_not_know_the_place_costs(line):
    visits = [
        Visit(visit_id="a", location=0, load=(), familiar_vehicles=frozenset({1})),
        Visit(visit_id="b", location=0, load=(), familiar_vehicles=frozenset({0, 1})),
        Visit(visit_id="c", location=0, load=()),
    ]
    assert _cost(line, visits, DayPrices(unfamiliar=30)).territory == 30


def test_pickups_and_reloads_are_not_orders_that_were_moved(line):
    stays = {"previous_vehicle": 1, "previous_start": 0, "familiar_vehicles": frozenset({1})}
    visits = [
        Visit(visit_id="p", location=0, load=(), partner=1, is_pickup=True, **stays),
        Visit(visit_id="p", location=0, load=(), partner=0),
        Visit(visit_id="r", location=0, load=(), is_reload=True, allowed_vehicles=frozenset({0}), **stays),
    ]
    cost = _cost(line, visits, DayPrices(moved_stop=70, changed_time=100, unfamiliar=30), [_van(max_trips=2)])
    assert (cost.instability, cost.territory) == (0, 0)


def test_only_orders_have_a_price_when_left_out(line):
    visits = [
        Visit(visit_id="p", location=0, load=(), partner=1, is_pickup=True, penalty=7),
        Visit(visit_id="p", location=0, load=(), partner=0, penalty=50),
        Visit(visit_id="r", location=0, load=(), is_reload=True, allowed_vehicles=frozenset({0}), penalty=7),
    ]
    assert unserved_cost(line(visits, [_van()]), [0, 1, 2]).unserved == 50


def test_balance_is_the_longest_route_beyond_the_mean_of_those_in_use(line):
    visits = [Visit(visit_id=str(k), location=10 * (k + 1), load=()) for k in range(3)]
    problem = line(visits, [_van(), _van(vehicle_id="w"), _van(vehicle_id="x")], prices=DayPrices(balance=3600))
    both = judge(problem, {0: [0], 1: [2]})
    # 20 and 60 minutes: the longest is 20 minutes beyond the mean; the third van stays in and does not count.
    assert both.cost.balance == 1200
    assert judge(problem, {0: [0]}).cost.balance == 0
    again = rejudge(problem, both, {2: [1]})
    assert again == judge(problem, {0: [0], 1: [2], 2: [1]})
    assert again.cost.balance == 1200
