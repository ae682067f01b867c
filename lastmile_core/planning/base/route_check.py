"""The judge's word on single routes, remembered: a search asks about the same route again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.checks import route_violations
from lastmile_core.schedule.timing.cost import route_cost
from lastmile_core.schedule.timing.timetable import time_route

MAX_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class RouteView:
    """What counts of a judged route: number of violations and their amounts, cost in cents, metres, paid seconds."""

    violations: int
    amount: float
    cost: int
    distance: int
    paid: int


class RouteBook:
    """Judges routes of one problem and remembers the answers; vehicles that nobody can tell apart share them."""

    def __init__(self, problem: RoutingProblem) -> None:
        self.problem = problem
        # Sets of vehicles that visits speak of: who is in the same ones is the same to every visit.
        named = {visit.allowed_vehicles for visit in problem.visits if visit.allowed_vehicles is not None}
        if problem.prices.unfamiliar:
            named |= {visit.familiar_vehicles for visit in problem.visits if visit.familiar_vehicles is not None}
        if problem.prices.moved_stop:
            named |= {frozenset({v.previous_vehicle}) for v in problem.visits if v.previous_vehicle is not None}
        keys: dict[object, int] = {}
        self.kind_of = [
            keys.setdefault(
                (replace(day, vehicle_id="", driver_id=None), frozenset(s for s in named if number in s)), len(keys)
            )
            for number, day in enumerate(problem.vehicles)
        ]
        self._known: dict[tuple[int, tuple[int, ...]], RouteView] = {}

    def look(self, vehicle: int, visits: Sequence[int]) -> RouteView:
        """Return what the judge says about a route."""
        key = (self.kind_of[vehicle], tuple(visits))
        if (known := self._known.get(key)) is not None:
            return known
        timetable = time_route(self.problem, vehicle, visits)
        violations = route_violations(self.problem, timetable)
        view = RouteView(
            len(violations),
            sum(violation.amount for violation in violations),
            route_cost(self.problem, timetable).total,
            timetable.distance,
            timetable.paid,
        )
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        self._known[key] = view
        return view

    def is_clean(self, vehicle: int, visits: Sequence[int]) -> bool:
        """Whether the judge finds nothing wrong with a route but what its frozen beginning brings with it."""
        view = self.look(vehicle, visits)
        if not view.violations:
            return True
        frozen = self.problem.vehicles[vehicle].frozen_prefix
        if not frozen or tuple(visits[: len(frozen)]) != frozen:
            return False
        begun = self.look(vehicle, frozen)
        return view.violations <= begun.violations and view.amount <= begun.amount
