"""Sentences for orders left out: what stands in the way, and the smallest mend."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.model.unassigned import UnassignedReason
from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import LOAD_SCALE, RoutingProblem
from lastmile_core.schedule.alone import Attempt
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.insertion import Insertion
from lastmile_core.schedule.words import Words, amount_of, broken_rule, listed, quantity, stop_number
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

_STEP = 300
"""Windows are proposed in steps of five minutes, as people say them."""


def impossible(problem: RoutingProblem, visit: int, attempt: Attempt, fault: Fault, words: Words) -> tuple[str, str]:
    """Return message and mend for a visit that breaks ``fault`` even alone on the vehicle that comes closest."""
    vehicle, by = words.vehicle(attempt.vehicle), amount_of(fault)
    match fault.cause:
        case ViolationCause.TIME_WINDOW:
            return _too_late(problem, visit, attempt, by, words)
        case ViolationCause.CAPACITY:
            return _too_heavy(problem, visit, fault, vehicle)
        case ViolationCause.SHIFT | ViolationCause.BREAKS:
            return _too_long(problem, visit, attempt, by, words)
        case ViolationCause.SKILLS:
            needed = listed(tuple(sorted(problem.visits[visit].skills)))
            missing = listed(fault.detail)
            return (
                f"It needs {needed}; no vehicle on today has that ({vehicle} comes closest, without {missing}).",
                f"Send a vehicle or driver with {missing} today, or remove the need from the order.",
            )
        case ViolationCause.REACHABLE:
            return (
                f"No road leads there and back for {vehicle}.",
                "Check its place on the map and move it to the nearest street.",
            )
        case ViolationCause.MAX_DISTANCE:
            limit = problem.vehicles[attempt.vehicle].max_distance or 0
            trip = show_distance(attempt.timetable.distance)
            return (
                f"There and back is {trip}; {vehicle} may drive {show_distance(limit)}.",
                f"Raise the limit of {vehicle} by {by}, or send a vehicle that may drive farther.",
            )
        case ViolationCause.MAX_STOPS:
            return f"{vehicle} may not have any stop.", f"Raise the number of stops that {vehicle} may have."
        case ViolationCause.MAX_DURATION:
            longest = show_duration(problem.vehicles[attempt.vehicle].max_duration or 0)
            return (
                f"Even alone it keeps {vehicle} out {by} longer than the {longest} that it may be.",
                f"Let {vehicle} be out {by} longer, or send a vehicle that may.",
            )
        case _:
            return _locked_out(problem, visit, words)


def _too_late(problem: RoutingProblem, visit: int, attempt: Attempt, by: str, words: Words) -> tuple[str, str]:
    windows = problem.visits[visit].windows
    earliest, latest = windows[-1]
    start = attempt.timetable.starts[0]
    begin = -(-start // _STEP) * _STEP
    width = min(max(-(-(latest - earliest) // _STEP) * _STEP, 3600), 4 * 3600)
    vehicle = words.vehicle(attempt.vehicle)
    which = "window" if len(windows) == 1 else "last window"
    reach = f"the earliest possible arrival ({words.time(start)}, with {vehicle})"
    return (
        f"Its {which} ends at {words.time(latest)}, {by} before {reach}.",
        f"Ask for {words.time(begin)}–{words.time(begin + width)}, or start the shift of {vehicle} {by} earlier.",
    )


def _too_long(problem: RoutingProblem, visit: int, attempt: Attempt, by: str, words: Words) -> tuple[str, str]:
    vehicle = problem.vehicles[attempt.vehicle]
    name = words.vehicle(attempt.vehicle)
    back = words.time(attempt.timetable.end)
    message = f"Even alone on {name} it is back at {back}, {by} after the shift ends ({words.time(vehicle.shift[1])})."
    mend = f"Let the shift of {name} run until {back}"
    if attempt.timetable.loading_start > vehicle.shift[0]:
        return message, f"{mend}, or ask for a time {by} earlier."
    return message, f"{mend}, or start it {by} earlier."


def _too_heavy(problem: RoutingProblem, visit: int, fault: Fault, vehicle: str) -> tuple[str, str]:
    amount = problem.visits[visit].load[problem.dimensions.index(fault.unit)] / LOAD_SCALE
    needs, holds = quantity(amount, fault.unit), quantity(amount - fault.amount, fault.unit)
    return (
        f"It is {needs}; the largest vehicle that could take it ({vehicle}) holds {holds}.",
        f"Split it into smaller orders, or send a vehicle that holds at least {needs}.",
    )


def _locked_out(problem: RoutingProblem, visit: int, words: Words) -> tuple[str, str]:
    allowed = problem.visits[visit].allowed_vehicles
    if allowed is None:
        return "The route of every vehicle that could take it is locked.", "Unlock one of these routes."
    if not allowed:
        return "It is locked to a vehicle that is not on today.", "Unlock the order, or make that vehicle available."
    names = listed(tuple(words.vehicle(idx) for idx in sorted(allowed)))
    return f"It is locked to {names}, which cannot take it.", "Unlock the order, or give it to another vehicle."


def squeezed(problem: RoutingProblem, put: Insertion, main: Fault, words: Words) -> tuple[str, str]:
    """Return message and mend for a visit that fits alone but nowhere in the plan without breaking ``put.faults``."""
    vehicle = words.vehicle(put.vehicle)
    number = stop_number(problem, put.timetable.visits, put.position)
    broken = "; ".join(broken_rule(problem, fault, words) for fault in _worst_first(put.faults, main))
    message = (
        f"It fits a vehicle of its own, but no route has room. The nearest is stop {number} of {vehicle} "
        f"({added(put.extra_s, put.extra_m)}), and then: {broken}."
    )
    by = amount_of(main)
    others = "or send one more vehicle"
    match main.cause:
        case ViolationCause.TIME_WINDOW if main.visit is not None:
            return message, f"Ask {words.order(main.visit)} for a window that ends {by} later, {others}."
        case ViolationCause.SHIFT | ViolationCause.BREAKS:
            return message, f"Let the shift of {vehicle} run {by} longer, {others}."
        case ViolationCause.CAPACITY:
            return message, f"Take {by} off {vehicle}, {others}."
        case ViolationCause.MAX_STOPS:
            return message, f"Allow {vehicle} {by} more, {others}."
        case ViolationCause.MAX_DISTANCE:
            return message, f"Allow {vehicle} {by} more, {others}."
        case ViolationCause.MAX_DURATION:
            return message, f"Let {vehicle} be out {by} longer, {others}."
        case _:
            return message, "Send one more vehicle, or leave out another order."


def _worst_first(faults: Sequence[Fault], main: Fault, most: int = 3) -> list[Fault]:
    """Return the main fault and up to two more; a message is read, not studied."""
    return [main, *(fault for fault in faults if fault is not main)][:most]


def added(extra_s: int, extra_m: int) -> str:
    """Return what an inclusion adds: ``+23 min, +6.4 km``."""
    parts = [(extra_s, show_duration(abs(extra_s))), (extra_m, show_distance(abs(extra_m)))]
    return ", ".join(f"{'-' if value < 0 else '+'}{text}" for value, text in parts)
