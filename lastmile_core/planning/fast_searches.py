"""The fast searches of one day: our compiled one and PyVRP, alone or side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lastmile_core.planning.engines.pyvrp.break_clock import PLACES, break_clock
from lastmile_core.planning.engines.pyvrp.build_model import FastModel, build_model
from lastmile_core.planning.engines.pyvrp.side_by_side import SideBySide, Task
from lastmile_core.planning.free_part import FreePart, Routes
from lastmile_core.planning.incumbent import Incumbent
from lastmile_core.planning.merged import merged
from lastmile_core.planning.search_limits import Budget
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.timetable import time_route

if TYPE_CHECKING:
    from lastmile_core.planning.engines.ruin_recreate.team import Team

RANDOM_START_VISITS = 400
"""Up to here a random start for every second worker pays off; larger days spend too long on it."""
MENDING_S = 0.4
"""How long visits that are still out may be tried for one plan."""
TIGHT = 0.85
"""Share of the fleet's room that the orders fill from which a search that lets loads overflow on the way finds more."""


def is_ready_here() -> bool:
    """Whether our own search is compiled; when it is not, that is begun for the next time."""
    from lastmile_core.planning.engines.ruin_recreate.compiled import is_ready
    from lastmile_core.planning.engines.ruin_recreate.warm_up import warm_up_apart

    if is_ready():
        return True
    warm_up_apart()
    return False


def run_team(part: FreePart, budget: Budget, incumbent: Incumbent, *, beside_pyvrp: bool) -> None:
    """Search with the compiled engine on all cores; with ``beside_pyvrp`` and a full fleet PyVRP takes one of them."""
    # The compiler takes a second to load, after the first plan is on the screen.
    from lastmile_core.planning.engines.ruin_recreate.build_day import build_day
    from lastmile_core.planning.engines.ruin_recreate.team import Team

    if budget.is_over():
        return
    stopped = threading.Event()
    inner = replace(budget, should_stop=stopped.is_set)
    num_others = 1 if beside_pyvrp and budget.workers > 1 and is_tight(part.problem) else 0
    num_own = budget.workers - num_others
    places = PLACES if has_breaks(part.problem) else PLACES[:1]
    days = {place: build_day(part.problem, break_clock(part.problem, place)) for place in places[:num_own]}
    team = Team([days[places[number % len(days)]] for number in range(num_own)], incumbent.routes, inner)
    sources: list[Callable[[], Iterator[Routes]]] = [partial(iter, team)]
    if num_others:
        sources.append(partial(_pyvrp_routes, part.problem, replace(inner, workers=num_others), incumbent.routes))

    def keep_alive() -> None:
        if budget.should_stop():
            stopped.set()

    offers = _Offers(incumbent, budget)
    try:
        for found in merged(sources, keep_alive):
            offers.take(found.source, found.routes, "pyvrp" if found.source else "ruin_recreate")
            if found.source:
                _suggest(team, incumbent, budget)
    finally:
        stopped.set()
    offers.flush()


def _suggest(team: Team, incumbent: Incumbent, budget: Budget) -> None:
    # With a limit on rounds nothing is handed over: when it comes depends on the speed of the machine.
    if incumbent.engine == "pyvrp" and budget.max_iterations is None:
        team.suggest(incumbent.routes)


def is_tight(problem: RoutingProblem) -> bool:
    """Whether the orders fill nearly all the room of the fleet in some dimension (every vehicle one trip)."""
    for number in range(len(problem.dimensions)):
        room = sum(vehicle.capacity[number] for vehicle in problem.vehicles)
        if sum(visit.load[number] for visit in problem.visits) > TIGHT * room:
            return True
    return False


def has_breaks(problem: RoutingProblem) -> bool:
    """Whether any vehicle has a rule that only OR-Tools can say."""
    return any(vehicle.breaks for vehicle in problem.vehicles)


def run_pyvrp(part: FreePart, budget: Budget, incumbent: Incumbent) -> None:
    """Search with PyVRP on all cores."""
    if budget.is_over():
        return
    models = _fast_models(part.problem, budget.workers)
    tasks = [_task(model, incumbent.routes, number, is_given(incumbent)) for number, model in enumerate(models)]
    offers = _Offers(incumbent, budget)
    for worker, solution in SideBySide(tasks, budget):
        offers.take(worker, models[worker].read(solution), "pyvrp")
    offers.flush()


def _pyvrp_routes(problem: RoutingProblem, budget: Budget, routes: Routes) -> Iterator[Routes]:
    """Yield what PyVRP finds, every visit a must and from a random start where the day is small enough for that."""
    model = build_model(problem, break_clock(problem, PLACES[0]))
    for _, solution in SideBySide([_task(model, routes, 1, is_from_elsewhere=False)], budget):
        yield model.read(solution)


def is_given(incumbent: Incumbent) -> bool:
    """Whether the plan to start from is the caller's own."""
    return incumbent.engine == "initial"


class _Offers:
    """Shows the newest routes of each source to the judge, who gets at most a tenth of the time."""

    def __init__(self, incumbent: Incumbent, budget: Budget) -> None:
        self._incumbent, self._budget = incumbent, budget
        self._waiting: dict[int, tuple[Routes, str]] = {}
        self._pause_until = 0.0

    def take(self, source: int, routes: Routes, engine: str) -> None:
        """Show routes of a source now or, while the judge has had his share, later."""
        self._waiting[source] = (routes, engine)
        begun = time.monotonic()
        # With a limit on rounds the order must not depend on who is done first.
        if begun < self._pause_until or self._budget.max_iterations is not None:
            return
        self.flush()
        now = time.monotonic()
        self._pause_until = now + max(0.2, 9 * (now - begun))

    def flush(self) -> None:
        """Show what waits."""
        for _, (routes, engine) in sorted(self._waiting.items()):
            self._incumbent.offer(routes, engine, mending_is_over(self._budget))
        self._waiting.clear()


def _fast_models(problem: RoutingProblem, workers: int) -> list[FastModel]:
    """Return one PyVRP form a worker; where there are breaks they differ in where these are put."""
    places = PLACES if has_breaks(problem) else PLACES[:1]
    made = {place: build_model(problem, break_clock(problem, place)) for place in places[:workers]}
    return [made[places[number % len(made)]] for number in range(workers)]


def _task(model: FastModel, routes: Routes, number: int, is_from_elsewhere: bool) -> Task:
    """Return what a worker searches: odd ones must serve everything, and start at random while the day is small."""
    strict = model.strict() if number % 2 else None
    if strict is not None and not is_from_elsewhere and model.problem.num_visits <= RANDOM_START_VISITS:
        return Task(data=model.data, strict=strict)
    starts = {v: time_route(model.problem, v, order).starts for v, order in routes.items()}
    return Task(data=model.data, strict=strict, initial=model.write(routes, starts, strict))


def mending_is_over(budget: Budget, seconds: float = MENDING_S) -> Callable[[], bool]:
    """Return the question whether mending must end: hundreds of visits that fit nowhere take seconds to try."""
    wall = time.monotonic() + seconds
    if budget.max_iterations is not None:
        # The same seed must give the same plan on a slow machine too.
        wall = max(wall, budget.deadline)
    return lambda: time.monotonic() > wall or budget.should_stop()
