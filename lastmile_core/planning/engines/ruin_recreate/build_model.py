"""Our problem as arrays for the compiled search.

Supported exactly: loads in every dimension with collections and what is on board, windows, service, set-up, shifts,
paid time with overtime, longest time and distance, stops, mixed fleets and profiles, skills and locks, a frozen
beginning, traffic by hour. Approximated: paid time with several windows, wishes and chances of later visits while one
is put in (the whole route is priced right before it is accepted); breaks are cut out of the clock. Not supported:
several trips, pickups with their deliveries, relations between visits, balance, territory and nearness to an earlier
plan. ``supports`` names both for a problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.base.break_clock import BreakClock
from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.base.finite import finite
from lastmile_core.planning.engines.ruin_recreate.model import FEATURES, KIND, ROW, VISIT, SearchDay, Table
from lastmile_core.planning.evaluation.search_state import NOW, SearchState, new_search_state
from lastmile_core.planning.evaluation.traffic_tables import traffic_tables
from lastmile_core.planning.large_neighbourhood.neighbourhood import Neighbourhood, habits, order_table
from lastmile_core.problem import RoutingProblem, VehicleDay

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST_NEAR = 200
LONGEST_STRING = 10.0
ENDLESS = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SearchModel:
    """Arrays with the numbers that lead back to the problem.

    Attributes
    ----------
    vehicles
        For each route the vehicle of the problem.
    begun
        For each route the visits at its head that stay.
    kind_of
        For each vehicle of the problem its kind; there are no more routes of a kind than visits, so not every
        vehicle has a route.
    """

    day: SearchDay
    around: Neighbourhood
    vehicles: tuple[int, ...]
    begun: tuple[tuple[int, ...], ...]
    kind_of: tuple[int, ...]


def build_model(problem: RoutingProblem, clock: BreakClock) -> SearchModel:
    """Return the arrays of a problem without locked routes, windows and shifts on ``clock``."""
    kinds = _kinds(problem)
    heads = [problem.vehicles[group[0]] for group in kinds]
    places = sorted({place for vehicle in heads for place in (vehicle.start, vehicle.end)})
    row_of = {place: problem.num_visits + number for number, place in enumerate(places)}
    rows = np.array([visit.location for visit in problem.visits] + places, dtype=np.int64)
    # A route's first stop sets up even where its depot is, so depots are nobody's neighbours.
    location = np.concatenate([rows[: problem.num_visits], -1 - np.arange(len(places))])
    set_up = np.array([visit.set_up for visit in problem.visits] + [0] * len(places), dtype=np.int64)
    distance, seconds = _matrices(problem, rows, location, set_up)
    loads = _loads(problem)
    wish, failure_cost = _wishes(problem, clock)
    traffic, district = traffic_tables(problem)
    row_table = np.zeros(len(rows), dtype=ROW)
    row_table["district"], row_table["location"], row_table["set_up"] = district[rows], location, set_up
    eligible = eligible_vehicles(problem)
    kind_table = _kind_table(heads, [len(group) for group in kinds], row_of, clock, problem.num_visits)
    on_board = [vehicle.on_board or (0,) * len(problem.dimensions) for vehicle in heads]
    day = SearchDay(
        distance=distance,
        seconds=seconds,
        visits=wish,
        windows=_windows(problem, clock),
        loads=loads,
        is_eligible=np.array([[group[0] in fit for group in kinds] for fit in eligible], dtype=np.bool_),
        kinds=kind_table,
        capacity=np.array([[v.capacity, held] for v, held in zip(heads, on_board, strict=True)], dtype=np.int64),
        failure_cost=failure_cost,
        traffic=traffic,
        rows=row_table,
        features=_features(problem, heads, loads, has_prices=bool(_priced(wish) or failure_cost.any())),
    )
    vehicles = tuple(vehicle for group in kinds for vehicle in group[: problem.num_visits])
    begun = tuple(problem.vehicles[vehicle].frozen_prefix for vehicle in vehicles)
    kind_of = {vehicle: kind for kind, group in enumerate(kinds) for vehicle in group}
    return SearchModel(
        day=day,
        around=_around(day, problem.num_visits),
        vehicles=vehicles,
        begun=begun,
        kind_of=tuple(kind_of[vehicle] for vehicle in range(problem.num_vehicles)),
    )


def new_state(model: SearchModel, routes: Mapping[int, Sequence[int]], seed: int) -> SearchState:
    """Return the state of a search that begins with ``routes`` (vehicle to visits); the caller refreshes it."""
    day, num_visits = model.day, len(model.day.visits)
    positions = 1 if day.features["only_deliveries"][0] else num_visits + 2
    state = new_search_state(
        num_visits,
        np.repeat(np.arange(len(day.kinds)), day.kinds["route_to"] - day.kinds["route_from"]),
        [len(order) for order in model.begun],
        (seed * 2_654_435_761 + 88_172_645_463_325_252) % 2**63,
        peaks=(positions, day.loads.shape[2]),
    )
    put_routes(model, state, routes)
    return state


def put_routes(model: SearchModel, state: SearchState, routes: Mapping[int, Sequence[int]]) -> None:
    """Write routes into a state; the caller refreshes it. Where a begun route is missing, its beginning is there.

    A route of a vehicle without a route goes to one that nobody can tell from it: of more vans than visits only as many
    have routes, and a route may lie on any of them.
    """
    route_of = {vehicle: route for route, vehicle in enumerate(model.vehicles)}
    begun = zip(model.vehicles, model.begun, strict=True)
    driven: dict[int, Sequence[int]] = {vehicle: order for vehicle, order in begun if order}
    driven |= {vehicle: order for vehicle, order in routes.items() if order}
    free: dict[int, list[int]] = {}
    for route, vehicle in enumerate(model.vehicles):
        if vehicle not in driven:
            free.setdefault(model.kind_of[vehicle], []).append(route)
    state.routes["length"] = 0
    for vehicle, order in driven.items():
        route = route_of[vehicle] if vehicle in route_of else free[model.kind_of[vehicle]].pop(0)
        state.routes["length"][route] = len(order)
        state.orders[NOW, route, : len(order)] = order


def _kinds(problem: RoutingProblem) -> list[list[int]]:
    """Return vehicles that nobody can tell apart, kind by kind; a frozen beginning makes a vehicle its own kind."""
    bound = {visit.allowed_vehicles for visit in problem.visits if visit.allowed_vehicles is not None}
    kinds: dict[object, list[int]] = {}
    for number, vehicle in enumerate(problem.vehicles):
        own = number if vehicle.frozen_prefix else -1
        key = (replace(vehicle, vehicle_id="", driver_id=None), frozenset(s for s in bound if number in s), own)
        kinds.setdefault(key, []).append(number)
    return list(kinds.values())


def _matrices(problem: RoutingProblem, rows: Ints, location: Ints, set_up: Ints) -> tuple[np.ndarray, np.ndarray]:
    elsewhere = location[:, None] != location[None, :]
    metres, seconds = [], []
    for profile in range(len(problem.profiles)):
        grid = np.ix_(rows, rows)
        metres.append(finite(problem, profile, problem.distances[profile])[grid])
        seconds.append(finite(problem, profile, problem.durations[profile])[grid] + elsewhere * set_up[None, :])
    distance, duration = np.stack(metres).astype(np.int32), np.stack(seconds).astype(np.int32)
    # One matrix instead of two equal ones: what fits the processor's cache is read several times as fast.
    return distance, distance if np.array_equal(distance, duration) else duration


def _around(day: SearchDay, num_visits: int) -> Neighbourhood:
    """Return who is near whom, and the sequences in which orders come back."""
    distance, last = day.distance[0], day.visits["num_windows"] - 1
    from_depot = distance[day.kinds["start"][0], :num_visits]
    opens, closes = day.windows[:, 0, 0], day.windows[np.arange(num_visits), last, 1]
    keys = (-day.loads.sum(axis=(1, 2)), -from_depot, from_depot, closes - opens, opens, -closes)
    return Neighbourhood(
        near=_near(distance, num_visits),
        seeds=np.arange(num_visits, dtype=np.int64),
        visits=order_table(day.visits["penalty"]),
        habits=habits(LONGEST_STRING, is_simple=True),
        related=np.zeros((num_visits, 0), dtype=np.int64),
        keys=np.array(keys, dtype=np.float64),
        until=np.array([4, 8, 10, 11, 12, 13]) / 14,
    )


def _near(distance: np.ndarray, num_visits: int) -> np.ndarray:
    both = distance[:num_visits, :num_visits].astype(np.int64)
    both = both + both.T
    np.fill_diagonal(both, np.iinfo(np.int64).max)
    return np.argsort(both, axis=1, kind="stable")[:, : min(MOST_NEAR, num_visits - 1)].astype(np.int32)


def _windows(problem: RoutingProblem, clock: BreakClock) -> Ints:
    most = max(len(visit.windows) for visit in problem.visits)
    windows = np.zeros((problem.num_visits, most, 2), dtype=np.int64)
    for number, visit in enumerate(problem.visits):
        for window, (begin, end) in enumerate(visit.windows):
            windows[number, window] = clock(begin), clock(min(end, ENDLESS))
    return windows


def _loads(problem: RoutingProblem) -> Ints:
    load = np.array([visit.load for visit in problem.visits], dtype=np.int64).reshape(problem.num_visits, -1)
    collects = np.array([visit.is_collection for visit in problem.visits], dtype=np.bool_)[:, None]
    return np.stack([np.where(collects, 0, load), np.where(collects, load, 0)], axis=1)


def _kind_table(
    heads: Sequence[VehicleDay], sizes: Sequence[int], row_of: Mapping[int, int], clock: BreakClock, most: int
) -> Table:
    def endless(value: int | None) -> int:
        return ENDLESS if value is None else value

    ends = np.cumsum([min(size, most) for size in sizes]).tolist()
    rows = [
        (
            vehicle.profile,
            row_of[vehicle.start],
            row_of[vehicle.end],
            clock(vehicle.shift[0]),
            clock(min(vehicle.shift[1], ENDLESS)) - clock.missing(vehicle.breaks),
            vehicle.loading,
            endless(vehicle.regular_time),
            endless(vehicle.max_duration),
            endless(vehicle.max_distance),
            endless(vehicle.max_stops),
            begin,
            end,
            vehicle.fixed_cost,
            vehicle.cost_per_km / 1000,
            vehicle.cost_per_hour / 3600,
            vehicle.overtime_price / 3600,
        )
        for vehicle, begin, end in zip(heads, [0, *ends], ends, strict=False)
    ]
    return np.array(rows, dtype=KIND)


def _is_timed(heads: Sequence[VehicleDay]) -> bool:
    return any(v.cost_per_hour or v.max_duration is not None or v.regular_time is not None for v in heads)


def _priced(wish: Table) -> bool:
    return bool(wish["early_price"].any() or wish["late_price"].any())


def _features(problem: RoutingProblem, heads: Sequence[VehicleDay], loads: Ints, *, has_prices: bool) -> Table:
    only_deliveries = not (loads[:, 1].any() or any(any(vehicle.on_board) for vehicle in heads))
    has_one_window = all(len(visit.windows) == 1 for visit in problem.visits)
    has_traffic = problem.traffic is not None
    is_plain = only_deliveries and has_one_window and not (_is_timed(heads) or has_traffic or has_prices)
    row = (only_deliveries, _is_timed(heads), has_traffic, has_prices, len(heads) > 1, is_plain)
    return np.array([row], dtype=FEATURES)


def _wishes(problem: RoutingProblem, clock: BreakClock) -> tuple[Table, Floats]:
    hours = max((len(visit.chances) for visit in problem.visits), default=0) if problem.prices.failed_attempt else 0
    failure_cost = np.zeros((problem.num_visits, max(1, hours)))
    rows = []
    for number, visit in enumerate(problem.visits):
        begin, end = map(clock, visit.preferred) if visit.preferred is not None else (0, ENDLESS)
        prices = (visit.early_price / 3600, visit.late_price / 3600) if visit.preferred is not None else (0, 0)
        rows.append((visit.service, len(visit.windows), begin, end, visit.penalty, *prices))
        if hours and visit.chances:
            chances = [*visit.chances, *[visit.chances[-1]] * (hours - len(visit.chances))]
            failure_cost[number] = [problem.prices.failed_attempt * (1000 - chance) / 1000 for chance in chances]
    return np.array(rows, dtype=VISIT), failure_cost
