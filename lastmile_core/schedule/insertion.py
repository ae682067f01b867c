"""Where one more visit fits best: screened everywhere, timed exactly where it can go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import route_faults
from lastmile_core.schedule.cost import LATENESS_CENTS_PER_S, route_cost
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.screen import FULL_LOAD_WEIGHT, Screened, screen
from lastmile_core.schedule.slots import Slots, block_of
from lastmile_core.schedule.timetable import time_route

TRIES_WITH_FAULTS = 16
"""How many of the nearest slots are timed exactly when no slot is free of faults."""

UNIT_WEIGHT = {
    "s": 1.0,
    "m": 0.2,
    "stops": 600.0,
    "legs": 1e9,
    "skills": 1e8,
    "visits": 1e8,
    "times": 1e9,
    "trips": 7200.0,
}
"""Rough seconds of trouble per unit of a fault, to rank faults of different rules; a load counts by share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """One visit put into one place of one route; of a pair both halves, one behind the other.

    Attributes
    ----------
    vehicle, position
        The visit (of a pair the pickup) becomes ``route[position]``.
    extra_s, extra_m, extra_cost
        What it adds: paid seconds, metres, cents (all that a route costs; service after the last window not counted).
    faults
        What would break that is sound now, with the added amount; empty for an insertion that keeps every rule.
    timetable
        The route with the visit in it.
    """

    vehicle: int
    position: int
    extra_s: int
    extra_m: int
    extra_cost: int
    faults: tuple[Fault, ...]
    timetable: RouteTimetable


class _FaultKey(NamedTuple):
    cause: ViolationCause
    visit: int | None
    unit: str


def best_insertion(problem: RoutingProblem, routes: Mapping[int, Sequence[int]], visit: int) -> Insertion | None:
    """Return the cheapest place where ``visit`` breaks no rule that is kept now; None when there is none."""
    return best_in(Slots(problem, routes), visit)


def insertions(
    problem: RoutingProblem, routes: Mapping[int, Sequence[int]], visit: int, *, limit: int | None = None
) -> list[Insertion]:
    """Return the places where ``visit`` breaks no rule that is kept now, cheapest first.

    The places that add the least driving are timed first; with ``limit`` the search ends after
    that many were found to fit, so the list is then good but not always the cheapest.
    """
    slots = Slots(problem, routes)
    found: list[Insertion] = []
    for slot, _ in _possible(screen(slots, visit)):
        put = insert_at(slots, slot, visit)
        if not put.faults:
            found.append(put)
            if limit is not None and len(found) >= limit:
                break
    return sorted(found, key=lambda put: (put.extra_cost, put.vehicle, put.position))


def best_in(slots: Slots, visit: int, *, most: int | None = None) -> Insertion | None:
    """Return the cheapest insertion without a fault, over slots prepared once for many visits.

    With ``most`` the search ends after that many places were found to fit, the most promising first.
    """
    best: Insertion | None = None
    num_fits = 0
    screened = screen(slots, visit)
    for slot, least in _possible(screened):
        if best is not None and (least >= best.extra_cost or num_fits == most):
            break
        put = insert_at(slots, slot, visit)
        if not put.faults:
            num_fits += 1
            if best is None or put.extra_cost < best.extra_cost:
                best = put
    return best


def _possible(screened: Screened) -> Iterator[tuple[int, int]]:
    """Yield the slots, the most promising first, each with the least cost of all that are left."""
    open_slots = np.flatnonzero(screened.is_possible)
    order = open_slots[np.argsort(screened.likely_cost[open_slots], kind="stable")]
    least = np.minimum.accumulate(screened.least_cost[order][::-1])[::-1]
    yield from zip(order.tolist(), least.tolist(), strict=True)


def least_bad_in(slots: Slots, visit: int, vehicles: Collection[int]) -> Insertion | None:
    """Return the insertion with the smallest trouble among the nearest slots of these vehicles; None without slots."""
    screened = screen(slots, visit)
    candidates = np.flatnonzero(np.isin(slots.vehicle, list(vehicles)))
    order = np.argsort(screened.trouble[candidates] + screened.extra_drive[candidates], kind="stable")
    tried = (insert_at(slots, int(slot), visit) for slot in candidates[order][:TRIES_WITH_FAULTS])
    return min(tried, key=lambda put: (trouble(slots.problem, put.faults), put.extra_cost), default=None)


def insert_at(slots: Slots, slot: int, visit: int) -> Insertion:
    """Return what happens when ``visit`` goes into this slot, timed exactly."""
    vehicle, position = int(slots.vehicle[slot]), int(slots.position[slot])
    old = slots.timetables[vehicle]
    visits = (*old.visits[:position], *block_of(slots.problem, visit), *old.visits[position:])
    new = time_route(slots.problem, vehicle, visits)
    return Insertion(
        vehicle=vehicle,
        position=position,
        extra_s=new.paid - old.paid,
        extra_m=new.distance - old.distance,
        extra_cost=priced(slots.problem, new) - priced(slots.problem, old),
        faults=(
            *_added(slots.faults[vehicle], route_faults(slots.problem, new)),
            *slots.relations_broken(vehicle, visit),
        ),
        timetable=new,
    )


def priced(problem: RoutingProblem, timetable: RouteTimetable) -> int:
    """Return the cents of a route without the price of service after the last window."""
    return route_cost(problem, timetable).total - LATENESS_CENTS_PER_S * sum(timetable.lateness)


def _added(old: Sequence[Fault], new: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return what the new route breaks beyond the old one, with the added amounts."""
    if not old:
        return tuple(new)
    had = {_FaultKey(fault.cause, fault.visit, fault.unit): fault.amount for fault in old}
    added: list[Fault] = []
    for fault in new:
        more = fault.amount - had.get(_FaultKey(fault.cause, fault.visit, fault.unit), 0.0)
        if more > 0:
            added.append(replace(fault, amount=more))
    return tuple(added)


def trouble(problem: RoutingProblem, faults: Sequence[Fault]) -> float:
    """Return roughly how bad faults are together, in seconds of lateness, to compare unlike ones."""
    total = 0.0
    for fault in faults:
        if fault.cause is ViolationCause.CAPACITY:
            limit = problem.vehicles[fault.vehicle].capacity[problem.dimensions.index(fault.unit)] / 1000
            total += FULL_LOAD_WEIGHT * fault.amount / max(limit, 1e-9)
        else:
            total += fault.amount * UNIT_WEIGHT[fault.unit]
    return total
