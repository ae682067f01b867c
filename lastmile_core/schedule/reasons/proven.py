"""An order that no vehicle can serve even alone: the rule, by how much, and mends that were tried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lastmile_core.model.plans.unassigned import UnassignedKind, UnassignedReason
from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.checks.violation_severity import HARDNESS, main_violation, violation_severity
from lastmile_core.schedule.reasons.explanation import Explanation
from lastmile_core.schedule.reasons.mend import Mend
from lastmile_core.schedule.reasons.mend_search import Tried, mends_that_work
from lastmile_core.schedule.reasons.mend_words import in_words
from lastmile_core.schedule.reasons.sentences import REASONS, why_impossible
from lastmile_core.schedule.reasons.single_order_check import SingleOrderCheck, SingleOrderResult
from lastmile_core.schedule.reasons.words import Words, broken_rule

_LATE = (ViolationCause.TIME_WINDOW, ViolationCause.SHIFT)


def proven(problem: RoutingProblem, visit: int, results: Sequence[SingleOrderResult], words: Words) -> Explanation:
    """Return the reason on the vehicle where the visit comes closest to possible."""
    closest = _closest(problem, results)
    main = _main_violation(problem, visit, closest)
    reason = _reason(problem, visit, closest, main)
    mends = _mends(problem, visit, closest, main, words)
    return Explanation(
        visit=visit,
        kind=UnassignedKind.PROVEN,
        reason=reason,
        message=why_impossible(problem, visit, closest, main, reason, words),
        mend=_asked(problem, visit, main, mends, words),
        amount=main.amount,
        unit=main.unit,
        vehicle=closest.vehicle,
        mends=mends,
    )


def unproven(problem: RoutingProblem, visit: int, results: Sequence[SingleOrderResult], words: Words) -> Explanation:
    """Return what is known of a visit that fits no empty vehicle, though other stops on the way might help."""
    closest = _closest(problem, [result for result in results if not result.is_proof])
    main = main_violation(problem, closest.violations)
    mends = _mends(problem, visit, closest, main, words)
    broken = broken_rule(problem, main, words)
    return Explanation(
        visit=visit,
        kind=UnassignedKind.NOT_FOUND_YET,
        reason=UnassignedReason.UNPLANNED,
        message=f"Alone it cannot be served: {broken}. Between other stops it might, but no such place was found.",
        mend=_asked(problem, visit, main, mends, words),
        amount=main.amount,
        unit=main.unit,
        vehicle=closest.vehicle,
        mends=mends,
    )


def _closest(problem: RoutingProblem, results: Sequence[SingleOrderResult]) -> SingleOrderResult:
    return min(
        results,
        key=lambda result: (
            max(HARDNESS[violation.cause] for violation in result.violations),
            len({violation.cause for violation in result.violations}),
            violation_severity(problem, result.violations),
        ),
    )


def _main_violation(problem: RoutingProblem, visit: int, result: SingleOrderResult) -> RuleViolation:
    """Return the violation that people hear of; a stop that is late because of the break is a matter of the break."""
    main = main_violation(problem, result.violations)
    day = problem.vehicles[result.vehicle]
    if main.cause is ViolationCause.TIME_WINDOW and day.breaks:
        fleet = list(problem.vehicles)
        fleet[result.vehicle] = replace(day, breaks=())
        if not SingleOrderCheck(replace(problem, vehicles=tuple(fleet))).on_vehicle(visit, result.vehicle).violations:
            return replace(main, cause=ViolationCause.BREAKS)
    return main


def _reason(problem: RoutingProblem, visit: int, result: SingleOrderResult, main: RuleViolation) -> UnassignedReason:
    """Return the rule that people hear of: being late may come from goods or from a pickup."""
    stop = problem.visits[visit]
    if main.cause in _LATE and stop.release > problem.vehicles[result.vehicle].shift[0]:
        visits = list(problem.visits)
        visits[visit] = replace(stop, release=0)
        if not SingleOrderCheck(replace(problem, visits=tuple(visits))).on_vehicle(visit, result.vehicle).violations:
            return UnassignedReason.RELEASE
    if main.cause is ViolationCause.TIME_WINDOW and stop.partner is not None and main.visit is not None:
        late, day = problem.visits[main.visit], problem.vehicles[result.vehicle]
        straight = day.shift[0] + day.loading + int(problem.durations[day.profile][day.start, late.location])
        if not late.is_pickup and straight <= late.windows[-1][1]:
            return UnassignedReason.PAIRS
    return REASONS[main.cause]


def _mends(
    problem: RoutingProblem, visit: int, result: SingleOrderResult, main: RuleViolation, words: Words
) -> tuple[Mend, ...]:
    def again(changed: RoutingProblem) -> Tried:
        tried = SingleOrderCheck(changed).on_vehicle(visit, result.vehicle)
        return Tried(tried.timetable, tried.violations, tried.is_proof)

    now = Tried(result.timetable, result.violations, result.is_proof)
    found = mends_that_work(problem, now, main, visit, again)
    return tuple(Mend(changes=changes, words=in_words(problem, changes, visit, words)) for changes in found)


def _asked(problem: RoutingProblem, visit: int, main: RuleViolation, mends: Sequence[Mend], words: Words) -> str:
    asked = [mend.words for mend in mends]
    if main.cause is ViolationCause.REACHABLE:
        return "Check its place on the map and move it to the nearest street."
    if main.cause is ViolationCause.LOCK and problem.visits[visit].allowed_vehicles == frozenset():
        is_barred = any(words.is_barred(visit, idx) for idx in range(len(problem.vehicles)))
        asked.append("send a vehicle that may" if is_barred else "make that vehicle available")
    if not asked:
        return "Plan it on another day, or send a vehicle that can."
    text = ", or ".join(asked)
    return f"{text[0].upper()}{text[1:]}."
