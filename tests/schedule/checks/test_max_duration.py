"""A route is paid no longer than it may be, and leaves so that it need not be."""

from __future__ import annotations

from lastmile_core.model import ViolationCause
from lastmile_core.problem import VehicleDay, Visit
from lastmile_core.schedule import judge

HOUR = 3600


def _van(most):
    return VehicleDay(vehicle_id="v", shift=(7 * HOUR, 18 * HOUR), loading=600, max_duration=most)


def test_seconds_beyond_the_limit_are_counted_from_loading_to_return(line):
    visits = [Visit(visit_id="a", location=10, load=(), service=600)]
    (violation,) = judge(line(visits, [_van(2000)]), {0: [0]}).violations
    assert (violation.cause, violation.visit, violation.amount, violation.unit) == (
        ViolationCause.MAX_DURATION,
        None,
        400,
        "s",
    )
    assert judge(line(visits, [_van(2400)]), {0: [0]}).is_feasible


def test_a_later_window_is_used_when_it_costs_nothing(line):
    visits = [
        Visit(visit_id="a", location=10, load=(), windows=((8 * HOUR, 9 * HOUR), (13 * HOUR, 15 * HOUR))),
        Visit(visit_id="b", location=20, load=(), windows=((16 * HOUR, 17 * HOUR),)),
    ]
    timetable = judge(line(visits, [_van(None)]), {0: [0, 1]}).timetables[0]
    assert timetable.starts == (15 * HOUR, 16 * HOUR)
    assert timetable.windows == (1, 0)


def test_a_later_return_is_taken_when_only_that_keeps_the_limit(line):
    visits = [
        Visit(visit_id="a", location=10, load=(), windows=((8 * HOUR, 9 * HOUR), (14 * HOUR, 15 * HOUR))),
        Visit(visit_id="b", location=20, load=(), windows=((12 * HOUR, 17 * HOUR),)),
    ]
    free = judge(line(visits, [_van(None)]), {0: [0, 1]}).timetables[0]
    assert free.starts == (9 * HOUR, 12 * HOUR)
    bound = judge(line(visits, [_van(2 * HOUR)]), {0: [0, 1]})
    assert bound.is_feasible
    assert bound.timetables[0].starts == (14 * HOUR, 14 * HOUR + 600)
    assert bound.timetables[0].paid == 600 + 40 * 60
