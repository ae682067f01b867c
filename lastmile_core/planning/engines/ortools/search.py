"""Search with OR-Tools: the model of record, which supports nearly every rule."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.util.optional_boolean_pb2 import BOOL_TRUE

from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.engine import Begin, Routes
from lastmile_core.planning.engines.ortools.build_model import RouteModel, build_model
from lastmile_core.planning.engines.ortools.read_routes import as_assignment, read_routes
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.judge import judge

FIRST = routing_enums_pb2.FirstSolutionStrategy
REPORT_EVERY_S = 0.3
TURNS = 3
"""How often the times that the model takes from known routes are looked up again."""


def search(
    problem: RoutingProblem,
    budget: SearchBudget,
    *,
    initial: Mapping[int, Sequence[int]] | None = None,
    on_best: Callable[[Routes], None] | None = None,
    begin: Begin = Begin.ANYWHERE,
) -> Routes:
    """Return the best routes found, see :class:`lastmile_core.planning.engines.engine.Search`.

    Holds the interpreter for the whole search: call it in a process of its own, never in a web server. ``initial`` is
    ignored when it breaks a rule, ``begin`` always; ``on_best`` is told at most every 0.3 s.
    """
    if not problem.visits or not problem.vehicles or budget.is_over():
        return {}
    # What is seen on the way depends on the speed of the machine, and the same seed must give the same plan.
    on_the_way = on_best if budget.max_iterations is None else None
    has_long_reloads = problem.has_trip_rules and any(visit.dock_time for visit in problem.visits)
    search_by = _search_in_turns if problem.traffic is not None or has_long_reloads else _search_once
    found = search_by(problem, budget, initial, on_the_way)
    if found and on_best is not None:
        on_best(found)
    return found


def _search_in_turns(
    problem: RoutingProblem,
    budget: SearchBudget,
    initial: Mapping[int, Sequence[int]] | None,
    on_best: Callable[[Routes], None] | None,
) -> Routes:
    """Search, look at the clock, search again with the traffic and the reloads that the best routes really have."""
    best = {vehicle: list(visits) for vehicle, visits in (initial or {}).items()}
    value = _value(problem, best)
    for turn in range(TURNS):
        found = _search_once(problem, _for_turn(budget, turn), best, on_best)
        if found and (new := _value(problem, found)) < value:
            best, value = found, new
        if budget.is_over():
            break
    return best


def _for_turn(budget: SearchBudget, turn: int) -> SearchBudget:
    """Return an even share of what is left: of the time, or of the rounds where these are counted."""
    if budget.max_iterations is not None:
        return replace(budget, max_iterations=-(-budget.max_iterations // TURNS), seed=budget.seed + turn)
    later = budget.remaining_s * (TURNS - turn - 1) / (TURNS - turn)
    return replace(budget, deadline=budget.deadline - later, seed=budget.seed + turn)


def _value(problem: RoutingProblem, routes: Routes) -> int:
    """Cents by the judge; a broken rule counts as a visit that has to go."""
    found = judge(problem, routes)
    return found.cost.total + len(found.violations) * max(visit.penalty for visit in problem.visits)


def _search_once(
    problem: RoutingProblem,
    budget: SearchBudget,
    initial: Mapping[int, Sequence[int]] | None,
    on_best: Callable[[Routes], None] | None,
) -> Routes:
    built = build_model(problem, initial)
    parameters = search_parameters(problem, budget)
    built.model.solver().ReSeed(budget.seed)
    watch = _SolutionWatch(built, budget, on_best)
    # Until the search begins, this also limits how long the given routes are looked at.
    parameters.time_limit.FromMilliseconds(_milliseconds(min(budget.remaining_s, max(1.0, 0.2 * budget.remaining_s))))
    built.model.CloseModelWithParameters(parameters)
    if budget.is_over():
        return {}
    answer = _answer(built, parameters, budget, watch, initial)
    if watch.error is not None:
        raise watch.error
    if answer is None:
        return {}
    return read_routes(built, lambda index: int(answer.Value(built.model.NextVar(index))))


def _answer(
    built: RouteModel,
    parameters: Any,
    budget: SearchBudget,
    watch: _SolutionWatch,
    initial: Mapping[int, Sequence[int]] | None,
) -> Any:
    """Return the best assignment: from the given routes, else from cheapest insertion, else from what is begun."""
    frozen = {number: day.frozen_prefix for number, day in enumerate(built.problem.vehicles)}
    answer = None
    for routes in (initial or None, None, frozen):
        if budget.is_over() or watch.error is not None:
            return None
        # Making the model is part of the time.
        parameters.time_limit.FromMilliseconds(_milliseconds(budget.remaining_s))
        if routes is None:
            answer = built.model.SolveWithParameters(parameters)
        elif (start := as_assignment(built, routes)) is not None:
            answer = built.model.SolveFromAssignmentWithParameters(start, parameters)
        if answer is not None:
            return answer
    return None


def search_parameters(problem: RoutingProblem, budget: SearchBudget) -> Any:
    """Return the settings of a search: cheapest insertion without a start, then guided local search until the wall."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = FIRST.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(_milliseconds(budget.remaining_s))
    # Closing up after the last move can outlast the limit; it must not eat the rest of the wall clock.
    parameters.lns_time_limit.FromMilliseconds(100)
    if budget.max_iterations is not None:
        parameters.solution_limit = max(1, budget.max_iterations)
    if problem.same_route or any(visit.is_reload or visit.is_pickup for visit in problem.visits):
        # Making room in one route for a visit that is out is one step only with this.
        parameters.local_search_operators.use_relocate_and_make_active = BOOL_TRUE
    return parameters


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))


class _SolutionWatch:
    """Tells about better routes and ends the search when asked to.

    An exception must not cross the solver's own frames: it is kept, the search ends, and the caller raises it.
    """

    def __init__(self, built: RouteModel, budget: SearchBudget, on_best: Callable[[Routes], None] | None) -> None:
        self.error: Exception | None = None
        self._built, self._budget, self._on_best = built, budget, on_best
        self._best_cost: float = float("inf")
        self._told_at = 0.0
        built.model.AddAtSolutionCallback(self._on_solution)
        # Asked between moves too: a search that finds nothing better must still be stoppable.
        built.model.AddSearchMonitor(built.model.solver().CustomLimit(self._is_over))

    def _on_solution(self) -> None:
        model = self._built.model
        cost, now = model.CostVar().Value(), time.monotonic()
        if self._on_best is not None and cost < self._best_cost and now - self._told_at >= REPORT_EVERY_S:
            self._best_cost, self._told_at = cost, now
            try:
                self._on_best(read_routes(self._built, lambda index: int(model.NextVar(index).Value())))
            except Exception as error:
                self.error = error
        if self._is_over():
            model.solver().FinishCurrentSearch()

    def _is_over(self) -> bool:
        try:
            return self.error is not None or self._budget.is_over()
        except Exception as error:
            self.error = error
            return True
