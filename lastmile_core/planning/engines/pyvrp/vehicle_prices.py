"""What differs by vehicle in the way to a visit, said by matrices of the vehicle's own.

A driver who does not know the place and a stop that another vehicle was promised to serve have a price, which becomes
metres on the way there: PyVRP has one prize a client whoever comes. Vehicles that must not serve a visit have no way to
it where so many visits are bound to so many different vehicles that marks in the load would slow the search down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.base.cost_scale import CostScale
from lastmile_core.planning.engines.pyvrp.model_locations import ModelPlaces
from lastmile_core.problem import RoutingProblem

Matrix = npt.NDArray[np.int64]

MAX_CELLS = 12_000_000
"""Matrix cells beyond those of the road profiles, 16 bytes each; larger days go without these prices."""
MOST_MARKS = 3
"""Sets of bound visits that are said by marks in the load (measured: 8 further loads halve the rounds a second)."""
NO_WAY = 10_000_000


def bound_by_way(problem: RoutingProblem, bound: Mapping[int, frozenset[int]]) -> bool:
    """Whether visits are better kept from the wrong vehicles by the way than by a mark in the load."""
    cells = problem.num_vehicles * len(problem.durations[0]) ** 2
    return len(set(bound.values())) > MOST_MARKS and cells <= MAX_CELLS


def with_vehicle_prices(
    problem: RoutingProblem, scale: CostScale, places: ModelPlaces
) -> tuple[list[Matrix], list[Matrix], Sequence[int]]:
    """Return distance and duration matrices and, for every vehicle, which of them it drives by."""
    distances, durations = list(places.distances), list(places.durations)
    profiles = [day.profile for day in problem.vehicles]
    wanted = _prices(problem, scale) if problem.num_vehicles * len(places.location) ** 2 <= MAX_CELLS else {}
    numbers: dict[tuple[int, bytes, bytes], int] = {}
    for vehicle, profile in enumerate(profiles):
        extra = _metres(problem, places, wanted.get(vehicle), vehicle, scale)
        closed = np.zeros(len(places.location), dtype=np.bool_)
        closed[[place for place, allowed in places.vehicles.items() if vehicle not in allowed]] = True
        if not extra.any() and not closed.any():
            continue
        key = (profile, extra.tobytes(), closed.tobytes())
        if key not in numbers:
            numbers[key] = len(distances)
            distances.append(_own(places.distances[profile] + extra[None, :], closed))
            durations.append(_own(places.durations[profile], closed))
        profiles[vehicle] = numbers[key]
    return distances, durations, profiles


def _own(matrix: Matrix, closed: npt.NDArray[np.bool_]) -> Matrix:
    own = np.where(closed[None, :], max(NO_WAY, int(matrix.max(initial=0))), matrix)
    np.fill_diagonal(own, 0)
    return own


def _prices(problem: RoutingProblem, scale: CostScale) -> dict[int, list[int]]:
    """Return the price of every visit on a vehicle, for vehicles on which it can be said and where it differs."""
    prices = problem.prices
    moved = prices.moved_stop and any(visit.previous_vehicle is not None for visit in problem.visits)
    unfamiliar = prices.unfamiliar and any(visit.familiar_vehicles is not None for visit in problem.visits)
    if not (moved or unfamiliar):
        return {}
    found = {}
    for number, day in enumerate(problem.vehicles):
        if scale.per_metre(day) == 0 or day.max_distance is not None:
            continue
        found[number] = [
            prices.moved_stop * (visit.is_order and visit.previous_vehicle not in (None, number))
            + prices.unfamiliar * (visit.is_order and visit.familiar_vehicles is not None
                                   and number not in visit.familiar_vehicles)
            for visit in problem.visits
        ]  # fmt: skip
    return found


def _metres(
    problem: RoutingProblem, places: ModelPlaces, prices: list[int] | None, vehicle: int, scale: CostScale
) -> Matrix:
    """Return for every place what the way there is longer by; visits at one place share their mean."""
    if prices is None:
        return np.zeros(len(places.location), dtype=np.int64)
    total = np.zeros(len(places.location))
    number = np.zeros(len(places.location))
    np.add.at(total, np.array(places.clients), np.array(prices, dtype=float))
    np.add.at(number, np.array(places.clients), 1)
    mean = total / np.maximum(number, 1)
    return np.rint(mean * scale.cents(1) / scale.per_metre(problem.vehicles[vehicle])).astype(np.int64)
