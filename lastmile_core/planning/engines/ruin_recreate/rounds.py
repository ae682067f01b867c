"""Rounds of ruin and recreate under simulated annealing, compiled."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.engines.ruin_recreate.model import Day, State
from lastmile_core.planning.engines.ruin_recreate.recreate import change_kinds, recreate
from lastmile_core.planning.engines.ruin_recreate.rng import draw
from lastmile_core.planning.engines.ruin_recreate.ruin import ruin
from lastmile_core.planning.engines.ruin_recreate.timing import time_slot
from lastmile_core.planning.evaluation.compiled import compiled


@compiled
def rounds(day: Day, state: State, count: int, heat: float, mean_removed: float) -> None:
    """Do ``count`` rounds at one temperature (cents); ``state`` ends with current and best routes."""
    for _ in range(count):
        absent = state.run[0].num_absent
        for number in range(absent):
            state.lists[1, number] = state.lists[0, number]
        num_touched = ruin(day, state, mean_removed)
        num_touched = recreate(day, state, num_touched)
        if day.what[0].is_mixed:
            num_touched = change_kinds(day, state, num_touched)
        total = _total(day, state)
        if total < state.run[0].total - heat * np.log(draw(state.run) + 1e-300):
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
                state.stops[state.lists[0, number]].slot = -1


@compiled
def _total(day: Day, state: State) -> float:
    total = 0.0
    for slot in range(len(state.slots)):
        if state.slots[slot].length > 0:
            total += state.slots[slot].cost
    for number in range(state.run[0].num_absent):
        total += day.visits[state.lists[0, number]].penalty
    return total


@compiled
def _save(state: State, num_touched: int) -> None:
    for number in range(num_touched):
        slot = state.lists[2, number]
        state.slots[slot].is_touched = False
        state.slots[slot].saved_length = state.slots[slot].length
        for place in range(state.slots[slot].length):
            state.orders[1, slot, place] = state.orders[0, slot, place]


@compiled
def _restore(day: Day, state: State, num_touched: int) -> None:
    for number in range(num_touched):
        slot = state.lists[2, number]
        state.slots[slot].is_touched = False
        state.slots[slot].length = state.slots[slot].saved_length
        for place in range(state.slots[slot].length):
            state.orders[0, slot, place] = state.orders[1, slot, place]
        time_slot(day, state, slot)


@compiled
def refresh(day: Day, state: State) -> None:
    """Time all routes anew after their orders were written from outside, and take them as the current ones."""
    for visit in range(len(state.stops)):
        state.stops[visit].slot = -1
    for slot in range(len(state.slots)):
        time_slot(day, state, slot)
        state.slots[slot].is_touched = False
        state.slots[slot].saved_length = state.slots[slot].length
        for place in range(state.slots[slot].length):
            state.orders[1, slot, place] = state.orders[0, slot, place]
    absent = 0
    for visit in range(len(state.stops)):
        if state.stops[visit].slot < 0:
            state.lists[0, absent] = visit
            absent += 1
    state.run[0].num_absent = absent
    state.run[0].total = _total(day, state)
    if state.run[0].total < state.run[0].best_total - 1e-6:
        state.run[0].best_total = state.run[0].total
        _keep_best(state)


@compiled
def _keep_best(state: State) -> None:
    for slot in range(len(state.slots)):
        state.slots[slot].best_length = state.slots[slot].length
        for place in range(state.slots[slot].length):
            state.orders[2, slot, place] = state.orders[0, slot, place]
