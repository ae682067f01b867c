"""A problem as arrays for the compiled judge."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.evaluation.day_arrays import FEATURES, NEVER, VEHICLE, VISIT, DayArrays, Floats, Ints, Table
from lastmile_core.planning.evaluation.traffic_tables import traffic_tables
from lastmile_core.problem import UNREACHABLE, RoutingProblem, VehicleDay
from lastmile_core.schedule.timing.loads import is_from_depot


def build_day_arrays(problem: RoutingProblem) -> DayArrays:
    """Return the arrays of a problem; nothing of it is left out."""
    is_eligible = np.zeros((problem.num_vehicles, problem.num_visits), dtype=np.bool_)
    for visit, vehicles in enumerate(eligible_vehicles(problem)):
        is_eligible[list(vehicles), visit] = True
    traffic, district = traffic_tables(problem)
    return DayArrays(
        seconds=np.stack([np.minimum(matrix, UNREACHABLE) for matrix in problem.durations]).astype(np.int32),
        metres=np.stack([np.minimum(matrix, UNREACHABLE) for matrix in problem.distances]).astype(np.int32),
        visits=_visits(problem),
        vehicles=_vehicles(problem),
        windows=_windows(problem),
        loads=_loads(problem),
        is_eligible=is_eligible,
        unfamiliar_cost=_unfamiliar_cost(problem),
        failure_cost=_failure_cost(problem),
        capacity=_capacity(problem),
        breaks=_breaks(problem.vehicles),
        traffic=traffic,
        district=district,
        related=_related(problem),
        features=_features(problem),
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
        row["locked_position"] = -1 if visit.locked_position is None else visit.locked_position
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
        row["max_duration"] = NEVER if day.max_duration is None else day.max_duration
        row["max_distance"] = NEVER if day.max_distance is None else day.max_distance
        row["max_stops"] = NEVER if day.max_stops is None else day.max_stops
        row["max_trips"], row["frozen"] = day.max_trips, len(day.frozen_prefix)
        row["fixed"], row["per_metre"] = day.fixed_cost, day.cost_per_km / 1000
        row["per_second"], row["per_overtime"] = day.cost_per_hour / 3600, day.overtime_price / 3600
    return table


def _loads(problem: RoutingProblem) -> Ints:
    loads = np.array([visit.load for visit in problem.visits], dtype=np.int64)
    return loads.reshape(problem.num_visits, len(problem.dimensions))


def _windows(problem: RoutingProblem) -> Ints:
    most = max((len(visit.windows) for visit in problem.visits), default=1)
    table = np.zeros((problem.num_visits, most, 2), dtype=np.int64)
    for number, visit in enumerate(problem.visits):
        table[number, : len(visit.windows)] = visit.windows
    return table


def _unfamiliar_cost(problem: RoutingProblem) -> Floats:
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


def _failure_cost(problem: RoutingProblem) -> Floats:
    hours = max((len(visit.chances) for visit in problem.visits), default=0) or 1
    table = np.zeros((problem.num_visits, hours))
    price = problem.prices.failed_attempt
    for number, visit in enumerate(problem.visits):
        if price and visit.chances:
            chances = np.array(visit.chances, dtype=np.float64)
            table[number, : len(chances)] = price * (1000 - chances) / 1000
            table[number, len(chances) :] = table[number, len(chances) - 1]
    return table


def _capacity(problem: RoutingProblem) -> Ints:
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
        for number_of_break, rule in enumerate(sorted(day.breaks, key=lambda rule: (rule.earliest, rule.latest))):
            work = NEVER if rule.after_work is None else rule.after_work
            table[number, number_of_break] = rule.duration, rule.earliest, rule.latest, work
    return table


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


def _features(problem: RoutingProblem) -> Table:
    table = np.zeros(1, dtype=FEATURES)
    prices = problem.prices
    table["has_traffic"] = problem.traffic is not None
    table["has_trips"] = problem.has_trip_rules
    table["has_pairs"] = any(visit.partner is not None for visit in problem.visits)
    table["has_prices"] = problem.has_visit_prices
    table["per_waiting"] = prices.waiting / 3600
    table["per_changed"] = prices.changed_time / 3600
    table["per_balance"] = prices.balance / 3600
    return table
