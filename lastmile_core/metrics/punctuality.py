"""On time, early, on time and in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lastmile_core.metrics.attempts import STILL_OPEN
from lastmile_core.metrics.day_view import DayView, OrderFact
from lastmile_core.metrics.rules import MetricRules
from lastmile_core.metrics.tally import Tally
from lastmile_core.model import TimeWindow
from lastmile_core.tracking.moments import seconds_between
from lastmile_core.units import show_clock, show_duration

FULL = 1 - 1e-9
"""Shares come from divisions; this close to one is everything."""

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
    outcome, why = _judge(fact, rules)
    if outcome == "":
        for tally in three:
            tally.miss("delivered, but the arrival was not stamped", fact.row)
        return
    is_full = fact.is_delivered and fact.state is not None and fact.state.delivered_share >= FULL
    labels = {**fact.labels, "window width": _width(fact.windows)}
    on_time, early, otif = three
    on_time.count(int(outcome == "on time"), 1, fact.row, labels, why=why)
    on_time.add_part("outcome", outcome, 1)
    early.count(int(outcome == "early"), 1, fact.row, labels, why=why)
    in_full = outcome == "on time" and is_full
    otif_outcome = "on time, not in full" if outcome == "on time" and not is_full else outcome
    otif.count(int(in_full), 1, fact.row, labels, why="on time and in full" if in_full else f"{otif_outcome}; {why}")
    otif.add_part("outcome", "on time and in full" if in_full else otif_outcome, 1)


def _judge(fact: OrderFact, rules: MetricRules) -> tuple[str, str]:
    """Return (outcome, why); an empty outcome when the arrival of a delivery is unknown."""
    if not fact.attempts:
        return "never attempted", "promised, but no vehicle reached it"
    if not fact.is_delivered:
        return "failed", "promised, but not delivered"
    arrived = fact.state.arrived if fact.state else None
    if arrived is None:
        return "", ""
    late = min(seconds_between(window.latest, arrived) for window in fact.windows)
    if any(_is_inside(arrived, window, rules.tolerance_s) for window in fact.windows):
        return "on time", f"arrived {show_clock(arrived)}"
    if late > rules.tolerance_s:
        return "late", f"arrived {show_clock(arrived)}, {show_duration(late)} after the window"
    # Before every window, or between two alternatives: early for the next one to open.
    early = min(wait for w in fact.windows if (wait := seconds_between(arrived, w.earliest)) > 0)
    return "early", f"arrived {show_clock(arrived)}, {show_duration(early)} before the window"


def _is_inside(arrived: datetime, window: TimeWindow, tolerance_s: int) -> bool:
    return (
        seconds_between(window.earliest, arrived) >= -tolerance_s
        and seconds_between(arrived, window.latest) >= -tolerance_s
    )


def _width(windows: tuple[TimeWindow, ...]) -> str:
    widest = max(seconds_between(window.earliest, window.latest) for window in windows)
    return next((label for limit, label in _WIDTHS if widest <= limit), "longer")
