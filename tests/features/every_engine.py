"""One engine plans, the judge looks at it, and what the engine says about itself is held against what it did."""

import itertools
import time

from lastmile_core.model import PlanStatus, ViolationCause
from lastmile_core.planning.base.free_part import free_part
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.rule import Rule
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.registry import ENGINES
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.planning.solve import PlanResult, SearchLimits, solve
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.judge import Judgement, judge

QUICK = SearchLimits(time_s=0.6, max_iterations=150, workers=1)
LONG_S = 60.0
"""Never reached: the rounds end a search, so that a busy machine changes nothing."""
MOST_ASKED = 60_000
"""How often a search may ask whether to stop: OR-Tools finds nothing new on a small day, so no round ends it."""

_LATER = frozenset({ViolationCause.TIME_WINDOW, ViolationCause.SHIFT, ViolationCause.MAX_DURATION})
BREAKS_WHAT: dict[Rule, frozenset[ViolationCause]] = {
    Rule.AFTER_WORK_BREAKS: _LATER | {ViolationCause.BREAKS},
    Rule.BREAKS: _LATER | {ViolationCause.BREAKS},
    Rule.DOCK_TIME: _LATER,
    Rule.DOCKS: frozenset({ViolationCause.DOCKS}),
    Rule.PAIRS: frozenset({ViolationCause.PAIRS, ViolationCause.CAPACITY}),
    Rule.POSITIONS: frozenset({ViolationCause.POSITION}),
    Rule.RELATIONS: frozenset({ViolationCause.RELATIONS}),
    Rule.RELEASE: _LATER | {ViolationCause.RELEASE},
    Rule.RELOADS: _LATER | {ViolationCause.CAPACITY, ViolationCause.TRIPS},
    Rule.TRAFFIC: _LATER,
}
"""What an engine's own routes may break where it does not support a rule, or approximates it."""


def plan_with(name: str, problem: RoutingProblem) -> PlanResult:
    """Return the plan of one engine, or of the portfolio, after the judge has looked at it."""
    if name == "portfolio":
        return _planned(problem, name)
    support = ENGINES[name].supports(problem)
    alone = _alone(problem, name)
    named = support.unsupported | support.approximated
    may_break = {cause for rule in named for cause in BREAKS_WHAT.get(rule, ())}
    broken = {violation.cause for violation in alone.violations}
    assert broken <= may_break, f"{name} does not say that it may break {sorted(broken - may_break)}; it says {support}"
    return _as_result(problem, alone, name) if support.is_exact else _planned(problem, name)


def _planned(problem: RoutingProblem, name: str) -> PlanResult:
    result = solve(problem, QUICK, engine=name)
    found = judge(problem, result.routes, result.loading_starts)
    assert found.violations == ()
    assert found.cost == result.cost
    assert list(found.unassigned) == result.unassigned
    return result


def _alone(problem: RoutingProblem, name: str) -> Judgement:
    """Return what the judge says about the routes of an engine that nobody helps."""
    part = free_part(problem)
    asked = itertools.count()
    budget = SearchBudget(
        deadline=time.monotonic() + LONG_S,
        max_iterations=QUICK.max_iterations,
        should_stop=lambda: next(asked) > MOST_ASKED,
    )
    routes = ENGINES[name].search(part.problem, budget)
    if ENGINES[name].fines_rules:
        routes = Repairer(part.problem, RouteBook(part.problem)).repair(routes)
    return judge(problem, part.outward(routes))


def _as_result(problem: RoutingProblem, found: Judgement, name: str) -> PlanResult:
    routes = {vehicle: list(order) for vehicle, order in found.routes.items() if order}
    status = PlanStatus.INFEASIBLE if problem.visits and not routes else PlanStatus.FEASIBLE
    return PlanResult(
        status=status,
        routes=routes,
        unassigned=list(found.unassigned),
        cost=found.cost,
        history=[],
        runtime_s=0.0,
        seed=1,
        engine=name,
    )
