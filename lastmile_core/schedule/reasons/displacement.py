"""Which less important visit could make room for one that was left out."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.schedule.checks import route_violations
from lastmile_core.schedule.insertion.insertion_search import priced
from lastmile_core.schedule.insertion.plan_slots import Slots
from lastmile_core.schedule.insertion.screen import eligible_vehicles
from lastmile_core.schedule.timing.timetable import time_route

TRIES = 24
"""How many of the nearest exchanges are timed; more would cost more than the sentence is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacement:
    """One visit that takes the place of another; extras are paid seconds, metres and cents of the route."""

    vehicle: int
    position: int
    displaced: int
    extra_s: int
    extra_m: int
    extra_cost: int


def best_displacement(slots: Slots, visit: int) -> Displacement | None:
    """Return the cheapest exchange with a visit of smaller penalty that breaks no rule; None when none was seen."""
    problem = slots.problem
    if problem.visits[visit].partner is not None:
        return None
    is_eligible = eligible_vehicles(slots, visit)
    location, penalty = problem.visits[visit].location, problem.visits[visit].penalty
    candidates: list[tuple[int, int, int]] = []
    for vehicle, timetable in slots.timetables.items():
        if not is_eligible[vehicle] or problem.vehicles[vehicle].locked_visits is not None or slots.violations[vehicle]:
            continue
        durations = problem.durations[problem.vehicles[vehicle].profile]
        for position, other in enumerate(timetable.visits):
            if _can_leave(slots, vehicle, other) and problem.visits[other].penalty < penalty:
                candidates.append((int(durations[problem.visits[other].location, location]), vehicle, position))
    best: Displacement | None = None
    for _, vehicle, position in sorted(candidates)[:TRIES]:
        put = _exchange(slots, vehicle, position, visit)
        if put is not None and (best is None or put.extra_cost < best.extra_cost):
            best = put
    return best


def _can_leave(slots: Slots, vehicle: int, visit: int) -> bool:
    stop = slots.problem.visits[visit]
    return stop.is_order and stop.partner is None and visit not in slots.problem.vehicles[vehicle].frozen_prefix


def _exchange(slots: Slots, vehicle: int, position: int, visit: int) -> Displacement | None:
    old = slots.timetables[vehicle]
    visits = (*old.visits[:position], visit, *old.visits[position + 1 :])
    new = time_route(slots.problem, vehicle, visits)
    if route_violations(slots.problem, new) or slots.relations_broken(vehicle, visit, leaving=old.visits[position]):
        return None
    return Displacement(
        vehicle=vehicle,
        position=position,
        displaced=old.visits[position],
        extra_s=new.paid - old.paid,
        extra_m=new.distance - old.distance,
        extra_cost=priced(slots.problem, new) - priced(slots.problem, old),
    )
