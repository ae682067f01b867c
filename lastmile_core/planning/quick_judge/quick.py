"""The compiled judge with one route a vehicle before it, asked about many changes at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lastmile_core.planning.quick_judge.best_place import NOT_FOUND, best_place
from lastmile_core.planning.quick_judge.board import empty_board
from lastmile_core.planning.quick_judge.build_day import build_day
from lastmile_core.planning.quick_judge.day import (
    COST,
    DROP_FROM,
    DROP_TOO,
    DROP_UNTIL,
    EDIT_COLUMNS,
    FAULTS,
    FIRST,
    FIRST_AT,
    PAID,
    ROUTE,
    SECOND,
    SECOND_AT,
    TAIL,
    TAIL_AT,
    Day,
    Floats,
    Ints,
    work_for,
)
from lastmile_core.planning.quick_judge.edits import edits
from lastmile_core.planning.quick_judge.places import price_edits
from lastmile_core.problem import RoutingProblem

MOST_PLACES = 16
"""Places whose detour is shortest are priced; the rest is hardly ever the best."""

Route = tuple[int, ...]


class Found(NamedTuple):
    """The best place: what the plan then costs more in cents, and the vehicle's new route with its answer."""

    extra: float
    vehicle: int
    route: Route
    cost: float
    paid: int


class QuickJudge:
    """Prices changes of the routes that are put before it; one caller at a time.

    Parameters
    ----------
    kind_of
        ``RouteBook.kind_of``: vehicles with the same number cannot be told apart.
    day
        Of another judge of the same problem, so that it need not be made again.

    Attributes
    ----------
    routes
        The route of every vehicle.
    """

    def __init__(self, problem: RoutingProblem, kind_of: list[int], seed: int = 1, day: Day | None = None) -> None:
        self.problem = problem
        self.day = build_day(problem) if day is None else day
        self.board = empty_board(problem, kind_of, seed)
        self.routes: list[Route] = [()] * problem.num_vehicles
        self.work = work_for(self.day)
        self._room = (np.zeros((2, MOST_PLACES, 2), dtype=np.int64), np.zeros(MOST_PLACES))
        for number, vehicle in enumerate(problem.vehicles if day is None else ()):
            self.put(number, vehicle.frozen_prefix)
            self.day.vehicles["owed"][number] = self.board.answers[number, FAULTS]
            self.put(number, ())

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
            board.place_of[row] = np.arange(len(order))
        used = set(order)
        board.spare[vehicle] = next((reload for reload in board.reloads[vehicle].tolist() if reload not in used), -1)
        if cost is None:
            board.answers[vehicle] = self.price(edits(vehicle, 1), only_clean=False)[0]
        else:
            board.answers[vehicle] = cost, 0, paid

    def price(self, changes: Ints, *, only_clean: bool = True) -> Floats:
        """Return cost, faults and paid seconds of every changed route; with ``only_clean`` faults alone if any."""
        answers = np.empty((len(changes), 3))
        price_edits(self.day, self.work, self.board.orders, self.board.lengths, changes, only_clean, answers)
        return answers

    def best_place(self, visit: int, near: Ints, blink: float = 0.0) -> Found | None:
        """Return the cheapest clean place for an order that is on no route, with its pickup; None without one.

        Looks beside near visits, at the ends of routes, on one empty vehicle a kind, and at new trips there.

        Parameters
        ----------
        near
            As ``nearness.near_visits`` returns it.
        blink
            Share of places that are overlooked at random.
        """
        edit = np.full(EDIT_COLUMNS, -1, dtype=np.int64)
        extra, cost, paid = best_place(self.day, self.work, self.board, near, visit, blink, *self._room, edit)
        if extra >= NOT_FOUND:
            return None
        return Found(extra, int(edit[ROUTE]), self.changed(edit), cost, paid)

    def changed(self, edit: Ints) -> Route:
        """Return the route that an edit makes."""
        one = edit.tolist()
        order = self.routes[one[ROUTE]]
        made: list[int] = []
        for place in range(len(order) + 1):
            if one[FIRST] >= 0 and one[FIRST_AT] == place:
                made.append(one[FIRST])
            if one[SECOND] >= 0 and one[SECOND_AT] == place:
                made.append(one[SECOND])
            if place < len(order) and place != one[DROP_TOO] and not one[DROP_FROM] <= place < one[DROP_UNTIL]:
                made.append(order[place])
        if one[TAIL] >= 0:
            made += self.routes[one[TAIL]][one[TAIL_AT] :]
        return tuple(made)


__all__ = ["COST", "FAULTS", "PAID", "Found", "QuickJudge", "Route"]
