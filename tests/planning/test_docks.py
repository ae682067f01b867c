"""Loadings staggered at the docks: nobody queues where that can be, as little as can be where not; no rule breaks."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastmile_core.model import ViolationCause
from lastmile_core.planning.docks import MendKind, conflict_in_words, reasons_by_vehicle, stagger, starts_in_turn
from lastmile_core.planning.docks.reduce_queueing import QueueReducer
from lastmile_core.planning.docks.route_times import RouteTimes
from lastmile_core.planning.docks.settle import Settler, docks_for
from lastmile_core.planning.docks.slack import read_slack
from lastmile_core.planning.repair.quick_start import quick_start
from lastmile_core.problem import BreakRule, DayPrices, DockDay, RoutingProblem, Traffic, VehicleDay, Visit
from lastmile_core.schedule import judge, plain_words
from lastmile_core.schedule.timing.dock_queue import queueing
from tests.planning.rich_days import RULES, rich_day
from tests.schedule.conftest import line_problem

HOUR, MINUTE = 3600, 60
SEVEN, EIGHT = 7 * HOUR, 8 * HOUR
ANY_TIME = (0, 24 * HOUR)
LONG_S = 60.0
"""Enough for a machine with much else to do: the work ends by itself long before."""


def bay(name="1", opens=6 * HOUR, closes=20 * HOUR) -> DockDay:
    return DockDay(dock_id=name, location=0, opens=opens, closes=closes)


ONE_BAY = (bay(),)


def day(windows, docks=ONE_BAY, loadings=None, cost_per_hour=2000, **van) -> RoutingProblem:
    """One van and one order ten minutes away for each window."""
    visits = [Visit(visit_id=str(n), location=10, load=(), windows=(window,)) for n, window in enumerate(windows)]
    vans = [
        VehicleDay(
            vehicle_id=f"van {n}",
            shift=(SEVEN, 18 * HOUR),
            loading=loadings[n] if loadings else 600,
            cost_per_hour=cost_per_hour,
            **van,
        )
        for n in range(len(windows))
    ]
    return line_problem(visits, vans, docks=docks)


def one_each(problem: RoutingProblem) -> dict[int, list[int]]:
    return {n: [n] for n in range(problem.num_vehicles)}


def queue_of(judgement) -> float:
    return sum(violation.amount for violation in judgement.violations if violation.cause is ViolationCause.DOCKS)


def broken(judgement) -> dict[tuple[ViolationCause, int, int | None], float]:
    """What is wrong beside the docks."""
    return {
        (violation.cause, violation.vehicle, violation.visit): violation.amount
        for violation in judgement.violations
        if violation.cause is not ViolationCause.DOCKS
    }


def test_nothing_is_staggered_where_nobody_counts_bays():
    board = stagger(day([ANY_TIME] * 3, docks=()), {0: [0], 1: [1], 2: [2]})
    assert (board.loading_starts, board.loadings) == ({}, ())


def test_vans_that_do_not_meet_stay_as_they_are():
    problem = day([(9 * HOUR, 9 * HOUR), (10 * HOUR, 10 * HOUR)])
    board = stagger(problem, one_each(problem))
    assert board.loading_starts == {}
    assert [loading.dock for loading in board.loadings] == [0, 0]


def test_three_vans_take_turns_at_one_bay_and_nobody_pays():
    problem = day([ANY_TIME] * 3)
    board = stagger(problem, one_each(problem), LONG_S)
    found = judge(problem, one_each(problem), board.loading_starts)
    assert found.is_feasible
    assert sorted(loading.start for loading in board.loadings) == [SEVEN, SEVEN + 600, SEVEN + 1200]
    assert (board.queue_before_s, board.queue_s, board.extra_cost, board.is_proven) == (1800, 0, 0, True)


def test_who_cannot_come_later_comes_sooner_and_waits_at_the_stop():
    # All must leave at 8:50 at the latest; two of them earlier, and one of these waits 10 min and one 20.
    problem = day([(9 * HOUR, 9 * HOUR)] * 3, cost_per_hour=3600)
    board = stagger(problem, one_each(problem), LONG_S)
    found = judge(problem, one_each(problem), board.loading_starts)
    assert found.is_feasible
    assert sorted(table.wait for table in found.timetables.values()) == [0, 600, 1200]
    assert board.extra_cost == 1800


def test_the_cheap_driver_waits():
    problem = day([(9 * HOUR, 9 * HOUR)] * 2)
    vans = (replace(problem.vehicles[0], cost_per_hour=6000), problem.vehicles[1])
    board = stagger(replace(problem, vehicles=vans), one_each(problem), LONG_S)
    assert list(board.loading_starts) == [1]


def test_of_two_wishes_the_dearer_one_is_kept():
    wish = {"location": 10, "load": (), "windows": ((SEVEN, EIGHT),), "preferred": (EIGHT, EIGHT)}
    visits = [Visit(visit_id="a", early_price=100, **wish), Visit(visit_id="b", early_price=900, **wish)]
    vans = [VehicleDay(vehicle_id=name, shift=(SEVEN, 18 * HOUR), loading=600) for name in "vw"]
    problem = line_problem(visits, vans, docks=(bay(),))
    board = stagger(problem, one_each(problem), LONG_S)
    assert board.queue_s == 0
    assert board.loading_starts[1] == (EIGHT - 1200,)
    # Prices are whole cents: 36 seconds of the cheap wish are one.
    assert 0 <= EIGHT - 1800 - board.loading_starts[0][0] <= 36
    assert judge(problem, one_each(problem), board.loading_starts).cost.lateness == 17


def test_a_reload_waits_until_it_is_back_and_finds_its_bay():
    visits = [
        Visit(visit_id="a", location=10, load=(), windows=((SEVEN, SEVEN + 1200),)),
        Visit(visit_id="r", location=0, load=(), is_reload=True, service=600, allowed_vehicles=frozenset({0})),
        Visit(visit_id="b", location=10, load=(), windows=((SEVEN + 2400, SEVEN + 3600),)),
        Visit(visit_id="c", location=10, load=(), windows=((SEVEN + 3600, SEVEN + 3900),)),
    ]
    vans = [VehicleDay(vehicle_id=name, shift=(SEVEN, 18 * HOUR), loading=600, max_trips=2) for name in "vw"]
    problem = line_problem(visits, vans, docks=(bay(),))
    routes = {0: [0, 1, 3], 1: [2]}
    # v is back at 7:30 and must leave again by 7:55; w must leave by 7:50.
    free = judge(problem, routes, {1: (SEVEN + 2100,)})
    assert queue_of(free) > 0
    board = stagger(problem, routes, LONG_S)
    found = judge(problem, routes, board.loading_starts)
    assert found.is_feasible
    assert found.timetables[0].loadings[1].start >= SEVEN + 1800


def test_a_reload_moves_when_the_other_van_cannot():
    visits = [
        Visit(visit_id="a", location=10, load=(), windows=((SEVEN, SEVEN + 1200),)),
        Visit(visit_id="r", location=0, load=(), is_reload=True, service=600, allowed_vehicles=frozenset({0})),
        Visit(visit_id="b", location=10, load=(), windows=((SEVEN + 3000, SEVEN + 3000),)),
        Visit(visit_id="c", location=10, load=()),
    ]
    vans = [VehicleDay(vehicle_id=name, shift=(SEVEN, 18 * HOUR), loading=600, max_trips=2) for name in "vw"]
    vans[1] = replace(vans[1], cost_per_hour=100_000)
    problem = line_problem(visits, vans, docks=(bay(),))
    routes = {0: [0, 1, 3], 1: [2]}
    assert queue_of(judge(problem, routes)) == 600
    board = stagger(problem, routes, LONG_S)
    assert judge(problem, routes, board.loading_starts).is_feasible
    assert board.loading_starts == {0: (SEVEN, SEVEN + 2400)}


def test_bays_are_used_while_they_are_open():
    problem = day([ANY_TIME] * 4, docks=(bay("early", closes=SEVEN + 1200), bay("late", opens=SEVEN + 600)))
    board = stagger(problem, one_each(problem), LONG_S)
    assert judge(problem, one_each(problem), board.loading_starts).is_feasible
    assert {(loading.dock, loading.start) for loading in board.loadings} <= {
        (0, SEVEN), (0, SEVEN + 600), (1, SEVEN + 600), (1, SEVEN + 1200), (1, SEVEN + 1800)
    }  # fmt: skip


def test_a_yard_that_opens_late_is_waited_for():
    problem = day([ANY_TIME] * 2, docks=(bay(opens=EIGHT),))
    board = stagger(problem, one_each(problem), LONG_S)
    assert sorted(loading.start for loading in board.loadings) == [EIGHT, EIGHT + 600]
    assert judge(problem, one_each(problem), board.loading_starts).is_feasible


def test_what_began_already_is_not_moved():
    problem = day([ANY_TIME] * 2)
    vans = (problem.vehicles[0], replace(problem.vehicles[1], frozen_prefix=(1,)))
    board = stagger(replace(problem, vehicles=vans), one_each(problem), LONG_S)
    assert list(board.loading_starts) == [0]
    assert board.queue_s == 0


def test_the_longest_paid_time_bounds_how_early_a_van_may_come():
    # Coming 10 min earlier would be paid 10 min longer than allowed, so the other van comes even earlier.
    problem = day([(9 * HOUR, 9 * HOUR)] * 2)
    vans = (replace(problem.vehicles[0], max_duration=1800), problem.vehicles[1])
    problem = replace(problem, vehicles=vans)
    board = stagger(problem, one_each(problem), LONG_S)
    assert judge(problem, one_each(problem), board.loading_starts).is_feasible
    assert list(board.loading_starts) == [1]


def test_breaks_and_traffic_are_what_the_judge_says():
    rush = Traffic(factors=((1000,) * 7 + (1900, 1300) + (1000,),))
    problem = day(
        [(9 * HOUR, 9 * HOUR + 600)] * 4, breaks=(BreakRule(duration=900, earliest=EIGHT, latest=EIGHT + 1800),)
    )
    problem = replace(problem, traffic=rush)
    before = judge(problem, one_each(problem))
    board = stagger(problem, one_each(problem), LONG_S)
    after = judge(problem, one_each(problem), board.loading_starts)
    assert board.queue_s == 0 < queue_of(before)
    assert broken(after) == broken(before) == {}


def test_the_least_queueing_is_named_with_what_would_end_it():
    # All three must leave at 7:20: two of them can load in time, the third is 10 min too late.
    problem = day([(SEVEN + 1800, SEVEN + 1800)] * 3)
    board = stagger(problem, one_each(problem), LONG_S)
    assert (board.queue_s, board.is_proven) == (600, True)
    (conflict,) = board.conflicts
    assert {mend.kind: mend.amount for mend in conflict.mends} == {MendKind.DOCKS: 1}
    assert conflict_in_words(conflict, plain_words(problem)) == (
        "07:10–07:30: 2 vans want 1 bay; the 2nd waits 10 min. A second bay would end it"
    )
    assert list(reasons_by_vehicle(board, plain_words(problem))) == [conflict.waiting[0].vehicle]
    two = replace(problem, docks=(bay("1"), bay("2")))
    assert stagger(two, one_each(two), LONG_S).queue_s == 0


def test_opening_sooner_is_offered_when_it_helps():
    problem = day([(EIGHT + 1800, EIGHT + 1800)] * 3, docks=(bay(opens=EIGHT + 300),))
    board = stagger(problem, one_each(problem), LONG_S)
    (conflict,) = board.conflicts
    assert conflict_in_words(conflict, plain_words(problem)).endswith(
        "2 more bays, or opening at 07:45, would end it"
    ) or (conflict_in_words(conflict, plain_words(problem)).endswith("or opening at 07:45, would end it"))
    mended = replace(problem, docks=(bay(opens=EIGHT - 900),))
    assert stagger(mended, one_each(mended), LONG_S).queue_s == 0


def test_a_yard_that_closes_too_soon_says_so():
    # Two hours may be paid, so the van comes no sooner than 10:10 for its order at noon.
    problem = day([(12 * HOUR, 12 * HOUR)], docks=(bay(closes=10 * HOUR),), max_duration=2 * HOUR)
    board = stagger(problem, one_each(problem), LONG_S)
    (conflict,) = board.conflicts
    assert conflict_in_words(conflict, plain_words(problem)) == (
        "10:10–10:20: 1 van wants a bay while none is open; the opening hours miss it by 20 min. "
        "Closing at 10:30 would end it"
    )


def test_the_same_seed_gives_the_same_board():
    problem = rich_day(3, 70, {"windows", "docks", "dock_time"}, num_vehicles=5)
    problem = replace(problem, docks=problem.docks[:1])
    routes = quick_start(problem, lambda: False)
    first = stagger(problem, routes, LONG_S, seed=3)
    assert stagger(problem, routes, LONG_S, seed=3) == first
    assert first.queue_s < first.queue_before_s


def test_without_time_first_come_first_served_stands():
    problem = day([(9 * HOUR, 9 * HOUR)] * 3)
    board = stagger(problem, one_each(problem), time_s=0.0)
    assert judge(problem, one_each(problem), board.loading_starts).is_feasible


def test_kept_times_stay_and_others_go_around_them():
    problem = day([ANY_TIME] * 3)
    routes = one_each(problem)
    starts = starts_in_turn(problem, routes, {2: (SEVEN + 300,)})
    assert starts[2] == (SEVEN + 300,)
    assert judge(problem, routes, starts).is_feasible
    # A promise that would break a rule now is not kept.
    late = starts_in_turn(problem, routes, {2: (17 * HOUR + 3000,)})
    assert 2 not in late or late[2][0] < 9 * HOUR


# Against slow code ---------------------------------------------------------------------------------------------------

plans = st.builds(
    lambda windows, loadings, bays: day(
        [(SEVEN + 600 + first * 300, SEVEN + 600 + (first + width) * 300) for first, width in windows],
        docks=tuple(bay(str(n), opens=SEVEN - 600 + 300 * opens) for n, opens in enumerate(bays)),
        loadings=[300 * loading for loading in loadings],
    ),
    st.shared(st.integers(2, 4), key="vans").flatmap(
        lambda n: st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=n, max_size=n)
    ),
    st.shared(st.integers(2, 4), key="vans").flatmap(lambda n: st.lists(st.integers(1, 4), min_size=n, max_size=n)),
    st.lists(st.integers(0, 4), min_size=1, max_size=2),
)


def least_queue(problem: RoutingProblem) -> int:
    """The least of all begins on a grid of five minutes, on which everything here lies."""
    times = RouteTimes(problem, one_each(problem))
    choices = [
        [own for own in [(), *((SEVEN + 300 * n,) for n in range(16))] if not own or times.is_sound(van, own)]
        for van in times.routes
    ]
    return min(
        sum(loading.queue_s for loading in queueing(problem, [times.at(v, own) for v, own in enumerate(starts)]))
        for starts in itertools.product(*choices)
    )


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(plans.filter(lambda problem: len({dock.opens for dock in problem.docks}) == 1 and problem.num_vehicles < 4))
def test_no_begins_on_the_grid_have_less_queueing(problem):
    board = stagger(problem, one_each(problem), LONG_S)
    assert board.queue_s <= least_queue(problem)


@settings(deadline=None, max_examples=40)
@given(plans)
def test_staggering_never_makes_it_worse(problem):
    routes = one_each(problem)
    before = judge(problem, routes)
    for board_starts in (stagger(problem, routes, LONG_S).loading_starts, starts_in_turn(problem, routes)):
        after = judge(problem, routes, board_starts)
        assert queue_of(after) <= queue_of(before)
        assert broken(after) == broken(before)


@pytest.mark.parametrize("seed", range(4))
def test_on_days_with_every_rule_nothing_else_breaks(seed):
    problem = rich_day(seed, 60, RULES)
    problem = replace(problem, docks=problem.docks[:1], prices=DayPrices(waiting=600, balance=300))
    routes = quick_start(problem, lambda: False)
    before = judge(problem, routes)
    board = stagger(problem, routes, LONG_S, seed=seed)
    after = judge(problem, routes, board.loading_starts)
    assert board.queue_s == queue_of(after) <= queue_of(before) == board.queue_before_s
    known = broken(before)
    assert all(amount <= known.get(rule, 0) for rule, amount in broken(after).items())
    assert tuple(queueing(problem, after.timetables.values())) == board.loadings


@settings(deadline=None, max_examples=40)
@given(plans)
def test_the_queue_is_counted_as_the_judge_counts_it(problem):
    times = RouteTimes(problem, one_each(problem))
    wishes = read_slack(problem, times)
    begins = [wish.wanted for wish in wishes]
    reducer = QueueReducer(times, wishes, problem.docks, begins)
    queue, _ = reducer._queue(range(len(wishes)), problem.docks)
    counted = sum(loading.queue_s for loading in queueing(problem, times.free.values()))
    # With different hours the judge also looks for other ways to share the bays, and finds no queue at all or this.
    assert counted in ({queue} if len({dock.opens for dock in problem.docks}) == 1 else {queue, 0})


def test_small_steps_only_ever_make_it_cheaper():
    problem = rich_day(8, 70, {"windows", "docks", "trips", "preferred"}, num_vehicles=5)
    problem = replace(problem, docks=problem.docks[:1])
    times = RouteTimes(problem, quick_start(problem, lambda: False))
    wishes = read_slack(problem, times)
    # One after the other, in the order of the vehicles: everybody has the bay, and nobody likes it.
    begins, now = [], 6 * HOUR
    for wish in wishes:
        now = max(now, wish.spans[0][0])
        begins.append(now)
        now += wish.length
    bays = docks_for(wishes, problem.docks, begins)
    if bays is None:
        pytest.skip("the day is too short for everybody in turn")
    settler = Settler(times, wishes, problem.docks, begins, bays)
    before = sum(abs(begin - wish.wanted) for begin, wish in zip(begins, wishes, strict=True))
    settler.settle(lambda: False)
    assert docks_for(wishes, problem.docks, settler.begins) is not None
    assert sum(abs(b - w.wanted) for b, w in zip(settler.begins, wishes, strict=True)) < before
