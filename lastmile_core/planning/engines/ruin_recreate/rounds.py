"""Rounds of ruin and recreate under simulated annealing, compiled."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.engines.ruin_recreate.model import SearchDay, State
from lastmile_core.planning.engines.ruin_recreate.recreate import change_kinds, recreate
from lastmile_core.planning.engines.ruin_recreate.ruin import ruin
from lastmile_core.planning.engines.ruin_recreate.timing import time_route
from lastmile_core.planning.evaluation.compiled import compiled
from lastmile_core.planning.evaluation.random_numbers import draw


@compiled
def rounds(day: SearchDay, state: State, count: int, heat: float, mean_removed: float) -> None:
    """Do ``count`` rounds at one temperature (cents); ``state`` ends with current and best routes."""
    for _ in range(count):
        absent = state.run[0].num_absent
        for number in range(absent):
            state.lists[1, number] = state.lists[0, number]
        num_touched = ruin(day, state, mean_removed)
        num_touched = recreate(day, state, num_touched)
        if day.features[0].is_mixed:
            num_touched = change_kinds(day, state, num_touched)
        total = _total(day, state)
        if total < state.run[0].total - heat * np.log(draw(state.random) + 1e-300):
            state.run[0].total = total
            _save(state, num_touched)
            if total < state.run[0].best_total - 1e-6:
                state.run[0].best_total = total
                _keep_best(state)
        else:
            _restore(day, state, num_touched)
            state.run[0].num_absent = absent
            for number in range(absent):
                state.lists[0, number] = state.lists[1, number]
                state.stops[state.lists[0, number]].route = -1


@compiled
def _total(day: SearchDay, state: State) -> float:
    total = 0.0
    for route in range(len(state.routes)):
        if state.routes[route].length > 0:
            total += state.routes[route].cost
    for number in range(state.run[0].num_absent):
        total += day.visits[state.lists[0, number]].penalty
    return total


@compiled
def _save(state: State, num_touched: int) -> None:
    for number in range(num_touched):
        route = state.lists[2, number]
        state.routes[route].is_touched = False
        state.routes[route].saved_length = state.routes[route].length
        for position in range(state.routes[route].length):
            state.orders[1, route, position] = state.orders[0, route, position]


@compiled
def _restore(day: SearchDay, state: State, num_touched: int) -> None:
    for number in range(num_touched):
        route = state.lists[2, number]
        state.routes[route].is_touched = False
        state.routes[route].length = state.routes[route].saved_length
        for position in range(state.routes[route].length):
            state.orders[0, route, position] = state.orders[1, route, position]
        time_route(day, state, route)


@compiled
def refresh(day: SearchDay, state: State) -> None:
    """Time all routes anew after their orders were written from outside, and take them as the current ones."""
    for visit in range(len(state.stops)):
        state.stops[visit].route = -1
    for route in range(len(state.routes)):
        time_route(day, state, route)
        state.routes[route].is_touched = False
        state.routes[route].saved_length = state.routes[route].length
        for position in range(state.routes[route].length):
            state.orders[1, route, position] = state.orders[0, route, position]
    absent = 0
    for visit in range(len(state.stops)):
        if state.stops[visit].route < 0:
            state.lists[0, absent] = visit
            absent += 1
    state.run[0].num_absent = absent
    state.run[0].total = _total(day, state)
    if state.run[0].total < state.run[0].best_total - 1e-6:
        state.run[0].best_total = state.run[0].total
        _keep_best(state)


@compiled
def _keep_best(state: State) -> None:
    for route in range(len(state.routes)):
        state.routes[route].best_length = state.routes[route].length
        for position in range(state.routes[route].length):
            state.orders[2, route, position] = state.orders[0, route, position]
