"""How far expected arrivals were from actual ones: at publish, at departure, one hour before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lastmile_core.metrics.attempts import STILL_OPEN
from lastmile_core.metrics.day_view import DayView, OrderFact, RouteFact
from lastmile_core.metrics.rules import MetricRules
from lastmile_core.metrics.tally import Tally
from lastmile_core.model import Stop
from lastmile_core.tracking.eta import expected_arrivals
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
    late = f"{abs(error) / 60:.0f} min {'late' if error > 0 else 'early'}" if error else "to the minute"
    why = f"expected {show_clock(planned.arrival)}, arrived {show_clock(arrived)}, {late}"
    minutes = abs(error) / 60
    tallies["eta_accuracy"].count(int(abs(error) <= rules.eta_tolerance_s), 1, fact.row, labels, why=why)
    tallies["eta_mae"].count(minutes, 1, fact.row, labels, why=why)
    tallies["eta_p90"].count(minutes, 1, fact.row, why=why)
    tallies["eta_p90"].values.append(minutes)


def _slice_horizons(route: RouteFact, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    """Add the horizons that need the route's own delay as it was known then."""
    if route.planned is None:
        return
    stops = {stop.order_id: stop for stop in route.planned.stops}
    seen = [(fact.order_id, visit.arrived) for fact, visit in route.visits if fact.order_id in stops and visit.arrived]
    if route.state.departed is not None:
        start_delay = seconds_between(route.planned.departure, route.state.departed)
        at_departure = expected_arrivals(route.planned, start_delay, stops)
        for order_id, arrived in seen:
            _add(AT_DEPARTURE, at_departure[order_id], arrived, rules, tallies)
    for index, (order_id, arrived) in enumerate(seen):
        known = [pair for pair in seen[:index] if seconds_between(pair[1], arrived) >= HORIZON_S]
        if not known:
            continue
        last_id, last_arrived = known[-1]
        done = {pair[0] for pair in known}
        delay = seconds_between(stops[last_id].arrival, last_arrived)
        # From the stop where the van was seen an hour before, the plan carries the delay on.
        open_ids = {key for key in stops if key not in done}
        _add(HOUR_BEFORE, expected_arrivals(route.planned, delay, open_ids)[order_id], arrived, rules, tallies)


def _add(horizon: str, expected: datetime, arrived: datetime, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    error = abs(seconds_between(expected, arrived))
    tallies["eta_accuracy"].add_slice("horizon", horizon, int(error <= rules.eta_tolerance_s), 1)
    tallies["eta_mae"].add_slice("horizon", horizon, error / 60, 1)
