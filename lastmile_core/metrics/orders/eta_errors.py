"""How far expected arrivals were from actual ones: at publish, at departure, one hour before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lastmile_core.metrics.facts.day_view import DayView, OrderFact, RouteFact
from lastmile_core.metrics.facts.metric_rules import MetricRules
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.metrics.orders.attempts import STILL_OPEN
from lastmile_core.model import Stop
from lastmile_core.tracking.eta import carry_delay, slack_of
from lastmile_core.tracking.moments import seconds_between
from lastmile_core.units import show_clock

HORIZON_S = 3600
AT_PUBLISH, AT_DEPARTURE, HOUR_BEFORE = "at publish", "at departure", "60 min before"


def tally_eta(day: DayView, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    """Fill ``eta_accuracy``, ``eta_mae`` and ``eta_p90``."""
    plan = day.facts.plan
    if plan is None:
        return
    published = plan.published_at
    for fact in day.orders.values():
        if fact.planned is None:
            continue
        arrived = fact.attempts[0].arrived if fact.attempts else None
        why = ""
        if not fact.attempts:
            why = STILL_OPEN if not day.facts.is_over and fact.is_open else "no vehicle arrived"
        elif arrived is not None and published is not None and seconds_between(arrived, published) > 0:
            why = "arrived before the plan was published"
        for tally in tallies.values():
            if why:
                tally.leave_out(why, fact.row)
            elif arrived is None:
                tally.miss("arrival not stamped", fact.row)
        if arrived is not None and not why:
            _count(fact, fact.planned, arrived, rules, tallies)
    for route in day.routes:
        _slice_horizons(route, rules, tallies)


def _count(fact: OrderFact, planned: Stop, arrived: datetime, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    error = seconds_between(planned.arrival, arrived)
    labels = {name: fact.labels[name] for name in ("hour", "vehicle", "driver")} | {"horizon": AT_PUBLISH}
    minutes = abs(error) / 60
    why = _words(planned.arrival, arrived, error) if tallies["eta_mae"].keep_rows else ""
    tallies["eta_accuracy"].count(int(abs(error) <= rules.eta_tolerance_s), 1, fact.row, labels, why=why)
    tallies["eta_mae"].count(minutes, 1, fact.row, labels, why=why)
    tallies["eta_p90"].count(minutes, 1, fact.row, why=why)
    tallies["eta_p90"].values.append(minutes)


def _words(expected: datetime, arrived: datetime, error: int) -> str:
    off = f"{abs(error) / 60:.0f} min {'late' if error > 0 else 'early'}" if error else "to the minute"
    return f"expected {show_clock(expected)}, arrived {show_clock(arrived)}, {off}"


def _slice_horizons(route: RouteFact, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    """Add the horizons that need the route's own delay as it was known then.

    Everything is in seconds after plan: ``late`` at each stop against the delay that the plan carried there.
    """
    if route.planned is None:
        return
    place = {stop.visit_id: number for number, stop in enumerate(route.planned.stops)}
    slacks = [slack_of(stop) for stop in route.planned.stops]
    seen: list[tuple[int, int, int]] = []
    for fact, visit in route.visits:
        if visit.arrived is not None and fact.order_id in place:
            number = place[fact.order_id]
            late = seconds_between(route.planned.stops[number].arrival, visit.arrived)
            seen.append((round(visit.arrived.timestamp()), number, late))
    if route.state.departed is not None:
        delay = seconds_between(route.planned.departure, route.state.departed)
        carried = [delay := slack.delay_after(delay) for slack in slacks]
        first = seconds_between(route.planned.departure, route.state.departed)
        for _, number, late in seen:
            _add(AT_DEPARTURE, late - (carried[number - 1] if number else first), rules, tallies)
    for index, (moment, number, late) in enumerate(seen):
        known = [(there, delay) for when, there, delay in seen[:index] if moment - when >= HORIZON_S]
        # From the stop where the van was seen an hour before, the plan carries the delay on.
        if known and known[-1][0] < number:
            there, delay = known[-1]
            _add(HOUR_BEFORE, late - carry_delay(slacks[there:number], delay), rules, tallies)


def _add(horizon: str, error: int, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    tallies["eta_accuracy"].add_slice("horizon", horizon, int(abs(error) <= rules.eta_tolerance_s), 1)
    tallies["eta_mae"].add_slice("horizon", horizon, abs(error) / 60, 1)
