"""A plan under change, priced by the compiled judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.evaluation.day_arrays import Floats, Ints
from lastmile_core.planning.evaluation.quick_judge import QuickJudge, Route
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.checks import relations
from lastmile_core.schedule.timing.cost import balance_cost


class Draft:
    """Routes of every vehicle, as the compiled judge sees them and as the judge does.

    Attributes
    ----------
    frozen
        How many visits at the begin of every vehicle's route stay.
    """

    def __init__(self, problem: RoutingProblem, quick: QuickJudge, book: RouteBook) -> None:
        self.problem, self.quick, self.book = problem, quick, book
        self.penalty: Floats = quick.day.visits["penalty"].astype(np.float64)
        self.is_order = quick.day.visits["is_order"].astype(np.bool_)
        self.partner = [-1 if visit.partner is None else visit.partner for visit in problem.visits]
        self.frozen = [len(day.frozen_prefix) for day in problem.vehicles]
        self.has_relations = bool(problem.same_route or problem.different_routes)
        self._per_balance = float(quick.day.features["per_balance"][0])

    @property
    def routes(self) -> list[Route]:
        """The route of every vehicle."""
        return self.quick.routes

    def put_all(self, changes: Mapping[int, Sequence[int]]) -> None:
        """Give several vehicles other routes at once."""
        for vehicle in changes:
            self.quick.put(vehicle, (), 0.0)
        for vehicle, order in changes.items():
            self.quick.put(vehicle, order)

    def absent(self) -> list[int]:
        """Return the orders that are on no route."""
        return [int(visit) for visit in np.flatnonzero((self.quick.route_of < 0) & self.is_order)]

    def total(self) -> float:
        """Return the cost of the plan in cents, as the compiled judge sees it."""
        cost = float(self.quick.costs.sum())
        cost += float(self.penalty[(self.quick.route_of < 0) & self.is_order].sum())
        return cost + self.balance(self.quick.paid)

    def is_clean(self) -> bool:
        """Whether the compiled judge finds every route clean."""
        return not self.quick.violations.any()

    def balance(self, paid: Floats | Ints) -> float:
        """Return the price of uneven paid seconds of the routes in use."""
        used = paid[paid > 0]
        if not self._per_balance or not len(used):
            return 0.0
        return float(self._per_balance * (used.max() - used.mean()))

    @property
    def has_balance(self) -> bool:
        """Whether uneven routes have a price."""
        return self._per_balance > 0

    def is_allowed(self, changed: Iterable[int]) -> bool:
        """Whether the judge finds these vehicles' routes clean and no relation broken."""
        if not all(self.book.is_clean(vehicle, self.routes[vehicle]) for vehicle in changed if self.routes[vehicle]):
            return False
        used = {vehicle: route for vehicle, route in enumerate(self.routes) if route}
        return not (self.has_relations and any(relations.check(self.problem, used)))

    def judged_total(self) -> int | None:
        """Return the cost of the plan in cents as the judge sees it; None when a rule is broken."""
        used = {vehicle: route for vehicle, route in enumerate(self.quick.routes) if route}
        if not self.is_allowed(used):
            return None
        views = [self.book.look(vehicle, route) for vehicle, route in used.items()]
        left_out = sum(self.problem.visits[visit].penalty for visit in self.absent())
        return sum(view.cost for view in views) + left_out + balance_cost(self.problem, [view.paid for view in views])
