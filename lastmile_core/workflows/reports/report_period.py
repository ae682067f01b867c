"""The KPIs of a period, the period before, and the trend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lastmile_core.clock import ServiceDay, utc_now
from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.metrics import (
    DEFINITIONS,
    Change,
    DaySums,
    EmissionFactor,
    MetricRules,
    MetricValue,
    Waterfall,
    compare,
    finish_days,
)
from lastmile_core.model import Depot
from lastmile_core.store import Setting, Store
from lastmile_core.workflows.reports.report_days import load_report_days

TREND_DAYS = 28
MAX_DAYS = 400
_KEPT_REPORTS = 4
_reports: dict[tuple[Any, ...], PeriodReport] = {}


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
    days = _days(min(previous_start, trend_start), end)
    shown, compared = _days(start, end), _days(previous_start, previous_end)
    found = load_report_days(
        store, depot, rules, now, days, with_cases=frozenset(shown + compared), with_rows=frozenset(shown)
    )
    current = [found.sums[day] for day in shown]
    before = [found.sums[day] for day in compared]
    trend = [(day, *found.totals[day].quick()) for day in _days(trend_start, end)]
    metrics, previous = finish_days(current), finish_days(before, keep_rows=False)
    return PeriodReport(
        start=start,
        end=end,
        depot=depot,
        previous_start=previous_start,
        previous_end=previous_end,
        metrics=metrics,
        previous=previous,
        changes=compare(metrics, previous),
        trend=[(day, values) for day, values, _ in trend],
        trend_intervals=[intervals for _, _, intervals in trend],
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


def read_rules(store: Store) -> MetricRules:
    """Return the KPI settings (key ``metric_rules``); what is not set keeps its default."""
    stored: dict[str, Any] = store.settings.get(Setting.METRIC_RULES, {}) or {}
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
    own: dict[str, Any] = store.settings.get(Setting.TARGETS, {}) or {}
    targets = {}
    for key, definition in DEFINITIONS.items():
        if own.get(key) is not None:
            targets[key] = Target(value=float(own[key]), source="set in Settings")
        elif definition.default_target is not None:
            targets[key] = Target(value=definition.default_target, source=definition.target_source)
    return targets
