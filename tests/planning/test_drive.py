"""Drives in traffic, compiled: to the second what the judge says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.evaluation import compiled, drive
from lastmile_core.planning.evaluation.build_day_arrays import build_day_arrays
from lastmile_core.problem import RoutingProblem, Traffic, VehicleDay, Visit
from lastmile_core.schedule.timing.traffic import HourClock

HOUR = 3600
FIVES = st.integers(10, 50).map(lambda number: 50 * number)
"""Factors in steps of five hundredths, as a person enters them."""


def arrays_with(factors):
    matrix = np.zeros((1, 1), dtype=np.int64)
    problem = RoutingProblem(
        visits=(Visit(visit_id="o", location=0, load=()),),
        vehicles=(VehicleDay(vehicle_id="v"),),
        durations=(matrix,),
        distances=(matrix,),
        traffic=Traffic(factors=(factors,)),
    )
    return build_day_arrays(problem)


@settings(max_examples=150, deadline=None)
@given(
    factors=st.lists(FIVES, min_size=1, max_size=26).map(tuple),
    moment=st.integers(-2 * HOUR, 30 * HOUR),
    seconds=st.integers(0, 20 * HOUR),
)
def test_arrival_and_departure_are_the_judges(factors, moment, seconds):
    day, clock = arrays_with(factors), HourClock(factors)
    assert drive.arrive(day, 0, moment, seconds) == clock.arrive(moment, seconds)
    assert drive.leave_by(day, 0, moment, seconds) == clock.leave(moment, seconds)


@settings(max_examples=150, deadline=None)
@given(
    factors=st.lists(st.integers(1, 5000), min_size=1, max_size=30).map(tuple),
    moment=st.integers(-2 * HOUR, 40 * HOUR),
    seconds=st.integers(0, 1 << 30),
)
def test_whatever_the_factors_nobody_arrives_too_early(factors, moment, seconds):
    day, clock = arrays_with(factors), HourClock(factors)
    exact = clock.arrive(moment, seconds)
    assert exact <= drive.arrive(day, 0, moment, seconds) <= exact + max(1, (exact - moment) // 1_000_000)


def test_a_moment_that_never_comes_stays_one():
    day = arrays_with((1500, 900))
    assert drive.arrive(day, 0, 1 << 40, 600) >= 1 << 40
    assert drive.leave_by(day, 0, -(1 << 40), 600) < 0


def test_every_compiled_function_lies_where_its_change_is_noticed():
    planning = Path(compiled.__file__).parents[1]
    marks = ("@compiled", "@inlined", "@merged", "@njit")
    found = {path.parent for path in planning.rglob("*.py") if any(f"\n{mark}" in path.read_text() for mark in marks)}
    assert found <= set(compiled.COMPILED)
