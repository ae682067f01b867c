"""Traffic by the hour, approximated: one factor a stop, for the moment at which it is usually left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.problem import UNREACHABLE, RoutingProblem
from lastmile_core.schedule.timing.timetable import time_route

MILLION = 1_000_000
HOUR = 3600
SOON = 900
"""A drive may still be under way so many seconds later, so the worse of both factors counts for a guess."""


@dataclass(frozen=True, slots=True)
class UsualTraffic:
    """How much longer than the matrix says the drive from a visit, or from a start place, takes; in millionths."""

    from_visit: Mapping[int, int] = field(default_factory=dict)
    from_place: Mapping[int, int] = field(default_factory=dict)


def usual_traffic(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> UsualTraffic:
    """Return the traffic on these routes.

    Their own legs then take exactly the time that the judge gave them, so they stay as possible as they are; other
    legs take what their place of departure usually takes.
    """
    if problem.traffic is None:
        return UsualTraffic()
    from_visit: dict[int, int] = {}
    at_place: dict[int, list[int]] = {}
    for vehicle, visits in routes.items():
        day, timetable = problem.vehicles[vehicle], time_route(problem, vehicle, visits)
        stops = [day.start, *(problem.visits[visit].location for visit in visits), day.end]
        base = problem.durations[day.profile][stops[:-1], stops[1:]].tolist()
        left = (timetable.departure, *timetable.departures)
        for leg, (seconds, actual) in enumerate(zip(base, timetable.leg_durations, strict=True)):
            factor = _factor(problem, stops[leg], left[leg], seconds, actual)
            if leg:
                from_visit[visits[leg - 1]] = factor
            else:
                at_place.setdefault(day.start, []).append(factor)
    # Vehicles of one start share it; the smallest factor keeps the routes possible.
    return UsualTraffic(from_visit, {place: min(factors) for place, factors in at_place.items()})


def _factor(problem: RoutingProblem, place: int, left: int, seconds: int, actual: int) -> int:
    is_known = 0 < seconds < UNREACHABLE
    return MILLION * actual // seconds if is_known else guess(problem, place, left)


def node_factors(built: RouteModel, usual: UsualTraffic) -> list[int]:
    """Return the factor of every node in millionths."""
    problem = built.problem
    first = min(vehicle.shift[0] + vehicle.loading for vehicle in problem.vehicles)
    factors = [usual.from_place.get(place) or guess(problem, place, first) for place in built.places]
    for number, visit in enumerate(problem.visits):
        known = usual.from_visit.get(number)
        if known is None:
            opens, closes = max(visit.windows[0][0], first), min(visit.windows[-1][1], built.horizon)
            known = guess(problem, visit.location, (opens + max(opens, closes)) // 2 + visit.service)
        factors.append(known)
    return factors


def guess(problem: RoutingProblem, location: int, moment: int) -> int:
    """Return the factor for leaving a location at a moment, in millionths."""
    traffic = problem.traffic
    if traffic is None:
        return MILLION
    factors = traffic.factors[traffic.district[location] if traffic.district else 0]
    last = len(factors) - 1
    return 1000 * max(factors[min(moment // HOUR, last)], factors[min((moment + SOON) // HOUR, last)])
