"""The KPIs of a period, the period before, and the trend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from lastmile_core.clock import ServiceDay, utc_now
from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.metrics import (
    DEFINITIONS,
    Change,
    DayFacts,
    DaySums,
    EmissionFactor,
    MetricRules,
    MetricValue,
    Waterfall,
    attempted_orders,
    compare,
    finish_days,
    link_days,
    sum_day,
)
from lastmile_core.metrics.metric_value import quick_values
from lastmile_core.model import Depot, EventKind, Plan, StopEvent
from lastmile_core.store import Store

TREND_DAYS = 28
LOOKBACK_DAYS = 14
"""Days before the first day shown in which an attempt still makes the next one a second attempt."""

MAX_DAYS = 400
_KEPT_REPORTS = 4
_KEPT_DAYS = 240
_reports: dict[tuple[Any, ...], PeriodReport] = {}
_day_sums: dict[tuple[date, str, bool], tuple[int, DaySums]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A goal for one KPI and who says so."""

    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySummary:
    """One day of the period in plain numbers; ``reason`` says why it counts nothing."""

    service_date: date
    version: int | None
    reason: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """Everything the Performance page shows.

    Attributes
    ----------
    metrics, previous
        Every KPI of the period and of the equally long period before it (without rows).
    trend
        (day, value by key) for the 28 days that end with the period; None where a day has no value.
    trend_intervals
        Wilson intervals of the rates, day by day like ``trend``.
    waterfall
        From planned to actual paid time; the parts add up to the second.
    facts
        Plain numbers of the whole period: orders, delivered, failed, never_attempted, routes.
    targets
        Goals by key: those set by the company, else the published ones.
    """

    start: date
    end: date
    depot: Depot
    previous_start: date
    previous_end: date
    metrics: dict[str, MetricValue]
    previous: dict[str, MetricValue]
    changes: dict[str, Change]
    trend: list[tuple[date, dict[str, float | None]]]
    trend_intervals: list[dict[str, tuple[float, float] | None]]
    waterfall: Waterfall
    previous_waterfall: Waterfall
    days: tuple[DaySummary, ...] = ()
    facts: dict[str, int] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    rules: MetricRules = field(default_factory=MetricRules)

    @property
    def num_days_counted(self) -> int:
        """Days of the period on which something was recorded."""
        return sum(not day.reason for day in self.days)


def report_period(store: Store, start: date, end: date, depot_id: str) -> PeriodReport:
    """Return the report of the days ``start`` to ``end``, both included.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    LastmileError
        If the period ends before it begins or is longer than 400 days.
    """
    depot = store.depots.get(depot_id)
    if depot is None:
        raise NotFoundError(f"There is no depot {depot_id}.", "Choose one on the left.")
    length = (end - start).days + 1
    if length < 1:
        raise LastmileError("The period ends before it begins.", "Swap the two dates.")
    if length > MAX_DAYS:
        raise LastmileError(f"{length} days are too many for one report.", f"Choose at most {MAX_DAYS} days.")
    now = utc_now()
    is_live = ServiceDay(service_date=end, timezone=depot.timezone).at(2 * 86_400) > now
    # Whether a running day is over depends on the clock, so a report of today is kept for a minute only.
    tick = int(now.timestamp() // 60) if is_live else 0
    key = (str(store.path), store.data_version(), start, end, depot_id, tick)
    if (known := _reports.get(key)) is not None:
        return known
    report = _report(store, start, end, depot, now)
    while len(_reports) >= _KEPT_REPORTS:
        _reports.pop(next(iter(_reports)), None)
    _reports[key] = report
    return report


def _report(store: Store, start: date, end: date, depot: Depot, now: datetime) -> PeriodReport:
    length = (end - start).days + 1
    previous_start, previous_end = start - timedelta(days=length), start - timedelta(days=1)
    trend_start = end - timedelta(days=TREND_DAYS - 1)
    rules = read_rules(store)
    first = min(previous_start, trend_start)
    sums = {
        facts.service_date: _sums_of(facts, rules, keep_rows=start <= facts.service_date <= end)
        for facts in load_days(store, first, end, depot, rules, now)
    }
    current = [sums[day] for day in _days(start, end)]
    before = [sums[day] for day in _days(previous_start, previous_end)]
    trend = [sums[day] for day in _days(trend_start, end)]
    metrics, previous = finish_days(current), finish_days(before, keep_rows=False)
    quick = [quick_values(day.tallies) for day in trend]
    return PeriodReport(
        start=start,
        end=end,
        depot=depot,
        previous_start=previous_start,
        previous_end=previous_end,
        metrics=metrics,
        previous=previous,
        changes=compare(metrics, previous),
        trend=[(day.service_date, values) for day, (values, _) in zip(trend, quick, strict=True)],
        trend_intervals=[intervals for _, intervals in quick],
        waterfall=_sum_waterfalls(current),
        previous_waterfall=_sum_waterfalls(before),
        days=tuple(
            DaySummary(service_date=day.service_date, version=day.version, reason=day.reason, counts=day.counts)
            for day in current
        ),
        facts=_sum_counts(current),
        targets=read_targets(store),
        rules=rules,
    )


def _sums_of(facts: DayFacts, rules: MetricRules, *, keep_rows: bool) -> DaySums:
    """Return the sums of a day, computed once for the same facts: an event of today leaves 55 days untouched."""
    key = (
        facts.depot,
        rules,
        keep_rows,
        facts.is_over,
        (facts.plan.plan_id, facts.plan.version, facts.plan.published_at) if facts.plan else None,
        facts.orders,
        # Events are never changed once stored, so their ids say everything.
        frozenset(event.event_id for event in facts.events),
        facts.earlier_attempts & {order.order_id for order in facts.orders},
        (*facts.vehicles.values(), *facts.drivers.values(), *sorted(facts.shift_ends.items())),
    )
    digest = (facts.service_date, facts.depot.depot_id, keep_rows)
    known = _day_sums.get(digest)
    if known is not None and known[0] == hash(key):
        return known[1]
    sums = sum_day(facts, rules, keep_rows=keep_rows)
    while len(_day_sums) >= _KEPT_DAYS:
        _day_sums.pop(next(iter(_day_sums)), None)
    _day_sums[digest] = (hash(key), sums)
    return sums


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def _sum_waterfalls(days: Iterable[DaySums]) -> Waterfall:
    total = Waterfall()
    for day in days:
        total += day.waterfall
    return total


def _sum_counts(days: Iterable[DaySums]) -> dict[str, int]:
    total: dict[str, int] = dict.fromkeys(("orders", "delivered", "failed", "never_attempted", "routes"), 0)
    for day in days:
        for name, number in day.counts.items():
            total[name] += number
    return total


def load_days(store: Store, start: date, end: date, depot: Depot, rules: MetricRules, now: datetime) -> list[DayFacts]:
    """Return the facts of every day from ``start`` to ``end``, each knowing what was attempted before it."""
    depot_id = depot.depot_id
    lookback = store.events.between(start - timedelta(days=LOOKBACK_DAYS), start - timedelta(days=1), depot_id)
    earlier = attempted_orders(lookback)
    events = _by_day(store.events.between(start, end, depot_id))
    orders = _by_day(store.orders.between(start, end, depot_id))
    plans = {plan.service_date: plan for plan in store.plans.published_between(start, end, depot_id)}
    vehicles = {vehicle.vehicle_id: vehicle for vehicle in store.vehicles.of_depot(depot_id, active_only=False)}
    drivers = {driver.driver_id: driver for driver in store.drivers.of_depot(depot_id, active_only=False)}
    days = []
    for day in _days(start, end):
        plan, happened = plans.get(day), events.get(day, [])
        days.append(
            DayFacts(
                service_date=day,
                depot=depot,
                plan=plan,
                orders=tuple(orders.get(day, ())),
                events=tuple(happened),
                vehicles=vehicles,
                drivers=drivers,
                shift_ends=_shift_ends(store, day, depot) if rules.overtime_surcharge else {},
                is_over=_is_over(day, depot, plan, happened, now),
            )
        )
    return [replace(facts, earlier_attempts=facts.earlier_attempts | earlier) for facts in link_days(days)]


def _by_day(things: Iterable[Any]) -> dict[date, list[Any]]:
    grouped: dict[date, list[Any]] = defaultdict(list)
    for thing in things:
        grouped[thing.service_date].append(thing)
    return grouped


def _shift_ends(store: Store, day: date, depot: Depot) -> dict[str, datetime]:
    local = ServiceDay(service_date=day, timezone=depot.timezone)
    following = ServiceDay(service_date=day + timedelta(days=1), timezone=depot.timezone)
    return {
        entry.vehicle_id: (local if entry.shift_end > entry.shift_start else following).local(entry.shift_end)
        for entry in store.availability.for_day(day, depot.depot_id)
    }


def _is_over(day: date, depot: Depot, plan: Plan | None, events: Iterable[StopEvent], now: datetime) -> bool:
    """Return whether the yard has closed for the day, or every published route is back."""
    if now >= ServiceDay(service_date=day, timezone=depot.timezone).local(depot.closes):
        return True
    back = {event.vehicle_id for event in events if event.kind is EventKind.RETURNED}
    return plan is not None and bool(back) and {route.vehicle_id for route in plan.routes_in_use} <= back


def read_rules(store: Store) -> MetricRules:
    """Return the KPI settings (key ``metric_rules``); what is not set keeps its default."""
    stored: dict[str, Any] = store.settings.get("metric_rules", {}) or {}
    default = MetricRules()
    factors = stored.get("emission_factors", {})
    return MetricRules(
        tolerance_s=int(stored.get("tolerance_s", default.tolerance_s)),
        eta_tolerance_s=int(stored.get("eta_tolerance_s", default.eta_tolerance_s)),
        site_free_s=tuple(sorted((str(site), int(s)) for site, s in stored.get("site_free_s", {}).items())),
        overtime_surcharge=float(stored.get("overtime_surcharge", default.overtime_surcharge)),
        emission_factors=tuple(
            (name, EmissionFactor(kg_per_km=float(given["kg_per_km"]), source=str(given["source"])))
            for name, given in sorted(factors.items())
            # A factor without its source text is not taken: nobody could check the figure.
            if given.get("kg_per_km") is not None and given.get("source")
        ),
    )


def read_targets(store: Store) -> dict[str, Target]:
    """Return the goals: the company's own (settings key ``targets``), else the published ones."""
    own: dict[str, Any] = store.settings.get("targets", {}) or {}
    targets = {}
    for key, definition in DEFINITIONS.items():
        if own.get(key) is not None:
            targets[key] = Target(value=float(own[key]), source="set in Settings")
        elif definition.default_target is not None:
            targets[key] = Target(value=definition.default_target, source=definition.target_source)
    return targets
