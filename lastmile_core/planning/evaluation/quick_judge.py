"""The compiled judge, asked about many changes at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lastmile_core.planning.evaluation.best_position import NOT_FOUND, best_position
from lastmile_core.planning.evaluation.build_day_arrays import build_day_arrays
from lastmile_core.planning.evaluation.day_arrays import (
    EDIT_COLUMNS,
    ROUTE,
    DayArrays,
    Floats,
    Ints,
    Near,
    work_for,
)
from lastmile_core.planning.evaluation.evaluate_changes import price_edits
from lastmile_core.planning.evaluation.judge_board import JudgeBoard, Route
from lastmile_core.problem import RoutingProblem

MOST_POSITIONS = 16
"""Places whose detour is shortest are priced; the rest is hardly ever the best."""


class Found(NamedTuple):
    """The best position: what the plan then costs more in cents, and the vehicle's new route with its answer."""

    extra: float
    vehicle: int
    route: Route
    cost: float
    paid: int


class QuickJudge(JudgeBoard):
    """The compiled judge.

    Parameters
    ----------
    day
        Of another judge of the same problem, so that it need not be made again.
    """

    def __init__(
        self, problem: RoutingProblem, kind_of: list[int], seed: int = 1, day: DayArrays | None = None
    ) -> None:
        super().__init__(problem, kind_of, seed)
        self.day = build_day_arrays(problem) if day is None else day
        self.work = work_for(self.day)
        self._room = (np.zeros((2, MOST_POSITIONS, 2), dtype=np.int64), np.zeros(MOST_POSITIONS))
        for number, vehicle in enumerate(problem.vehicles if day is None else ()):
            self.put(number, vehicle.frozen_prefix)
            self.day.vehicles["prefix_violations"][number] = self.violations[number]
            self.put(number, ())

    def price(self, changes: Ints, *, only_clean: bool = True) -> Floats:
        """Return cost, violations and paid seconds of changed routes; with ``only_clean`` violations alone if any."""
        answers = np.empty((len(changes), 3))
        price_edits(self.day, self.work, self.state, changes, only_clean, answers)
        return answers

    def best_position(self, visit: int, near: Near, blink: float = 0.0) -> Found | None:
        """Return the cheapest clean position for an order that is on no route, with its pickup; None without one.

        Looks beside near visits, at the ends of routes, on one empty vehicle a kind, and at new trips there.

        Parameters
        ----------
        near
            As ``nearness.near_visits`` returns it.
        blink
            Share of positions that are overlooked at random.
        """
        edit = np.full(EDIT_COLUMNS, -1, dtype=np.int64)
        extra, cost, paid = best_position(self.day, self.work, self.state, near, visit, blink, *self._room, edit)
        if extra >= NOT_FOUND:
            return None
        return Found(extra, int(edit[ROUTE]), self.changed(edit), cost, paid)


__all__ = ["Found", "QuickJudge", "Route"]
