"""A route's paid time split into parts that add up to it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lastmile_core.metrics.facts.day_view import DayView, RouteFact
from lastmile_core.metrics.facts.tally import Tally
from lastmile_core.metrics.routes.waiting import dock_queue_s, slot_opening
from lastmile_core.tracking.moments import seconds_between, shift


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTime:
    """Seconds spent on getting to one visit and on the visit itself."""

    order_id: str
    drive: int
    early_wait: int
    site_queue: int
    service: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidTime:
    """Parts of one route's paid time, in seconds; together they are ``paid`` to the second.

    Attributes
    ----------
    unexplained_before, unexplained_after
        Time at the depot before departure that was neither queue nor loading; time on the road that was
        none of the named parts, without ``site_queue``.
    site_queue
        Waiting at customers although the window was open; idle, counted inside unexplained by the KPI.
    """

    paid: int
    queue: int
    loading: int
    visits: tuple[VisitTime, ...]
    return_drive: int
    break_s: int
    unexplained_before: int
    unexplained_after: int

    @property
    def drive(self) -> int:
        """Driving, the way back included."""
        return sum(visit.drive for visit in self.visits) + self.return_drive

    @property
    def service(self) -> int:
        """Service at all stops."""
        return sum(visit.service for visit in self.visits)

    @property
    def early_wait(self) -> int:
        """Waiting for windows to open."""
        return sum(visit.early_wait for visit in self.visits)

    @property
    def site_queue(self) -> int:
        """Waiting at customers with the window open."""
        return sum(visit.site_queue for visit in self.visits)

    @property
    def unexplained(self) -> int:
        """What none of the named parts covers."""
        return self.unexplained_before + self.unexplained_after + self.site_queue

    @property
    def idle(self) -> int:
        """Early wait, queue at the dock and unexplained."""
        return self.early_wait + self.queue + self.unexplained


def paid_span(route: RouteFact) -> tuple[datetime, datetime] | str:
    """Return when paid time began and ended, or why that is unknown."""
    state = route.state
    if state.returned is None:
        return "return not stamped"
    start = state.dock_arrived
    if start is None:
        known = [route.planned.loading_start] if route.planned else []
        known += [moment for moment in (state.loading_started, state.departed) if moment]
        if not known:
            return "no start stamped and no plan"
        start = min(known, key=lambda moment: moment.timestamp())
    if seconds_between(start, state.returned) <= 0:
        return "return stamped before the start"
    return start, state.returned


class _PaidSpan:
    """Hands out disjoint stretches of the paid span in order, breaks taken out of each.

    Whole seconds from the start on, so that the parts add up without rounding.
    """

    def __init__(self, start: datetime, end: datetime, breaks: Sequence[tuple[datetime, datetime | None]]) -> None:
        self.start, self.end = round(start.timestamp()), round(end.timestamp())
        self.cursor = self.start
        self.breaks: list[tuple[int, int]] = []
        reached = self.start
        for began, over in sorted((round(b.timestamp()), round((e or b).timestamp())) for b, e in breaks):
            first, last = max(began, reached), min(over, self.end)
            if last > first:
                self.breaks.append((first, last))
                reached = last

    def rest_between(self, first: int, last: int) -> int:
        """Return break seconds within a stretch."""
        return sum(max(0, min(last, over) - max(first, began)) for began, over in self.breaks)

    def take(self, start: datetime, end: datetime) -> int:
        """Return the seconds of a stretch that nothing before it has taken, without breaks."""
        first = min(max(round(start.timestamp()), self.cursor), self.end)
        last = min(max(round(end.timestamp()), first), self.end)
        self.cursor = last
        return last - first - self.rest_between(first, last)


def split_paid_time(route: RouteFact) -> PaidTime | str:
    """Return the parts of a route's paid time, or why they cannot be told."""
    span = paid_span(route)
    if isinstance(span, str):
        return span
    state = route.state
    if state.loading_started is None or state.departed is None:
        return "start of loading or departure not stamped"
    for _, visit in route.visits:
        if visit.arrived is None or visit.finished is None:
            return "a stop lacks its arrival or end stamp"
        if seconds_between(visit.arrived, visit.finished) < 0:
            return "stamps in an impossible order"
    clock = _PaidSpan(*span, state.breaks)
    queued = dock_queue_s(state, route.planned.loading_start if route.planned else None) or 0
    loading_end = state.loading_finished or state.departed
    loading_end = min(loading_end, state.departed, key=lambda moment: moment.timestamp())
    queue = clock.take(shift(state.loading_started, -queued), state.loading_started)
    loading = clock.take(state.loading_started, loading_end)
    departed = min(max(round(state.departed.timestamp()), clock.cursor), clock.end)
    before = departed - clock.start - clock.rest_between(clock.start, departed) - queue - loading
    visits, free_from = _split_visits(route, clock, state.departed)
    return_drive = clock.take(free_from, span[1])
    paid = clock.end - clock.start
    break_s = clock.rest_between(clock.start, clock.end)
    named = queue + loading + return_drive + break_s + before
    named += sum(visit.drive + visit.early_wait + visit.site_queue + visit.service for visit in visits)
    return PaidTime(
        paid=paid,
        queue=queue,
        loading=loading,
        visits=visits,
        return_drive=return_drive,
        break_s=break_s,
        unexplained_before=before,
        unexplained_after=paid - named,
    )


def _split_visits(route: RouteFact, clock: _PaidSpan, departed: datetime) -> tuple[tuple[VisitTime, ...], datetime]:
    visits = []
    free_from = departed
    for fact, visit in route.visits:
        assert visit.arrived is not None
        assert visit.finished is not None
        # Without a start of service the whole stay counts as service: waiting is never invented.
        start = visit.service_start or visit.arrived
        opening = min(slot_opening(visit.arrived, fact.windows), start, key=lambda moment: moment.timestamp())
        visits.append(
            VisitTime(
                order_id=fact.order_id,
                drive=clock.take(free_from, visit.arrived),
                early_wait=clock.take(visit.arrived, opening),
                site_queue=clock.take(opening, start),
                service=clock.take(start, visit.finished),
            )
        )
        free_from = visit.left or visit.finished
    return tuple(visits), free_from


def tally_idle(day: DayView, splits: dict[str, PaidTime | str], idle_time: Tally, idle_share: Tally) -> None:
    """Fill ``idle_time`` and ``idle_share`` from the split of every route."""
    for route in day.routes:
        split = splits[route.vehicle_id]
        if isinstance(split, str):
            for tally in (idle_time, idle_share):
                if not day.facts.is_over:
                    tally.leave_out("still on the road", route.row)
                else:
                    tally.miss(split, route.row)
            continue
        early_wait, unexplained = split.early_wait, split.unexplained
        idle = early_wait + split.queue + unexplained
        why = (
            f"early wait {early_wait / 60:.0f}, queue at dock {split.queue / 60:.0f}, "
            f"unexplained {unexplained / 60:.0f} of {split.paid / 60:.0f} paid minutes"
        )
        idle_time.count(idle / 60, 1, route.row, route.labels, why=why)
        idle_share.count(idle / 60, split.paid / 60, route.row, route.labels, value=idle / split.paid, why=why)
        parts = {"early wait": early_wait, "queue at dock": split.queue, "unexplained": unexplained}
        for label, seconds in parts.items():
            idle_time.add_part("part", label, seconds / 60)
        work = {"drive": split.drive, "service": split.service, "loading": split.loading, "break": split.break_s}
        for label, seconds in {**work, **parts}.items():
            idle_time.add_part("paid time", label, seconds / 60)
    for route in day.silent:
        for tally in (idle_time, idle_share):
            if day.facts.is_over:
                tally.miss("nothing recorded for this route", route.row)
            else:
                tally.leave_out("still on the road", route.row)
