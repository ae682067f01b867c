"""Where one more visit fits best: screened everywhere, timed exactly where it can go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import route_violations
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.checks.violation_severity import added_violations, violation_severity
from lastmile_core.schedule.insertion.plan_slots import Slots, block_of
from lastmile_core.schedule.insertion.screen import Screened, screen
from lastmile_core.schedule.timing.cost import LATENESS_CENTS_PER_S, route_cost
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.timetable import time_route

TRIES_WITH_VIOLATIONS = 8
"""How many of the nearest slots are timed exactly when no slot is free of violations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """One visit put into one place of one route; of a pair both halves, one behind the other.

    Attributes
    ----------
    vehicle, position
        The visit (of a pair the pickup) becomes ``route[position]``.
    extra_s, extra_m, extra_cost
        What it adds: paid seconds, metres, cents (all that a route costs; service after the last window not counted).
    violations
        What would break that is sound now, with the added amount; empty for an insertion that keeps every rule.
    timetable
        The route with the visit in it.
    opens_route, is_further_trip
        Whether the vehicle stayed in before, and whether it loads once more for it.
    """

    vehicle: int
    position: int
    extra_s: int
    extra_m: int
    extra_cost: int
    violations: tuple[RuleViolation, ...]
    timetable: RouteTimetable
    opens_route: bool = False
    is_further_trip: bool = False


def best_insertion(problem: RoutingProblem, routes: Mapping[int, Sequence[int]], visit: int) -> Insertion | None:
    """Return the cheapest place where ``visit`` breaks no rule that is kept now; None when there is none."""
    slots = Slots(problem, routes)
    best: Insertion | None = None
    for slot, least in possible_slots(screen(slots, visit)):
        if best is not None and least >= best.extra_cost:
            break
        put = insert_at(slots, slot, visit)
        if not put.violations and (best is None or put.extra_cost < best.extra_cost):
            best = put
    return best


def insertions(
    problem: RoutingProblem, routes: Mapping[int, Sequence[int]], visit: int, *, limit: int | None = None
) -> list[Insertion]:
    """Return the slots where ``visit`` breaks no rule that is kept now, cheapest first.

    The slots that add the least driving are timed first; with ``limit`` the search ends after
    that many were found to fit, so the list is then good but not always the cheapest.
    """
    slots = Slots(problem, routes)
    found: list[Insertion] = []
    for slot, _ in possible_slots(screen(slots, visit)):
        put = insert_at(slots, slot, visit)
        if not put.violations:
            found.append(put)
            if limit is not None and len(found) >= limit:
                break
    return sorted(found, key=lambda put: (put.extra_cost, put.vehicle, put.position))


def possible_slots(screened: Screened) -> Iterator[tuple[int, int]]:
    """Yield the slots that may fit, the most promising first, each with the least cost of all that are left."""
    open_slots = np.flatnonzero(screened.is_possible)
    order = open_slots[np.argsort(screened.likely_cost[open_slots], kind="stable")]
    least = np.minimum.accumulate(screened.least_cost[order][::-1])[::-1]
    yield from zip(order.tolist(), least.tolist(), strict=True)


def least_bad_in(slots: Slots, visit: int, vehicles: Collection[int]) -> Insertion | None:
    """Return the insertion that breaks least among the nearest slots of these vehicles; None without slots."""
    screened = screen(slots, visit)
    candidates = np.flatnonzero(np.isin(slots.vehicle, list(vehicles)))
    order = np.argsort(screened.violation_severity[candidates] + screened.extra_drive[candidates], kind="stable")
    tried = [insert_at(slots, int(slot), visit) for slot in candidates[order][:TRIES_WITH_VIOLATIONS]]
    return min(tried, key=lambda put: (violation_severity(slots.problem, put.violations), put.extra_cost), default=None)


def insert_at(slots: Slots, slot: int, visit: int) -> Insertion:
    """Return what happens when ``visit`` goes into this slot, timed exactly."""
    vehicle, position = int(slots.vehicle[slot]), int(slots.position[slot])
    old = slots.timetables[vehicle].visits
    visits = (*old[:position], *block_of(slots.problem, visit), *old[position:])
    return put_in(slots, vehicle, position, visits, visit)


def put_in(slots: Slots, vehicle: int, position: int, visits: Sequence[int], visit: int) -> Insertion:
    """Return what happens when the route of ``vehicle`` becomes ``visits``, which hold ``visit`` at ``position``."""
    old = slots.timetables[vehicle]
    new = time_route(slots.problem, vehicle, visits)
    return Insertion(
        vehicle=vehicle,
        position=position,
        extra_s=new.paid - old.paid,
        extra_m=new.distance - old.distance,
        extra_cost=priced(slots.problem, new) - priced(slots.problem, old),
        violations=(
            *added_violations(slots.violations[vehicle], route_violations(slots.problem, new)),
            *slots.relations_broken(vehicle, visit),
        ),
        timetable=new,
        opens_route=not old.visits,
        is_further_trip=bool(old.visits) and len(new.loadings) > len(old.loadings),
    )


def priced(problem: RoutingProblem, timetable: RouteTimetable) -> int:
    """Return the cents of a route without the price of service after the last window."""
    return route_cost(problem, timetable).total - LATENESS_CENTS_PER_S * sum(timetable.lateness)
