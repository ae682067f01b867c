"""Indices and integers back to people's words: the only border out. Every plan passes the judge here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from lastmile_core.errors import NotFoundError
from lastmile_core.model import (
    CostParts,
    Load,
    Order,
    OrderKind,
    Plan,
    PlanOrigin,
    PlanStatus,
    Route,
    RouteBreak,
    Stop,
    TimeWindow,
    TravelSource,
    Unassigned,
    Violation,
)
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.schedule.cost import CostCents, route_cost
from lastmile_core.schedule.explain import explain
from lastmile_core.schedule.judge import Judgement, judge
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.words import Words, broken_rule, words_of


def build_plan(
    built: BuiltProblem,
    routes: Mapping[str, Sequence[str]],
    *,
    created_at: datetime,
    created_by: str,
    why: str,
    origin: PlanOrigin,
    travel_source: TravelSource,
    travel_region: str,
    input_hash: str,
    status: PlanStatus | None = None,
    locked_stops: frozenset[str] = frozenset(),
    locked_routes: frozenset[str] = frozenset(),
    geometry: Mapping[str, tuple[str, ...]] | None = None,
) -> Plan:
    """Judge ``routes`` (vehicle id to order ids) and return them as a plan, not yet stored (version 0).

    The plan has one route for each vehicle that serves something; orders that no route names are
    unassigned with their reason.

    Parameters
    ----------
    status
        How the search ended, when it says more than the judge can (OPTIMAL, CANCELLED). A plan that breaks
        a rule is INFEASIBLE whatever is said here, and one that leaves orders out is never OPTIMAL or FEASIBLE.
    geometry
        Encoded polylines by vehicle id, one a leg; left out where the number does not match.

    Raises
    ------
    NotFoundError
        If a route names an order or a vehicle that is not part of the day any more.
    """
    judgement = judge(built.problem, to_indices(built, routes))
    words = words_of(built)
    lines = geometry or {}
    return Plan(
        plan_id=uuid.uuid4().hex,
        service_date=built.day.service_date,
        depot_id=built.depot.depot_id,
        status=_status(judgement, status),
        origin=origin,
        routes=tuple(
            _route(built, timetable, locked_stops, locked_routes, lines) for timetable in judgement.timetables.values()
        ),
        unassigned=unassigned_in_words(built, judgement, words),
        violations=violations_in_words(built, judgement, words),
        cost=in_currency(judgement.cost),
        travel_source=travel_source,
        travel_region=travel_region,
        input_hash=input_hash,
        created_at=created_at,
        created_by=created_by,
        why=why,
    )


def to_indices(built: BuiltProblem, routes: Mapping[str, Sequence[str]]) -> dict[int, tuple[int, ...]]:
    """Return routes by vehicle index and visit index.

    Raises
    ------
    NotFoundError
        If an order or a vehicle is not part of the problem.
    """
    found: dict[int, tuple[int, ...]] = {}
    for vehicle_id, order_ids in routes.items():
        if not order_ids and vehicle_id not in built.vehicle_idx:
            continue  # a vehicle that stays in may as well be off today
        if vehicle_id not in built.vehicle_idx:
            raise NotFoundError(f"Vehicle {vehicle_id} is not on today.", "Make it available, or move its stops.")
        for order_id in order_ids:
            if order_id not in built.visit_idx:
                raise NotFoundError(
                    f"Order {order_id} is not among today's ready orders any more.",
                    "Take it off its route, or restore it.",
                )
        found[built.vehicle_idx[vehicle_id]] = tuple(built.visit_idx[order_id] for order_id in order_ids)
    return found


def to_ids(built: BuiltProblem, routes: Mapping[int, Sequence[int]]) -> dict[str, tuple[str, ...]]:
    """Return routes by vehicle id and order id, the way ``build_plan`` and the edits want them."""
    return {
        built.vehicles[vehicle].vehicle_id: tuple(built.orders[visit].order_id for visit in visits)
        for vehicle, visits in routes.items()
    }


def routes_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return a plan's visit orders: vehicle id to order ids."""
    return {route.vehicle_id: tuple(stop.order_id for stop in route.stops) for route in plan.routes}


def in_currency(cost: CostCents) -> CostParts:
    """Return cents as the depot's currency."""
    return CostParts(**{part.name: getattr(cost, part.name) / 100 for part in fields(CostCents)})


def violations_in_words(built: BuiltProblem, judgement: Judgement, words: Words) -> tuple[Violation, ...]:
    """Return every fault as a sentence."""
    return tuple(
        Violation(
            cause=fault.cause,
            vehicle_id=built.vehicles[fault.vehicle].vehicle_id,
            order_id=None if fault.visit is None else built.orders[fault.visit].order_id,
            amount=fault.amount,
            unit=fault.unit,
            message=broken_rule(built.problem, fault, words),
        )
        for fault in judgement.faults
    )


def unassigned_in_words(built: BuiltProblem, judgement: Judgement, words: Words) -> tuple[Unassigned, ...]:
    """Return every order that is left out with its reason."""
    explanations = explain(built.problem, judgement.routes, judgement.unassigned, words=words)
    return tuple(
        Unassigned(
            order_id=built.orders[told.visit].order_id,
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
    if judgement.faults:
        return PlanStatus.INFEASIBLE
    if said in (PlanStatus.CANCELLED, PlanStatus.ERROR):
        return said
    if judgement.unassigned:
        return PlanStatus.PARTIAL
    return PlanStatus.OPTIMAL if said is PlanStatus.OPTIMAL else PlanStatus.FEASIBLE


def _route(
    built: BuiltProblem,
    timetable: RouteTimetable,
    locked_stops: frozenset[str],
    locked_routes: frozenset[str],
    geometry: Mapping[str, tuple[str, ...]],
) -> Route:
    day, vehicle = built.day, built.problem.vehicles[timetable.vehicle]
    orders = [built.orders[visit] for visit in timetable.visits]
    loads = _loads(orders)
    lines = geometry.get(vehicle.vehicle_id, ())
    return Route(
        vehicle_id=vehicle.vehicle_id,
        driver_id=vehicle.driver_id,
        loading_start=day.at(timetable.loading_start),
        departure=day.at(timetable.departure),
        return_at=day.at(timetable.end),
        stops=tuple(
            _stop(built, timetable, place, loads[place + 1], order.order_id in locked_stops)
            for place, order in enumerate(orders)
        ),
        breaks=tuple(
            RouteBreak(start=day.at(start), end=day.at(end), before_stop=before)
            for start, end, before in timetable.breaks
        ),
        distance_m=timetable.distance,
        drive_s=timetable.drive,
        service_s=timetable.service,
        wait_s=timetable.wait,
        break_s=timetable.break_s,
        loading_s=vehicle.loading,
        return_drive_s=timetable.leg_durations[-1],
        return_distance_m=timetable.leg_distances[-1],
        peak_load=_peak(loads),
        cost=route_cost(built.problem, timetable).running / 100,
        geometry=lines if len(lines) == len(orders) + 1 else (),
        is_locked=vehicle.vehicle_id in locked_routes,
    )


def _stop(built: BuiltProblem, timetable: RouteTimetable, place: int, load_after: Load, is_locked: bool) -> Stop:
    day, order = built.day, built.orders[timetable.visits[place]]
    earliest, latest = built.problem.visits[timetable.visits[place]].windows[timetable.windows[place]]
    return Stop(
        order_id=order.order_id,
        arrival=day.at(timetable.arrivals[place]),
        service_start=day.at(timetable.starts[place]),
        departure=day.at(timetable.departures[place]),
        wait_s=timetable.waits[place],
        drive_s=timetable.leg_durations[place],
        distance_m=timetable.leg_distances[place],
        load_after=load_after,
        window=TimeWindow(earliest=day.at(earliest), latest=day.at(latest)) if order.windows else None,
        is_locked=is_locked,
    )


def _loads(orders: Sequence[Order]) -> list[Load]:
    """Return what is on board at departure and after each stop, in all dimensions of the orders.

    Not only in those that some vehicle limits, which is all that the problem knows.
    """
    on_board: dict[str, float] = {}
    for order in orders:
        for name, amount in order.load.amounts:
            on_board[name] = on_board.get(name, 0.0) + (amount if order.kind is OrderKind.DELIVERY else 0.0)
    loads = [_rounded(on_board)]
    for order in orders:
        sign = -1 if order.kind is OrderKind.DELIVERY else 1
        for name, amount in order.load.amounts:
            on_board[name] += sign * amount
        loads.append(_rounded(on_board))
    return loads


def _rounded(amounts: Mapping[str, float]) -> Load:
    # Sums of floats leave crumbs, also below zero; a thousandth is what the judge counts in.
    return Load.of({name: max(0.0, round(amount, 3)) for name, amount in amounts.items()})


def _peak(loads: Sequence[Load]) -> Load:
    names = {name for load in loads for name, _ in load.amounts}
    return Load.of({name: max(load.get(name) for load in loads) for name in names})
