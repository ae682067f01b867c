"""The day after a mend, to see whether it helps."""

from functools import reduce

from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.reasons.mend import Mend, apply_change


def apply_mend(problem: RoutingProblem, mend: Mend) -> RoutingProblem:
    """Return the day after all changes of a mend."""
    return reduce(apply_change, mend.changes, problem)
