"""Routes under change, as every compiled search and the compiled judge keep them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.evaluation.day_arrays import Ints, Table
from lastmile_core.problem import RoutingProblem

STOP = np.dtype(
    [
        *[(name, np.int64) for name in ("route", "position", "first", "last")],
        *[(name, np.int64) for name in ("head_seconds", "head_early", "head_late")],
        *[(name, np.int64) for name in ("tail_seconds", "tail_early", "tail_late")],
        ("key", np.float64),
    ]
)
"""Where a visit is (route -1: left out), by what it is sorted when it is left out; and, for the fast evaluation by
segments, earliest and latest begin of service and the segments up to it and from it."""

ROUTE = np.dtype(
    [
        *[(name, np.int64) for name in ("kind", "frozen", "length", "metres", "paid", "spare")],
        *[(name, np.float64) for name in ("cost", "violations")],
        ("is_touched", np.bool_),
    ],
    align=True,
)
"""A route: vehicles with the same kind cannot be told apart; visits at its head that stay; number of visits, metres,
paid seconds, cents, broken rules (0 when all are kept); a reload that is not in use, -1 for none."""

KEPT = np.dtype(
    [
        *[(name, np.int64) for name in ("length", "paid", "best_length")],
        *[(name, np.float64) for name in ("cost", "violations")],
    ]
)
"""Of a saved route what ``ROUTE`` says of the one under change, and the length of the best; apart, because the rows of
``ROUTE`` are read in the innermost loops."""

RUN = np.dtype([("num_absent", np.int64), ("num_touched", np.int64), ("total", np.float64), ("best_total", np.float64)])
"""Orders left out, routes changed in this round, cents of the current and of the best routes."""

NOW, SAVED, BEST = 0, 1, 2
"""The routes under change, those that the round began with, and the best."""
ABSENT, WAS_ABSENT, TOUCHED = 0, 1, 2
"""Orders on no route, those that were on none as the round began, and routes that it has changed."""


class SearchState(NamedTuple):
    """One route a vehicle, where every visit is, and what was kept of earlier routes.

    Attributes
    ----------
    stops, routes, kept, run
        See ``STOP``, ``ROUTE``, ``KEPT`` and ``RUN``.
    orders
        Shape (3, routes, positions): the visits of each route now, as saved, of the best.
    peaks
        Shape (2, routes, positions, k): largest load on the legs up to and from each position, for the fast evaluation;
        one position where that is all it needs.
    lists
        Shape (3, ...), see ``ABSENT``.
    reloads
        Reload visits of every route, filled up with -1, shape (routes, r).
    random
        State of the random numbers, shape (1,).
    """

    stops: Table
    routes: Table
    kept: Table
    orders: Ints
    peaks: Ints
    lists: Ints
    run: Table
    reloads: Ints
    random: npt.NDArray[np.uint64]


def new_search_state(
    num_visits: int,
    kinds: Sequence[int] | Ints,
    frozen: Sequence[int],
    seed: int,
    *,
    reloads: Sequence[Sequence[int]] = (),
    peaks: tuple[int, int] = (1, 1),
) -> SearchState:
    """Return a state without routes.

    Parameters
    ----------
    kinds, frozen
        Of every route.
    seed
        State of the random numbers, not zero.
    peaks
        Positions and load dimensions that the fast evaluation keeps loads of.
    """
    num_routes = len(kinds)
    routes = np.zeros(num_routes, dtype=ROUTE)
    routes["kind"], routes["frozen"], routes["spare"] = kinds, frozen, -1
    own = np.full((num_routes, max(map(len, reloads), default=0)), -1, dtype=np.int64)
    for number, found in enumerate(reloads):
        own[number, : len(found)] = found
    stops, run = np.zeros(num_visits, dtype=STOP), np.zeros(1, dtype=RUN)
    stops["route"], run["best_total"] = -1, np.inf
    return SearchState(
        stops=stops,
        routes=routes,
        kept=np.zeros(num_routes, dtype=KEPT),
        orders=np.zeros((3, num_routes, num_visits + 1), dtype=np.int64),
        peaks=np.zeros((2, num_routes, *peaks), dtype=np.int64),
        lists=np.zeros((3, max(num_visits, num_routes)), dtype=np.int64),
        run=run,
        reloads=own,
        random=np.array([seed], dtype=np.uint64),
    )


def reloads_of(problem: RoutingProblem) -> list[list[int]]:
    """Return the reload visits of every vehicle."""
    found: list[list[int]] = [[] for _ in problem.vehicles]
    for visit, stop in enumerate(problem.visits):
        if stop.is_reload and stop.allowed_vehicles:
            found[min(stop.allowed_vehicles)].append(visit)
    return found
