"""The solver's vocabulary: indices and integers. ``build_problem`` is the only border in."""

from lastmile_core.problem.build_problem import build_problem, plannable
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.problem.input_hash import input_hash
from lastmile_core.problem.locks import Locks
from lastmile_core.problem.routing_problem import LOAD_SCALE, UNREACHABLE, BreakRule, RoutingProblem, VehicleDay, Visit

__all__ = [
    "LOAD_SCALE",
    "UNREACHABLE",
    "BreakRule",
    "BuiltProblem",
    "Locks",
    "RoutingProblem",
    "VehicleDay",
    "Visit",
    "build_problem",
    "input_hash",
    "plannable",
]
