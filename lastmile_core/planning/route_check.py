"""The judge's word on one route, as a search asks for it thousands of times."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.checks import route_faults
from lastmile_core.schedule.cost import route_cost
from lastmile_core.schedule.timetable import time_route


def is_clean(problem: RoutingProblem, vehicle: int, visits: Sequence[int]) -> bool:
    """Whether the judge finds nothing wrong with a route."""
    return not route_faults(problem, time_route(problem, vehicle, visits))


def price(problem: RoutingProblem, vehicle: int, visits: Sequence[int]) -> int | None:
    """Return the cost of a route in cents; None when it breaks a rule."""
    timetable = time_route(problem, vehicle, visits)
    return None if route_faults(problem, timetable) else route_cost(problem, timetable).total


def badness(problem: RoutingProblem, vehicle: int, visits: Sequence[int]) -> tuple[int, float, int]:
    """Return how bad a route is: number of faults, their amounts, seconds of paid time; lower is better."""
    timetable = time_route(problem, vehicle, visits)
    faults = route_faults(problem, timetable)
    return len(faults), sum(fault.amount for fault in faults), timetable.paid
