"""A benchmark file with rules of its own: PyVRP on one half of the cores, the compiled search on the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pyvrp import ProblemData, Solution

from lastmile_core.planning.base.break_clock import PLACES, break_clock
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.benchmark_files.vrplib_files import Search, VrplibAnswer, search_vrplib_file
from lastmile_core.planning.benchmark_files.vrplib_problem import as_problem, as_solution
from lastmile_core.planning.evaluation.readiness import is_ready_here
from lastmile_core.problem import RoutingProblem


def solve_vrplib_file(path: Path, rounding: str, budget: SearchBudget) -> VrplibAnswer:
    """Return the best solution of a file that our own model of files does not know; parameters and errors as there."""
    return search_vrplib_file(path, rounding, budget, _ruin_and_recreate if is_ready_here() else None)


def _ruin_and_recreate(data: ProblemData) -> Search | None:
    problem = as_problem(data)
    return None if problem is None else partial(_run_team, data, problem)


def _run_team(data: ProblemData, problem: RoutingProblem, budget: SearchBudget) -> Iterator[Solution]:
    # The compiler takes a second to load; files it cannot help with do without.
    from lastmile_core.planning.engines.ruin_recreate.build_model import build_model
    from lastmile_core.planning.engines.ruin_recreate.team import Team

    if budget.is_over():
        return
    day = build_model(problem, break_clock(problem, PLACES[0]))
    for routes in Team([day] * budget.workers, {}, budget):
        yield as_solution(data, problem, routes)
