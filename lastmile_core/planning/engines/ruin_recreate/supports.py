"""Which rules the compiled search does not know; read before the compiler is loaded."""

from __future__ import annotations

from lastmile_core.planning.base.rule import Rule, rules_of
from lastmile_core.planning.base.support import Support
from lastmile_core.problem import RoutingProblem

UNSUPPORTED = frozenset(
    {
        Rule.BALANCE,
        Rule.DOCK_TIME,
        Rule.DOCKS,
        Rule.PAIRS,
        Rule.POSITIONS,
        Rule.RELATIONS,
        Rule.RELEASE,
        Rule.RELOADS,
        Rule.STABILITY,
        Rule.TERRITORY,
        Rule.WAITING_PRICE,
    }
)
APPROXIMATED = frozenset(
    {Rule.AFTER_WORK_BREAKS, Rule.BREAKS, Rule.FIRST_ATTEMPT, Rule.SEVERAL_WINDOWS, Rule.SOFT_WINDOWS}
)
"""Breaks are cut out of the clock; paid time with later windows, wishes and chances are guessed while a visit is put in
and right for the whole route."""


def supports(problem: RoutingProblem) -> Support:
    """Say which rules of a problem the compiled search does not know, or knows nearly."""
    rules = rules_of(problem)
    return Support(unsupported=rules & UNSUPPORTED, approximated=rules & APPROXIMATED)
