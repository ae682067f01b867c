"""The judge: times, checks, prices and explains any visit order, without a solver.

* ``timing/``: one route on the clock, and what it costs.
* ``checks/``: one module for each rule.
* ``insertion/``: where one more visit could go in a plan.
* ``reasons/``: why an order was left out, and what would help.

Each sub-room may import those above it in this list, never those below; ``reasons`` may import all three. At the top
stand ``judge`` (read it first), ``build_plan`` (the only border out), ``plan_route`` and ``edits``.
"""

from lastmile_core.schedule.build_plan import build_plan, routes_of, to_ids, to_indices
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.insertion.insertion_search import Insertion, best_insertion, insertions
from lastmile_core.schedule.judge import Judgement, judge, rejudge
from lastmile_core.schedule.reasons.explain import explain
from lastmile_core.schedule.reasons.explanation import Explanation
from lastmile_core.schedule.reasons.words import Words, plain_words, words_of
from lastmile_core.schedule.timing.cost import CostCents
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.timetable import time_route

__all__ = [
    "CostCents",
    "Explanation",
    "Insertion",
    "Judgement",
    "RouteTimetable",
    "RuleViolation",
    "Words",
    "best_insertion",
    "build_plan",
    "explain",
    "insertions",
    "judge",
    "plain_words",
    "rejudge",
    "routes_of",
    "time_route",
    "to_ids",
    "to_indices",
    "words_of",
]
