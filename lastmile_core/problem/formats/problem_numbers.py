"""Whether the numbers and indices of a problem from a file can be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from lastmile_core.problem.routing_problem import RoutingProblem, VehicleDay, Visit

MOST_TOTAL = 200_000_000_000_000
"""Cents that a plan may cost: engines count in 18,000ths of a cent and have 64 bits."""


def require_right_numbers(problem: RoutingProblem) -> None:
    """Check what would only show up deep in a search: wrong indices, fractions, numbers below zero.

    Raises
    ------
    ValueError
        With the name of the visit, vehicle or dock and what is wrong with it.
    """
    places = _num_places(problem)
    _require_distinct("dimensions", problem.dimensions)
    _require_distinct("profiles", problem.profiles)
    is_whole = len(problem.load_scales) in (0, len(problem.dimensions))
    _require(is_whole, "load_scales", "has another number of entries than dimensions")
    _require_distinct("vehicles", [day.vehicle_id for day in problem.vehicles])
    _require_distinct("visits", [visit.visit_id for visit in problem.visits if not visit.is_pickup])
    _require_one_place(problem)
    total = sum(visit.penalty for visit in problem.visits) + sum(day.fixed_cost for day in problem.vehicles)
    _require(
        total <= MOST_TOTAL,
        "The problem",
        f"has penalties and fixed costs of {total:,} cents together; a search counts up to {MOST_TOTAL:,}, so make "
        "them smaller",
    )
    for visit in problem.visits:
        _check_visit(problem, visit, places)
    for day in problem.vehicles:
        _check_vehicle(problem, day, places)
    for dock in problem.docks:
        _require_whole([dock.location, dock.opens, dock.closes], dock.dock_id)
        _require(dock.location < places, dock.dock_id, "is at a location outside the matrices")
        _require(dock.opens <= dock.closes, dock.dock_id, "closes before it opens")
    _require_whole(astuple(problem.prices), "the price list")
    for group in (*problem.same_route, *problem.different_routes):
        _require_known(group, problem.num_visits, "a group of visits", "names a visit that is not there")


def _num_places(problem: RoutingProblem) -> int:
    """Return how many places the matrices have, which must all be of one size."""
    sizes = {f"durations[{number}]": len(matrix) for number, matrix in enumerate(problem.durations)}
    sizes |= {f"distances[{number}]": len(matrix) for number, matrix in enumerate(problem.distances)}
    (first, places), *others = sizes.items() or [("", 0)]
    for name, size in others:
        _require(size == places, name, f"has {size} places and {first} has {places}; all matrices need the same places")
    return places


def _require_one_place(problem: RoutingProblem) -> None:
    """Check that no visit is fixed to two places: twice in a beginning, or on two routes."""
    route_of: dict[int, str] = {}
    for day in problem.vehicles:
        for what, fixed in (("frozen_prefix", day.frozen_prefix), ("locked_visits", day.locked_visits or ())):
            _require(len(set(fixed)) == len(fixed), day.vehicle_id, f"has a visit twice in its {what}; name each once")
            for visit in fixed:
                other = route_of.setdefault(visit, day.vehicle_id)
                _require(
                    other == day.vehicle_id,
                    f"visit {visit}",
                    f"is fixed to {other} and to {day.vehicle_id}; only one vehicle can serve it",
                )


def _check_visit(problem: RoutingProblem, visit: Visit, places: int) -> None:
    name = visit.visit_id
    whole = [visit.location, visit.service, visit.penalty, visit.set_up, visit.release, visit.dock_time]
    whole += [visit.early_price, visit.late_price, *visit.load, *visit.chances]
    whole += [second for window in visit.windows for second in window]
    whole += visit.preferred or ()
    whole += [number for number in (visit.previous_start, visit.locked_position) if number is not None]
    _require_whole(whole, name)
    _require(visit.location < places, name, "has a location outside the matrices")
    _require(len(visit.load) == len(problem.dimensions), name, "has another number of loads")
    _require(bool(visit.windows), name, "has no window")
    _require(all(a <= b for a, b in visit.windows), name, "has a window that ends before it begins")
    wish = visit.preferred or (0, 0)
    _require(wish[0] <= wish[1], name, "has a wished time that ends before it begins")
    _require(all(chance <= 1000 for chance in visit.chances), name, "has a chance above 1000 thousandths")
    vehicles = {*(visit.allowed_vehicles or ()), *(visit.familiar_vehicles or ())}
    if visit.previous_vehicle is not None:
        vehicles.add(visit.previous_vehicle)
    _require_known(vehicles, problem.num_vehicles, name, "names a vehicle that is not there")


def _check_vehicle(problem: RoutingProblem, day: VehicleDay, places: int) -> None:
    name = day.vehicle_id
    whole = [day.start, day.end, day.loading, *day.shift, *day.capacity, *day.on_board, day.max_trips]
    whole += [day.fixed_cost, day.cost_per_km, day.cost_per_hour, day.overtime_price]
    limits = (day.regular_time, day.max_stops, day.max_distance, day.max_duration)
    whole += [number for number in limits if number is not None]
    for rule in day.breaks:
        whole += [rule.duration, rule.earliest, rule.latest, rule.after_work or 0]
        _require(rule.earliest <= rule.latest, name, "has a break whose latest begin is before its earliest; swap them")
    _require_whole([*whole, day.profile], name)
    _require(day.shift[0] <= day.shift[1], name, "has a shift that ends before it begins; swap the two")
    _require(max(day.start, day.end) < places, name, "starts or ends outside the matrices")
    _require(day.profile < len(problem.profiles), name, "has a road profile that is not there")
    _require(len(day.capacity) == len(problem.dimensions), name, "has another number of capacities")
    _require(len(day.on_board) in (0, len(problem.dimensions)), name, "has another number of loads on board")
    _require_known(day.locked_visits or (), problem.num_visits, name, "is locked to a visit that is not there")
    _require_known(day.frozen_prefix, problem.num_visits, name, "begins with a visit that is not there")


def _require_known(numbers: Iterable[object], size: int, name: str, what: str) -> None:
    _require(all(isinstance(number, int) and 0 <= number < size for number in numbers), name, what)


def _require_whole(numbers: Iterable[object], name: str) -> None:
    is_right = all(type(number) is int and number >= 0 for number in numbers)
    _require(is_right, name, "has a number that is a fraction or below zero")


def _require_distinct(what: str, names: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for number, name in enumerate(names):
        first = seen.setdefault(name, number)
        _require(first == number, what, f"has {name[:40]!r} twice (number {first} and {number}); give each its own")


def _require(is_right: bool, name: str, what: str) -> None:
    if not is_right:
        raise ValueError(f"{name} {what}")
