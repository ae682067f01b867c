"""Benchmark files with rules beyond one depot and one kind of vehicle, read, searched and judged by PyVRP.

Several depots, reloads, release times, prizes, mixed fleets with their own prices, clients bound to vehicles. Where the
compiled search knows all of a file's rules it takes every second core.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyvrp
from pyvrp import Activity, CostEvaluator, ProblemData, Route, Solution
from pyvrp.constants import MAX_VALUE

from lastmile_core.errors import LastmileError
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.pyvrp.side_by_side import SideBySide, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class VrplibAnswer:
    """The best solution of a VRPLIB file.

    Attributes
    ----------
    objective
        Edge weights, vehicle costs and the prizes not collected.
    routes
        Vehicle number in the file to location numbers; a depot's number inside a route is a reload.
    unassigned
        Location numbers of clients on no route.
    """

    is_feasible: bool
    is_complete: bool
    objective: int
    routes: dict[int, list[int]]
    unassigned: list[int]


Search = Callable[[SearchBudget], Iterator[Solution]]


def search_vrplib_file(
    path: Path, rounding: str, budget: SearchBudget, beside: Callable[[ProblemData], Search | None] | None = None
) -> VrplibAnswer:
    """Return the best solution found for a VRPLIB file with rules of its own.

    Parameters
    ----------
    beside
        Returns another search for the data, None where it cannot help. It gets half of the cores and a thread of its
        own; its solutions compete.

    Raises
    ------
    LastmileError
        If PyVRP cannot read the file.
    """
    try:
        data = pyvrp.read(path, round_func=rounding)
    except Exception as error:  # the reader raises whatever it stumbles over
        raise LastmileError(
            f"{path.name} has a section that could not be read.",
            "Check its sections against the list of fields in docs/planning.md.",
        ) from error
    fair = CostEvaluator([0] * data.num_load_dimensions, 0, 0)
    best = Solution(data, [])
    search = beside(data) if beside is not None and budget.workers > 1 else None
    half = budget.workers // 2 if search is not None else 0
    other = _Aside(search, replace(budget, workers=half)) if search is not None else None
    for _, found in SideBySide(_tasks(_tame(data), budget.workers - half), budget):
        best = min(best, _in(data, found), key=lambda solution: _rank(solution, fair))
    for found in other.wait() if other is not None else ():
        best = min(best, found, key=lambda solution: _rank(solution, fair))
    return _answer(data, best, fair)


class _Aside:
    """Another search in a thread of its own."""

    def __init__(self, search: Search, budget: SearchBudget) -> None:
        self._found: list[Solution] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(search, budget), name="beside", daemon=True)
        self._thread.start()

    def wait(self) -> list[Solution]:
        """Return what it found last once it has ended."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found

    def _run(self, search: Search, budget: SearchBudget) -> None:
        try:
            for solution in search(budget):
                self._found = [solution]
        except BaseException as error:  # handed to the thread that waits, which raises it
            self._error = error


def _tasks(data: ProblemData, workers: int) -> list[Task]:
    """Return one task a worker; where clients are optional, every second one begins with none of them.

    Where few clients are worth their way, a search that begins with all of them takes minutes to let them go.
    """
    optional = any(not client.required for client in data.clients())
    nothing = Solution(data, []) if optional else None
    return [Task(data=data, initial=None if number % 2 else nothing) for number in range(workers)]


def _tame(data: ProblemData) -> ProblemData:
    """Return the data with forbidden ways that are longer than any plan, but not by so much that fines overflow.

    The reader marks a way that a vehicle may not take with 2**44; times the highest fine that leaves 64 bits and the
    first improvement never ends (seen with PyVRP 0.14.1 on a site-dependent file).
    """

    def tamed(matrix: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        real = matrix[matrix < MAX_VALUE]
        longest = int(real.max(initial=1)) * (len(matrix) + 1)
        return np.asarray(np.minimum(matrix, longest))

    return data.replace(
        distance_matrices=[tamed(matrix) for matrix in data.distance_matrices()],
        duration_matrices=[tamed(matrix) for matrix in data.duration_matrices()],
    )


def _in(data: ProblemData, solution: Solution) -> Solution:
    """Return a solution as the file's own data see it."""
    routes = [
        Route(data, [Activity(step.type, step.idx) for step in list(route)[1:-1]], route.vehicle_type())
        for route in solution.routes()
    ]
    return Solution(data, routes)


def _rank(solution: Solution, fair: CostEvaluator) -> tuple[bool, int]:
    return not solution.is_feasible(), int(fair.penalised_cost(solution))


def _answer(data: ProblemData, solution: Solution, fair: CostEvaluator) -> VrplibAnswer:
    places = [client.location for client in data.clients()]
    routes: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    for route in solution.routes():
        kind = data.vehicle_type(route.vehicle_type())
        number = used.setdefault(route.vehicle_type(), 0)
        used[route.vehicle_type()] += 1
        visits = []
        for step in list(route)[1:-1]:
            if step.is_client():
                visits.append(places[step.idx])
            elif step.is_depot():
                visits.append(data.depot(step.idx).location)
            else:
                shipment = data.shipment(step.idx)
                visits.append((shipment.pickup if step.is_pickup() else shipment.delivery).location)
        # The reader keeps the numbers of the file's vehicles in the name of their kind.
        routes[int(kind.name.split(",")[number])] = visits
    served = {place for visits in routes.values() for place in visits}
    return VrplibAnswer(
        is_feasible=bool(solution.is_feasible()),
        is_complete=bool(solution.is_complete()),
        objective=int(fair.penalised_cost(solution)),
        routes=dict(sorted(routes.items())),
        unassigned=[place for place in places if place not in served],
    )
