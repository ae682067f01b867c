"""Which visits are put into routes first."""

from __future__ import annotations

from lastmile_core.problem import RoutingProblem


def urgency(problem: RoutingProblem, visit: int) -> tuple[int, int, int]:
    """Return a sort key: what is dearest to leave out first, then what has the least time."""
    day = problem.visits[visit]
    return -day.penalty, sum(latest - earliest for earliest, latest in day.windows), visit
