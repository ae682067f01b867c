"""Rounds of ruin and recreate with routes that are evaluated by segments, compiled."""

from __future__ import annotations

from lastmile_core.planning.engines.ruin_recreate.change_kinds import change_kinds
from lastmile_core.planning.engines.ruin_recreate.model import SearchDay
from lastmile_core.planning.engines.ruin_recreate.recreate import recreate
from lastmile_core.planning.engines.ruin_recreate.timing import time_route
from lastmile_core.planning.evaluation.compiled import compiled
from lastmile_core.planning.evaluation.search_state import TOUCHED, SearchState
from lastmile_core.planning.large_neighbourhood.keeping import begin_round, give_back, is_kept, take_as_current
from lastmile_core.planning.large_neighbourhood.neighbourhood import Neighbourhood
from lastmile_core.planning.large_neighbourhood.ruin import ruin


@compiled
def rounds(day: SearchDay, around: Neighbourhood, state: SearchState, count: int, heat: float) -> None:
    """Do ``count`` rounds at one temperature (cents); ``state`` ends with current and best routes."""
    for _ in range(count):
        absent = begin_round(state)
        ruin(around, state)
        _time_touched(day, state)
        recreate(day, around, state)
        if day.features[0].is_mixed:
            change_kinds(day, state)
        if not is_kept(around, state, heat):
            give_back(around, state, absent)
            _time_touched(day, state)


@compiled
def _time_touched(day: SearchDay, state: SearchState) -> None:
    for number in range(state.run[0].num_touched):
        time_route(day, state, state.lists[TOUCHED, number])


@compiled
def refresh(day: SearchDay, around: Neighbourhood, state: SearchState) -> None:
    """Time all routes anew after their orders were written from outside, and take them as the current ones."""
    for visit in range(len(state.stops)):
        state.stops[visit].route = -1
    for route in range(len(state.routes)):
        time_route(day, state, route)
    take_as_current(around, state)
