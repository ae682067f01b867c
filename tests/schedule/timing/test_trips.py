"""Several trips a day: what leaves, what comes on board, when loading may begin."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.model import ViolationCause
from lastmile_core.problem import VehicleDay, Visit
from lastmile_core.schedule import judge
from lastmile_core.schedule.checks import release
from lastmile_core.schedule.timing.timetable import time_route

HOUR = 3600


def _day(line, **first):
    visits = [
        Visit(visit_id="a", location=10, load=(6000,), service=60, dock_time=20, **first),
        Visit(visit_id="b", location=11, load=(2000,), service=60, is_collection=True),
        Visit(visit_id="r", location=0, load=(0,), service=600, is_reload=True, allowed_vehicles=frozenset({0})),
        Visit(visit_id="c", location=5, load=(7000,), service=60, dock_time=30, release=9 * HOUR),
        Visit(visit_id="d", location=6, load=(1000,), service=60, dock_time=10),
    ]
    van = VehicleDay(
        vehicle_id="v",
        shift=(8 * HOUR, 16 * HOUR),
        loading=300,
        capacity=(9000,),
        on_board=(500,),
        max_trips=2,
        max_stops=4,
    )
    return line(visits, [van], dimensions=("kg",))


def test_loads_change_at_the_reload_and_what_was_on_board_stays(line):
    timetable = time_route(_day(line), 0, [0, 1, 2, 3, 4])
    assert timetable.loads_before == (6500,)
    assert timetable.loads_after == ((500,), (2500,), (8500,), (1500,), (500,))
    assert timetable.peaks == (8500,)
    assert timetable.trips == ((0, 1), (3, 4))


def test_loading_takes_fixed_time_and_each_order_its_own(line):
    timetable = time_route(_day(line), 0, [0, 1, 2, 3, 4])
    first, second = timetable.loadings
    assert (first.end - first.start, first.location, first.visit) == (320, 0, None)
    assert (second.end - second.start, second.location, second.visit) == (640, 0, 2)
    assert timetable.loading == 960
    assert timetable.service == 240
    assert timetable.paid == timetable.loading + timetable.drive + timetable.service + timetable.wait


def test_a_trip_is_not_loaded_before_its_goods_are_there_and_waits_at_the_dock(line):
    timetable = time_route(_day(line), 0, [0, 1, 2, 3, 4])
    assert timetable.starts[2] == 9 * HOUR
    # Loading from 8:00 would be back at 8:29:20; leaving late removes the wait.
    assert timetable.waits[2] == 0
    assert timetable.loading_start == 9 * HOUR - 320 - 120 - 22 * 60
    hurried = time_route(_day(line, windows=((0, 8 * HOUR + 1200),)), 0, [0, 1, 2, 3, 4])
    assert hurried.starts[0] == 8 * HOUR + 1200
    assert hurried.waits[2] == 9 * HOUR - hurried.arrivals[2] > 0
    assert hurried.wait == hurried.waits[2]


def test_the_first_trip_waits_for_its_goods_too(line):
    visits = [Visit(visit_id="a", location=1, load=(), release=9 * HOUR)]
    van = VehicleDay(vehicle_id="v", shift=(8 * HOUR, 16 * HOUR), loading=300)
    assert time_route(line(visits, [van]), 0, [0]).loading_start == 9 * HOUR


def test_times_made_by_somebody_else_may_load_too_early(line):
    problem = _day(line)
    timetable = time_route(problem, 0, [0, 1, 2, 3, 4])
    assert list(release.check(problem, timetable)) == []
    first, second = timetable.loadings
    early = replace(timetable, loadings=(first, second._replace(start=second.start - 60, end=second.end - 60)))
    (violation,) = release.check(problem, early)
    assert (violation.cause, violation.visit, violation.amount) == (ViolationCause.RELEASE, 3, 60)


def test_reloads_are_no_stops_and_never_unassigned_and_cost_no_penalty(line):
    problem = _day(line)
    whole = judge(problem, {0: [0, 1, 2, 3, 4]})
    assert whole.is_feasible  # five visits, four stops
    nothing = judge(problem, {})
    assert nothing.unassigned == (0, 1, 3, 4)
    assert nothing.cost.unserved == 400_000


def test_one_trip_less_is_too_heavy_and_one_more_is_too_many(line):
    problem = _day(line)
    (violation,) = judge(problem, {0: [0, 1, 3, 4]}).violations
    assert (violation.cause, violation.amount, violation.unit) == (ViolationCause.CAPACITY, 5.5, "kg")
    once = replace(problem, vehicles=(replace(problem.vehicles[0], max_trips=1),))
    (violation,) = judge(once, {0: [0, 1, 2, 3, 4]}).violations
    assert (violation.cause, violation.amount, violation.unit) == (ViolationCause.TRIPS, 1, "trips")


def test_needless_reloads_are_allowed_and_only_cost_time(line):
    visits = [
        *(_day(line).visits[:3]),
        Visit(visit_id="r2", location=0, load=(0,), service=60, is_reload=True, allowed_vehicles=frozenset({0})),
    ]
    van = VehicleDay(vehicle_id="v", shift=(8 * HOUR, 16 * HOUR), capacity=(9000,), max_trips=3)
    problem = line(visits, [van], dimensions=("kg",))
    for order in ([2, 0, 1, 3], [0, 1, 2, 3], [2, 3, 0, 1]):
        judgement = judge(problem, {0: order})
        assert judgement.is_feasible
        assert judgement.timetables[0].loading == 60 + 600 + 20
        assert len(judgement.timetables[0].trips) == 3


def test_chosen_loading_times_are_kept(line):
    problem = _day(line)
    timetable = time_route(problem, 0, [0, 1, 2, 3, 4], loading_starts=(8 * HOUR + 60, 9 * HOUR + 1200))
    assert [loading.start for loading in timetable.loadings] == [8 * HOUR + 60, 9 * HOUR + 1200]
    assert timetable.departure == 8 * HOUR + 60 + 320
    assert timetable.waits[2] == 9 * HOUR + 1200 - timetable.arrivals[2]
    assert timetable.paid == timetable.loading + timetable.drive + timetable.service + timetable.wait
    # A bound that comes before the shift, the goods or the return does not bind.
    free = time_route(problem, 0, [0, 1, 2, 3, 4], loading_starts=(0, 0))
    assert [loading.start for loading in free.loadings] == [8 * HOUR, 9 * HOUR]
