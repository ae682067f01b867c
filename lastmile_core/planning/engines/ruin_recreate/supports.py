"""Which days the compiled search can plan; read before the compiler is loaded."""

from __future__ import annotations

from lastmile_core.problem import RoutingProblem


def can_say(problem: RoutingProblem) -> bool:
    """Whether the compiled search knows the rules that bind visits and trips of a problem."""
    is_plain = not any(visit.partner is not None or visit.is_reload or visit.release for visit in problem.visits)
    return is_plain and not any(visit.dock_time for visit in problem.visits)
