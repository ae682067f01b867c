"""PyVRP as an engine: one search a core, each with its own seed and its own view of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pyvrp import Solution

from lastmile_core.planning.base.break_clock import PLACES, break_clock
from lastmile_core.planning.base.paced_listener import PacedListener
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.engine import Begin, Routes
from lastmile_core.planning.engines.pyvrp.build_model import FastModel, build_model
from lastmile_core.planning.engines.pyvrp.read_routes import read_routes
from lastmile_core.planning.engines.pyvrp.side_by_side import SideBySide, Task
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.timing.timetable import time_route

RANDOM_START_VISITS = 400
"""Up to here a random start for every second worker pays off; larger days spend too long on it."""


def search(
    problem: RoutingProblem,
    budget: SearchBudget,
    *,
    initial: Mapping[int, Sequence[int]] | None = None,
    on_best: Callable[[Routes], None] | None = None,
    begin: Begin = Begin.ANYWHERE,
) -> Routes:
    """Return the best routes found, see :class:`lastmile_core.planning.engines.engine.Search`."""
    models = _models(problem, budget.workers)
    known = {vehicle: list(order) for vehicle, order in (initial or {}).items() if order}
    starts = {vehicle: time_route(problem, vehicle, order).starts for vehicle, order in known.items()}
    tasks = [_task(model, known, starts, number, begin) for number, model in enumerate(models)]
    listener = PacedListener(on_best, is_paced=budget.max_iterations is None)
    found: dict[int, tuple[tuple[bool, int], Routes]] = {}
    for worker, solution in SideBySide(tasks, budget):
        routes = read_routes(models[worker], solution)
        found[worker] = (_rank(solution), routes)
        listener.tell(routes, worker)
    listener.hand_on()
    return min(found.values(), key=lambda entry: entry[0], default=((False, 0), {}))[1]


def _models(problem: RoutingProblem, workers: int) -> list[FastModel]:
    """Return one PyVRP form a worker; where there are breaks they differ in where these are put."""
    places = PLACES if any(vehicle.breaks for vehicle in problem.vehicles) else PLACES[:1]
    made = {place: build_model(problem, break_clock(problem, place)) for place in places[:workers]}
    return [made[places[number % len(made)]] for number in range(workers)]


def _task(model: FastModel, known: Routes, starts: Mapping[int, Sequence[int]], number: int, begin: Begin) -> Task:
    """Return what a worker searches.

    Odd ones must serve everything, and start at random while the day is small; who goes on from routes that were
    searched long may break rules on the way instead, from the first round on.
    """
    is_odd = bool(number % 2)
    if begin is Begin.GO_ON:
        return Task(data=model.data, initial=model.write(known, starts), is_gentle=is_odd)
    strict = model.strict() if is_odd else None
    is_small = model.problem.num_visits <= RANDOM_START_VISITS
    if strict is not None and begin is Begin.ANYWHERE and is_small:
        return Task(data=model.data, strict=strict)
    return Task(data=model.data, strict=strict, initial=model.write(known, starts, strict))


def _rank(solution: Solution) -> tuple[bool, int]:
    """Say which of two solutions is better: the one that breaks no rule, then the cheaper one."""
    cost = solution.distance_cost() + solution.duration_cost() + solution.fixed_vehicle_cost()
    return not solution.is_feasible(), int(cost + solution.uncollected_prizes())
