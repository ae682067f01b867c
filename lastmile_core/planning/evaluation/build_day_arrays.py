"""A problem as arrays for the compiled judge."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.evaluation.day_arrays import NEVER, VEHICLE, VISIT, WHAT, Day, Floats, Ints, Table
from lastmile_core.problem import UNREACHABLE, RoutingProblem, VehicleDay
from lastmile_core.schedule.timing.loads import is_from_depot


def build_day(problem: RoutingProblem) -> Day:
    """Return the arrays of a problem; nothing of it is left out."""
    may = np.zeros((problem.num_vehicles, problem.num_visits), dtype=np.bool_)
    for visit, vehicles in enumerate(eligible_vehicles(problem)):
        may[list(vehicles), visit] = True
    traffic, district = _traffic(problem)
    return Day(
        seconds=np.stack([np.minimum(matrix, UNREACHABLE) for matrix in problem.durations]).astype(np.int32),
        metres=np.stack([np.minimum(matrix, UNREACHABLE) for matrix in problem.distances]).astype(np.int32),
        visits=_visits(problem),
        vehicles=_vehicles(problem),
        windows=_windows(problem),
        loads=np.array([v.load for v in problem.visits], dtype=np.int64).reshape(
            problem.num_visits, len(problem.dimensions)
        ),
        may=may,
        strange=_strange(problem),
        missed=_missed(problem),
        room=_room(problem),
        breaks=_breaks(problem.vehicles),
        traffic=traffic,
        district=district,
        related=_related(problem),
        what=_what(problem),
    )


def _visits(problem: RoutingProblem) -> Table:
    table = np.zeros(problem.num_visits, dtype=VISIT)
    changed = problem.prices.changed_time
    for number, visit in enumerate(problem.visits):
        row = table[number]
        for name in ("location", "service", "set_up", "release", "dock_time", "is_collection", "is_pickup"):
            row[name] = getattr(visit, name)
        row["num_windows"] = len(visit.windows)
        row["partner"] = -1 if visit.partner is None else visit.partner
        row["place"] = -1 if visit.locked_position is None else visit.locked_position
        row["promised"] = -1
        if changed and visit.is_order and visit.previous_start is not None:
            row["promised"] = visit.previous_start
        row["wish_from"], row["wish_until"] = visit.preferred or (0, NEVER)
        row["is_reload"], row["is_order"], row["is_from_depot"] = visit.is_reload, visit.is_order, is_from_depot(visit)
        row["penalty"] = visit.penalty if visit.is_order else 0
        row["early_price"], row["late_price"] = visit.early_price / 3600, visit.late_price / 3600
    return table


def _vehicles(problem: RoutingProblem) -> Table:
    table = np.zeros(problem.num_vehicles, dtype=VEHICLE)
    for number, day in enumerate(problem.vehicles):
        row = table[number]
        for name in ("profile", "start", "end", "loading"):
            row[name] = getattr(day, name)
        row["opens"], row["closes"] = day.shift
        row["num_breaks"] = len(day.breaks)
        row["regular"] = NEVER if day.regular_time is None else day.regular_time
        row["most_paid"] = NEVER if day.max_duration is None else day.max_duration
        row["most_metres"] = NEVER if day.max_distance is None else day.max_distance
        row["most_orders"] = NEVER if day.max_stops is None else day.max_stops
        row["most_trips"], row["frozen"] = day.max_trips, len(day.frozen_prefix)
        row["fixed"], row["per_metre"] = day.fixed_cost, day.cost_per_km / 1000
        row["per_second"], row["per_overtime"] = day.cost_per_hour / 3600, day.overtime_price / 3600
    return table


def _loads(problem: RoutingProblem) -> Ints:
    table = np.zeros((problem.num_visits, len(problem.dimensions)), dtype=np.int64)
    for number, visit in enumerate(problem.visits):
        table[number] = visit.load
    return table


def _windows(problem: RoutingProblem) -> Ints:
    most = max((len(visit.windows) for visit in problem.visits), default=1)
    table = np.zeros((problem.num_visits, most, 2), dtype=np.int64)
    for number, visit in enumerate(problem.visits):
        table[number, : len(visit.windows)] = visit.windows
    return table


def _strange(problem: RoutingProblem) -> Floats:
    table = np.zeros((problem.num_vehicles, problem.num_visits))
    prices = problem.prices
    for number, visit in enumerate(problem.visits):
        if not visit.is_order:
            continue
        if prices.moved_stop and visit.previous_vehicle is not None:
            table[:, number] += prices.moved_stop
            if 0 <= visit.previous_vehicle < problem.num_vehicles:
                table[visit.previous_vehicle, number] -= prices.moved_stop
        if prices.unfamiliar and visit.familiar_vehicles is not None:
            table[:, number] += prices.unfamiliar
            table[[v for v in visit.familiar_vehicles if v < problem.num_vehicles], number] -= prices.unfamiliar
    return table


def _missed(problem: RoutingProblem) -> Floats:
    hours = max((len(visit.chances) for visit in problem.visits), default=0) or 1
    table = np.zeros((problem.num_visits, hours))
    price = problem.prices.failed_attempt
    for number, visit in enumerate(problem.visits):
        if price and visit.chances:
            chances = np.array(visit.chances, dtype=np.float64)
            table[number, : len(chances)] = price * (1000 - chances) / 1000
            table[number, len(chances) :] = table[number, len(chances) - 1]
    return table


def _room(problem: RoutingProblem) -> Ints:
    table = np.zeros((problem.num_vehicles, 2, len(problem.dimensions)), dtype=np.int64)
    for number, day in enumerate(problem.vehicles):
        table[number, 0] = day.capacity
        if day.on_board:
            table[number, 1] = day.on_board
    return table


def _breaks(vehicles: tuple[VehicleDay, ...]) -> Ints:
    most = max((len(day.breaks) for day in vehicles), default=0)
    table = np.zeros((len(vehicles), most, 4), dtype=np.int64)
    for number, day in enumerate(vehicles):
        for place, rule in enumerate(sorted(day.breaks, key=lambda rule: (rule.earliest, rule.latest))):
            work = NEVER if rule.after_work is None else rule.after_work
            table[number, place] = rule.duration, rule.earliest, rule.latest, work
    return table


def _traffic(problem: RoutingProblem) -> tuple[Floats, Ints]:
    size = len(problem.durations[0]) if problem.durations else 0
    if problem.traffic is None:
        return np.ones((2, 1, 1)), np.zeros(size, dtype=np.int64)
    hours = max(len(factors) for factors in problem.traffic.factors)
    table = np.zeros((2, len(problem.traffic.factors), hours))
    for number, factors in enumerate(problem.traffic.factors):
        table[0, number, : len(factors)] = factors
        table[0, number, len(factors) :] = factors[-1]
    table[0] /= 1000
    table[1, :, 1:] = np.cumsum(3600 / table[0], axis=1)[:, :-1]
    return table, np.array(problem.traffic.district or (0,) * size, dtype=np.int64)


def _related(problem: RoutingProblem) -> Ints:
    found: list[set[int]] = [set() for _ in problem.visits]
    for sign, groups in ((1, problem.same_route), (-1, problem.different_routes)):
        for group in groups:
            for visit in group:
                found[visit] |= {sign * (other + 1) for other in group if other != visit}
    table = np.zeros((problem.num_visits, max(map(len, found), default=0)), dtype=np.int64)
    for number, others in enumerate(found):
        table[number, : len(others)] = sorted(others)
    return table


def _what(problem: RoutingProblem) -> Table:
    table = np.zeros(1, dtype=WHAT)
    prices = problem.prices
    table["has_traffic"] = problem.traffic is not None
    table["has_trips"] = problem.has_trip_rules
    table["has_pairs"] = any(visit.partner is not None for visit in problem.visits)
    table["has_prices"] = problem.has_visit_prices
    table["has_places"] = any(visit.locked_position is not None for visit in problem.visits)
    table["per_waiting"] = prices.waiting / 3600
    table["per_changed"] = prices.changed_time / 3600
    table["per_balance"] = prices.balance / 3600
    return table
