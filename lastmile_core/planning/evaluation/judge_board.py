"""One route a vehicle before a judge that is asked about many changes at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from lastmile_core.planning.evaluation.day_arrays import (
    DROP_FROM,
    DROP_TOO,
    DROP_UNTIL,
    FIRST,
    FIRST_AT,
    ROUTE,
    SECOND,
    SECOND_AT,
    TAIL,
    TAIL_AT,
    Floats,
    Ints,
)
from lastmile_core.planning.evaluation.route_board import empty_board
from lastmile_core.planning.evaluation.route_changes import edits
from lastmile_core.problem import RoutingProblem

Route = tuple[int, ...]


class JudgeBoard(ABC):
    """Prices changes of the routes that are put before it; one caller at a time.

    Parameters
    ----------
    kind_of
        ``RouteBook.kind_of``: vehicles with the same number cannot be told apart.

    Attributes
    ----------
    routes
        The route of every vehicle.
    """

    def __init__(self, problem: RoutingProblem, kind_of: list[int], seed: int = 1) -> None:
        self.problem = problem
        self.board = empty_board(problem, kind_of, seed)
        self.routes: list[Route] = [()] * problem.num_vehicles

    @abstractmethod
    def price(self, changes: Ints, *, only_clean: bool = True) -> Floats:
        """Return cost, faults and paid seconds of every changed route; with ``only_clean`` faults alone if any."""

    def put(self, vehicle: int, order: Sequence[int], cost: float | None = None, paid: int = 0) -> None:
        """Put a route before the judge; with ``cost`` and ``paid`` of a clean one it need not be looked at."""
        board = self.board
        old = board.orders[vehicle, : board.lengths[vehicle]]
        board.vehicle_of[old[board.vehicle_of[old] == vehicle]] = -1
        self.routes[vehicle] = tuple(order)
        board.lengths[vehicle] = len(order)
        if order:
            row = board.orders[vehicle, : len(order)]
            row[:] = order
            board.vehicle_of[row] = vehicle
            board.position_of[row] = np.arange(len(order))
        used = set(order)
        board.spare[vehicle] = next((reload for reload in board.reloads[vehicle].tolist() if reload not in used), -1)
        if cost is None:
            board.answers[vehicle] = self.price(edits(vehicle, 1), only_clean=False)[0]
        else:
            board.answers[vehicle] = cost, 0, paid

    def changed(self, edit: Ints) -> Route:
        """Return the route that an edit makes."""
        one = edit.tolist()
        order = self.routes[one[ROUTE]]
        made: list[int] = []
        for position in range(len(order) + 1):
            if one[FIRST] >= 0 and one[FIRST_AT] == position:
                made.append(one[FIRST])
            if one[SECOND] >= 0 and one[SECOND_AT] == position:
                made.append(one[SECOND])
            if position < len(order) and position != one[DROP_TOO] and not one[DROP_FROM] <= position < one[DROP_UNTIL]:
                made.append(order[position])
        if one[TAIL] >= 0:
            made += self.routes[one[TAIL]][one[TAIL_AT] :]
        return tuple(made)
