"""Why each order was left out: three kinds of reason, never confused.

PROVEN: it breaks a rule even alone on every vehicle. SQUEEZED OUT: it fits alone, but not into these
routes (or not at its price). NOT FOUND YET: there is a place for it that the search did not use, or not
everything could be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from lastmile_core.model.plans.unassigned import UnassignedKind, UnassignedReason
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.insertion.bound_violations import holder_of
from lastmile_core.schedule.insertion.insertion_search import Insertion, least_bad_in
from lastmile_core.schedule.insertion.plan_slots import Slots
from lastmile_core.schedule.insertion.slot_search import SlotSearch
from lastmile_core.schedule.insertion.work_budget import USUAL, WorkBudget
from lastmile_core.schedule.reasons.displacement import best_displacement
from lastmile_core.schedule.reasons.explanation import Explanation
from lastmile_core.schedule.reasons.proven import proven, unproven
from lastmile_core.schedule.reasons.sentences import added, position_words
from lastmile_core.schedule.reasons.single_order_check import SingleOrderCheck, SingleOrderResult
from lastmile_core.schedule.reasons.squeezed import squeezed
from lastmile_core.schedule.reasons.words import Words, broken_rule, plain_words
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def explain(
    problem: RoutingProblem,
    routes: Mapping[int, Sequence[int]],
    unassigned: Iterable[int],
    *,
    words: Words | None = None,
    show_time: Callable[[int], str] | None = None,
    timetables: Mapping[int, RouteTimetable] | None = None,
    budget: int | None = USUAL,
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
    timetables
        The routes as they are timed in the plan, when their loadings were staggered at the docks.
    budget
        Work that looking for places may cost, in timed stops of a plain day (see ``work_budget.py``); None for no
        limit. What is impossible is always proven; the orders that matter most are looked at first.
    """
    words = words or plain_words(problem, show_time)
    left_out = list(unassigned)
    if not left_out:
        return []
    if not problem.vehicles:
        return [_no_vehicle(visit) for visit in left_out]
    found: dict[int, Explanation] = {}
    open_cases: dict[int, list[SingleOrderResult]] = {}
    check = SingleOrderCheck(problem)
    for visit in left_out:
        holder = holder_of(problem, visit)
        results = check.results(visit)
        if holder is not None:
            found[visit] = _in_held_route(problem, visit, holder, words)
        elif all(result.is_proof for result in results):
            found[visit] = proven(problem, visit, results, words)
        else:
            open_cases[visit] = results
    if open_cases:
        cases = _Cases(problem, Slots(problem, routes, timetables), WorkBudget(problem, budget), words)
        for visit in sorted(open_cases, key=lambda idx: (-problem.visits[idx].penalty, idx)):
            found[visit] = cases.explain(visit, open_cases[visit])
    return [found[visit] for visit in left_out]


class _Cases:
    """Orders that are not impossible, one after the other, as long as the budget lasts."""

    def __init__(self, problem: RoutingProblem, slots: Slots, budget: WorkBudget, words: Words) -> None:
        self.problem, self.slots, self.budget, self.words = problem, slots, budget, words
        self.search = SlotSearch(slots, budget)

    def explain(self, visit: int, results: Sequence[SingleOrderResult]) -> Explanation:
        fitting = [vehicle for result in results if not result.violations for vehicle in result.vehicles]
        if self.budget.is_over:
            return _not_looked_at(visit, fitting, self.words)
        found = self.search.find(visit)
        if found.put is not None:
            return _has_slot(self.problem, visit, found.put, self.words)
        if found.queued is not None:
            return _queues(self.problem, visit, found.queued, self.words)
        if not fitting:
            return unproven(self.problem, visit, results, self.words)
        nearest = least_bad_in(self.slots, visit, fitting)
        if nearest is None:
            return _routes_locked(visit, fitting[0], self.words)
        self.budget.spend(8 * len(nearest.timetable.visits))
        if not nearest.violations:
            # In a route that is broken already, and no more by this.
            return _has_slot(self.problem, visit, nearest, self.words)
        if not found.is_complete:
            return _not_found(self.problem, visit, nearest, self.words)
        instead = best_displacement(self.slots, visit)
        self.budget.spend(8 * len(nearest.timetable.visits))
        return squeezed(self.slots, visit, nearest, instead, self.words)


def _no_vehicle(visit: int) -> Explanation:
    return Explanation(
        visit=visit,
        kind=UnassignedKind.PROVEN,
        reason=UnassignedReason.NO_VEHICLE,
        message="No vehicle is on today.",
        mend="Make a vehicle available on the Fleet page, then plan again.",
    )


def _in_held_route(problem: RoutingProblem, visit: int, vehicle: int, words: Words) -> Explanation:
    name = words.vehicle(vehicle)
    is_begun = visit in problem.vehicles[vehicle].frozen_prefix
    return Explanation(
        visit=visit,
        kind=UnassignedKind.SQUEEZED_OUT,
        reason=UnassignedReason.POSITION if is_begun else UnassignedReason.LOCK,
        message=f"It belongs to what {name} has done or begun, which was changed."
        if is_begun
        else f"It belongs to the locked route of {name}, which was changed.",
        mend=f"Put it back on {name}." if is_begun else f"Put it back on {name}, or unlock that route.",
        vehicle=vehicle,
    )


def _routes_locked(visit: int, vehicle: int, words: Words) -> Explanation:
    name = words.vehicle(vehicle)
    return Explanation(
        visit=visit,
        kind=UnassignedKind.SQUEEZED_OUT,
        reason=UnassignedReason.LOCK,
        message=f"It would fit {name}, but the route of every vehicle that could take it is locked.",
        mend=f"Unlock the route of {name}, or send one more vehicle.",
        vehicle=vehicle,
    )


def _has_slot(problem: RoutingProblem, visit: int, put: Insertion, words: Words) -> Explanation:
    penalty, where = problem.visits[visit].penalty, position_words(problem, put, words)
    if is_too_dear := put.extra_cost > penalty:
        message = (
            f"It fits as {where}, but that costs {words.money(put.extra_cost)} "
            f"and leaving it out is priced at {words.money(penalty)}."
        )
        mend = "Raise its priority, or put it there by hand."
    else:
        message = f"It fits as {where}; that place was not used in the time given."
        mend = "Search longer, or put it there by hand."
    return _at(
        visit,
        put,
        kind=UnassignedKind.SQUEEZED_OUT if is_too_dear else UnassignedKind.NOT_FOUND_YET,
        reason=UnassignedReason.PRICE if is_too_dear else UnassignedReason.UNPLANNED,
        message=message,
        mend=mend,
    )


def _queues(problem: RoutingProblem, visit: int, put: Insertion, words: Words) -> Explanation:
    violation = put.violations[0]
    broken = broken_rule(problem, violation, words, is_clause=True)
    message = f"It fits as {position_words(problem, put, words)}, but then {broken}; no better time to load was seen."
    return _at(
        visit,
        put,
        kind=UnassignedKind.NOT_FOUND_YET,
        reason=UnassignedReason.DOCKS,
        message=message,
        mend="Plan again, so that all loadings take new turns, or open one more bay.",
        amount=violation.amount,
        unit=violation.unit,
    )


def _not_found(problem: RoutingProblem, visit: int, put: Insertion, words: Words) -> Explanation:
    return _at(
        visit,
        put,
        kind=UnassignedKind.NOT_FOUND_YET,
        reason=UnassignedReason.UNPLANNED,
        message=f"It fits {words.vehicle(put.vehicle)} alone. No place was found in the time there was, "
        f"but not every one was looked at ({added(put.extra_s, put.extra_m)} at the nearest).",
        mend="Search longer, or send one more vehicle.",
    )


def _not_looked_at(visit: int, fitting: Sequence[int], words: Words) -> Explanation:
    able = f"It fits {words.vehicle(fitting[0])} alone. " if fitting else ""
    return Explanation(
        visit=visit,
        kind=UnassignedKind.NOT_FOUND_YET,
        reason=UnassignedReason.UNPLANNED,
        message=f"{able}So many orders were left out that the routes were not searched for a place for this one.",
        mend="Choose it on the Routes page to see its best places, or send one more vehicle and plan again.",
        vehicle=fitting[0] if fitting else None,
    )


def _at(
    visit: int,
    put: Insertion,
    *,
    kind: UnassignedKind,
    reason: UnassignedReason,
    message: str,
    mend: str,
    amount: float = 0.0,
    unit: str = "",
) -> Explanation:
    """Return an explanation that names a place and what it adds."""
    return Explanation(
        visit=visit,
        kind=kind,
        reason=reason,
        message=message,
        mend=mend,
        amount=amount,
        unit=unit,
        extra_s=put.extra_s,
        extra_m=put.extra_m,
        extra_cost=put.extra_cost,
        vehicle=put.vehicle,
    )
