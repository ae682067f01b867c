"""What binds a visit to the routes that nobody may touch, before any timing.

A visit that is done, under way or on a locked route is on that vehicle in every plan. Who must ride with it, or not
with it, is bound by that; so is a place on the route that what came first has taken.
"""

from __future__ import annotations

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.insertion.plan_slots import block_of


def bound_violations(problem: RoutingProblem, vehicle: int, visit: int) -> tuple[RuleViolation, ...]:
    """Return what the visit breaks on this vehicle in every plan, by relations and by its locked place."""
    found = [*_relations(problem, vehicle, visit)]
    order = block_of(problem, visit)[-1]
    short = _positions_short(problem, vehicle, order)
    if short > 0:
        found.append(
            RuleViolation(
                cause=ViolationCause.POSITION,
                vehicle=vehicle,
                visit=order,
                amount=short,
                unit="stops",
                detail=("place",),
            )
        )
    return tuple(found)


def holder_of(problem: RoutingProblem, visit: int) -> int | None:
    """Return the vehicle whose locked route or begun route holds the visit; None when it is free."""
    for idx, vehicle in enumerate(problem.vehicles):
        if visit in vehicle.frozen_prefix or visit in (vehicle.locked_visits or ()):
            return idx
    return None


def _relations(problem: RoutingProblem, vehicle: int, visit: int) -> list[RuleViolation]:
    found: list[RuleViolation] = []
    for half in block_of(problem, visit):
        for group in problem.same_route:
            if half in group:
                found += [
                    _relation(vehicle, half, other, "apart")
                    for other in sorted(group - {half})
                    if holder_of(problem, other) not in (None, vehicle)
                ]
        for group in problem.different_routes:
            if half in group:
                found += [
                    _relation(vehicle, half, other, "together")
                    for other in sorted(group - {half})
                    if holder_of(problem, other) == vehicle
                ]
    return found[:1]


def _relation(vehicle: int, visit: int, other: int, wrong: str) -> RuleViolation:
    return RuleViolation(
        cause=ViolationCause.RELATIONS,
        vehicle=vehicle,
        visit=visit,
        amount=1,
        unit="visits",
        detail=(wrong,),
        other=other,
    )


def _positions_short(problem: RoutingProblem, vehicle_idx: int, order: int) -> int:
    """Return by how many positions the visit misses the one it is locked to, at least; 0 when it may have it."""
    position = problem.visits[order].locked_position
    if position is None:
        return 0
    vehicle = problem.vehicles[vehicle_idx]
    begun = [idx for idx in vehicle.frozen_prefix if problem.visits[idx].is_order]
    if order in begun:
        return 0
    short = len(begun) - position
    if vehicle.max_stops is not None:
        short = max(short, position + 1 - vehicle.max_stops)
    others = sum(
        1
        for idx, visit in enumerate(problem.visits)
        if idx != order
        and visit.is_order
        and (idx in begun or holder_of(problem, idx) in (None, vehicle_idx))
        and visit.skills <= vehicle.skills
        and (visit.allowed_vehicles is None or vehicle_idx in visit.allowed_vehicles)
    )
    return max(short, position - others)
