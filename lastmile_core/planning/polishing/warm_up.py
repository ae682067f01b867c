"""Compile what polishing needs, see ``planning.warm_up``."""

from __future__ import annotations

from lastmile_core.planning.evaluation.quick_judge import QuickJudge
from lastmile_core.planning.polishing.nearness import near_visits
from lastmile_core.planning.polishing.ruining import Ruiner
from lastmile_core.problem import RoutingProblem


def compile_for(problem: RoutingProblem) -> None:
    """Run everything compiled once, on a problem of at least two visits and one vehicle."""
    quick = QuickJudge(problem, [0] * problem.num_vehicles)
    near = near_visits(quick.day)
    quick.best_position(0, near)
    ruiner = Ruiner(quick, near)
    ruiner.begin({0: [0]})
    ruiner.run(1, 1.0)
