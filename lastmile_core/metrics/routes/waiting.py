"""Waiting at docks and at customers, and service that takes longer than planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from lastmile_core.metrics.facts.day_view import DayView, OrderFact
from lastmile_core.metrics.facts.metric_rules import MetricRules
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.model import TimeWindow
from lastmile_core.tracking import RouteState, StopVisit
from lastmile_core.tracking.moments import seconds_between
from lastmile_core.units import show_clock

IMPOSSIBLE = "stamps in an impossible order"


def slot_opening(arrived: datetime, windows: tuple[TimeWindow, ...]) -> datetime:
    """Return when service could begin: the arrival, or the opening of the window it has to wait for."""
    open_or_later = [w for w in windows if w.latest.timestamp() >= arrived.timestamp()]
    if not open_or_later:
        return arrived
    first = min(open_or_later, key=lambda window: window.earliest.timestamp())
    return max(arrived, first.earliest, key=lambda moment: moment.timestamp())


def dock_queue_s(state: RouteState, planned_start: datetime | None) -> int | None:
    """Return seconds between being ready at the dock and loading; None without both stamps."""
    if state.dock_arrived is None or state.loading_started is None:
        return None
    ready = seconds_between(state.dock_arrived, state.loading_started)
    if planned_start is not None:
        ready = min(ready, seconds_between(planned_start, state.loading_started))
    return max(0, ready)


def tally_dock_queue(day: DayView, tally: Tally) -> None:
    """Count the wait of every vehicle that loaded."""
    zone = ZoneInfo(day.facts.depot.timezone)
    for route in day.routes:
        planned_start = route.planned.loading_start if route.planned else None
        queue = dock_queue_s(route.state, planned_start)
        if queue is None:
            tally.miss("arrival at the dock or start of loading not stamped", route.row)
            continue
        assert route.state.dock_arrived is not None
        ready = route.state.dock_arrived
        if planned_start is not None:
            ready = max(ready, planned_start, key=lambda moment: moment.timestamp())
        local = ready.astimezone(zone)
        quarter = f"{local.hour:02d}:{local.minute // 15 * 15:02d}"
        labels = {"quarter hour": quarter, **route.labels}
        tally.count(queue / 60, 1, route.row, labels, why=f"ready at the dock {show_clock(local)}")


def tally_site_times(day: DayView, rules: MetricRules, tallies: Mapping[str, Tally]) -> None:
    """Fill ``site_wait`` and ``overstay`` from every visit."""
    free = dict(rules.site_free_s)
    for fact in day.orders.values():
        for visit in fact.attempts:
            if not day.facts.is_over and visit.is_delivered is None:
                continue
            customer_id = (fact.order.customer_id if fact.order else None) or ""
            _tally_wait(fact, visit, free.get(customer_id, 0), tallies["site_wait"])
            _tally_overstay(fact, visit, tallies["overstay"])


def _tally_wait(fact: OrderFact, visit: StopVisit, free_s: int, tally: Tally) -> None:
    if visit.arrived is None or visit.service_start is None:
        tally.miss("arrival or start of service not stamped", fact.row)
        return
    if seconds_between(visit.arrived, visit.service_start) < 0:
        tally.miss(IMPOSSIBLE, fact.row)
        return
    queue = max(0, seconds_between(slot_opening(visit.arrived, fact.windows), visit.service_start) - free_s)
    why = ""
    if tally.keep_rows:
        why = f"arrived {show_clock(visit.arrived)}, served from {show_clock(visit.service_start)}"
    tally.count(queue / 60, 1, fact.row, {"site": fact.site, **fact.labels}, why=why)


def _tally_overstay(fact: OrderFact, visit: StopVisit, tally: Tally) -> None:
    if visit.service_start is None or visit.finished is None:
        tally.miss("start or end of service not stamped", fact.row)
        return
    actual = seconds_between(visit.service_start, visit.finished)
    if actual < 0:
        tally.miss(IMPOSSIBLE, fact.row)
        return
    if fact.planned is not None:
        planned = seconds_between(fact.planned.service_start, fact.planned.departure)
    elif fact.order is not None:
        planned = fact.order.service_s
    else:
        tally.miss("planned service time unknown", fact.row)
        return
    labels = {"site": fact.site, **{name: label for name, label in fact.labels.items() if name != "hour"}}
    why = f"planned {planned / 60:.0f} min, took {actual / 60:.0f} min"
    tally.count((actual - planned) / 60, 1, fact.row, labels, why=why)
