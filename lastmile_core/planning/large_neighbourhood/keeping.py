"""What a round begins with, keeps, or gives back; compiled."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.random_numbers import draw
from lastmile_core.planning.evaluation.search_state import ABSENT, BEST, NOW, SAVED, TOUCHED, WAS_ABSENT, SearchState
from lastmile_core.planning.large_neighbourhood.neighbourhood import Neighbourhood


@inlined
def touch(state: SearchState, route: int) -> None:
    """Remember that a route changes."""
    if not state.routes[route].is_touched:
        state.routes[route].is_touched = True
        state.lists[TOUCHED, state.run[0].num_touched] = route
        state.run[0].num_touched += 1


@inlined
def begin_round(state: SearchState) -> int:
    """Remember which orders are left out; return how many."""
    absent = state.run[0].num_absent
    for number in range(absent):
        state.lists[WAS_ABSENT, number] = state.lists[ABSENT, number]
    state.run[0].num_touched = 0
    return absent


@inlined
def is_kept(around: Neighbourhood, state: SearchState, heat: float) -> bool:
    """Keep the routes of a round, also when they are dearer by about ``heat`` cents; False to give them back."""
    total = plan_total(around, state)
    if total >= state.run[0].total - heat * np.log(draw(state.random) + 1e-300):
        return False
    state.run[0].total = total
    for number in range(state.run[0].num_touched):
        save(state, state.lists[TOUCHED, number])
    if total < state.run[0].best_total - 1e-6:
        state.run[0].best_total = total
        _keep_best(state)
    return True


@inlined
def save(state: SearchState, route: int) -> None:
    """Take a route as one that a round may return to."""
    own, kept = state.routes[route], state.kept[route]
    own.is_touched = False
    kept.length, kept.paid, kept.cost, kept.violations = own.length, own.paid, own.cost, own.violations
    for position in range(own.length):
        state.orders[SAVED, route, position] = state.orders[NOW, route, position]


@inlined
def give_back(around: Neighbourhood, state: SearchState, absent: int) -> None:
    """Return to the routes that the round began with; times and loads on the way have to be evaluated anew."""
    if not around.habits[0].is_simple:
        # Pickups and reloads that the round put in are on no list.
        for number in range(state.run[0].num_touched):
            route = state.lists[TOUCHED, number]
            for position in range(state.routes[route].length):
                state.stops[state.orders[NOW, route, position]].route = -1
    for number in range(state.run[0].num_touched):
        route = state.lists[TOUCHED, number]
        own, kept = state.routes[route], state.kept[route]
        own.is_touched = False
        own.length, own.paid, own.cost, own.violations = kept.length, kept.paid, kept.cost, kept.violations
        for position in range(own.length):
            visit = state.orders[SAVED, route, position]
            state.orders[NOW, route, position] = visit
            if not around.habits[0].is_simple:
                # Where they are by themselves, the evaluation that follows writes it down.
                state.stops[visit].route, state.stops[visit].position = route, position
    state.run[0].num_absent = absent
    for number in range(absent):
        state.lists[ABSENT, number] = state.lists[WAS_ABSENT, number]
        state.stops[state.lists[ABSENT, number]].route = -1


@compiled
def take_as_current(around: Neighbourhood, state: SearchState) -> None:
    """Take all routes, evaluated, as the current ones."""
    for route in range(len(state.routes)):
        save(state, route)
    absent = 0
    for visit in range(len(state.stops)):
        if state.stops[visit].route < 0 and around.visits[visit].is_order:
            state.lists[ABSENT, absent] = visit
            absent += 1
    state.run[0].num_absent = absent
    state.run[0].total = plan_total(around, state)
    if state.run[0].total < state.run[0].best_total - 1e-6:
        state.run[0].best_total = state.run[0].total
        _keep_best(state)


@inlined
def plan_total(around: Neighbourhood, state: SearchState) -> float:
    """Return the cost of the plan in cents; a route that breaks a rule costs more than any plan."""
    total = 0.0
    for route in range(len(state.routes)):
        if state.routes[route].length > 0:
            total += state.routes[route].cost
            if state.routes[route].violations > 0:
                total += 1e12
    for number in range(state.run[0].num_absent):
        total += around.visits[state.lists[ABSENT, number]].penalty
    if around.habits[0].balance > 0:
        total += around.habits[0].balance * _unevenness(state)
    return total


@compiled
def _unevenness(state: SearchState) -> float:
    """Return the seconds between the longest paid time and the mean of the routes in use."""
    most = paid = used = 0.0
    for route in range(len(state.routes)):
        own = state.routes[route].paid
        if own > 0:
            most, paid, used = max(most, float(own)), paid + own, used + 1
    return most - paid / max(1.0, used)


@compiled
def _keep_best(state: SearchState) -> None:
    for route in range(len(state.routes)):
        state.kept[route].best_length = state.routes[route].length
        for position in range(state.routes[route].length):
            state.orders[BEST, route, position] = state.orders[NOW, route, position]
