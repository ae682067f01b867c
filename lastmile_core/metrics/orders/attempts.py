"""First attempts, success per attempt, never attempted."""

from __future__ import annotations

from lastmile_core.metrics.facts.day_view import DayView, OrderFact
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.model import REASONS_BY_CODE, OrderStatus

NO_OUTCOME = "attempt without an outcome"
STILL_OPEN = "still open"
_HANDED_TO = {"": "recipient", "recipient": "recipient", "neighbour": "neighbour", "safe_place": "safe place"}


def reason_label(code: str) -> str:
    """Return the words for a failure reason; the code itself when the list does not know it."""
    known = REASONS_BY_CODE.get(code)
    return known.label if known else code or "No reason given"


def tally_first_attempts(day: DayView, tally: Tally) -> None:
    """Count the orders whose first attempt ever fell on this day."""
    for fact in day.orders.values():
        if fact.is_skipped:
            continue
        if fact.order_id in day.facts.earlier_attempts:
            tally.leave_out("attempted on an earlier day", fact.row)
        elif not fact.attempts:
            tally.leave_out(STILL_OPEN if _is_pending(day, fact) else "never attempted", fact.row)
        elif fact.attempts[0].is_delivered is None:
            if day.facts.is_over:
                tally.miss(NO_OUTCOME, fact.row)
            else:
                tally.leave_out(STILL_OPEN, fact.row)
        else:
            first = fact.attempts[0]
            if first.is_delivered:
                handed_to = _HANDED_TO.get(first.outcome, first.outcome)
                tally.add_part("handed to", handed_to, 1)
                why = f"delivered at the first attempt to {handed_to}"
            else:
                why = f"first attempt failed: {reason_label(first.reason)}"
                tally.add_part("reason", reason_label(first.reason), 1)
            tally.count(int(bool(first.is_delivered)), 1, fact.row, fact.labels, why=why)


def tally_attempts(day: DayView, tally: Tally) -> None:
    """Count every attempt."""
    for fact in day.orders.values():
        for number, visit in enumerate(fact.attempts, start=1):
            if visit.is_delivered is None:
                if day.facts.is_over:
                    tally.miss(NO_OUTCOME, fact.row)
                else:
                    tally.leave_out(STILL_OPEN, fact.row)
                continue
            why = "delivered" if visit.is_delivered else reason_label(visit.reason)
            tally.count(int(visit.is_delivered), 1, fact.row, fact.labels, why=f"visit {number}: {why}")


def tally_never_attempted(day: DayView, tally: Tally) -> None:
    """Count the orders that nobody reached."""
    for fact in day.orders.values():
        if fact.is_skipped:
            tally.leave_out("skipped by the dispatcher", fact.row)
        elif _is_pending(day, fact):
            tally.leave_out(STILL_OPEN, fact.row)
        else:
            why = "" if fact.attempts else _why_never(fact)
            labels = {name: label for name, label in fact.labels.items() if name != "hour"}
            tally.count(int(not fact.attempts), 1, fact.row, labels, why=why or "attempted")
            if why:
                tally.add_part("reason", why, 1)


def _is_pending(day: DayView, fact: OrderFact) -> bool:
    """Return whether the running day may still reach it: on a route and without any outcome."""
    return not day.facts.is_over and fact.planned is not None and fact.is_open and not fact.attempts


def _why_never(fact: OrderFact) -> str:
    if fact.state is not None and fact.state.visits:
        return reason_label(fact.state.reason)
    if fact.planned is not None:
        return "On a route, but nothing recorded"
    if fact.order is not None and fact.order.status is not OrderStatus.READY:
        return "Not ready to be planned"
    return "On no route"
