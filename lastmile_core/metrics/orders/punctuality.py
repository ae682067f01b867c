"""On time, early, on time and in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lastmile_core.metrics.facts.day_view import DayView, OrderFact
from lastmile_core.metrics.facts.metric_rules import MetricRules
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.metrics.orders.attempts import STILL_OPEN
from lastmile_core.model import TimeWindow
from lastmile_core.tracking.moments import seconds_between
from lastmile_core.units import show_clock, show_duration

FULL = 1 - 1e-9
"""Shares come from divisions; this close to one is everything."""

STANDS_IN = "no arrival recorded: the time of the delivery stands for it"

_WIDTHS = ((3600, "up to 1 h"), (7200, "up to 2 h"), (14400, "up to 4 h"))


def tally_punctuality(day: DayView, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    """Fill ``on_time``, ``early_share`` and ``otif``, which share one denominator."""
    for fact in day.orders.values():
        if not fact.is_skipped:
            _tally_order(day, fact, rules, tallies)


def _tally_order(day: DayView, fact: OrderFact, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    three = [tallies[key] for key in ("on_time", "early_share", "otif")]
    if not fact.windows:
        for tally in three:
            tally.leave_out("no promised window", fact.row)
        return
    if not day.facts.is_over and fact.is_open:
        for tally in three:
            tally.leave_out(STILL_OPEN, fact.row)
        return
    outcome, off_s = _judge(fact, rules)
    if _stands_in(fact):
        for tally in three:
            tally.note(STANDS_IN)
    is_full = fact.is_delivered and fact.state is not None and fact.state.delivered_share >= FULL
    labels = {**fact.labels, "window width": _width(fact.windows)}
    why = _words(fact, outcome, off_s) if tallies["on_time"].keep_rows else ""
    on_time, early, otif = three
    on_time.count(int(outcome == "on time"), 1, fact.row, labels, why=why)
    on_time.add_part("outcome", outcome, 1)
    early.count(int(outcome == "early"), 1, fact.row, labels, why=why)
    in_full = outcome == "on time" and is_full
    otif_outcome = "on time, not in full" if outcome == "on time" and not is_full else outcome
    otif.count(int(in_full), 1, fact.row, labels, why="on time and in full" if in_full else f"{otif_outcome}; {why}")
    otif.add_part("outcome", "on time and in full" if in_full else otif_outcome, 1)


def _judge(fact: OrderFact, rules: MetricRules) -> tuple[str, int]:
    """Return (outcome, seconds off the window)."""
    if not fact.attempts:
        return "never attempted", 0
    reached = _reached(fact)
    if not fact.is_delivered or reached is None:
        return "failed", 0
    moment = round(reached.timestamp())
    ends = [(round(w.earliest.timestamp()), round(w.latest.timestamp())) for w in fact.windows]
    if any(first - rules.tolerance_s <= moment <= last + rules.tolerance_s for first, last in ends):
        return "on time", 0
    # Between two alternatives it is early for the next one to open.
    coming = [first - moment for first, _ in ends if first > moment]
    if coming:
        return "early", min(coming)
    return "late", moment - max(last for _, last in ends)


def _reached(fact: OrderFact) -> datetime | None:
    """Return when a delivered order was reached: its arrival, else the earliest later stamp of the visit.

    Where a driver marks only the delivery, its time stands for the arrival: the van was there no later, so nobody
    is called on time who came late.
    """
    state = fact.state
    return None if state is None else state.arrived or state.service_start or state.finished


def _stands_in(fact: OrderFact) -> bool:
    return fact.is_delivered and fact.state is not None and fact.state.arrived is None


def _words(fact: OrderFact, outcome: str, off_s: int) -> str:
    if outcome == "never attempted":
        return "promised, but no vehicle reached it"
    reached = _reached(fact)
    if outcome == "failed" or reached is None:
        return "promised, but not delivered"
    arrived = f"arrived {show_clock(reached)}"
    if _stands_in(fact):
        arrived = f"delivered {show_clock(reached)}, no arrival recorded"
    if outcome == "on time":
        return arrived
    return f"{arrived}, {show_duration(off_s)} {'before' if outcome == 'early' else 'after'} the window"


def _width(windows: tuple[TimeWindow, ...]) -> str:
    widest = max(seconds_between(window.earliest, window.latest) for window in windows)
    return next((label for limit, label in _WIDTHS if widest <= limit), "longer")
