"""Puts orders into routes on a day with trips, pairs and relations, where they cost least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.urgency import urgency
from lastmile_core.planning.evaluation.day_arrays import COST, ROUTE, VIOLATIONS, Ints
from lastmile_core.planning.evaluation.judge_board import JudgeBoard, Route
from lastmile_core.planning.evaluation.route_changes import insertions, pair_insertions
from lastmile_core.problem import RoutingProblem

TRIES = 12
"""Places that the judge is asked about for one visit; the quick judge is seldom wrong about the first."""


class RichInserter:
    """Changes the routes that lie before a quick judge.

    Parameters
    ----------
    eligible
        As ``eligible_vehicles`` returns it.
    """

    def __init__(
        self, problem: RoutingProblem, book: RouteBook, quick: JudgeBoard, eligible: Sequence[frozenset[int]]
    ) -> None:
        self.problem, self.book, self.quick, self.eligible = problem, book, quick, eligible
        self._same: dict[int, list[frozenset[int]]] = {}
        self._apart: dict[int, list[frozenset[int]]] = {}
        for groups, found in ((problem.same_route, self._same), (problem.different_routes, self._apart)):
            for group in groups:
                for visit in group:
                    found.setdefault(visit, []).append(group)

    def mates(self, visit: int) -> set[int]:
        """Return the visits that must ride with a visit, itself among them."""
        return {visit}.union(*self._same.get(visit, ()))

    def put_all_in(self, visits: Iterable[int], is_over: Callable[[], bool], *, asks_judge: bool) -> None:
        """Put in each order, groups that must ride together as a whole; what finds no position stays out."""
        waiting = sorted(visits, key=lambda visit: urgency(self.problem, visit))
        left = set(waiting)
        for visit in waiting:
            if is_over():
                break
            if visit not in left:
                continue
            group = [mate for mate in waiting if mate in left and mate in self.mates(visit)]
            is_new = all(self._vehicle_of(mate) < 0 for mate in self.mates(visit))
            if len(group) == 1 or not is_new or not self._put_group_in(group, asks_judge):
                self._put_in(visit, self._may_serve(visit), asks_judge)
                group = [visit]
            left.difference_update(group)

    def _vehicle_of(self, visit: int) -> int:
        return int(self.quick.route_of[visit])

    def _put_group_in(self, group: Sequence[int], asks_judge: bool) -> bool:
        """Put a group on the one vehicle where all of it costs least; False when none has room for all."""
        may = frozenset.intersection(*(self._may_serve(visit) for visit in group))
        best: tuple[float, int, Route] | None = None
        for vehicle in self._open(may):
            before, cost = self.quick.routes[vehicle], float(self.quick.costs[vehicle])
            if all(self._put_in(visit, frozenset({vehicle}), asks_judge) for visit in group):
                price = float(self.quick.costs[vehicle]) - cost
                if best is None or price < best[0]:
                    best = price, vehicle, self.quick.routes[vehicle]
            self.quick.put(vehicle, before)
        if best is None:
            return False
        self.quick.put(best[1], best[2])
        return True

    def _put_in(self, visit: int, vehicles: frozenset[int], asks_judge: bool) -> bool:
        """Put an order where it costs least on these vehicles; False without a position or when it is not worth it."""
        partner = self.problem.visits[visit].partner
        penalty = self.problem.visits[visit].penalty
        if partner is not None:
            penalty += self.problem.visits[partner].penalty
        for vehicle, order, extra in self._places(visit, vehicles):
            price = extra
            if asks_judge:
                if not self.book.is_clean(vehicle, order):
                    continue
                old = self.quick.routes[vehicle]
                price = self.book.look(vehicle, order).cost - (self.book.look(vehicle, old).cost if old else 0)
            if price < penalty:
                self.quick.put(vehicle, order)
            return price < penalty
        return False

    def _places(self, visit: int, vehicles: frozenset[int]) -> Iterator[tuple[int, Route, float]]:
        """Yield (vehicle, route, price) of the cheapest positions that the quick judge finds clean, cheapest first."""
        changes = [self._changes(visit, vehicle) for vehicle in self._open(vehicles)]
        if not changes:
            return
        table = np.concatenate(changes)
        answers = self.quick.price(table)
        extra = answers[:, COST] - self.quick.costs[table[:, ROUTE]]
        extra[answers[:, VIOLATIONS] > 0] = np.inf
        for best in np.argsort(extra, kind="stable")[:TRIES]:
            if np.isfinite(extra[best]):
                yield int(table[best, ROUTE]), self.quick.changed(table[best]), float(extra[best])

    def _open(self, vehicles: frozenset[int]) -> Iterator[int]:
        """Yield vehicles in order; of empty ones that are the same the first."""
        empty: set[int] = set()
        for vehicle in sorted(vehicles):
            if not self.quick.routes[vehicle]:
                if self.book.kind_of[vehicle] in empty:
                    continue
                empty.add(self.book.kind_of[vehicle])
            yield vehicle

    def _changes(self, visit: int, vehicle: int) -> Ints:
        """Return every way to put an order on a vehicle: at any position, whole pairs, with a reload for a new trip."""
        order, partner = self.quick.routes[vehicle], self.problem.visits[visit].partner
        positions = np.arange(len(self.problem.vehicles[vehicle].frozen_prefix), len(order) + 1)
        if partner is None or partner in order:
            spare = int(self.quick.spares[vehicle])
            return insertions(vehicle, positions, visit, spare if spare >= 0 and order else None)
        first, second = np.meshgrid(positions, positions, indexing="ij")
        ahead = first <= second
        return pair_insertions(vehicle, first[ahead], second[ahead], partner, visit)

    def _may_serve(self, visit: int) -> frozenset[int]:
        """Return the vehicles that may serve a visit beside what they serve already."""
        may = self.eligible[visit]
        for found, is_same in ((self._same, True), (self._apart, False)):
            for group in found.get(visit, ()):
                others = frozenset(self._vehicle_of(other) for other in group if other != visit) - {-1}
                if others:
                    may = may & others if is_same else may - others
        return may
