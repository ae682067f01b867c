"""Makes any routes clean: what breaks a rule is taken out, then put back wherever it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from lastmile_core.planning.eligibility import eligible_vehicles
from lastmile_core.planning.route_check import badness, is_clean, price
from lastmile_core.problem import RoutingProblem, VehicleDay

Routes = dict[int, list[int]]

MAX_TRIES = 80
"""Places tried for one visit, cheapest detour first; more tries rarely find another one and cost time."""


def repair(
    problem: RoutingProblem, routes: Mapping[int, Sequence[int]], is_over: Callable[[], bool] = lambda: False
) -> Routes:
    """Return routes without a fault that stay as near as possible to the given ones.

    Parameters
    ----------
    problem
        Free visits and vehicles only.
    routes
        Any routes, also with repeated visits and broken rules.
    is_over
        Asked between visits; when true, what is still out stays out.
    """
    seen: set[int] = set()
    clean: Routes = {}
    for vehicle, order in routes.items():
        fresh = [visit for visit in order if not (visit in seen or seen.add(visit))]  # type: ignore[func-returns-value]
        kept = drop_offenders(problem, vehicle, fresh)
        if kept:
            clean[vehicle] = kept
    placed = {visit for order in clean.values() for visit in order}
    missing = [visit for visit in range(problem.num_visits) if visit not in placed]
    return insert_visits(problem, clean, missing, is_over)


def drop_offenders(problem: RoutingProblem, vehicle: int, visits: Sequence[int]) -> list[int]:
    """Return the route without the visits whose removal mends it soonest."""
    order = list(visits)
    if order and not badness(problem, vehicle, order)[0]:
        return order
    eligible = eligible_vehicles(problem)
    order = [visit for visit in order if vehicle in eligible[visit]]
    while order and badness(problem, vehicle, order)[0]:
        # Least harm first, and among equals the visit that is cheapest to leave out.
        choice = min(
            range(len(order)),
            key=lambda k: (
                badness(problem, vehicle, order[:k] + order[k + 1 :])[:2],
                problem.visits[order[k]].penalty,
            ),
        )
        del order[choice]
    return order


def insert_visits(
    problem: RoutingProblem, routes: Routes, visits: Iterable[int], is_over: Callable[[], bool] = lambda: False
) -> Routes:
    """Return the routes with each visit put where its detour is cheapest and no rule breaks.

    A visit stays out when no place is found or when serving it costs more than leaving it out.
    """
    eligible = eligible_vehicles(problem)
    grown = {vehicle: list(order) for vehicle, order in routes.items()}
    costs = {vehicle: price(problem, vehicle, order) or 0 for vehicle, order in grown.items()}
    for visit in sorted(visits, key=lambda v: (-problem.visits[v].penalty, _width(problem, v), v)):
        if is_over():
            break
        for vehicle, position in _places(problem, grown, visit, eligible[visit]):
            old = grown.get(vehicle, [])
            new = [*old[:position], visit, *old[position:]]
            if not is_clean(problem, vehicle, new):
                continue
            cost = price(problem, vehicle, new) or 0
            if cost - costs.get(vehicle, 0) < problem.visits[visit].penalty:
                grown[vehicle], costs[vehicle] = new, cost
            break
    return grown


def _width(problem: RoutingProblem, visit: int) -> int:
    return sum(latest - earliest for earliest, latest in problem.visits[visit].windows)


def _places(
    problem: RoutingProblem, routes: Routes, visit: int, eligible: frozenset[int]
) -> list[tuple[int, int]]:
    """Return (vehicle, position) by the price of the detour alone, cheapest first."""
    found: list[tuple[float, int, int]] = []
    alike: set[tuple[object, ...]] = set()
    for vehicle in sorted(eligible):
        day = problem.vehicles[vehicle]
        order = routes.get(vehicle, [])
        if not order:
            key = _alike(day)
            if key in alike:
                continue
            alike.add(key)
        found += [(cost, vehicle, place) for place, cost in enumerate(_detours(problem, day, order, visit))]
    return [(vehicle, place) for _, vehicle, place in sorted(found)[:MAX_TRIES]]


def _alike(day: VehicleDay) -> tuple[object, ...]:
    prices = (day.fixed_cost, day.cost_per_km, day.cost_per_hour)
    limits = (day.shift, day.loading, day.capacity, day.breaks, day.max_stops, day.max_distance)
    return day.start, day.end, day.profile, prices, limits


def _detours(problem: RoutingProblem, day: VehicleDay, order: Sequence[int], visit: int) -> list[float]:
    stops = np.array([day.start, *(problem.visits[v].location for v in order), day.end])
    here = problem.visits[visit].location
    metres, seconds = problem.distances[day.profile], problem.durations[day.profile]
    before, after = stops[:-1], stops[1:]
    far = metres[before, here] + metres[here, after] - metres[before, after]
    long = seconds[before, here] + seconds[here, after] - seconds[before, after]
    base = 0.0 if order else day.fixed_cost + day.cost_per_hour * day.loading / 3600
    cost = base + far * (day.cost_per_km / 1000) + long * (day.cost_per_hour / 3600)
    return [float(value) for value in cost]
