"""The solver's vocabulary: indices and integers. ``build_problem`` is the only border in."""

from lastmile_core.problem.routing_problem import LOAD_SCALE, UNREACHABLE, BreakRule, RoutingProblem, VehicleDay, Visit

__all__ = ["LOAD_SCALE", "UNREACHABLE", "BreakRule", "RoutingProblem", "VehicleDay", "Visit"]
