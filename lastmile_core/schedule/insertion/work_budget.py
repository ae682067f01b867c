"""How much work an answer may cost; counted in stops that are timed, so that the same question gets the same answer."""

from __future__ import annotations

from lastmile_core.problem.routing_problem import RoutingProblem

USUAL = 150_000
"""Timed stops of a plain day: about one second of work."""


class WorkBudget:
    """Work that is left.

    Attributes
    ----------
    weight
        What timing one stop of this problem costs, compared with a plain day.
    """

    def __init__(self, problem: RoutingProblem, limit: int | None = USUAL) -> None:
        self.weight = _weight(problem)
        self._left = limit

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self._left is not None and self._left <= 0

    def spend(self, num_stops: int) -> None:
        """Count the timing of a route with so many stops."""
        if self._left is not None:
            self._left -= (num_stops + 2) * self.weight


def _weight(problem: RoutingProblem) -> int:
    """Return the measured cost of timing a stop, in whole times that of a plain day."""
    has_breaks = any(vehicle.breaks for vehicle in problem.vehicles)
    weight = 1 + has_breaks + problem.has_trip_rules + 2 * problem.has_visit_prices
    return weight * 2 if problem.traffic is not None else weight
