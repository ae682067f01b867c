"""Rounds of ruin and recreate with whole routes evaluated under every rule, compiled.

Whole pairs move, reloads come and go, and groups that must ride together go as one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from lastmile_core.planning.evaluation.best_position import best_position
from lastmile_core.planning.evaluation.compiled import compiled, njit
from lastmile_core.planning.evaluation.day_arrays import ROUTE, DayArrays, Floats, Ints, Near, Work
from lastmile_core.planning.evaluation.evaluate import evaluate
from lastmile_core.planning.evaluation.evaluate_changes import make_up
from lastmile_core.planning.evaluation.search_state import ABSENT, NOW, TOUCHED, SearchState
from lastmile_core.planning.large_neighbourhood.keeping import begin_round, give_back, is_kept, touch
from lastmile_core.planning.large_neighbourhood.neighbourhood import Neighbourhood
from lastmile_core.planning.large_neighbourhood.ruin import ruin, sort_absent

merged: Callable[[Any], Any] = njit(inline="always", error_model="numpy", _nrt=False)
"""For functions that are called once: a function of its own would be compiled with all that it calls once more."""
BLINK = 0.01
"""Share of positions that are overlooked on purpose, so that the same ruin does not always end the same way."""


class Positions(NamedTuple):
    """Room for ``best_position``.

    Attributes
    ----------
    beside
        For each visit all others, nearest first, shape (n, k): what it may be put beside.
    """

    beside: Near
    positions: Ints
    detours: Floats
    edit: Ints


@compiled
def rounds(
    day: DayArrays, work: Work, around: Neighbourhood, room: Positions, state: SearchState, count: int, heat: float
) -> None:
    """Do ``count`` rounds at one temperature (cents); ``state`` ends with current and best routes."""
    for _ in range(count):
        absent = begin_round(state)
        ruin(around, state)
        for number in range(state.run[0].num_touched):
            _refresh(day, work, state, state.lists[TOUCHED, number])
        _recreate(day, work, around, room, state)
        if not is_kept(around, state, heat):
            give_back(around, state, absent)
            for number in range(state.run[0].num_touched):
                _note_spare(state, state.lists[TOUCHED, number])


@compiled
def _note_spare(state: SearchState, route: int) -> None:
    """Write down which reload of a vehicle is not in use."""
    state.routes[route].spare = -1
    for number in range(state.reloads.shape[1]):
        reload = state.reloads[route, number]
        if reload >= 0 and state.stops[reload].route < 0:
            state.routes[route].spare = reload
            break


@merged
def _refresh(day: DayArrays, work: Work, state: SearchState, route: int) -> None:
    """Evaluate a changed route anew."""
    own = state.routes[route]
    own.cost, own.violations, own.paid = evaluate(day, work, route, state.orders[NOW, route], own.length, False)
    _note_spare(state, route)


@merged
def _recreate(day: DayArrays, work: Work, around: Neighbourhood, room: Positions, state: SearchState) -> None:
    """Put all orders that are on no route back where they cost least, and drop reloads that help nobody."""
    sort_absent(around, state)
    left = 0
    for number in range(state.run[0].num_absent):
        visit = state.lists[ABSENT, number]
        extra, cost, paid = best_position(
            day, work, state, room.beside, visit, BLINK, room.positions, room.detours, room.edit
        )
        if extra >= around.visits[visit].penalty:
            state.lists[ABSENT, left] = visit
            left += 1
            continue
        route = room.edit[ROUTE]
        touch(state, route)
        _write(work, state, route, make_up(work, state, room.edit))
        state.routes[route].cost, state.routes[route].paid, state.routes[route].violations = cost, paid, 0.0
    state.run[0].num_absent = left
    if around.habits[0].has_reloads:
        for number in range(state.run[0].num_touched):
            _shed_reloads(day, work, around, state, state.lists[TOUCHED, number])


@compiled
def _write(work: Work, state: SearchState, route: int, size: int) -> None:
    """Make the route that was made up the vehicle's."""
    for position in range(size):
        visit = work.order[position]
        state.orders[NOW, route, position] = visit
        state.stops[visit].route, state.stops[visit].position = route, position
    state.routes[route].length = size
    _note_spare(state, route)


@merged
def _shed_reloads(day: DayArrays, work: Work, around: Neighbourhood, state: SearchState, route: int) -> None:
    """Take reloads out of a route that cost more than they help."""
    position = state.routes[route].length - 1
    while position >= state.routes[route].frozen:
        visit = state.orders[NOW, route, position]
        if not (around.visits[visit].is_reload and around.visits[visit].is_movable):
            position -= 1
            continue
        size, orders = np.int64(0), 0
        for at in range(state.routes[route].length):
            if at != position:
                work.order[size] = state.orders[NOW, route, at]
                orders += not around.visits[state.orders[NOW, route, at]].is_reload
                size += 1
        if orders == 0:
            size = np.int64(0)
        cost, violations, paid = evaluate(day, work, route, work.order, size, False)
        before = state.routes[route].violations
        if violations < before or (violations == before and cost < state.routes[route].cost):
            for at in range(state.routes[route].length):
                state.stops[state.orders[NOW, route, at]].route = -1
            _write(work, state, route, size)
            own = state.routes[route]
            own.cost, own.violations, own.paid = cost, violations, paid
            position = min(position, size)
        position -= 1
