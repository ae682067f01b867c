"""The door of the planning room: a problem and limits in, the best clean plan out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lastmile_core.planning.base.plan_result import PlanResult, Progress
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.portfolio import search_day
from lastmile_core.problem import RoutingProblem

__all__ = ["PlanResult", "Progress", "SearchLimits", "solve"]


def solve(
    problem: RoutingProblem,
    limits: SearchLimits,
    *,
    initial: Mapping[int, Sequence[int]] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    engine: str = "portfolio",
) -> PlanResult:
    """Return the best plan found within the limits.

    The plan never breaks a rule, except on routes that are locked as they are: visits that cannot be placed cleanly
    are left out. Blocks the interpreter: call it in a process of its own.

    Parameters
    ----------
    problem
        The day. No vehicles, no visits and impossible visits are all fine.
    limits
        Wall clock, cores, seed. With ``max_iterations`` the same seed gives the same plan.
    initial
        Routes to start from, vehicle index to visit indices; may break rules, they are mended first.
    on_progress
        Told about every better plan, in the calling thread.
    should_stop
        Asked often; once true, the best plan so far comes back within about a second.
    engine
        "portfolio" (all of them), or one alone for tests and comparisons: "ortools", "pyvrp".

    Returns
    -------
    PlanResult
        FEASIBLE, PARTIAL, INFEASIBLE or CANCELLED; see :class:`PlanResult`.
    """
    return search_day(problem, limits, initial=initial, on_progress=on_progress, should_stop=should_stop, engine=engine)
