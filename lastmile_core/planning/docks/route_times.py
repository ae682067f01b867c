"""What the judge says about routes whose loadings begin at chosen times; asked often, answered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastmile_core.model import ViolationCause
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule import time_route
from lastmile_core.schedule.checks import route_violations
from lastmile_core.schedule.timing.cost import route_cost
from lastmile_core.schedule.timing.route_timetable import RouteTimetable

type Starts = tuple[int, ...]
"""Earliest begin of each loading of a vehicle, as ``time_route`` takes them; empty for a vehicle left alone."""


class RouteTimes:
    """Times the routes of one plan for any begin of their loadings.

    Attributes
    ----------
    free
        Each route as it is when nobody chooses its begin, by vehicle.
    """

    def __init__(self, problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> None:
        self.problem = problem
        self.routes = {vehicle: tuple(visits) for vehicle, visits in sorted(routes.items()) if visits}
        self.free = {vehicle: time_route(problem, vehicle, visits) for vehicle, visits in self.routes.items()}
        self._known: dict[tuple[int, Starts], RouteTimetable] = {}
        self._allowed: dict[int, dict[tuple[ViolationCause, int | None], float]] = {}

    def at(self, vehicle: int, starts: Starts) -> RouteTimetable:
        """Return the route with these begins; ``()`` leaves it alone."""
        if not starts:
            return self.free[vehicle]
        key = (vehicle, starts)
        if key not in self._known:
            self._known[key] = time_route(self.problem, vehicle, self.routes[vehicle], starts)
        return self._known[key]

    def extra(self, vehicle: int, starts: Starts) -> int:
        """Return the cents that the route costs more with these begins."""
        now, before = self.at(vehicle, starts), self.free[vehicle]
        return route_cost(self.problem, now).total - route_cost(self.problem, before).total

    def is_sound(self, vehicle: int, starts: Starts) -> bool:
        """Whether these begins break no rule that the route left alone does not break as much."""
        if vehicle not in self._allowed:
            self._allowed[vehicle] = self._broken(self.free[vehicle])
        allowed = self._allowed[vehicle]
        found = self._broken(self.at(vehicle, starts))
        return all(amount <= allowed.get(rule, 0) for rule, amount in found.items())

    def begins(self, vehicle: int, starts: Starts) -> Starts:
        """Return when the loadings really begin with these begins asked for."""
        return tuple(loading.start for loading in self.at(vehicle, starts).loadings)

    def _broken(self, timetable: RouteTimetable) -> dict[tuple[ViolationCause, int | None], float]:
        found: dict[tuple[ViolationCause, int | None], float] = {}
        for violation in route_violations(self.problem, timetable):
            key = (violation.cause, violation.visit)
            found[key] = found.get(key, 0) + violation.amount
        return found
