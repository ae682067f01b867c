"""Other vehicles for the routes that a round has changed, on days with a mixed fleet; compiled."""

from __future__ import annotations

from lastmile_core.planning.engines.ruin_recreate.model import SearchDay
from lastmile_core.planning.engines.ruin_recreate.recreate import free_route
from lastmile_core.planning.engines.ruin_recreate.timing import time_route
from lastmile_core.planning.evaluation.compiled import compiled
from lastmile_core.planning.evaluation.search_state import NOW, TOUCHED, SearchState
from lastmile_core.planning.large_neighbourhood.keeping import touch


@compiled
def change_kinds(day: SearchDay, state: SearchState) -> None:
    """Give each changed route the vehicle that serves it cheapest."""
    for number in range(state.run[0].num_touched):
        route = state.lists[TOUCHED, number]
        if state.routes[route].length == 0 or state.routes[route].frozen > 0:
            continue
        for kind in range(len(day.kinds)):
            other = free_route(day, state, kind)
            if kind == state.routes[route].kind or other < 0 or not _may_all_ride(day, state, route, kind):
                continue
            _move(day, state, route, other)
            if (
                time_route(day, state, other)
                and _is_clean(day, state, other)
                and state.routes[other].cost < state.routes[route].cost
            ):
                touch(state, other)
                state.routes[route].length = 0
                time_route(day, state, route)
                route = other
            else:
                state.routes[other].length = 0
                time_route(day, state, other)
                time_route(day, state, route)


@compiled
def _may_all_ride(day: SearchDay, state: SearchState, route: int, kind: int) -> bool:
    if state.routes[route].length > day.kinds[kind].max_stops:
        return False
    for dim in range(day.loads.shape[2]):
        if state.peaks[0, route, 0, dim] > day.capacity[kind, 0, dim]:
            return False
    can_ride = True
    for position in range(state.routes[route].length):
        can_ride = can_ride and day.is_eligible[state.orders[NOW, route, position], kind]
    return can_ride


@compiled
def _move(day: SearchDay, state: SearchState, route: int, other: int) -> None:
    state.routes[other].length = state.routes[route].length
    for position in range(state.routes[route].length):
        state.orders[NOW, other, position] = state.orders[NOW, route, position]


@compiled
def _is_clean(day: SearchDay, state: SearchState, route: int) -> bool:
    """Whether windows and loads hold on a timed route."""
    kind, length = state.routes[route].kind, state.routes[route].length
    for position in range(length):
        visit = state.orders[NOW, route, position]
        if state.stops[visit].first > state.stops[visit].last:
            return False
    if day.features[0].only_deliveries:
        return True
    for dim in range(day.loads.shape[2]):
        for position in range(length + 1):
            if state.peaks[0, route, position, dim] > day.capacity[kind, 0, dim]:
                return False
    return True
