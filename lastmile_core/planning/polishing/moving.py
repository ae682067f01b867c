"""Local search: every visit is tried in other positions, in exchange for others, and with other ends of its route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from lastmile_core.planning.evaluation.day_arrays import (
    COST,
    DROP_UNTIL,
    ROUTE,
    SECOND,
    SECOND_AT,
    VIOLATIONS,
    Ints,
    Near,
)
from lastmile_core.planning.evaluation.quick_judge import Route
from lastmile_core.planning.evaluation.route_changes import insertions, moves, new_tails, removals, swaps_in
from lastmile_core.planning.polishing.draft import Draft

NEIGHBOURS = 12
"""Visits near enough to a visit to be worth a move with it."""
LEAST_GAIN = 0.5
"""Cents; the compiled judge does not round as the judge does."""


TRIES = 3
"""Moves of one visit that the judge is asked about."""


class Moves(NamedTuple):
    """Moves of one sort: the route that each changes, the second one if it changes two, and what else it costs."""

    first: Ints
    second: Ints | None = None
    dearer: float = 0.0


class LocalSearch:
    """Moves in one draft: relocate, two in a row, swap, 2-opt*, pairs, reloads; the best of a visit at a time."""

    def __init__(self, draft: Draft, near: Near) -> None:
        self.draft = draft
        # Another layout in memory would be compiled once more.
        self.near = np.ascontiguousarray(near[:, :NEIGHBOURS])
        self._frozen = np.array(draft.frozen, dtype=np.int64)
        self._is_single = np.array([partner < 0 for partner in draft.partner], dtype=np.bool_)
        # What balance may save on top of a move's own price.
        self._slack = 300.0 if draft.has_balance else 0.0

    def improve_visit(self, visit: int) -> Mapping[int, Route] | None:
        """Make the best move of a visit that makes the plan cheaper; return the routes as they were, None without."""
        draft, quick = self.draft, self.draft.quick
        vehicle, position = int(quick.route_of[visit]), int(quick.position_of[visit])
        if vehicle < 0 or position < draft.frozen[vehicle]:
            return None
        if draft.problem.visits[visit].is_reload:
            return self._best(self._reload_moves(vehicle, position, visit))
        if draft.partner[visit] >= 0:
            return self._move_pair(visit)
        return self._best(list(self._moves(visit, vehicle, position)))

    def improve_trips(self, vehicle: int) -> Mapping[int, Route] | None:
        """Begin a new trip where that makes a route cheaper."""
        spare, length = int(self.draft.quick.spares[vehicle]), len(self.draft.routes[vehicle])
        if spare < 0 or length == 0:
            return None
        positions = np.arange(self.draft.frozen[vehicle] + 1, length)
        return self._best([Moves(insertions(vehicle, positions, spare))])

    def _moves(self, visit: int, vehicle: int, position: int) -> Iterator[Moves]:
        """Yield the moves of a single visit with the visits near it."""
        quick, draft = self.draft.quick, self.draft
        near = self.near[visit][quick.route_of[self.near[visit]] >= 0]
        near = near[quick.position_of[near] >= self._frozen[quick.route_of[near]]]
        vehicles, positions = quick.route_of[near], quick.position_of[near]
        own = vehicles == vehicle
        beside = np.unique(np.append(positions[own], positions[own] + 1))
        yield Moves(moves(vehicle, position, beside[(beside != position) & (beside != position + 1)], visit))
        gone = removals(vehicle, np.array([position]), np.array([-1]))
        yield Moves(gone, dearer=float(draft.penalty[visit]))
        if own.all():
            return
        others, there, their = vehicles[~own], positions[~own], near[~own]
        twice, beside = np.tile(others, 2), np.append(there, there + 1)
        leaves = np.repeat(gone, len(twice), axis=0)
        yield Moves(insertions(twice, beside, visit), leaves)
        route = draft.routes[vehicle]
        if position + 1 < len(route) and draft.partner[route[position + 1]] < 0:
            two = insertions(twice, beside, visit)
            two[:, SECOND], two[:, SECOND_AT] = route[position + 1], beside
            leave_two = leaves.copy()
            leave_two[:, DROP_UNTIL] = position + 2
            yield Moves(two, leave_two)
        single = self._is_single[their]
        stays = np.full(int(single.sum()), position)
        yield Moves(swaps_in(others[single], there[single], visit), swaps_in(vehicle, stays, their[single]))
        for here, then in ((position + 1, there), (position, there + 1)):
            number = len(others)
            yield Moves(new_tails(vehicle, here, others, then, number), new_tails(others, then, vehicle, here, number))

    def _reload_moves(self, vehicle: int, position: int, visit: int) -> list[Moves]:
        positions = np.arange(self.draft.frozen[vehicle], len(self.draft.routes[vehicle]) + 1)
        positions = positions[(positions != position) & (positions != position + 1)]
        gone = removals(vehicle, np.array([position]), np.array([-1]))
        return [Moves(moves(vehicle, position, positions, visit)), Moves(gone)]

    def _move_pair(self, visit: int) -> Mapping[int, Route] | None:
        """Take a pair out and put it where it costs least."""
        draft, stop = self.draft, self.draft.problem.visits[visit]
        vehicle, partner = int(draft.quick.route_of[visit]), draft.partner[visit]
        if stop.is_pickup or partner in draft.routes[vehicle][: draft.frozen[vehicle]]:
            return None
        before = {vehicle: draft.routes[vehicle]}
        total = draft.total()
        draft.quick.put(vehicle, [other for other in draft.routes[vehicle] if other not in (visit, partner)])
        found = draft.quick.best_position(visit, self.near)
        if found is not None:
            before.setdefault(found.vehicle, draft.routes[found.vehicle])
            draft.quick.put(found.vehicle, found.route, found.cost, found.paid)
        if found is None or draft.total() > total - LEAST_GAIN or not draft.is_allowed(before):
            draft.put_all(before)
            return None
        return before

    def _best(self, tables: list[Moves]) -> Mapping[int, Route] | None:
        """Make the move that saves most and breaks no rule, if any saves something."""
        draft, quick = self.draft, self.draft.quick
        rows = [table for one in tables for table in (one.first, one.second) if table is not None]
        answers = draft.quick.price(np.concatenate(rows))
        begin = 0
        found: list[tuple[float, list[Ints]]] = []
        for one in tables:
            size = len(one.first)
            change = np.full(size, one.dearer)
            for table in (one.first, one.second):
                if table is None:
                    continue
                own = answers[begin : begin + size]
                begin += size
                change += own[:, COST] - quick.costs[table[:, ROUTE]]
                change[own[:, VIOLATIONS] > 0] = np.inf
            good = np.flatnonzero(change < -LEAST_GAIN + self._slack)
            found += [
                (float(change[k]), [one.first[k]] if one.second is None else [one.first[k], one.second[k]])
                for k in good.tolist()
            ]
        for _, rows in sorted(found, key=lambda one: one[0])[:TRIES]:
            before = self._make(rows)
            if before is not None:
                return before
        return None

    def _make(self, rows: list[Ints]) -> dict[int, Route] | None:
        """Change the draft by a move; None when the plan is not cheaper then or breaks a rule."""
        draft = self.draft
        now = {int(row[ROUTE]): draft.quick.changed(row) for row in rows}
        before = {vehicle: draft.routes[vehicle] for vehicle in now}
        total = draft.total()
        draft.put_all(now)
        if draft.total() > total - LEAST_GAIN or not draft.is_allowed(now):
            draft.put_all(before)
            return None
        return before
