"""How the judge names things and times when it speaks to people."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lastmile_core.model.orders.visit_id import order_of
from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.units import show_clock, show_distance, show_duration, show_money


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Names for indices, clocks for seconds of the day, money for cents.

    ``is_barred`` tells whether a rule of a visit's order or customer, no lock, keeps a vehicle from it.
    """

    vehicle: Callable[[int], str]
    order: Callable[[int], str]
    time: Callable[[int], str]
    money: Callable[[int], str]
    is_barred: Callable[[int, int], bool] = lambda visit, vehicle: False


def plain_words(problem: RoutingProblem, show_time: Callable[[int], str] | None = None) -> Words:
    """Return words for a problem without people's model behind it: ids, 24-hour clock, bare amounts."""
    return Words(
        vehicle=lambda idx: problem.vehicles[idx].vehicle_id,
        order=lambda idx: name_of(problem, idx),
        time=show_time or clock_of,
        money=lambda cents: f"{cents / 100:,.2f}",
    )


def words_of(built: BuiltProblem) -> Words:
    """Return words with vehicle names, the depot's clock and its currency."""
    return Words(
        vehicle=lambda idx: built.vehicles[idx].name or built.vehicles[idx].vehicle_id,
        order=lambda idx: name_of(built.problem, idx),
        time=lambda second: show_clock(built.day.at(second)),
        money=lambda cents: show_money(cents / 100, built.depot.currency),
        is_barred=lambda visit, vehicle: _is_barred(built, visit, vehicle),
    )


def _is_barred(built: BuiltProblem, visit: int, vehicle: int) -> bool:
    order = built.by_visit.get(built.visit_id(visit))
    name = built.vehicles[vehicle].vehicle_id
    if order is None:
        return False
    return name in order.forbidden_vehicles or bool(order.allowed_vehicles and name not in order.allowed_vehicles)


def name_of(problem: RoutingProblem, visit: int) -> str:
    """Return how people call a visit: ``#42``, ``the pickup of #42``, ``the depot`` for a reload."""
    stop = problem.visits[visit]
    if stop.is_reload:
        return "the depot"
    return f"the pickup of #{order_of(stop.visit_id)}" if stop.is_pickup else f"#{stop.visit_id}"


def stop_number(problem: RoutingProblem, visits: Sequence[int], position: int) -> int:
    """Return which stop (from 1) people call ``visits[position]``: reloads are no stops."""
    return 1 + sum(1 for visit in visits[:position] if not problem.visits[visit].is_reload)


def clock_of(second: int) -> str:
    """Return a second of the day as ``HH:MM``; the next day starts again at 00:00."""
    return f"{second // 3600 % 24:02d}:{second % 3600 // 60:02d}"


def amount_of(violation: RuleViolation) -> str:
    """Return a violation's amount with its unit: ``12 min``, ``3.2 km``, ``35 kg``, ``2 stops``."""
    if violation.unit == "s":
        # Rounded up: "0 min late" would be nonsense.
        return show_duration(violation.amount if violation.amount < 60 else math.ceil(violation.amount / 60) * 60)
    if violation.unit == "m":
        return show_distance(violation.amount)
    if violation.unit in ("stops", "trips"):
        return f"{violation.amount:.0f} {violation.unit if violation.amount != 1 else violation.unit[:-1]}"
    return quantity(violation.amount, violation.unit)


def quantity(amount: float, unit: str) -> str:
    """Return a load for people: ``35 kg``, ``2.5 m3``."""
    if 0 < amount < 0.01:
        return f"{amount:.2g} {unit}"
    return f"{round(amount, 2):,g} {unit}" if amount < 1e6 else f"{amount:,.0f} {unit}"


def listed(names: tuple[str, ...]) -> str:
    """Return names in a sentence: ``crane``, ``crane and fridge``, ``crane, fridge and lift``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def broken_rule(problem: RoutingProblem, violation: RuleViolation, words: Words, *, is_clause: bool = False) -> str:
    """Return a violation of a plan as one sentence, the way a ``Violation`` says it; or as a clause within one."""
    no = "no" if is_clause else "No"
    vehicle = words.vehicle(violation.vehicle)
    order = words.order(violation.visit) if violation.visit is not None else ""
    by = amount_of(violation)
    match violation.cause:
        case ViolationCause.TIME_WINDOW:
            assert violation.visit is not None
            return (
                f"{vehicle} reaches {order} {by} after its window ({windows_in_words(problem, violation.visit, words)})"
            )
        case ViolationCause.SKILLS:
            return f"{vehicle} cannot serve {order} without {listed(violation.detail)}"
        case ViolationCause.BREAKS:
            return f"{vehicle} has no place for a break of {by} at the time it is due"
        case ViolationCause.REACHABLE:
            return f"{no} road was found for {vehicle} to or from {order}"
        case ViolationCause.RELEASE:
            assert violation.visit is not None
            ready = words.time(problem.visits[violation.visit].release)
            return f"{vehicle} loads {order} {by} before it is at the dock ({ready})"
        case ViolationCause.PAIRS | ViolationCause.RELATIONS:
            return _about_two(problem, violation, words)
        case ViolationCause.DOCKS:
            return _about_docks(violation, vehicle, by, no)
        case ViolationCause.POSITION | ViolationCause.LOCK:
            return _about_locks(problem, violation, words)
        case ViolationCause.VISIT_ONCE:
            return f"{order[0].upper()}{order[1:]} is on the plan twice; {vehicle} repeats it"
        case _:
            return _beyond_limit(problem, violation, words)


def _beyond_limit(problem: RoutingProblem, violation: RuleViolation, words: Words) -> str:
    """Return the sentence for a route that is more than its vehicle may, can hold or is out for."""
    vehicle, day, by = words.vehicle(violation.vehicle), problem.vehicles[violation.vehicle], amount_of(violation)
    match violation.cause:
        case ViolationCause.CAPACITY:
            return f"{vehicle} carries {by} more than it can hold"
        case ViolationCause.SHIFT:
            return f"{vehicle} is back {by} after its shift ends ({words.time(day.shift[1])})"
        case ViolationCause.MAX_STOPS:
            return f"{vehicle} has {by} more than it may have"
        case ViolationCause.MAX_DISTANCE:
            return f"{vehicle} drives {by} farther than it may"
        case ViolationCause.MAX_DURATION:
            return f"{vehicle} is out {by} longer than it may be ({show_duration(day.max_duration or 0)})"
        case ViolationCause.TRIPS:
            return f"{vehicle} makes {by} more than the {day.max_trips} it may make"
        case _:
            raise ValueError(f"no sentence says how “{violation.cause}” is broken; add it here")


def _about_locks(problem: RoutingProblem, violation: RuleViolation, words: Words) -> str:
    """Return the sentence for a place, a vehicle or a route that was to stay as it was."""
    vehicle, visit = words.vehicle(violation.vehicle), violation.visit
    is_position = violation.cause is ViolationCause.POSITION
    if visit is None and is_position:
        return f"The beginning of the route of {vehicle}, which is done or under way, was changed"
    if visit is None:
        return f"The route of {vehicle} is locked but was changed"
    order = words.order(visit)
    if is_position:
        locked = (problem.visits[visit].locked_position or 0) + 1
        by = amount_of(violation)
        return f"{order} is locked as stop {locked} of its route but is {by} away from there on {vehicle}"
    if problem.visits[visit].is_reload:
        return f"{vehicle} takes a trip that belongs to another vehicle"
    if words.is_barred(visit, violation.vehicle):
        return f"{vehicle} may not serve {order}, by a rule of the order or its customer"
    return f"{order} is locked to another vehicle but rides on {vehicle}"


def _about_two(problem: RoutingProblem, violation: RuleViolation, words: Words) -> str:
    """Return the sentence for a pair that is not whole, or for two orders that must ride together or apart."""
    assert violation.visit is not None
    assert violation.other is not None
    vehicle, order, other = words.vehicle(violation.vehicle), words.order(violation.visit), words.order(violation.other)
    match violation.detail:
        case ("apart",):
            return f"{order} must ride with {other} but rides alone on {vehicle}"
        case ("together",):
            return f"{order} and {other} must not ride together but are both on {vehicle}"
        case ("order",):
            return f"{vehicle} delivers {order} before it has picked it up"
        case ("trip",):
            return f"{vehicle} is back at the depot between picking {order} up and delivering it"
        case _ if problem.visits[violation.visit].is_pickup:
            return f"{vehicle} picks {other} up but does not deliver it"
        case _:
            return f"{vehicle} delivers {order} without picking it up"


def _about_docks(violation: RuleViolation, vehicle: str, by: str, no: str) -> str:
    loading = "first loading" if violation.visit is None else "reload"
    if violation.detail == ("closed",):
        return f"{no} bay is open for the {loading} of {vehicle} at its time; it misses the opening hours by {by}"
    return f"{vehicle} queues {by} for a bay at its {loading}"


def windows_in_words(problem: RoutingProblem, visit: int, words: Words) -> str:
    """Return a visit's windows: ``10:00–12:00 or 14:00–15:00``."""
    return " or ".join(
        f"{words.time(earliest)}–{words.time(latest)}" for earliest, latest in problem.visits[visit].windows
    )
