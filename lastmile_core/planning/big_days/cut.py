"""A region of a day as a day of its own, with matrices of its own size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from lastmile_core.planning.base.free_part import ELSEWHERE, FreePart
from lastmile_core.problem import RoutingProblem, Traffic, VehicleDay, Visit

Places = Mapping[int, int]


def cut(problem: RoutingProblem, visits: Sequence[int], vehicles: Sequence[int]) -> FreePart:
    """Return some visits and vehicles as a problem with only their places in its matrices.

    Halves of pairs and what rides together must be inside together. Docks stay outside: they are settled for
    the whole day at the end.
    """
    vehicle_of = {whole: own for own, whole in enumerate(vehicles)}
    visit_of = {whole: own for own, whole in enumerate(visits)}
    used = {problem.visits[number].location for number in visits}
    used |= {place for number in vehicles for place in (problem.vehicles[number].start, problem.vehicles[number].end)}
    rows = np.array(sorted(used), dtype=np.int64)
    place_of = {int(whole): own for own, whole in enumerate(rows)}
    grid = np.ix_(rows, rows)
    smaller = replace(
        problem,
        visits=tuple(_visit(problem.visits[number], visit_of, vehicle_of, place_of) for number in visits),
        vehicles=tuple(_vehicle(problem.vehicles[number], visit_of, place_of) for number in vehicles),
        durations=tuple(matrix[grid] for matrix in problem.durations),
        distances=tuple(matrix[grid] for matrix in problem.distances),
        docks=(),
        traffic=_traffic(problem.traffic, rows.tolist()),
        same_route=_groups(problem.same_route, visit_of),
        different_routes=_groups(problem.different_routes, visit_of),
    )
    return FreePart(problem=smaller, visits=tuple(visits), vehicles=tuple(vehicles), locked={})


def _visit(visit: Visit, visit_of: Places, vehicle_of: Places, place_of: Places) -> Visit:
    previous = visit.previous_vehicle
    return replace(
        visit,
        location=place_of[visit.location],
        allowed_vehicles=_named(visit.allowed_vehicles, vehicle_of),
        familiar_vehicles=_named(visit.familiar_vehicles, vehicle_of),
        partner=None if visit.partner is None else visit_of[visit.partner],
        previous_vehicle=None if previous is None else vehicle_of.get(previous, ELSEWHERE),
    )


def _named(named: frozenset[int] | None, vehicle_of: Places) -> frozenset[int] | None:
    return None if named is None else frozenset(vehicle_of[number] for number in named if number in vehicle_of)


def _vehicle(day: VehicleDay, visit_of: Places, place_of: Places) -> VehicleDay:
    prefix = tuple(visit_of[visit] for visit in day.frozen_prefix)
    return replace(day, start=place_of[day.start], end=place_of[day.end], frozen_prefix=prefix)


def _traffic(traffic: Traffic | None, rows: Sequence[int]) -> Traffic | None:
    if traffic is None or not traffic.district:
        return traffic
    return replace(traffic, district=tuple(traffic.district[row] for row in rows))


def _groups(groups: tuple[frozenset[int], ...], visit_of: Places) -> tuple[frozenset[int], ...]:
    own = (frozenset(visit_of[visit] for visit in group if visit in visit_of) for group in groups)
    return tuple(group for group in own if len(group) > 1)
