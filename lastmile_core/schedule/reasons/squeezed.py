"""An order that fits alone but not into the plan: where it comes closest, who would pay for it, and what would help."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.model.plans.unassigned import UnassignedKind
from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import route_violations
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.checks.violation_severity import added_violations, main_violation
from lastmile_core.schedule.insertion.insertion_search import Insertion
from lastmile_core.schedule.insertion.plan_slots import Slots
from lastmile_core.schedule.reasons.displacement import Displacement
from lastmile_core.schedule.reasons.explanation import Explanation
from lastmile_core.schedule.reasons.mend import Mend
from lastmile_core.schedule.reasons.mend_search import Tried, mends_that_work
from lastmile_core.schedule.reasons.mend_words import in_words
from lastmile_core.schedule.reasons.sentences import REASONS, added, why_squeezed
from lastmile_core.schedule.reasons.words import Words, amount_of
from lastmile_core.schedule.timing.timetable import time_route


def squeezed(slots: Slots, visit: int, put: Insertion, instead: Displacement | None, words: Words) -> Explanation:
    """Return the reason with the cheapest way to include the visit.

    Parameters
    ----------
    put
        Where it would break least.
    instead
        An order that matters less and could give up its place; None when there is none.
    """
    problem = slots.problem
    main = main_violation(problem, put.violations)
    found = Explanation(
        visit=visit,
        kind=UnassignedKind.SQUEEZED_OUT,
        reason=REASONS[main.cause],
        message=why_squeezed(problem, put, main, words),
        mend="",
        amount=main.amount,
        unit=main.unit,
        extra_s=put.extra_s,
        extra_m=put.extra_m,
        extra_cost=put.extra_cost,
        vehicle=put.vehicle,
    )
    if instead is not None:
        return _displaced(found, instead, words)
    mends = _mends(slots, visit, put, main, words)
    return replace(found, mend=_asked(main, mends, words), mends=mends)


def _displaced(found: Explanation, instead: Displacement, words: Words) -> Explanation:
    other = words.order(instead.displaced)
    return replace(
        found,
        message=f"It fits a vehicle of its own, but no route has room. {words.vehicle(instead.vehicle)} could take it "
        f"instead of {other}, which matters less ({added(instead.extra_s, instead.extra_m)}).",
        mend=f"Leave out {other} and put it there by hand, or send one more vehicle.",
        extra_s=instead.extra_s,
        extra_m=instead.extra_m,
        extra_cost=instead.extra_cost,
        vehicle=instead.vehicle,
        displaces=instead.displaced,
    )


def _mends(slots: Slots, visit: int, put: Insertion, main: RuleViolation, words: Words) -> tuple[Mend, ...]:
    """Return changes with which the visit could go where it comes closest."""
    problem = slots.problem
    related = slots.relations_broken(put.vehicle, visit)
    if related:
        return ()

    def again(changed: RoutingProblem) -> Tried:
        timetable = time_route(changed, put.vehicle, put.timetable.visits)
        violations = added_violations(slots.violations[put.vehicle], route_violations(changed, timetable))
        return Tried(timetable, violations, bool(violations))

    now = Tried(put.timetable, put.violations, True)
    found = mends_that_work(problem, now, main, visit, again, most=1)
    return tuple(Mend(changes=changes, words=in_words(problem, changes, visit, words)) for changes in found)


def _asked(main: RuleViolation, mends: tuple[Mend, ...], words: Words) -> str:
    if main.cause is ViolationCause.CAPACITY:
        return f"Take {amount_of(main)} off {words.vehicle(main.vehicle)}, or send one more vehicle."
    if not mends:
        return "Send one more vehicle, or leave out another order."
    text = mends[0].words
    return f"{text[0].upper()}{text[1:]}, or send one more vehicle."
