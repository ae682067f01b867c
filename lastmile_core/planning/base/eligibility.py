"""Which vehicles may serve a visit, by rules that do not depend on the rest of the route."""

from __future__ import annotations

from lastmile_core.problem import RoutingProblem


def eligible_vehicles(problem: RoutingProblem) -> list[frozenset[int]]:
    """Return for every visit the vehicles that have its skills and are allowed to serve it.

    Both halves of a pair have the same; what a vehicle's day begins with is its own, and so is what has to ride with
    that. Windows, loads and distances are not looked at here: an engine says them exactly.
    """
    found: dict[tuple[frozenset[str], frozenset[int] | None], frozenset[int]] = {}
    result = []
    for visit in problem.visits:
        key = (visit.skills, visit.allowed_vehicles)
        if key not in found:
            found[key] = frozenset(
                number
                for number, vehicle in enumerate(problem.vehicles)
                if visit.skills <= vehicle.skills
                and (visit.allowed_vehicles is None or number in visit.allowed_vehicles)
            )
        result.append(found[key])
    for number, visit in enumerate(problem.visits):
        if visit.partner is not None:
            result[number] = result[number] & result[visit.partner]
    _bind_to_begun_routes(problem, result)
    return result


def _bind_to_begun_routes(problem: RoutingProblem, eligible: list[frozenset[int]]) -> None:
    """What is done or under way stays where it is, whatever else it needs, and draws related visits along."""
    begun = {visit: number for number, day in enumerate(problem.vehicles) for visit in day.frozen_prefix}
    for group in problem.same_route if begun else ():
        for number in {begun[visit] for visit in group if visit in begun}:
            for visit in group:
                eligible[visit] &= {number}
    for group in problem.different_routes if begun else ():
        taken = frozenset(begun[visit] for visit in group if visit in begun)
        for visit in group:
            eligible[visit] -= taken
    for visit, number in begun.items():
        eligible[visit] = frozenset({number})
        partner = problem.visits[visit].partner
        if partner is not None:
            eligible[partner] = frozenset({number})
