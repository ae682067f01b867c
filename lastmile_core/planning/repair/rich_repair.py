"""Makes routes clean on a day with trips, pairs, relations, begun routes, traffic or prices by the hour.

The same idea as in ``repair``, with whole pairs and with reloads that come and go freely. Places are ranked by the
compiled judge, which prices the whole route; the judge itself has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.evaluation.day_arrays import VIOLATIONS
from lastmile_core.planning.evaluation.judge_board import JudgeBoard
from lastmile_core.planning.evaluation.route_changes import removals
from lastmile_core.planning.evaluation.slow_judge import SlowJudge
from lastmile_core.planning.repair.rich_insert import RichInserter
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.checks import relations
from lastmile_core.schedule.checks.rule_violation import RuleViolation

Routes = dict[int, list[int]]


class RichRepairer:
    """Mends routes of one problem (free visits and vehicles only)."""

    def __init__(self, problem: RoutingProblem, book: RouteBook, quick: JudgeBoard | None = None) -> None:
        self.problem = problem
        self.book = book
        self.quick = quick or ready_judge(problem, book)
        self.eligible = eligible_vehicles(problem)
        self.inserter = RichInserter(problem, book, self.quick, self.eligible)

    def repair(self, routes: Mapping[int, Sequence[int]], is_over: Callable[[], bool]) -> Routes:
        """Return clean routes that stay as near as possible to the given ones; see ``Repairer.repair``."""
        clean = {vehicle: self.drop_offenders(vehicle, order) for vehicle, order in self._tidy(routes).items()}
        clean = self._drop_unrelated({vehicle: order for vehicle, order in clean.items() if order})
        placed = {visit for order in clean.values() for visit in order}
        missing = [n for n, visit in enumerate(self.problem.visits) if visit.is_order and n not in placed]
        return self.insert(clean, missing, is_over) if missing else clean

    def _tidy(self, routes: Mapping[int, Sequence[int]]) -> Routes:
        """Return routes in which every visit is once, where it may be, pairs are whole and begun routes begin."""
        seen = {visit for day in self.problem.vehicles for visit in day.frozen_prefix}
        tidy = {n: list(day.frozen_prefix) for n, day in enumerate(self.problem.vehicles) if day.frozen_prefix}
        for vehicle, order in routes.items():
            fresh = [v for v in dict.fromkeys(order) if v not in seen and vehicle in self.eligible[v]]
            seen.update(fresh)
            tidy[vehicle] = self._whole([*tidy.get(vehicle, ()), *fresh])
        return tidy

    def _whole(self, order: Sequence[int]) -> list[int]:
        """Return the order without halves of pairs that are not both on one trip, pickup first."""
        open_pickups: set[int] = set()
        whole: set[int] = set()
        for visit in order:
            day = self.problem.visits[visit]
            if day.is_reload:
                open_pickups.clear()
            elif day.is_pickup:
                open_pickups.add(visit)
            elif day.partner is not None and day.partner in open_pickups:
                whole |= {visit, day.partner}
        return [visit for visit in order if self.problem.visits[visit].partner is None or visit in whole]

    def drop_offenders(self, vehicle: int, visits: Sequence[int]) -> list[int]:
        """Return the route without the visits whose removal mends it soonest; a frozen beginning stays."""
        order = list(visits)
        frozen = len(self.problem.vehicles[vehicle].frozen_prefix)
        while len(order) > frozen and not self.book.is_clean(vehicle, order):
            self.quick.put(vehicle, order)
            positions = np.arange(frozen, len(order))
            position_of = {visit: position for position, visit in enumerate(order)}
            partners = [position_of.get(self._partner(visit), -1) for visit in order[frozen:]]
            broken = self.quick.price(removals(vehicle, positions, np.array(partners)), only_clean=False)[:, VIOLATIONS]
            worst = min(range(len(positions)), key=lambda k: (broken[k], self._penalty(order[frozen + k]), k))
            order = self._without(order, order[frozen + worst])
        return order

    def _partner(self, visit: int) -> int:
        partner = self.problem.visits[visit].partner
        return -1 if partner is None else partner

    def _penalty(self, visit: int) -> int:
        """Return the price of leaving out a visit, with the other half of its pair."""
        day = self.problem.visits[visit]
        return day.penalty + (0 if day.partner is None else self.problem.visits[day.partner].penalty)

    def _without(self, order: Sequence[int], visit: int) -> list[int]:
        gone = {visit, self.problem.visits[visit].partner}
        return [other for other in order if other not in gone]

    def _drop_unrelated(self, routes: Routes) -> Routes:
        """Take out visits that ride with one that they must not ride with, and groups that do not ride together."""
        begun = {visit for day in self.problem.vehicles for visit in day.frozen_prefix}
        while broken := [f for f in relations.check(self.problem, routes) if self._movable(f, begun) is not None]:
            visit = self._movable(broken[0], begun)
            assert visit is not None, "only violations that can be mended are looked at"
            # A group comes back as a whole where all of it fits.
            gone = {visit} | (self.inserter.mates(visit) - begun if "apart" in broken[0].detail else set())
            for vehicle in sorted(number for number, order in routes.items() if gone & set(order)):
                left = list(routes[vehicle])
                for other in sorted(gone & set(left)):
                    left = self._without(left, other)
                routes[vehicle] = self.drop_offenders(vehicle, left)
                if not routes[vehicle]:
                    del routes[vehicle]
        return routes

    def _movable(self, violation: RuleViolation, begun: set[int]) -> int | None:
        return next((v for v in (violation.visit, violation.other) if v is not None and v not in begun), None)

    def insert(
        self, routes: Routes, visits: Iterable[int], is_over: Callable[[], bool], *, asks_judge: bool = True
    ) -> Routes:
        """Return the routes with each order put where it costs least and no rule breaks.

        An order stays out when no place is found or when serving it costs more than leaving it out.

        Parameters
        ----------
        asks_judge
            False trusts the compiled judge alone, for a first plan.
        """
        for vehicle in range(self.problem.num_vehicles):
            self.quick.put(vehicle, routes.get(vehicle, ()))
        self.inserter.put_all_in(visits, is_over, asks_judge=asks_judge)
        return {vehicle: list(order) for vehicle, order in enumerate(self.quick.routes) if order}


def ready_judge(problem: RoutingProblem, book: RouteBook) -> JudgeBoard:
    """Return the compiled judge, or the judge itself while it has still to be compiled, which takes half a minute."""
    from lastmile_core.planning.evaluation.compiled import is_ready

    if is_ready():
        from lastmile_core.planning.evaluation.quick_judge import QuickJudge

        return QuickJudge(problem, book.kind_of)
    return SlowJudge(problem, book)
