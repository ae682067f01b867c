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
from lastmile_core.planning.evaluation.route_changes import edits
from lastmile_core.planning.evaluation.search_state import NOW, new_search_state, reloads_of
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
    state
        The same for compiled functions. The others are parts of it:
    costs, violations, paid, spares
        Of every vehicle: cents, broken rules (0 when all are kept), paid seconds, a reload not in use (-1 for none).
    route_of, position_of
        Of every visit; route -1 when it is on none.
    """

    def __init__(self, problem: RoutingProblem, kind_of: list[int], seed: int = 1) -> None:
        self.problem = problem
        frozen = [len(day.frozen_prefix) for day in problem.vehicles]
        random = 0x9E3779B97F4A7C15 ^ (seed * 2 + 1)
        self.state = new_search_state(problem.num_visits, kind_of, frozen, random, reloads=reloads_of(problem))
        table = self.state.routes
        self.costs: Floats = table["cost"]
        self.violations: Floats = table["violations"]
        self.paid: Ints = table["paid"]
        self.spares: Ints = table["spare"]
        self.route_of: Ints = self.state.stops["route"]
        self.position_of: Ints = self.state.stops["position"]
        self.routes: list[Route] = [()] * problem.num_vehicles

    @abstractmethod
    def price(self, changes: Ints, *, only_clean: bool = True) -> Floats:
        """Return cost, violations and paid seconds of changed routes; with ``only_clean`` violations alone if any."""

    def put(self, vehicle: int, order: Sequence[int], cost: float | None = None, paid: int = 0) -> None:
        """Put a route before the judge; with ``cost`` and ``paid`` of a clean one it need not be looked at."""
        lengths, orders = self.state.routes["length"], self.state.orders[NOW]
        old = orders[vehicle, : lengths[vehicle]]
        self.route_of[old[self.route_of[old] == vehicle]] = -1
        self.routes[vehicle] = tuple(order)
        lengths[vehicle] = len(order)
        if order:
            row = orders[vehicle, : len(order)]
            row[:] = order
            self.route_of[row] = vehicle
            self.position_of[row] = np.arange(len(order))
        used = set(order)
        reloads = self.state.reloads[vehicle].tolist()
        self.spares[vehicle] = next((reload for reload in reloads if reload not in used), -1)
        violations = 0.0
        if cost is None:
            cost, violations, paid = self.price(edits(vehicle, 1), only_clean=False)[0].tolist()
        self.costs[vehicle], self.violations[vehicle], self.paid[vehicle] = cost, violations, paid

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
