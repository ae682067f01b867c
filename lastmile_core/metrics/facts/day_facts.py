"""Everything the KPIs of one depot's day are computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from lastmile_core.model import REASONS_BY_CODE, Depot, Driver, EventKind, Order, Plan, StopEvent, Vehicle


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """Facts of one day, loaded once.

    Attributes
    ----------
    plan
        The newest published version; None when nothing was published.
    earlier_attempts
        Orders that a vehicle reached on any earlier day: what happens today is not their first attempt.
    shift_ends
        End of the shift by vehicle, for overtime; a vehicle that is missing has none.
    is_over
        False while the day runs: stops without an outcome are then open, not failed.
    """

    service_date: date
    depot: Depot
    plan: Plan | None = None
    orders: tuple[Order, ...] = ()
    events: tuple[StopEvent, ...] = ()
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    drivers: Mapping[str, Driver] = field(default_factory=dict)
    earlier_attempts: frozenset[str] = frozenset()
    shift_ends: Mapping[str, datetime] = field(default_factory=dict)
    is_over: bool = True


REACHED_KINDS = (EventKind.ARRIVED, EventKind.SERVICE_STARTED, EventKind.DELIVERED)
"""Events that only a vehicle at the place can report."""

REACHED_REASONS = frozenset(code for code, reason in REASONS_BY_CODE.items() if reason.is_attempt)
"""Reasons of a failure that imply the same."""


def attempted_orders(events: Iterable[StopEvent]) -> frozenset[str]:
    """Return the orders that a vehicle reached: a stamp at the place, a delivery, or a reason that implies it."""
    return frozenset(
        event.visit_id
        for event in events
        if event.visit_id
        and (event.kind in REACHED_KINDS or (event.kind is EventKind.FAILED and event.reason in REACHED_REASONS))
    )


def link_days(days: Sequence[DayFacts]) -> list[DayFacts]:
    """Return the days in order, each knowing what was attempted on the ones before it."""
    attempted: frozenset[str] = frozenset()
    linked = []
    for facts in sorted(days, key=lambda facts: facts.service_date):
        linked.append(replace(facts, earlier_attempts=facts.earlier_attempts | attempted))
        attempted |= attempted_orders(facts.events)
    return linked
