"""What no route can beat: shortest ways over any places, least set-up, best traffic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem, Traffic, Visit


def relaxed(problem: RoutingProblem) -> RoutingProblem:
    """Return the problem with the least set-up at every place and the best traffic of every hour.

    At an address only the first visit pays its set-up, and a way through other districts meets their traffic, so no
    route is faster than its shortest path in this problem. The problem itself when that changes nothing.
    """
    traffic = problem.traffic
    if traffic is not None and len(traffic.factors) > 1:
        hours = max(len(factors) for factors in traffic.factors)
        best = tuple(min(factors[min(hour, len(factors) - 1)] for factors in traffic.factors) for hour in range(hours))
        traffic = Traffic(factors=(best,))
    visits = _with_shared_set_up(problem.visits)
    if traffic is problem.traffic and visits is problem.visits:
        return problem
    return replace(problem, traffic=traffic, visits=visits)


def _with_shared_set_up(visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Return the visits with the least that setting up can cost each: its own, or serving another one there first."""
    at: dict[int, list[int]] = {}
    for idx, visit in enumerate(visits):
        at.setdefault(visit.location, []).append(idx)
    shared: dict[int, Visit] = {}
    for here in at.values():
        least = min(visits[idx].set_up for idx in here)
        quickest = sorted(here, key=lambda idx: visits[idx].service)[:2]
        for idx in here:
            others = [visits[other].service for other in quickest if other != idx]
            set_up = min([visits[idx].set_up, *(service + least for service in others)])
            if set_up < visits[idx].set_up:
                shared[idx] = replace(visits[idx], set_up=set_up)
    return tuple(shared.get(idx, visit) for idx, visit in enumerate(visits)) if shared else visits


def shortest_paths(
    matrix: npt.NDArray[np.int64], origin: int, through: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.int64]:
    """Return the shortest way from ``origin`` to every place, over any others (Dijkstra on a dense matrix).

    ``UNREACHABLE`` where no path exists. ``through`` says which places a way may lead over; None for all.
    """
    best: npt.NDArray[np.int64] = np.full(len(matrix), UNREACHABLE, dtype=np.int64)
    best[origin] = 0
    is_open = np.ones(len(matrix), dtype=np.bool_) if through is None else through.copy()
    is_open[origin] = True
    for _ in range(len(matrix)):
        here = int(np.argmin(np.where(is_open, best, np.iinfo(np.int64).max)))
        if not is_open[here] or best[here] >= UNREACHABLE:
            break
        is_open[here] = False
        onward = np.where(matrix[here] >= UNREACHABLE, UNREACHABLE, best[here] + matrix[here])
        np.minimum(best, onward, out=best)
    return best


def passable(problem: RoutingProblem) -> npt.NDArray[np.bool_]:
    """Return which places a way may lead over: those where something is done.

    Not the made-up place of an open end, which is nowhere and so no way from one place to another.
    """
    found = np.zeros(len(problem.durations[0]) if problem.durations else 0, dtype=np.bool_)
    found[[visit.location for visit in problem.visits]] = True
    return found
