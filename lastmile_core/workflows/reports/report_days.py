"""The days of a report: kept sums where nothing changed, else computed from the facts and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import lastmile_core
from lastmile_core.clock import ServiceDay
from lastmile_core.metrics import DayFacts, DaySums, MetricRules, nothing_on, sum_day
from lastmile_core.metrics.day_pack import (
    DayTotals,
    PackedDay,
    UnreadableDayError,
    pack_day,
    read_day,
    read_totals,
    totals_of,
)
from lastmile_core.metrics.facts.day_facts import REACHED_KINDS, REACHED_REASONS
from lastmile_core.model import Depot, Driver, EventKind, Plan, StopEvent, Vehicle
from lastmile_core.store import DayMark, KeptDay, Store
from lastmile_core.store.database.convert import to_json

LOOKBACK_DAYS = 14
"""Days before the first day shown in which an attempt still makes the next one a second attempt."""

# Code that a figure of a day depends on.
_CODE = (
    "model/**/*.py",
    "store/**/*.py",
    "tracking/**/*.py",
    "metrics/**/*.py",
    "workflows/reports/report_days.py",
    "clock.py",
    "units.py",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDays:
    """What a report is made from.

    Attributes
    ----------
    totals
        Of every day of the period.
    sums
        Of those days whose cases were asked for.
    """

    totals: dict[date, DayTotals]
    sums: dict[date, DaySums]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What all days of a report have in common, read once so that sums and fingerprints speak of the same.

    Attributes
    ----------
    attempted
        The first day in sight on which each order was attempted.
    hash
        Of the code, depot, rules, vehicles and drivers.
    """

    store: Store
    depot: Depot
    rules: MetricRules
    now: datetime
    vehicles: Mapping[str, Vehicle]
    drivers: Mapping[str, Driver]
    attempted: Mapping[str, date]
    hash: str

    def earlier(self, day: date, order_ids: Iterable[str]) -> frozenset[str]:
        """Return those of the orders that were attempted before the day."""
        return frozenset(one for one in order_ids if one in self.attempted and self.attempted[one] < day)


@dataclass(frozen=True, slots=True, kw_only=True)
class _MadeFrom:
    """What the sums of one day are made from, as far as that is known without reading the day."""

    shift_ends: Mapping[str, datetime]
    hash: str


def load_report_days(
    store: Store,
    depot: Depot,
    rules: MetricRules,
    now: datetime,
    days: Sequence[date],
    *,
    with_cases: frozenset[date] = frozenset(),
    with_rows: frozenset[date] = frozenset(),
) -> ReportDays:
    """Return the sums of the days, computing only those that changed since they were kept.

    Parameters
    ----------
    days
        Every day of one period without a gap, oldest first.
    with_cases, with_rows
        The days whose slices are wanted, and those of them whose rows are wanted too.
    """
    given = _look_around(store, depot, rules, now, days[0], days[-1])
    marks = store.kept_days.marks(days[0], days[-1], depot.depot_id)
    made = {day: _made_from(given, day, marks[day]) for day in days if day in marks}
    report = _read_kept(given, made, with_cases, with_rows)
    fresh = []
    for day in days:
        if day not in made:
            report.sums[day] = sums = nothing_on(day)
            report.totals[day] = totals_of(sums)
        elif day not in report.totals:
            packed = pack_day(sum_day(_facts_of(given, day, made[day].shift_ends), rules))
            # Read back what was written: kept or not, a figure takes the same way.
            report.totals[day] = totals = read_totals(packed.totals)
            if day in with_cases:
                report.sums[day] = read_day(totals, packed.cases, packed.entries if day in with_rows else None)
            fresh.append(_to_keep(given, made[day], totals, packed))
    if fresh:
        store.kept_days.keep(fresh)
    return report


def _look_around(store: Store, depot: Depot, rules: MetricRules, now: datetime, start: date, end: date) -> _Given:
    vehicles = store.vehicles.of_depot(depot.depot_id, active_only=False)
    drivers = store.drivers.of_depot(depot.depot_id, active_only=False)
    content = [
        _code_hash(),
        *(asdict(thing) for thing in (depot, rules)),
        *map(asdict, vehicles),
        *map(asdict, drivers),
    ]
    return _Given(
        store=store,
        depot=depot,
        rules=rules,
        now=now,
        vehicles={vehicle.vehicle_id: vehicle for vehicle in vehicles},
        drivers={driver.driver_id: driver for driver in drivers},
        attempted=store.events.first_days(
            start - timedelta(days=LOOKBACK_DAYS), end, depot.depot_id, kinds=REACHED_KINDS, reasons=REACHED_REASONS
        ),
        hash=_hash(to_json(content).encode()),
    )


def _read_kept(
    given: _Given, made: Mapping[date, _MadeFrom], with_cases: frozenset[date], with_rows: frozenset[date]
) -> ReportDays:
    """Return the kept days that are still true; one that is not, or cannot be read, is as good as missing."""
    report = ReportDays(totals={}, sums={})
    if not made:
        return report
    kept, depot_id = given.store.kept_days, given.depot.depot_id
    totals = kept.totals(min(made), max(made), depot_id)
    cases = kept.cases(made.keys() & with_cases, depot_id)
    entries = kept.entries(made.keys() & with_rows, depot_id)
    for day, (made_from, text) in totals.items():
        if day not in made or not made_from.startswith(made[day].hash):
            continue
        with suppress(UnreadableDayError):
            total = read_totals(text)
            if made_from != _full_hash(given, made[day], total) or total.service_date != day:
                continue
            if day in with_cases:
                # Another program may have kept the day anew since the totals were read.
                parts = [cases.get(day), entries.get(day)] if day in with_rows else [cases.get(day)]
                if any(part is None or part[0] != made_from for part in parts):
                    continue
                report.sums[day] = read_day(total, *(part[1] for part in parts if part is not None))
            report.totals[day] = total
    return report


def _to_keep(given: _Given, made: _MadeFrom, totals: DayTotals, packed: PackedDay) -> KeptDay:
    return KeptDay(
        service_date=totals.service_date,
        depot_id=given.depot.depot_id,
        made_from=_full_hash(given, made, totals),
        totals=packed.totals,
        cases=packed.cases,
        entries=packed.entries,
    )


def _made_from(given: _Given, day: date, mark: DayMark) -> _MadeFrom:
    shift_ends = _shift_ends(given, day) if given.rules.overtime_surcharge else {}
    # Whether the yard has closed is the only way in which the clock changes a figure.
    content = [given.hash, day, asdict(mark), _has_closed(given, day), shift_ends]
    return _MadeFrom(shift_ends=shift_ends, hash=_hash(to_json(content).encode()))


def _full_hash(given: _Given, made: _MadeFrom, totals: DayTotals) -> str:
    """Return the fingerprint with what was attempted before, which can be told only for the orders of the day."""
    earlier = given.earlier(totals.service_date, totals.order_ids)
    return f"{made.hash}-{_hash(to_json(sorted(earlier)).encode())}"


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@cache
def _code_hash() -> str:
    """Return a hash of the code that figures come from: sums that other code made are not believed."""
    return _hash(b"".join(path.read_bytes() for path in code_of_figures()))


def code_of_figures() -> list[Path]:
    """Return the files whose change makes kept figures stale; a pattern that finds none is a mistake in the list."""
    root = Path(lastmile_core.__file__).parent
    found = {pattern: sorted(root.glob(pattern)) for pattern in _CODE}
    if empty := [pattern for pattern, paths in found.items() if not paths]:
        raise FileNotFoundError(f"no code of the figures at {', '.join(empty)}")
    return [path for paths in found.values() for path in paths]


def _facts_of(given: _Given, day: date, shift_ends: Mapping[str, datetime]) -> DayFacts:
    store, depot_id = given.store, given.depot.depot_id
    plan = store.plans.latest_published(day, depot_id)
    events = store.events.of_day(day, depot_id)
    return DayFacts(
        service_date=day,
        depot=given.depot,
        plan=plan,
        orders=tuple(store.orders.due_on(day, depot_id)),
        events=tuple(events),
        vehicles=given.vehicles,
        drivers=given.drivers,
        earlier_attempts=given.earlier(day, given.attempted),
        shift_ends=shift_ends,
        is_over=_has_closed(given, day) or _are_all_back(plan, events),
    )


def _shift_ends(given: _Given, day: date) -> dict[str, datetime]:
    timezone = given.depot.timezone
    local = ServiceDay(service_date=day, timezone=timezone)
    return {
        entry.vehicle_id: local.span(entry.shift_start, entry.shift_end)[1]
        for entry in given.store.availability.for_day(day, given.depot.depot_id)
    }


def _has_closed(given: _Given, day: date) -> bool:
    """Return whether the yard has closed for the day."""
    local = ServiceDay(service_date=day, timezone=given.depot.timezone)
    return given.now >= local.span(given.depot.opens, given.depot.closes)[1]


def _are_all_back(plan: Plan | None, events: Iterable[StopEvent]) -> bool:
    """Return whether every published route is back."""
    back = {event.vehicle_id for event in events if event.kind is EventKind.RETURNED}
    return plan is not None and bool(back) and {route.vehicle_id for route in plan.routes_in_use} <= back
