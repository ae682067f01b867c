"""Days with every rule at once: the judge against slow, simple code that knows nothing of it."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from lastmile_core.schedule import explain, judge, plain_words, rejudge
from lastmile_core.schedule.reasons.words import broken_rule
from lastmile_core.schedule.timing.timetable import time_route
from tests.planning.rich_days import RULES, rich_day

HOUR = 3600


def _routes(problem, seed, share=1.0):
    rng = random.Random(seed)
    routes = {vehicle: [] for vehicle in range(problem.num_vehicles)}
    visits = [idx for idx in range(problem.num_visits) if rng.random() < share]
    rng.shuffle(visits)
    for idx in visits:
        allowed = problem.visits[idx].allowed_vehicles
        choice = sorted(allowed) if allowed else list(routes)
        routes[rng.choice(choice)].append(idx)
    return {vehicle: tuple(order) for vehicle, order in routes.items()}


@pytest.mark.parametrize("seed", range(4))
def test_every_second_and_every_kilogram_is_accounted_for(seed):
    problem = rich_day(seed, 50)
    judgement = judge(problem, _routes(problem, seed))
    for timetable in judgement.timetables.values():
        parts = (timetable.loading, timetable.drive, timetable.set_up, timetable.service, timetable.wait)
        assert sum(parts) + timetable.break_s == timetable.paid == timetable.end - timetable.loading_start
        assert timetable.loading == sum(loading.end - loading.start for loading in timetable.loadings)
        assert min((*timetable.waits, *timetable.set_ups, *timetable.leg_durations)) >= 0
        assert min((*timetable.loads_before, *(amount for load in timetable.loads_after for amount in load))) >= 0
        assert sum(map(len, timetable.trips)) + len(timetable.loadings) - 1 == len(timetable.visits)
        most = [max(column) for column in zip(timetable.loads_before, *timetable.loads_after, strict=True)]
        assert timetable.peaks == tuple(most)


@pytest.mark.parametrize("seed", range(4))
def test_judging_again_equals_judging(seed):
    problem = rich_day(seed, 50)
    routes = _routes(problem, seed)
    judgement = judge(problem, routes)
    rng = random.Random(seed)
    for _ in range(6):
        source, target = rng.sample(sorted(routes), 2)
        if not routes[source]:
            continue
        visit = rng.choice(routes[source])
        changed = {source: tuple(v for v in routes[source] if v != visit), target: (visit, *routes[target])}
        routes = {**routes, **changed}
        judgement = rejudge(problem, judgement, changed)
        assert judgement == judge(problem, routes)


@pytest.mark.parametrize("seed", range(4))
def test_times_are_those_of_a_slow_clock(seed):
    problem = rich_day(seed, 40, RULES - {"breaks"})
    for vehicle, order in _routes(problem, seed).items():
        if order:
            begin = problem.vehicles[vehicle].shift[0]
            timetable = time_route(problem, vehicle, order, loading_starts=(begin,))
            assert list(timetable.starts) == _slow_starts(problem, vehicle, order)


def _slow_starts(problem, vehicle_idx, order):
    vehicle = problem.vehicles[vehicle_idx]
    trips, number = [[]], []
    for idx in order:
        if problem.visits[idx].is_reload:
            trips.append([])
        number.append(len(trips) - 1)
        trips[-1].append(problem.visits[idx])
    goods = [[v for v in trip if not v.is_collection and not v.is_reload and v.partner is None] for trip in trips]
    ready = [max((v.release for v in trip), default=0) for trip in goods]
    dock = [sum(v.dock_time for v in trip) for trip in goods]
    now, location, starts = max(vehicle.shift[0], ready[0]) + vehicle.loading + dock[0], vehicle.start, []
    for position, idx in enumerate(order):
        visit, trip = problem.visits[idx], number[position]
        now = _slow_drive(problem, location, now, int(problem.durations[vehicle.profile][location, visit.location]))
        if position == 0 or location != visit.location:
            now += visit.set_up
        if visit.is_reload:
            now = max(now, ready[trip])
        now = max(now, next((earliest for earliest, latest in visit.windows if now <= latest), now))
        starts.append(now)
        now += visit.service + (dock[trip] if visit.is_reload else 0)
        location = visit.location
    return starts


def _slow_drive(problem, location, now, duration):
    factors = problem.traffic.factors[problem.traffic.district[location]]
    left, moment = Fraction(duration), Fraction(now)
    while left > 0:
        hour = int(moment // HOUR)
        rate = Fraction(1000, factors[min(hour, len(factors) - 1)])
        step = min(left, ((hour + 1) * HOUR - moment) * rate)
        left, moment = left - step, moment + step / rate
    return -int(-moment // 1)


@pytest.mark.parametrize("rules", [RULES, RULES - {"traffic", "trips", "pairs", "set_up", "release", "dock_time"}])
def test_every_order_left_out_gets_a_reason_and_a_mend(rules):
    problem = rich_day(5, 24, rules)
    routes = _routes(problem, 5, share=0.5)
    judgement = judge(problem, routes)
    words = plain_words(problem)
    told = explain(problem, judgement.routes, judgement.unassigned, words=words)
    assert [one.visit for one in told] == list(judgement.unassigned)
    assert all(one.message.endswith(".") and one.mend for one in told)


def test_every_violation_has_a_sentence_without_solver_words():
    seen = set()
    for seed in range(4):
        problem = rich_day(seed, 40)
        # Half of the trips and pairs torn apart, and every van at the dock at once.
        docks = problem.docks[:1]
        problem = replace(problem, docks=docks)
        judgement = judge(problem, _routes(problem, seed))
        words = plain_words(problem)
        for violation in judgement.violations:
            seen.add((violation.cause, violation.detail))
            sentence = broken_rule(problem, violation, words)
            assert sentence[0].isupper() or sentence[0] in "#v"
            assert not any(word in sentence.lower() for word in ("visit", "node", "constraint", "none", "thousandth"))
    assert len({cause for cause, _ in seen}) >= 10
