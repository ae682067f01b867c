"""The judge itself where the compiled one is not ready: the same questions, fewer positions looked at."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.evaluation.day_arrays import ROUTE, Floats, Ints
from lastmile_core.planning.evaluation.judge_board import JudgeBoard, Route
from lastmile_core.problem import UNREACHABLE, RoutingProblem

MOST_LOOKS = 12
"""Changes with the shortest way that are looked at when only clean ones are asked for; each takes milliseconds."""


class SlowJudge(JudgeBoard):
    """Asks a route book."""

    def __init__(self, problem: RoutingProblem, book: RouteBook) -> None:
        super().__init__(problem, book.kind_of)
        self._book = book

    def price(self, changes: Ints, *, only_clean: bool = True) -> Floats:
        """Return cost, violations and paid seconds of every changed route."""
        answers = np.full((len(changes), 3), np.inf)
        made = [self.changed(edit) for edit in changes]
        vehicles = changes[:, ROUTE].tolist()
        chosen = list(range(len(changes)))
        if only_clean and len(changes) > MOST_LOOKS:
            longer = [
                self._seconds(vehicle, route) - self._seconds(vehicle, self.routes[vehicle])
                for vehicle, route in zip(vehicles, made, strict=True)
            ]
            chosen = np.argsort(longer, kind="stable")[:MOST_LOOKS].tolist()
        for number in chosen:
            answers[number] = self._look(vehicles[number], made[number])
        return answers

    def _look(self, vehicle: int, route: Route) -> tuple[float, float, float]:
        if not route:
            return 0.0, 0.0, 0.0
        view = self._book.look(vehicle, route)
        violations = 0.0 if self._book.is_clean(vehicle, route) else view.violations + view.amount
        return float(view.cost), violations, float(view.paid)

    def _seconds(self, vehicle: int, route: Route) -> int:
        day = self.problem.vehicles[vehicle]
        if not route:
            return 0
        positions = [day.start, *(self.problem.visits[visit].location for visit in route), day.end]
        legs = self.problem.durations[day.profile][positions[:-1], positions[1:]]
        return int(np.minimum(legs, UNREACHABLE).sum())
