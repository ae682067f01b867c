"""Indices and integers back to people's words: the only border out. Every plan passes the judge here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields

from lastmile_core.errors import NotFoundError
from lastmile_core.model import (
    CostParts,
    Plan,
    PlanInputs,
    PlanLocks,
    PlanNotes,
    PlanStatus,
    Unassigned,
    Violation,
    is_reload_id,
    order_of,
)
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.schedule.judge import Judgement, judge
from lastmile_core.schedule.plan_route import plan_route
from lastmile_core.schedule.reasons.explain import explain
from lastmile_core.schedule.reasons.on_estimates import as_sure_as_travel
from lastmile_core.schedule.reasons.words import Words, broken_rule, words_of
from lastmile_core.schedule.timing.cost import CostCents
from lastmile_core.schedule.timing.dock_queue import queueing


def build_plan(
    built: BuiltProblem,
    routes: Mapping[str, Sequence[str]],
    notes: PlanNotes,
    inputs: PlanInputs,
    *,
    status: PlanStatus | None = None,
    locks: PlanLocks | None = None,
    geometry: Mapping[str, tuple[str, ...]] | None = None,
    loading_starts: Mapping[int, Sequence[int]] | None = None,
) -> Plan:
    """Judge ``routes`` (vehicle id to visit names) and return them as a plan, not yet stored (version 0).

    Visits are orders by number, pickups and reloads by the names of ``model/orders/visit_id.py``. The plan has one
    route for each vehicle that serves something; orders that no route names are unassigned with their reason.

    Parameters
    ----------
    status
        How the search ended, when it says more than the judge can (OPTIMAL, CANCELLED). A plan that breaks
        a rule is INFEASIBLE whatever is said here, and one that leaves orders out is never OPTIMAL or FEASIBLE.
    geometry
        Encoded polylines by vehicle id, one a driven leg; left out where the number does not match.
    loading_starts
        When loadings were staggered at the docks: see :func:`~lastmile_core.schedule.judge.judge`.

    Raises
    ------
    NotFoundError
        If a route names an order or a vehicle that is not part of the day any more.
    """
    judgement = judge(built.problem, to_indices(built, routes), loading_starts)
    words = words_of(built)
    lines, docks = geometry or {}, _docks(built, judgement)
    return Plan(
        plan_id=uuid.uuid4().hex,
        service_date=built.day.service_date,
        depot_id=built.depot.depot_id,
        status=_status(judgement, status),
        origin=notes.origin,
        routes=tuple(
            plan_route(
                built,
                timetable,
                locks=locks or PlanLocks(),
                docks=docks.get(vehicle, {}),
                geometry=lines.get(built.vehicles[vehicle].vehicle_id, ()),
            )
            for vehicle, timetable in judgement.timetables.items()
        ),
        unassigned=tuple(
            as_sure_as_travel(left, inputs.travel_source) for left in unassigned_in_words(built, judgement, words)
        ),
        violations=violations_in_words(built, judgement, words),
        cost=in_currency(judgement.cost),
        travel_source=inputs.travel_source,
        travel_region=inputs.travel_region,
        input_hash=inputs.input_hash,
        created_at=notes.at,
        created_by=notes.by,
        why=notes.why,
    )


def to_indices(built: BuiltProblem, routes: Mapping[str, Sequence[str]]) -> dict[int, tuple[int, ...]]:
    """Return routes by vehicle index and visit index.

    Raises
    ------
    NotFoundError
        If an order or a vehicle is not part of the problem.
    """
    found: dict[int, tuple[int, ...]] = {}
    for vehicle_id, visit_ids in routes.items():
        if not visit_ids and vehicle_id not in built.vehicle_idx:
            continue  # a vehicle that stays in may as well be off today
        if vehicle_id not in built.vehicle_idx:
            raise NotFoundError(f"Vehicle {vehicle_id} is not on today.", "Make it available, or move its stops.")
        for name in visit_ids:
            if name not in built.visit_idx:
                raise _gone(name, vehicle_id)
        found[built.vehicle_idx[vehicle_id]] = tuple(built.visit_idx[visit_id] for visit_id in visit_ids)
    return found


def _gone(name: str, vehicle_id: str) -> NotFoundError:
    if is_reload_id(name):
        return NotFoundError(
            f"{vehicle_id} makes no such trip today.", "Allow it more trips on the Fleet page, or take the reload out."
        )
    return NotFoundError(
        f"Order {order_of(name)} is not among today's ready orders any more.", "Take it off its route, or restore it."
    )


def to_ids(built: BuiltProblem, routes: Mapping[int, Sequence[int]]) -> dict[str, tuple[str, ...]]:
    """Return routes by vehicle id and visit name, the way ``build_plan`` and the edits want them."""
    return {
        built.vehicles[vehicle].vehicle_id: tuple(built.visit_id(visit) for visit in visits)
        for vehicle, visits in routes.items()
    }


def routes_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return a plan's visit orders: vehicle id to visit names, pickups and reloads included."""
    return {route.vehicle_id: route.visit_ids for route in plan.routes}


def in_currency(cost: CostCents) -> CostParts:
    """Return cents as the depot's currency."""
    return CostParts(**{part.name: getattr(cost, part.name) / 100 for part in fields(CostCents)})


def violations_in_words(built: BuiltProblem, judgement: Judgement, words: Words) -> tuple[Violation, ...]:
    """Return every violation as a sentence."""
    return tuple(
        Violation(
            cause=violation.cause,
            vehicle_id=built.vehicles[violation.vehicle].vehicle_id,
            visit_id=None
            if violation.visit is None or built.is_reload(violation.visit)
            else built.visit_id(violation.visit),
            amount=violation.amount,
            unit=violation.unit,
            message=broken_rule(built.problem, violation, words),
        )
        for violation in judgement.violations
    )


def unassigned_in_words(built: BuiltProblem, judgement: Judgement, words: Words) -> tuple[Unassigned, ...]:
    """Return every order that is left out with its reason."""
    explanations = explain(
        built.problem, judgement.routes, judgement.unassigned, words=words, timetables=judgement.timetables
    )
    return tuple(
        Unassigned(
            order_id=order_of(built.visit_id(told.visit)),
            kind=told.kind,
            reason=told.reason,
            message=told.message,
            mend=told.mend,
            amount=told.amount,
            unit=told.unit,
            extra_s=told.extra_s,
            extra_m=told.extra_m,
            extra_cost=told.extra_cost / 100,
            vehicle_id=None if told.vehicle is None else built.vehicles[told.vehicle].vehicle_id,
        )
        for told in explanations
    )


def _status(judgement: Judgement, said: PlanStatus | None) -> PlanStatus:
    if judgement.violations:
        return PlanStatus.INFEASIBLE
    if said in (PlanStatus.CANCELLED, PlanStatus.ERROR):
        return said
    if judgement.unassigned:
        return PlanStatus.PARTIAL
    return PlanStatus.OPTIMAL if said is PlanStatus.OPTIMAL else PlanStatus.FEASIBLE


def _docks(built: BuiltProblem, judgement: Judgement) -> dict[int, dict[int, str]]:
    """Return the dock that each loading gets: dock id by vehicle and trip."""
    found: dict[int, dict[int, str]] = {}
    for loading in queueing(built.problem, judgement.timetables.values()):
        if loading.dock is not None:
            found.setdefault(loading.vehicle, {})[loading.trip] = built.problem.docks[loading.dock].dock_id
    return found
