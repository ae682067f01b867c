"""Which engine searches when, and what of it is kept.

Our own compiled search goes first, on all cores; days with several trips or pairs, which it does not know, and machines
where it is not compiled are PyVRP's. Where the day has rules that the fast engine approximates, its routes are
mended and polished under the judge's own prices. Everything passes the judge; the best clean plan wins.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lastmile_core.model.plans.plan import PlanStatus
from lastmile_core.planning.base.free_part import FreePart, Routes, free_part
from lastmile_core.planning.base.guard import Guard
from lastmile_core.planning.base.plan_result import PlanResult, Progress
from lastmile_core.planning.base.search_limits import SearchBudget, SearchLimits
from lastmile_core.planning.big_days.big_day import is_big, search_big_day
from lastmile_core.planning.docks import DockBoard, stagger
from lastmile_core.planning.engines.engine import Begin
from lastmile_core.planning.engines.registry import ENGINES
from lastmile_core.planning.evaluation.readiness import is_ready_here
from lastmile_core.planning.polishing.polish import needs_polish, polish
from lastmile_core.planning.repair.incumbent import Incumbent
from lastmile_core.planning.repair.quick_start import quick_start
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.judge import judge

ALL_ENGINES = ("portfolio", *ENGINES)
BIG_DAY_ENGINES = ("portfolio", "ruin_recreate")
"""Those that search a day of thousands of visits region by region."""
FAST_SHARE = 0.75
"""Share of the time for the fast search on a day with rules that it approximates; the rest completes its routes."""
OWN_UNTIL, OWN_UNTIL_LARGE, PYVRP_UNTIL = 0.62, 0.75, 0.93
"""Shares of the time at which ruin and recreate and PyVRP hand over."""
LARGE = 350
"""Visits from which ruin and recreate is not done so early, and a round of local search takes longer."""
FINISH_S = 0.15
"""Kept back for the last look of the judge."""
DOCKS_S = 1.5
"""Longest time after the search for placing the loadings at the docks; on free processors it takes half of it."""
MENDING_S = 0.4
"""How long visits that are still out may be tried for one plan."""
FIRST_PLAN_S = 1.0
FIRST_PLAN_SHARE = 0.3
"""The same for the first plan: there must be one; seconds at least, or a share of the time on a large day."""


def search_day(
    problem: RoutingProblem,
    limits: SearchLimits,
    *,
    initial: Mapping[int, Sequence[int]] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    engine: str = "portfolio",
) -> PlanResult:
    """Return the best clean plan that ``engine`` finds; see :func:`lastmile_core.planning.solve.solve`."""
    if engine not in ALL_ENGINES:
        raise ValueError(f"engine {engine!r} is not known; choose one of {', '.join(ALL_ENGINES)}")
    started = time.monotonic()
    part = free_part(problem)
    guard = Guard()
    incumbent = Incumbent(problem, part, guard.listener(on_progress), started)
    finish = min(FINISH_S, limits.time_s / 10)
    budget = SearchBudget(
        deadline=started + limits.time_s - finish,
        seed=limits.seed,
        workers=limits.workers,
        max_iterations=limits.max_iterations,
        should_stop=should_stop or (lambda: False),
    )
    if part.problem.visits and part.problem.vehicles:
        is_regional = engine in BIG_DAY_ENGINES and is_big(part.problem)
        with guard.part("first plan"):
            _begin(part, budget, incumbent, initial, is_regional)
        with guard.part(engine):
            if is_regional:
                search_big_day(part, budget, incumbent, _solve_region, is_ready_here, guard)
            elif not (incumbent.has_plan and budget.is_over()):  # loading engines takes half a second
                _search(part, budget, incumbent, engine, guard)
        if not incumbent.has_plan:
            guard.raise_first()
    return _result(problem, incumbent, limits, guard, was_stopped=budget.should_stop())


def _begin(
    part: FreePart,
    budget: SearchBudget,
    incumbent: Incumbent,
    initial: Mapping[int, Sequence[int]] | None,
    is_regional: bool,
) -> None:
    if initial:
        incumbent.offer(part.inward(initial), "initial", _mending_is_over(budget))
    elif not is_regional:
        # A plan to show within a second, to start from, and to fall back on.
        is_over = _mending_is_over(budget, max(FIRST_PLAN_S, FIRST_PLAN_SHARE * budget.remaining_s))
        incumbent.offer(quick_start(part.problem, is_over), "insertion", is_over)


def _solve_region(region: FreePart, routes: Routes, limits: SearchLimits, should_stop: Callable[[], bool]) -> Routes:
    return search_day(region.problem, limits, initial=routes or None, should_stop=should_stop).routes


def _search(part: FreePart, budget: SearchBudget, incumbent: Incumbent, engine: str, guard: Guard) -> None:
    if engine == "ortools":
        _run("ortools", part, budget, incumbent)
        return
    to_polish = needs_polish(part.problem)
    fast = budget
    if to_polish:
        fast = replace(budget, deadline=time.monotonic() + FAST_SHARE * budget.remaining_s)
    own = ENGINES["ruin_recreate"]
    if engine == own.name or (engine == "portfolio" and own.supports(part.problem).is_enough and own.is_ready()):
        in_turns = engine == "portfolio" and not to_polish and budget.max_iterations is None
        if in_turns:
            _run_in_turns(part, fast, incumbent, guard)
        else:
            with guard.part("ruin and recreate"):
                _run(own.name, part, fast, incumbent)
    else:
        with guard.part("PyVRP"):
            _run_pyvrp_completed(part, fast, incumbent, to_complete=engine == "portfolio" and has_breaks(part.problem))
    if to_polish and incumbent.routes and not budget.is_over():
        with guard.part("polishing"):
            found = polish(part.problem, incumbent.routes, budget, incumbent.book)
            incumbent.offer(found, incumbent.engine, _mending_is_over(budget))


def _run_pyvrp_completed(part: FreePart, budget: SearchBudget, incumbent: Incumbent, *, to_complete: bool) -> None:
    handover = time.monotonic() + FAST_SHARE * budget.remaining_s

    def is_enough() -> bool:
        # Routes that came through the judge untouched need no completing: then the faster engine keeps the time.
        is_mended = incumbent.engine == "pyvrp" and incumbent.was_mended
        return budget.should_stop() or (to_complete and is_mended and time.monotonic() > handover)

    begin = Begin.FROM_PLAN if incumbent.engine == "initial" else Begin.ANYWHERE
    _run("pyvrp", part, replace(budget, should_stop=is_enough), incumbent, begin)
    # Making its model takes OR-Tools about a second at 1,000 visits; without time left it would pass the wall.
    if to_complete and incumbent.was_mended and budget.remaining_s > 0.3 + part.problem.num_visits / 500:
        _run("ortools", part, budget, incumbent)


def _run_in_turns(part: FreePart, budget: SearchBudget, incumbent: Incumbent, guard: Guard) -> None:
    """Ruin and recreate, PyVRP's local search from its routes, and ruin and recreate again, already cool."""
    begun, span = time.monotonic(), budget.remaining_s
    until = OWN_UNTIL_LARGE if part.problem.num_visits > LARGE else OWN_UNTIL
    with guard.part("ruin and recreate"):
        _run("ruin_recreate", part, replace(budget, deadline=begun + until * span), incumbent)
    with guard.part("PyVRP"):
        _run("pyvrp", part, replace(budget, deadline=begun + PYVRP_UNTIL * span), incumbent, Begin.GO_ON)
    with guard.part("ruin and recreate, cool"):
        _run("ruin_recreate", part, budget, incumbent, Begin.GO_ON)


def _run(name: str, part: FreePart, budget: SearchBudget, incumbent: Incumbent, begin: Begin = Begin.ANYWHERE) -> None:
    """Search with one engine from the best plan and offer what it finds."""
    ENGINES[name].search(
        part.problem,
        budget,
        initial=incumbent.routes,
        on_best=lambda routes: _offer(incumbent, routes, name, budget),
        begin=begin,
    )


def _offer(incumbent: Incumbent, routes: Routes, name: str, budget: SearchBudget) -> None:
    incumbent.offer(routes, name, _mending_is_over(budget))


def has_breaks(problem: RoutingProblem) -> bool:
    """Whether any vehicle has a rule that only OR-Tools supports."""
    return any(vehicle.breaks for vehicle in problem.vehicles)


def _mending_is_over(budget: SearchBudget, seconds: float = MENDING_S) -> Callable[[], bool]:
    """Return the question whether mending must end: hundreds of visits that fit nowhere take seconds to try."""
    wall = time.monotonic() + seconds
    if budget.max_iterations is not None:
        # The same seed must give the same plan on a slow machine too.
        wall = max(wall, budget.deadline)
    return lambda: time.monotonic() > wall or budget.should_stop()


def _result(
    problem: RoutingProblem, incumbent: Incumbent, limits: SearchLimits, guard: Guard, *, was_stopped: bool
) -> PlanResult:
    planned = incumbent.part.outward(incumbent.routes)
    docks = DockBoard()
    with guard.part("placing the loadings at the docks"):
        docks = stagger(problem, planned, DOCKS_S, limits.seed)
    found = judge(problem, planned, docks.loading_starts)
    routes = {vehicle: list(visits) for vehicle, visits in found.routes.items() if visits}
    if found.violations or (problem.visits and not routes):
        status = PlanStatus.CANCELLED if was_stopped and not routes else PlanStatus.INFEASIBLE
    else:
        status = PlanStatus.PARTIAL if found.unassigned else PlanStatus.FEASIBLE
    return PlanResult(
        status=status,
        routes=routes,
        unassigned=list(found.unassigned),
        cost=found.cost,
        history=incumbent.history,
        runtime_s=incumbent.elapsed_s,
        seed=limits.seed,
        engine=incumbent.engine,
        docks=docks,
        failed_parts=tuple(str(error) or type(error).__name__ for error in guard.errors),
    )
