"""Rounds of ruin and recreate on the routes that lie before a compiled judge."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from lastmile_core.planning.evaluation.day_arrays import EDIT_COLUMNS, DayArrays, Near
from lastmile_core.planning.evaluation.quick_judge import MOST_POSITIONS, QuickJudge
from lastmile_core.planning.evaluation.search_state import BEST
from lastmile_core.planning.large_neighbourhood.keeping import take_as_current
from lastmile_core.planning.large_neighbourhood.neighbourhood import Neighbourhood, habits, order_table
from lastmile_core.planning.polishing.nearness import near_visits
from lastmile_core.planning.polishing.rounds import Positions, rounds

Routes = dict[int, list[int]]
LONGEST_STRING = 8.0
RELOAD_CHANCE = 0.3
"""How often a string takes the reloads in it along, so that trips are cut anew."""
ABSENT_CHANCE = 0.3
"""How often the ruin is where an order is left out, if any is."""


class Ruiner:
    """Changes the routes of one judge; every thread has its own.

    Parameters
    ----------
    near
        As ``nearness.near_visits`` returns it.
    movable
        The only visits that may be taken out of their routes; None for all.

    Attributes
    ----------
    rounds_done
        Since the beginning.
    """

    def __init__(self, quick: QuickJudge, near: Near, movable: Collection[int] | None = None) -> None:
        self.quick = quick
        self.rounds_done = 0
        self._around = _around(quick.day, near, movable)
        self._room = Positions(
            beside=near,
            positions=np.zeros((2, MOST_POSITIONS, 2), dtype=np.int64),
            detours=np.zeros(MOST_POSITIONS),
            edit=np.full(EDIT_COLUMNS, -1, dtype=np.int64),
        )

    def begin(self, routes: Mapping[int, Sequence[int]]) -> None:
        """Start from these routes; they are the best so far."""
        for vehicle in range(self.quick.problem.num_vehicles):
            self.quick.put(vehicle, ())
        for vehicle, order in routes.items():
            self.quick.put(vehicle, order)
        self.quick.state.run["best_total"] = np.inf
        take_as_current(self._around, self.quick.state)

    @property
    def best_total(self) -> float:
        """Cents of the best routes, as the compiled judge sees them."""
        return float(self.quick.state.run["best_total"][0])

    def best(self) -> Routes:
        """Return the best routes."""
        state = self.quick.state
        return {
            vehicle: state.orders[BEST, vehicle, :length].tolist()
            for vehicle, length in enumerate(state.kept["best_length"].tolist())
            if length
        }

    def run(self, number: int, heat: float) -> None:
        """Do rounds without holding the interpreter; ``heat`` as in :func:`rounds.rounds`."""
        rounds(self.quick.day, self.quick.work, self._around, self._room, self.quick.state, number, heat)
        self.rounds_done += number


def _around(day: DayArrays, near: Near, movable: Collection[int] | None) -> Neighbourhood:
    """Return who is near whom; orders come back at random, or heavy, tight, dear or early ones first."""
    visits, num_visits = day.visits, len(day.visits)
    last = day.windows[np.arange(num_visits), visits["num_windows"] - 1, 1]
    opens = day.windows[:, 0, 0]
    return Neighbourhood(
        near=near if movable is None else near_visits(day, among=movable),
        seeds=np.arange(num_visits) if movable is None else np.array(sorted(movable), dtype=np.int64),
        visits=order_table(
            visits["penalty"],
            partner=visits["partner"],
            is_order=visits["is_order"],
            is_reload=visits["is_reload"],
            movable=movable,
        ),
        habits=habits(
            LONGEST_STRING,
            absent_chance=ABSENT_CHANCE,
            reload_chance=RELOAD_CHANCE,
            balance=float(day.features["per_balance"][0]),
            has_reloads=bool(visits["is_reload"].any()),
        ),
        related=day.related,
        keys=np.array([-day.loads.sum(axis=1), last - opens, -visits["penalty"], opens], dtype=np.float64),
        until=np.array([2, 3, 4, 5]) / 6,
    )
