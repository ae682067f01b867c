"""Which vehicles may serve a visit, by rules that do not depend on the rest of the route."""

from __future__ import annotations

from lastmile_core.problem import RoutingProblem


def eligible_vehicles(problem: RoutingProblem) -> list[frozenset[int]]:
    """Return for every visit the vehicles that have its skills and are allowed to serve it.

    Windows, loads and distances are not looked at here: an engine says them exactly.
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
    return result
