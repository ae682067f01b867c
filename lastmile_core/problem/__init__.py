"""The solver's vocabulary: indices and integers.

The nouns stand here: ``routing_problem`` (read it first), ``visit``, ``vehicle_day``, ``day_rules``, ``locks``, and the
marks that tell whether a plan is still true (``input_hash``, ``plan_basis``).

* ``building/``: people's words to a problem; ``build_problem`` is the only border in.
* ``formats/``: problems from and to files.

The nouns import neither of the two.
"""

from lastmile_core.problem.building.build_problem import build_problem, plannable
from lastmile_core.problem.building.day_parts import vehicles_out
from lastmile_core.problem.building.day_places import DayPlaces, day_places
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.problem.day_rules import DayPrices, DockDay, Traffic
from lastmile_core.problem.input_hash import input_hash
from lastmile_core.problem.locks import Locks
from lastmile_core.problem.plan_basis import plan_basis
from lastmile_core.problem.routing_problem import LOAD_SCALE, UNREACHABLE, RoutingProblem
from lastmile_core.problem.vehicle_day import BreakRule, VehicleDay
from lastmile_core.problem.visit import Visit

__all__ = [
    "LOAD_SCALE",
    "UNREACHABLE",
    "BreakRule",
    "BuiltProblem",
    "DayPlaces",
    "DayPrices",
    "DockDay",
    "Locks",
    "RoutingProblem",
    "Traffic",
    "VehicleDay",
    "Visit",
    "build_problem",
    "day_places",
    "input_hash",
    "plan_basis",
    "plannable",
    "vehicles_out",
]
