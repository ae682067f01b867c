"""The rules that a day can have, by the names that their tests and docs have, and which of them a problem has."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from lastmile_core.problem import RoutingProblem


class Rule(StrEnum):
    """One rule; ``tests/features/test_<rule>.py`` plans with it on every engine."""

    AFTER_WORK_BREAKS = "after_work_breaks"
    BALANCE = "balance"
    BIKES_AND_VANS = "bikes_and_vans"
    BREAKS = "breaks"
    CAPACITY = "capacity"
    COLLECTIONS = "collections"
    DOCK_TIME = "dock_time"
    DOCKS = "docks"
    FIRST_ATTEMPT = "first_attempt"
    LOCKS = "locks"
    MAX_DISTANCE = "max_distance"
    MAX_DURATION = "max_duration"
    MAX_STOPS = "max_stops"
    OPEN_END = "open_end"
    OVERTIME = "overtime"
    PAIRS = "pairs"
    POSITIONS = "positions"
    PRIORITIES = "priorities"
    RELATIONS = "relations"
    RELEASE = "release"
    RELOADS = "reloads"
    SERVICE = "service"
    SET_UP = "set_up"
    SEVERAL_WINDOWS = "several_windows"
    SHIFTS = "shifts"
    SKILLS = "skills"
    SOFT_WINDOWS = "soft_windows"
    STABILITY = "stability"
    TERRITORY = "territory"
    TIME_WINDOWS = "time_windows"
    TRAFFIC = "traffic"
    WAITING_PRICE = "waiting_price"


_HAS: dict[Rule, Callable[[RoutingProblem], bool]] = {
    Rule.AFTER_WORK_BREAKS: lambda day: any(rule.after_work is not None for v in day.vehicles for rule in v.breaks),
    Rule.BALANCE: lambda day: bool(day.prices.balance),
    Rule.BIKES_AND_VANS: lambda day: len({vehicle.profile for vehicle in day.vehicles}) > 1,
    Rule.BREAKS: lambda day: any(vehicle.breaks for vehicle in day.vehicles),
    Rule.CAPACITY: lambda day: any(any(visit.load) for visit in day.visits),
    Rule.COLLECTIONS: lambda day: any(visit.is_collection for visit in day.visits),
    Rule.DOCK_TIME: lambda day: any(visit.dock_time for visit in day.visits),
    Rule.DOCKS: lambda day: bool(day.docks),
    Rule.FIRST_ATTEMPT: lambda day: bool(day.prices.failed_attempt) and any(visit.chances for visit in day.visits),
    Rule.LOCKS: lambda day: (
        any(visit.allowed_vehicles is not None and not visit.is_reload for visit in day.visits)
        or any(vehicle.locked_visits is not None or vehicle.frozen_prefix for vehicle in day.vehicles)
    ),
    Rule.MAX_DISTANCE: lambda day: any(vehicle.max_distance is not None for vehicle in day.vehicles),
    Rule.MAX_DURATION: lambda day: any(vehicle.max_duration is not None for vehicle in day.vehicles),
    Rule.MAX_STOPS: lambda day: any(vehicle.max_stops is not None for vehicle in day.vehicles),
    Rule.OPEN_END: lambda day: any(vehicle.start != vehicle.end for vehicle in day.vehicles),
    Rule.OVERTIME: lambda day: any(vehicle.regular_time is not None for vehicle in day.vehicles),
    Rule.PAIRS: lambda day: any(visit.partner is not None for visit in day.visits),
    Rule.POSITIONS: lambda day: any(visit.locked_position is not None for visit in day.visits),
    Rule.PRIORITIES: lambda day: len({visit.penalty for visit in day.visits if visit.is_order}) > 1,
    Rule.RELATIONS: lambda day: bool(day.same_route or day.different_routes),
    Rule.RELEASE: lambda day: any(visit.release for visit in day.visits),
    Rule.RELOADS: lambda day: any(visit.is_reload for visit in day.visits),
    Rule.SERVICE: lambda day: any(visit.service for visit in day.visits),
    Rule.SET_UP: lambda day: any(visit.set_up for visit in day.visits),
    Rule.SEVERAL_WINDOWS: lambda day: any(len(visit.windows) > 1 for visit in day.visits),
    Rule.SHIFTS: lambda day: bool(day.vehicles),
    Rule.SKILLS: lambda day: any(visit.skills for visit in day.visits),
    Rule.SOFT_WINDOWS: lambda day: any(
        visit.preferred is not None and (visit.early_price or visit.late_price) for visit in day.visits
    ),
    Rule.STABILITY: lambda day: (
        (bool(day.prices.moved_stop) and any(visit.previous_vehicle is not None for visit in day.visits))
        or (bool(day.prices.changed_time) and any(visit.previous_start is not None for visit in day.visits))
    ),
    Rule.TERRITORY: lambda day: (
        bool(day.prices.unfamiliar) and any(visit.familiar_vehicles is not None for visit in day.visits)
    ),
    Rule.TIME_WINDOWS: lambda day: any(visit.windows for visit in day.visits),
    Rule.TRAFFIC: lambda day: day.traffic is not None,
    Rule.WAITING_PRICE: lambda day: bool(day.prices.waiting),
}


def rules_of(problem: RoutingProblem) -> frozenset[Rule]:
    """Return the rules that this problem has."""
    return frozenset(rule for rule, has in _HAS.items() if has(problem))
