"""Rounds of ruin and recreate on the routes that lie before a compiled judge."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from lastmile_core.planning.evaluation.day_arrays import EDIT_COLUMNS, Floats, Ints
from lastmile_core.planning.evaluation.quick_judge import MOST_POSITIONS, QuickJudge
from lastmile_core.planning.polishing.hunt import BEST, Hunt
from lastmile_core.planning.polishing.nearness import near_visits
from lastmile_core.planning.polishing.rounds import plan_total, rounds
from lastmile_core.problem import RoutingProblem

Routes = dict[int, list[int]]


class Ruiner:
    """Changes the routes of one judge; every thread has its own.

    Parameters
    ----------
    movable
        The only visits that may be taken out of their routes; None for all.

    Attributes
    ----------
    rounds_done
        Since the beginning.
    """

    def __init__(self, quick: QuickJudge, near: Ints, movable: Collection[int] | None = None) -> None:
        self.quick = quick
        self.rounds_done = 0
        shape = quick.board.orders.shape
        visits, vehicles = quick.problem.num_visits, quick.problem.num_vehicles
        is_movable = np.full(visits, movable is None)
        is_movable[sorted(movable or ())] = True
        self._hunt = Hunt(
            near=near if movable is None else near_visits(quick.day, among=movable),
            beside=near,
            seeds=np.flatnonzero(is_movable).astype(np.int64),
            is_movable=is_movable,
            keys=_keys(quick.problem),
            saved=np.zeros(shape, dtype=np.int64),
            best=np.zeros(shape, dtype=np.int64),
            lengths=np.zeros((2, vehicles), dtype=np.int64),
            answers=np.zeros((vehicles, 3)),
            touched=np.zeros(vehicles + 1, dtype=np.int64),
            absent=np.zeros(visits, dtype=np.int64),
            sort=np.zeros(visits),
            positions=np.zeros((2, MOST_POSITIONS, 2), dtype=np.int64),
            detours=np.zeros(MOST_POSITIONS),
            edit=np.full(EDIT_COLUMNS, -1, dtype=np.int64),
            totals=np.zeros(2),
        )

    def begin(self, routes: Mapping[int, Sequence[int]]) -> None:
        """Start from these routes; they are the best so far."""
        for vehicle in range(self.quick.problem.num_vehicles):
            self.quick.put(vehicle, ())
        for vehicle, order in routes.items():
            self.quick.put(vehicle, order)
        board, hunt = self.quick.board, self._hunt
        hunt.best[:], hunt.lengths[1] = board.orders, board.lengths
        hunt.totals[:] = plan_total(self.quick.day, board)

    @property
    def best_total(self) -> float:
        """Cents of the best routes, as the compiled judge sees them."""
        return float(self._hunt.totals[BEST])

    def best(self) -> Routes:
        """Return the best routes."""
        hunt = self._hunt
        return {
            vehicle: hunt.best[vehicle, :length].tolist()
            for vehicle, length in enumerate(hunt.lengths[1].tolist())
            if length
        }

    def run(self, number: int, heat: float) -> None:
        """Do rounds without holding the interpreter; ``heat`` as in :func:`rounds.rounds`."""
        rounds(self.quick.day, self.quick.work, self.quick.board, self._hunt, number, heat)
        self.rounds_done += number


def _keys(problem: RoutingProblem) -> Floats:
    """Return by what orders may be put back: heavy, tight, dear or early ones first."""
    return np.array(
        [
            [-float(sum(visit.load)) for visit in problem.visits],
            [float(sum(latest - earliest for earliest, latest in visit.windows)) for visit in problem.visits],
            [-float(visit.penalty) for visit in problem.visits],
            [float(visit.windows[0][0]) for visit in problem.visits],
        ]
    )
