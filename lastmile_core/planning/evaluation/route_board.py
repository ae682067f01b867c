"""The routes that lie before the compiled judge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.evaluation.day_arrays import Floats, Ints
from lastmile_core.problem import RoutingProblem


class Board(NamedTuple):
    """One route a vehicle, and where every visit is.

    Attributes
    ----------
    orders, lengths
        Shape (v, positions) and (v,).
    answers
        Cost in cents, faults and paid seconds of every route, shape (v, 3).
    vehicle_of, position_of
        Of every visit; vehicle -1 when it is on no route.
    reloads
        Reload visits of every vehicle, filled up with -1, shape (v, r).
    spare
        For every vehicle a reload that is not in use, -1 for none.
    kind_of
        Vehicles with the same number cannot be told apart.
    random
        State of the random numbers, shape (1,).
    """

    orders: Ints
    lengths: Ints
    answers: Floats
    vehicle_of: Ints
    position_of: Ints
    reloads: Ints
    spare: Ints
    kind_of: Ints
    random: npt.NDArray[np.uint64]


def empty_board(problem: RoutingProblem, kind_of: list[int], seed: int) -> Board:
    """Return a board without routes."""
    vehicles, visits = problem.num_vehicles, problem.num_visits
    own = reloads_of(problem)
    reloads = np.full((vehicles, max(map(len, own), default=0)), -1, dtype=np.int64)
    for number, found in enumerate(own):
        reloads[number, : len(found)] = found
    return Board(
        orders=np.zeros((vehicles, visits + 1), dtype=np.int64),
        lengths=np.zeros(vehicles, dtype=np.int64),
        answers=np.zeros((vehicles, 3)),
        vehicle_of=np.full(visits, -1, dtype=np.int64),
        position_of=np.zeros(visits, dtype=np.int64),
        reloads=reloads,
        spare=np.full(vehicles, -1, dtype=np.int64),
        kind_of=np.array(kind_of, dtype=np.int64),
        random=np.array([0x9E3779B97F4A7C15 ^ (seed * 2 + 1)], dtype=np.uint64),
    )


def reloads_of(problem: RoutingProblem) -> list[list[int]]:
    """Return the reload visits of every vehicle."""
    found: list[list[int]] = [[] for _ in problem.vehicles]
    for visit, stop in enumerate(problem.visits):
        if stop.is_reload and stop.allowed_vehicles:
            found[min(stop.allowed_vehicles)].append(visit)
    return found
