"""The judge: times, checks, prices and explains any visit order, without a solver."""

from lastmile_core.schedule.build_plan import build_plan, routes_of, to_ids, to_indices
from lastmile_core.schedule.cost import CostCents
from lastmile_core.schedule.explain import explain
from lastmile_core.schedule.explanation import Explanation
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.insertion import Insertion, best_insertion, insertions
from lastmile_core.schedule.judge import Judgement, judge, rejudge
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.timetable import time_route
from lastmile_core.schedule.words import Words, plain_words, words_of

__all__ = [
    "CostCents",
    "Explanation",
    "Fault",
    "Insertion",
    "Judgement",
    "RouteTimetable",
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
