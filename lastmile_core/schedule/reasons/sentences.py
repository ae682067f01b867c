"""Sentences for orders left out: what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.model.plans.unassigned import UnassignedReason
from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.insertion.insertion_search import Insertion
from lastmile_core.schedule.reasons.single_order_check import SingleOrderResult
from lastmile_core.schedule.reasons.words import Words, amount_of, broken_rule, listed, quantity, stop_number
from lastmile_core.units import show_distance, show_duration

REASONS = {
    ViolationCause.TIME_WINDOW: UnassignedReason.TIME_WINDOW,
    ViolationCause.CAPACITY: UnassignedReason.CAPACITY,
    ViolationCause.SHIFT: UnassignedReason.SHIFT,
    ViolationCause.SKILLS: UnassignedReason.SKILLS,
    # A break takes working time; there is no word of its own for orders left out.
    ViolationCause.BREAKS: UnassignedReason.SHIFT,
    ViolationCause.REACHABLE: UnassignedReason.REACHABLE,
    ViolationCause.MAX_STOPS: UnassignedReason.MAX_STOPS,
    ViolationCause.MAX_DISTANCE: UnassignedReason.MAX_DISTANCE,
    ViolationCause.LOCK: UnassignedReason.LOCK,
    ViolationCause.VISIT_ONCE: UnassignedReason.UNPLANNED,
    ViolationCause.MAX_DURATION: UnassignedReason.MAX_DURATION,
    ViolationCause.RELEASE: UnassignedReason.RELEASE,
    ViolationCause.PAIRS: UnassignedReason.PAIRS,
    ViolationCause.RELATIONS: UnassignedReason.RELATIONS,
    ViolationCause.DOCKS: UnassignedReason.DOCKS,
    ViolationCause.POSITION: UnassignedReason.POSITION,
    ViolationCause.TRIPS: UnassignedReason.TRIPS,
}


def why_impossible(
    problem: RoutingProblem,
    visit: int,
    result: SingleOrderResult,
    violation: RuleViolation,
    reason: UnassignedReason,
    words: Words,
) -> str:
    """Return why a visit cannot be served: it breaks ``violation`` even alone on the vehicle that comes closest."""
    vehicle, by = words.vehicle(result.vehicle), amount_of(violation)
    match violation.cause:
        case ViolationCause.TIME_WINDOW:
            message = _too_late(problem, visit, result, violation, reason, words)
        case ViolationCause.CAPACITY:
            message = _too_heavy(problem, visit, violation, vehicle)
        case ViolationCause.SHIFT:
            ends = words.time(problem.vehicles[result.vehicle].shift[1])
            back = words.time(result.timetable.end)
            message = f"Even alone on {vehicle} it is back at {back}, {by} after the shift ends ({ends})."
            if reason is UnassignedReason.RELEASE:
                message = f"Its goods are at the dock at {words.time(problem.visits[visit].release)}. {message}"
        case ViolationCause.BREAKS:
            message = (
                f"Even alone it leaves {vehicle} no time for its break: {_without_break(problem, violation, words)}."
            )
        case ViolationCause.SKILLS:
            needed, missing = listed(tuple(sorted(problem.visits[visit].skills))), listed(violation.detail)
            message = f"It needs {needed}; no vehicle on today has that ({vehicle} comes closest, without {missing})."
        case ViolationCause.REACHABLE:
            message = f"No road leads there and back for {vehicle}."
        case ViolationCause.MAX_DISTANCE:
            limit = problem.vehicles[result.vehicle].max_distance or 0
            trip = show_distance(result.timetable.distance)
            message = f"There and back is {trip}; {vehicle} may drive {show_distance(limit)}."
        case ViolationCause.MAX_STOPS:
            message = f"{vehicle} may not have any stop."
        case ViolationCause.MAX_DURATION:
            longest = show_duration(problem.vehicles[result.vehicle].max_duration or 0)
            message = f"Even alone it keeps {vehicle} out {by} longer than the {longest} that it may be."
        case _:
            message = _bound(problem, visit, result, violation, words)
    return message + _besides(problem, result.violations, violation, words)


def _without_break(problem: RoutingProblem, violation: RuleViolation, words: Words) -> str:
    if violation.visit is not None:
        return f"with it the stop is served {amount_of(violation)} after its window ends"
    rules = problem.vehicles[violation.vehicle].breaks
    spans = listed(tuple(f"{words.time(rule.earliest)}–{words.time(rule.latest)}" for rule in rules))
    return f"{amount_of(violation)}, to begin {spans}"


def _besides(problem: RoutingProblem, violations: Sequence[RuleViolation], main: RuleViolation, words: Words) -> str:
    """Return what else it breaks; one rule more of each kind, worst first."""
    others: dict[ViolationCause, RuleViolation] = {}
    for violation in violations:
        # A stop that the break makes late was told with the break.
        is_told = (main.cause, violation.cause) == (ViolationCause.BREAKS, ViolationCause.TIME_WINDOW)
        if violation.cause is not main.cause and not is_told and violation.cause not in others:
            others[violation.cause] = violation
    told = "; ".join(broken_rule(problem, violation, words) for violation in list(others.values())[:2])
    return f" Besides: {told}." if told else ""


def _too_late(
    problem: RoutingProblem,
    visit: int,
    result: SingleOrderResult,
    violation: RuleViolation,
    reason: UnassignedReason,
    words: Words,
) -> str:
    late = visit if violation.visit is None else violation.visit
    stop, by = problem.visits[late], amount_of(violation)
    closes, start = words.time(stop.windows[-1][1]), result.timetable.starts[result.timetable.visits.index(late)]
    which = "window" if len(stop.windows) == 1 else "last window"
    whose = f"The {which} of its pickup" if stop.is_pickup else f"Its {which}"
    vehicle = words.vehicle(result.vehicle)
    if reason is UnassignedReason.RELEASE:
        ready = words.time(problem.visits[visit].release)
        return (
            f"Its goods are at the dock at {ready}, so {vehicle} is there at {words.time(start)} at the earliest, "
            f"{by} after its {which} ends ({closes})."
        )
    if reason is UnassignedReason.PAIRS:
        picked = words.time(result.timetable.departures[result.timetable.visits.index(stop.partner or 0)])
        return (
            f"Picked up by {picked}, it is delivered by {vehicle} at {words.time(start)} at the earliest, "
            f"{by} after its {which} ends ({closes})."
        )
    return f"{whose} ends at {closes}, {by} before the earliest possible arrival ({words.time(start)}, with {vehicle})."


def _too_heavy(problem: RoutingProblem, visit: int, violation: RuleViolation, vehicle: str) -> str:
    dimension = problem.dimensions.index(violation.unit)
    amount = problem.visits[visit].load[dimension] / problem.load_scale(dimension)
    needs, holds = quantity(amount, violation.unit), quantity(amount - violation.amount, violation.unit)
    has_cargo = any(problem.vehicles[violation.vehicle].on_board)
    room = f"has room for {holds}" if has_cargo else f"holds {holds}"
    return f"It is {needs}; the largest vehicle that could take it ({vehicle}) {room}."


def _bound(
    problem: RoutingProblem, visit: int, result: SingleOrderResult, violation: RuleViolation, words: Words
) -> str:
    """Return the sentence for an order that a lock, a group, a place or a closed dock keeps off every vehicle."""
    vehicle, by = words.vehicle(result.vehicle), amount_of(violation)
    match violation.cause:
        case ViolationCause.DOCKS:
            return f"No bay is open when {vehicle} would have to load it; the opening hours miss that by {by}."
        case ViolationCause.POSITION:
            position = (problem.visits[visit].locked_position or 0) + 1
            return f"It is locked as stop {position} of its route, but {vehicle} cannot have it there."
        case ViolationCause.RELATIONS if violation.other is not None:
            other = words.order(violation.other)
            if violation.detail == ("together",):
                return f"It must not ride with {other}, which stays on {vehicle}."
            return f"It must ride with {other}, which stays on its vehicle, and that one cannot take it."
        case ViolationCause.TRIPS:
            return f"{vehicle} may not make any trip."
        case _:
            return _locked_out(problem, visit, words)


_NAMED = 3


def _locked_out(problem: RoutingProblem, visit: int, words: Words) -> str:
    allowed = problem.visits[visit].allowed_vehicles
    barred = tuple(idx for idx in range(len(problem.vehicles)) if words.is_barred(visit, idx))
    if allowed is not None and barred:
        most = tuple(words.vehicle(idx) for idx in barred[:_NAMED])
        names = listed((*most, f"{len(barred) - _NAMED} more") if len(barred) > _NAMED else most)
        others = "" if len(barred) == len(problem.vehicles) else "; no other vehicle can take it"
        return f"{names} may not serve it, by a rule of the order or its customer{others}."
    if allowed is None:
        return "The route of every vehicle that could take it is locked."
    if not allowed:
        return "It is locked to a vehicle that is not on today."
    names = listed(tuple(words.vehicle(idx) for idx in sorted(allowed)))
    return f"It is locked to {names}, which cannot take it."


def why_squeezed(problem: RoutingProblem, put: Insertion, main: RuleViolation, words: Words) -> str:
    """Return why a visit that fits alone has no place in the plan, and what its nearest place would break."""
    nearest = position_words(problem, put, words)
    broken = "; ".join(broken_rule(problem, violation, words) for violation in _worst_first(put.violations, main))
    if main.cause is ViolationCause.POSITION and main.visit in put.timetable.visits[put.position : put.position + 2]:
        position = (problem.visits[main.visit].locked_position or 0) + 1 if main.visit is not None else 0
        return (
            f"It is locked as stop {position} of its route, and no route has that place for it. "
            f"The nearest is {nearest}."
        )
    return f"It fits a vehicle of its own, but no route has room. The nearest is {nearest}, and then: {broken}."


def position_words(problem: RoutingProblem, put: Insertion, words: Words) -> str:
    """Return a place with what it adds: ``stop 3 of Van 2 (+12 min, +4.1 km)``; a further trip is named."""
    number = stop_number(problem, put.timetable.visits, put.position)
    where = f"stop {number} of {words.vehicle(put.vehicle)}"
    if put.is_further_trip:
        where += " on a further trip"
    elif put.opens_route:
        where += ", which stays in so far"
    return f"{where} ({added(put.extra_s, put.extra_m)})"


def _worst_first(violations: Sequence[RuleViolation], main: RuleViolation, most: int = 3) -> list[RuleViolation]:
    """Return the main violation and up to two more; a message is read, not studied."""
    return [main, *(violation for violation in violations if violation is not main)][:most]


def added(extra_s: int, extra_m: int) -> str:
    """Return what an inclusion adds: ``+23 min, +6.4 km``."""
    parts = [(extra_s, show_duration(abs(extra_s))), (extra_m, show_distance(abs(extra_m)))]
    return ", ".join(f"{'-' if value < 0 else '+'}{text}" for value, text in parts)
