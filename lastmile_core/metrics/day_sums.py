"""Every KPI's sums of one day: pure, addable, and small enough to keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lastmile_core.metrics.catalogue.definitions import DEFINITIONS
from lastmile_core.metrics.facts.day_facts import DayFacts
from lastmile_core.metrics.facts.day_view import DayView, no_orders_on, view_day
from lastmile_core.metrics.facts.metric_rules import MetricRules
from lastmile_core.metrics.facts.tally import Tally, add_up
from lastmile_core.metrics.metric_value import MetricValue, finish
from lastmile_core.metrics.orders.attempts import tally_attempts, tally_first_attempts, tally_never_attempted
from lastmile_core.metrics.orders.eta_errors import tally_eta
from lastmile_core.metrics.orders.punctuality import tally_punctuality
from lastmile_core.metrics.orders.quality import tally_quality
from lastmile_core.metrics.routes.adherence import tally_adherence, tally_time_variance
from lastmile_core.metrics.routes.distance import tally_empty_km
from lastmile_core.metrics.routes.money import tally_co2e, tally_cost
from lastmile_core.metrics.routes.paid_time import PaidTime, split_paid_time, tally_idle
from lastmile_core.metrics.routes.productivity import tally_fill, tally_productivity
from lastmile_core.metrics.routes.waiting import tally_dock_queue, tally_site_times
from lastmile_core.metrics.routes.waterfall import Waterfall, build_waterfall


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySums:
    """Sums of one day.

    Attributes
    ----------
    version
        The published plan version; None when none was.
    reason
        Why the day counts nothing; "" when it counts.
    counts
        Plain numbers of the day: orders, delivered, failed, never attempted, routes.
    order_ids
        Every order that the day speaks of: due, planned, or named by an event.
    """

    service_date: date
    version: int | None = None
    reason: str = ""
    tallies: dict[str, Tally] = field(default_factory=dict)
    waterfall: Waterfall = field(default_factory=Waterfall)
    counts: dict[str, int] = field(default_factory=dict)
    order_ids: tuple[str, ...] = ()


def nothing_on(service_date: date) -> DaySums:
    """Return the sums of a day without orders, plan and events."""
    return DaySums(service_date=service_date, reason=no_orders_on(service_date))


def sum_day(facts: DayFacts, rules: MetricRules | None = None, *, keep_rows: bool = True) -> DaySums:
    """Return the sums of one day; a day on which nothing was recorded counts nothing and says so."""
    rules = rules or MetricRules()
    day = view_day(facts)
    version = facts.plan.version if facts.plan else None
    if day.reason:
        return DaySums(service_date=facts.service_date, version=version, reason=day.reason)
    tallies = {key: Tally(keep_rows) for key in DEFINITIONS}
    splits = {route.vehicle_id: split_paid_time(route) for route in day.routes}
    _fill_orders(day, rules, tallies)
    _fill_routes(day, rules, tallies, splits)
    return DaySums(
        service_date=facts.service_date,
        version=version,
        tallies=tallies,
        waterfall=build_waterfall(day, splits),
        counts=_counts(day),
        order_ids=tuple(day.orders),
    )


def _some(tallies: dict[str, Tally], *keys: str) -> dict[str, Tally]:
    return {key: tallies[key] for key in keys}


def _fill_orders(day: DayView, rules: MetricRules, tallies: dict[str, Tally]) -> None:
    tally_first_attempts(day, tallies["first_attempt_rate"])
    tally_attempts(day, tallies["success_per_attempt"])
    tally_never_attempted(day, tallies["never_attempted_rate"])
    tally_punctuality(day, rules, tallies)
    tally_site_times(day, rules, tallies)
    tally_eta(day, rules, _some(tallies, "eta_accuracy", "eta_mae", "eta_p90"))
    tally_adherence(day, tallies["plan_adherence"])
    tally_quality(day, tallies["data_quality"], tallies["manual_share"])


def _fill_routes(
    day: DayView, rules: MetricRules, tallies: dict[str, Tally], splits: dict[str, PaidTime | str]
) -> None:
    tally_idle(day, splits, tallies["idle_time"], tallies["idle_share"])
    tally_dock_queue(day, tallies["dock_queue"])
    tally_empty_km(day, _some(tallies, "empty_km", "stem_km", "failed_stop_km", "excess_km", "distance_variance"))
    tally_productivity(day, tallies["stops_per_paid_hour"], tallies["drops_per_stop"])
    tally_cost(day, rules, tallies["cost_per_delivered_order"])
    tally_time_variance(day, splits, tallies["time_variance"])
    tally_fill(day, _some(tallies, "fill_peak", "fill_time"))
    tally_co2e(day, rules, tallies["co2e"])


def _counts(day: DayView) -> dict[str, int]:
    orders = [fact for fact in day.orders.values() if not fact.is_skipped]
    delivered = sum(fact.is_delivered for fact in orders)
    failed = sum(not fact.is_delivered and bool(fact.attempts) and not fact.is_open for fact in orders)
    never = sum(not fact.attempts for fact in orders)
    return {
        "orders": len(orders),
        "delivered": delivered,
        "failed": failed,
        "never_attempted": never,
        "routes": len(day.routes),
    }


def finish_days(days: Iterable[DaySums], *, keep_rows: bool = True) -> dict[str, MetricValue]:
    """Return every KPI of a period: sums first, one division at the end."""
    listed = sorted(days, key=lambda day: day.service_date)
    counted = [day for day in listed if day.tallies]
    reason = "" if counted else _why_empty(listed)
    versions = [day for day in counted if day.version is not None]
    if not versions:
        compared = "no published plan"
    elif len(versions) == 1:
        compared = f"v{versions[0].version}"
    else:
        compared = f"newest published version of each of {len(versions)} days"
    return {
        key: finish(key, add_up((day.tallies[key] for day in counted), keep_rows), compared, reason)
        for key in DEFINITIONS
    }


def _why_empty(days: list[DaySums]) -> str:
    if not days:
        return "No day in this period."
    if len(days) == 1:
        return days[0].reason
    return f"Nothing was recorded on any of these {len(days)} days."
