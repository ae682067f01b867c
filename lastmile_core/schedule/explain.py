"""Why each order was left out: three kinds of reason, never confused.

PROVEN: it breaks a rule even alone on every vehicle. SQUEEZED OUT: it fits alone, but not into these
routes (or not at its price). NOT FOUND YET: there is a place for it that the search did not use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from lastmile_core.model.unassigned import UnassignedKind, UnassignedReason
from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.alone import Alone, Attempt
from lastmile_core.schedule.budget import Budget
from lastmile_core.schedule.displacement import Displacement, best_displacement
from lastmile_core.schedule.explanation import Explanation
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.insertion import Insertion, least_bad_in
from lastmile_core.schedule.place_search import PlaceSearch
from lastmile_core.schedule.reasons import REASONS, added, impossible, squeezed
from lastmile_core.schedule.slots import Slots
from lastmile_core.schedule.trouble import trouble
from lastmile_core.schedule.words import Words, plain_words, stop_number

HARDNESS = {
    ViolationCause.TIME_WINDOW: 1,
    ViolationCause.SHIFT: 1,
    ViolationCause.BREAKS: 1,
    ViolationCause.LOCK: 2,
    ViolationCause.MAX_DISTANCE: 3,
    ViolationCause.MAX_STOPS: 3,
    ViolationCause.CAPACITY: 4,
    ViolationCause.SKILLS: 5,
    ViolationCause.REACHABLE: 6,
    ViolationCause.VISIT_ONCE: 7,
    ViolationCause.MAX_DURATION: 1,
    ViolationCause.RELEASE: 1,
    ViolationCause.DOCKS: 2,
    ViolationCause.POSITION: 2,
    ViolationCause.RELATIONS: 2,
    ViolationCause.TRIPS: 3,
    ViolationCause.PAIRS: 6,
}
"""How hard a rule is to mend on the day: a phone call, a click, a setting, another van, another driver, a road."""


def explain(
    problem: RoutingProblem,
    routes: Mapping[int, Sequence[int]],
    unassigned: Iterable[int],
    *,
    words: Words | None = None,
    show_time: Callable[[int], str] | None = None,
) -> list[Explanation]:
    """Return one explanation a visit of ``unassigned``, in that order.

    Parameters
    ----------
    routes
        The plan: vehicle index to visit indices.
    words
        Names and clocks (``words_of(built)``); ids and a plain 24-hour clock without.
    show_time
        Shows a second of the day, when only the clock matters; ignored when ``words`` is given.
    """
    words = words or plain_words(problem, show_time)
    left_out = list(unassigned)
    if not left_out:
        return []
    if not problem.vehicles:
        return [_no_vehicle(visit) for visit in left_out]
    alone, slots = Alone(problem), Slots(problem, routes)
    return [_explain_one(problem, slots, alone, visit, words) for visit in left_out]


def _explain_one(problem: RoutingProblem, slots: Slots, alone: Alone, visit: int, words: Words) -> Explanation:
    attempts = alone.attempts(visit)
    fitting = {vehicle for attempt in attempts if not attempt.faults for vehicle in attempt.vehicles}
    if all(attempt.is_proof for attempt in attempts):
        return _proven(problem, visit, attempts, words)
    put = PlaceSearch(slots, Budget(problem)).find(visit).put
    if put is not None:
        return _has_place(problem, visit, put, words)
    if problem.visits[visit].partner is not None:
        return _no_place_known(visit)  # its halves were only tried one behind the other
    if not fitting:
        return _no_place_known(visit)
    nearest = least_bad_in(slots, visit, fitting)
    if nearest is None:
        return _in_locked_route(visit, min(fitting), words)
    if not nearest.faults:
        return _has_place(problem, visit, nearest, words)  # in a route that is broken already, and no more by this
    return _squeezed(problem, visit, nearest, best_displacement(slots, visit), words)


def _no_vehicle(visit: int) -> Explanation:
    return Explanation(
        visit=visit,
        kind=UnassignedKind.PROVEN,
        reason=UnassignedReason.NO_VEHICLE,
        message="No vehicle is on today.",
        mend="Make a vehicle available on the Fleet page, then plan again.",
    )


def _proven(problem: RoutingProblem, visit: int, attempts: Sequence[Attempt], words: Words) -> Explanation:
    """Return the reason on the vehicle where the visit comes closest to possible."""
    closest = min(
        attempts,
        key=lambda attempt: (
            max(HARDNESS[fault.cause] for fault in attempt.faults),
            len({fault.cause for fault in attempt.faults}),
            trouble(problem, attempt.faults),
        ),
    )
    main = _main_fault(problem, closest.faults)
    message, mend = impossible(problem, visit, closest, main, words)
    return Explanation(
        visit=visit,
        kind=UnassignedKind.PROVEN,
        reason=REASONS[main.cause],
        message=message,
        mend=mend,
        amount=main.amount,
        unit=main.unit,
        vehicle=closest.vehicle,
    )


def _main_fault(problem: RoutingProblem, faults: Sequence[Fault]) -> Fault:
    return max(faults, key=lambda fault: (HARDNESS[fault.cause], trouble(problem, (fault,))))


def _has_place(problem: RoutingProblem, visit: int, put: Insertion, words: Words) -> Explanation:
    penalty = problem.visits[visit].penalty
    number = stop_number(problem, put.timetable.visits, put.position)
    where = f"stop {number} of {words.vehicle(put.vehicle)} ({added(put.extra_s, put.extra_m)})"
    is_too_dear = put.extra_cost > penalty
    if is_too_dear:
        message = (
            f"It fits as {where}, but that costs {words.money(put.extra_cost)} "
            f"and leaving it out is priced at {words.money(penalty)}."
        )
        mend = "Raise its priority, or put it there by hand."
    else:
        message = f"It fits as {where}; that place was not used in the time given."
        mend = "Search longer, or put it there by hand."
    return Explanation(
        visit=visit,
        kind=UnassignedKind.SQUEEZED_OUT if is_too_dear else UnassignedKind.NOT_FOUND_YET,
        reason=UnassignedReason.PRICE if is_too_dear else UnassignedReason.UNPLANNED,
        message=message,
        mend=mend,
        extra_s=put.extra_s,
        extra_m=put.extra_m,
        extra_cost=put.extra_cost,
        vehicle=put.vehicle,
    )


def _squeezed(
    problem: RoutingProblem, visit: int, put: Insertion, instead: Displacement | None, words: Words
) -> Explanation:
    main = _main_fault(problem, put.faults)
    message, mend = squeezed(problem, put, main, words)
    extra_s, extra_m, extra_cost, vehicle = put.extra_s, put.extra_m, put.extra_cost, put.vehicle
    if instead is not None:
        extra_s, extra_m, extra_cost, vehicle = instead.extra_s, instead.extra_m, instead.extra_cost, instead.vehicle
        message = (
            f"It fits a vehicle of its own, but no route has room. {words.vehicle(vehicle)} could take it instead of "
            f"{words.order(instead.displaced)}, which matters less ({added(extra_s, extra_m)})."
        )
        mend = f"Leave out {words.order(instead.displaced)} and put it there by hand, or send one more vehicle."
    return Explanation(
        visit=visit,
        kind=UnassignedKind.SQUEEZED_OUT,
        reason=REASONS[main.cause],
        message=message,
        mend=mend,
        amount=main.amount,
        unit=main.unit,
        extra_s=extra_s,
        extra_m=extra_m,
        extra_cost=extra_cost,
        vehicle=vehicle,
        displaces=None if instead is None else instead.displaced,
    )


def _no_place_known(visit: int) -> Explanation:
    return Explanation(
        visit=visit,
        kind=UnassignedKind.NOT_FOUND_YET,
        reason=UnassignedReason.UNPLANNED,
        message="No place for its pickup and its delivery was found in the time given.",
        mend="Search longer, or send one more vehicle.",
    )


def _in_locked_route(visit: int, vehicle: int, words: Words) -> Explanation:
    name = words.vehicle(vehicle)
    return Explanation(
        visit=visit,
        kind=UnassignedKind.SQUEEZED_OUT,
        reason=UnassignedReason.LOCK,
        message=f"It belongs to the locked route of {name}, which was changed.",
        mend=f"Put it back on {name}, or unlock that route.",
        vehicle=vehicle,
    )
