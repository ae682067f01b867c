"""Which rules the model of record does not have; read before the library is loaded."""

from __future__ import annotations

from lastmile_core.planning.base.rule import Rule, rules_of
from lastmile_core.planning.base.support import Support
from lastmile_core.problem import RoutingProblem

UNSUPPORTED = frozenset({Rule.DOCKS})
"""Docks are handed out to finished routes: here they would have to be tried out second by second."""
APPROXIMATED = frozenset({Rule.AFTER_WORK_BREAKS, Rule.BALANCE, Rule.FIRST_ATTEMPT, Rule.TRAFFIC, Rule.WAITING_PRICE})
"""A break that moves with the work is modelled exactly, but without known routes no way around it is found. Balance
counts driving and service against the mean of known routes, chances are two lines, a drive takes the factor of
the hour in which its place is usually left, and waiting in a break has its price too."""
LOADING_TOLD_BY_TRIPS = frozenset({Rule.RELOADS, Rule.OVERTIME})
"""With these the loading that depends on the orders is guessed from known routes; without, it is exact."""
SEVERAL_PRICES_AT_ONCE = frozenset({Rule.FIRST_ATTEMPT, Rule.SOFT_WINDOWS, Rule.STABILITY})
"""Prices of the moment of service; two lines say one of them exactly, and several together nearly."""


def supports(problem: RoutingProblem) -> Support:
    """Say which rules of a problem the model does not have, or has nearly."""
    rules = rules_of(problem)
    approximated = rules & APPROXIMATED
    if Rule.DOCK_TIME in rules and rules & LOADING_TOLD_BY_TRIPS:
        approximated |= {Rule.DOCK_TIME}
    if len(rules & SEVERAL_PRICES_AT_ONCE) > 1:
        approximated |= rules & SEVERAL_PRICES_AT_ONCE
    return Support(unsupported=rules & UNSUPPORTED, approximated=approximated)
