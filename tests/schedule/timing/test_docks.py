"""Every loading finds an open bay, or the judge says how long it would queue."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.model import ViolationCause
from lastmile_core.problem import DockDay, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule import judge, rejudge
from lastmile_core.schedule.timing.dock_queue import queueing
from lastmile_core.schedule.timing.route_timetable import Loading, RouteTimetable
from tests.schedule.conftest import line_problem

HOUR = 3600


def _bay(name="1", opens=6 * HOUR, closes=20 * HOUR, location=0) -> DockDay:
    return DockDay(dock_id=name, location=location, opens=opens, closes=closes)


def _day(line, docks, num_vans=3, loading=600):
    visits = [Visit(visit_id=str(idx), location=10, load=()) for idx in range(num_vans)]
    vans = [VehicleDay(vehicle_id=str(idx), shift=(7 * HOUR, 18 * HOUR), loading=loading) for idx in range(num_vans)]
    return line(visits, vans, docks=docks)


def test_nobody_queues_where_nobody_counts_bays(line):
    assert judge(_day(line, ()), {0: [0], 1: [1], 2: [2]}).is_feasible


def test_who_comes_second_and_third_queues(line):
    problem = _day(line, (_bay(),))
    violations = judge(problem, {0: [0], 1: [1], 2: [2]}).violations
    assert [(f.cause, f.vehicle, f.visit, f.amount, f.unit, f.detail) for f in violations] == [
        (ViolationCause.DOCKS, 1, None, 600, "s", ("queue",)),
        (ViolationCause.DOCKS, 2, None, 1200, "s", ("queue",)),
    ]


def test_chosen_loading_times_take_turns(line):
    problem = _day(line, (_bay(),))
    routes = {0: [0], 1: [1], 2: [2]}
    starts = {1: (7 * HOUR + 600,), 2: (7 * HOUR + 1200,)}
    judgement = judge(problem, routes, starts)
    assert judgement.is_feasible
    assert [table.departure for table in judgement.timetables.values()] == [7 * HOUR + 600 * (k + 1) for k in range(3)]
    assert rejudge(problem, judgement, {1: [1]}, {1: starts[1]}) == judgement
    # A changed route without a chosen time loads as it likes again, and queues.
    assert [violation.vehicle for violation in rejudge(problem, judgement, {1: [1]}).violations] == [1]


def test_two_bays_serve_two_at_once(line):
    problem = _day(line, (_bay("1"), _bay("2")))
    (violation,) = judge(problem, {0: [0], 1: [1], 2: [2]}).violations
    assert (violation.vehicle, violation.amount) == (2, 600)


def test_a_bay_that_opens_later_is_no_bay_before(line):
    problem = _day(line, (_bay(opens=8 * HOUR),), num_vans=1)
    (violation,) = judge(problem, {0: [0]}).violations
    assert (violation.amount, violation.detail) == (HOUR, ("closed",))


def test_a_bay_that_closes_before_the_end_says_by_how_much(line):
    problem = _day(line, (_bay(closes=7 * HOUR + 500),), num_vans=1)
    (violation,) = judge(problem, {0: [0]}).violations
    assert (violation.amount, violation.detail) == (100, ("closed",))


def test_loading_elsewhere_or_in_no_time_needs_no_bay(line):
    assert judge(_day(line, (_bay(location=5),)), {0: [0], 1: [1]}).is_feasible
    assert judge(_day(line, (_bay(),), loading=0), {0: [0], 1: [1]}).is_feasible


def test_a_reload_needs_a_bay_too(line):
    visits = [
        Visit(visit_id="a", location=10, load=(), windows=((7 * HOUR, 7 * HOUR + 1200),)),
        Visit(visit_id="r", location=0, load=(), is_reload=True, service=600, allowed_vehicles=frozenset({0})),
        Visit(visit_id="b", location=10, load=(), windows=((7 * HOUR + 2400, 7 * HOUR + 2400),)),
    ]
    vans = [VehicleDay(vehicle_id=name, shift=(7 * HOUR, 18 * HOUR), loading=600, max_trips=2) for name in "vw"]
    problem = line(visits, vans, docks=(_bay(),))
    # v loads 7:00, is back 7:30 and reloads until 7:40; w loads 7:20 to 7:30, or 7:30 without a fixed visit.
    judgement = judge(problem, {0: [0, 1], 1: [2]})
    assert judgement.is_feasible
    loadings = queueing(problem, judgement.timetables.values())
    assert [(one.vehicle, one.trip, one.visit, one.dock) for one in loadings] == [
        (0, 0, None, 0),
        (1, 0, None, 0),
        (0, 1, 1, 0),
    ]
    later = judge(problem, {0: [0, 1], 1: [2]}, {1: (7 * HOUR + 1500,)})
    assert (ViolationCause.DOCKS, 0, 1, 300) in [(f.cause, f.vehicle, f.visit, f.amount) for f in later.violations]


def _table(idx, start, length):
    return RouteTimetable(
        vehicle=idx,
        visits=(0,),
        loading_start=start,
        departure=start + length,
        end=99,
        loadings=(Loading(start, start + length, 0, None),),
    )


def test_bays_with_different_hours_are_shared_so_that_nobody_queues(line):
    # First come to the bay that closes first would leave only the early bay to the third.
    docks = (_bay("early", opens=0, closes=8), _bay("late", opens=0, closes=12))
    problem = line([], [VehicleDay(vehicle_id=name) for name in "uvw"], docks=docks)
    found = queueing(problem, [_table(0, 0, 4), _table(1, 2, 6), _table(2, 5, 6)])
    assert [(one.dock, one.queue_s) for one in found] == [(1, 0), (0, 0), (1, 0)]


spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), min_size=1, max_size=6)
openings = st.lists(st.tuples(st.integers(0, 8), st.integers(5, 26)), min_size=1, max_size=3)


@settings(deadline=None, max_examples=300)
@given(spans, openings)
def test_somebody_queues_exactly_when_no_sharing_of_the_bays_serves_all(wanted, hours):
    docks = tuple(_bay(str(idx), opens, max(opens, closes)) for idx, (opens, closes) in enumerate(hours))
    problem = line_problem([], [VehicleDay(vehicle_id=str(idx)) for idx in range(len(wanted))], docks=docks)
    timetables = [_table(idx, start, length) for idx, (start, length) in enumerate(wanted)]
    found = queueing(problem, timetables)
    assert all(one.is_sound for one in found) == _can_share(problem, wanted)
    for bay in range(len(docks)):
        mine = [(one.start + one.queue_s, one.end + one.queue_s) for one in found if one.dock == bay]
        assert all(docks[bay].opens <= begin and end <= docks[bay].closes for begin, end in mine)
        assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(sorted(mine)))


def _can_share(problem: RoutingProblem, wanted) -> bool:
    spans = sorted((start, start + length) for start, length in wanted)
    for choice in itertools.product(range(len(problem.docks)), repeat=len(spans)):
        free = [dock.opens for dock in problem.docks]
        for (start, end), bay in zip(spans, choice, strict=True):
            if start < free[bay] or end > problem.docks[bay].closes:
                break
            free[bay] = end
        else:
            return True
    return False
