"""Makes any routes clean: what breaks a rule is taken out, then put back wherever it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.base.plain_day import is_plain
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.urgency import urgency
from lastmile_core.planning.repair.insertion_positions import InsertionPlaces
from lastmile_core.problem import RoutingProblem

if TYPE_CHECKING:
    from lastmile_core.planning.repair.rich_repair import RichRepairer

Routes = dict[int, list[int]]

MAX_TRIES = 80
"""Places tried for one visit, cheapest detour first; more tries rarely find another one and cost time."""
MIN_TRIES = 4
TRIES_IN_ALL = 2000
"""On a day with far too much work most visits fit nowhere; this bounds the time that goes into finding that out."""


def _never() -> bool:
    return False


class Repairer:
    """Mends routes of one problem (free visits and vehicles only)."""

    def __init__(self, problem: RoutingProblem, book: RouteBook | None = None) -> None:
        self.problem = problem
        self.book = book or RouteBook(problem)
        self.eligible = eligible_vehicles(problem)
        self._rich = None if is_plain(problem) else _rich_repairer(problem, self.book)

    def repair(self, routes: Mapping[int, Sequence[int]], is_over: Callable[[], bool] = _never) -> Routes:
        """Return routes without a violation that stay as near as possible to the given ones.

        Parameters
        ----------
        routes
            Any routes, also with repeated visits and broken rules.
        is_over
            Asked between visits; when true, what is still out stays out.
        """
        if self._rich is not None:
            return self._rich.repair(routes, is_over)
        seen: set[int] = set()
        clean: Routes = {}
        for vehicle, order in routes.items():
            fresh = [visit for visit in dict.fromkeys(order) if visit not in seen]
            seen.update(fresh)
            if kept := self.drop_offenders(vehicle, fresh):
                clean[vehicle] = kept
        placed = {visit for order in clean.values() for visit in order}
        missing = [visit for visit in range(self.problem.num_visits) if visit not in placed]
        return self.insert(clean, missing, is_over) if missing else clean

    def drop_offenders(self, vehicle: int, visits: Sequence[int]) -> list[int]:
        """Return the route without the visits whose removal mends it soonest."""
        order = list(visits)
        if not order or self.book.is_clean(vehicle, order):
            return order
        order = [visit for visit in order if vehicle in self.eligible[visit]]
        while order and not self.book.is_clean(vehicle, order):
            del order[min(range(len(order)), key=lambda k: self._harm_without(vehicle, order, k))]
        return order

    def _harm_without(self, vehicle: int, order: Sequence[int], k: int) -> tuple[int, float, int]:
        """Least harm first, and among equals the visit that is cheapest to leave out."""
        view = self.book.look(vehicle, [*order[:k], *order[k + 1 :]])
        return view.violations, view.amount, self.problem.visits[order[k]].penalty

    def insert(self, routes: Routes, visits: Iterable[int], is_over: Callable[[], bool] = _never) -> Routes:
        """Return the routes with each visit put where its detour is cheapest and no rule breaks.

        A visit stays out when no place is found or when serving it costs more than leaving it out.
        """
        places = InsertionPlaces(self.book, routes)
        waiting = sorted(visits, key=lambda visit: urgency(self.problem, visit))
        tries = max(MIN_TRIES, min(MAX_TRIES, TRIES_IN_ALL // max(1, len(waiting))))
        for visit in waiting:
            if is_over():
                break
            for vehicle, position in places.ranked(visit, self.eligible[visit], tries):
                old = places.routes.get(vehicle, [])
                view = self.book.look(vehicle, new := [*old[:position], visit, *old[position:]])
                if view.violations:
                    continue
                before = self.book.look(vehicle, old).cost if old else 0
                if view.cost - before < self.problem.visits[visit].penalty:
                    places.put(vehicle, new)
                break
        return dict(sorted(places.routes.items()))


def _rich_repairer(problem: RoutingProblem, book: RouteBook) -> RichRepairer:
    # The compiler that it needs takes a second to load; plain days do without.
    from lastmile_core.planning.repair.rich_repair import RichRepairer

    return RichRepairer(problem, book)
