"""Which rules PyVRP's model does not have; read before the library is loaded."""

from __future__ import annotations

from lastmile_core.planning.base.rule import Rule, rules_of
from lastmile_core.planning.base.support import Support
from lastmile_core.problem import RoutingProblem

UNSUPPORTED = frozenset({Rule.BALANCE, Rule.DOCKS, Rule.POSITIONS, Rule.RELATIONS})
APPROXIMATED = frozenset(
    {
        Rule.AFTER_WORK_BREAKS,
        Rule.BREAKS,
        Rule.DOCK_TIME,
        Rule.FIRST_ATTEMPT,
        Rule.SOFT_WINDOWS,
        Rule.STABILITY,
        Rule.TERRITORY,
        Rule.TRAFFIC,
        Rule.WAITING_PRICE,
    }
)
"""Breaks are cut out of the clock, traffic is a mean, the price of an hour is one a band, waiting makes every hour
dearer, orders take a guessed time to load, who knows a place is in the way there."""


def supports(problem: RoutingProblem) -> Support:
    """Say which rules of a problem PyVRP does not know, or knows nearly."""
    rules = rules_of(problem)
    return Support(unsupported=rules & UNSUPPORTED, approximated=rules & APPROXIMATED)
