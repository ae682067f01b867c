"""The loadings of a plan at their docks, for the dock board: when each begins and how long it waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lastmile_core.clock import ServiceDay, elapsed, last_of, shift
from lastmile_core.model import Dock, Plan, Route
from lastmile_core.schedule.timing.dock_allocator import first_come_first_served

ALWAYS = (-(10**9), 10**9)
"""Hours of a dock that never closes, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLoading:
    """One loading.

    Attributes
    ----------
    trip
        1 for the first loading of the day, 2 for the first reload, and so on.
    row
        Index of its dock; the number of docks for a loading that finds none open.
    start, end
        As planned.
    queue_s
        Seconds that the van stands before the dock is free; it loads so much later than planned.
    """

    vehicle_id: str
    trip: int
    row: int
    start: datetime
    end: datetime
    queue_s: int = 0

    @property
    def begin(self) -> datetime:
        """When it really begins."""
        return shift(self.start, self.queue_s)

    @property
    def done(self) -> datetime:
        """When it is really over."""
        return shift(self.end, self.queue_s)


def is_counted(plan: Plan) -> bool:
    """Whether planning gave its loadings docks."""
    return any(route.dock_id or any(reload.dock_id for reload in route.reloads) for route in plan.routes)


def dock_loadings(plan: Plan, docks: Sequence[Dock]) -> list[BoardLoading]:
    """Return every loading at the depot by the time at which it comes.

    Docks are those of the plan. Where planning does not count them, vans take the dock that is free first, first come
    first served.
    """
    # Among equals the order of the plan decides, as it does for the judge.
    wanted = sorted(
        (loading for route in plan.routes_in_use for loading in _of_route(route, docks)),
        key=lambda loading: loading.start.timestamp(),
    )
    rows = range(max(1, len(docks)))
    if not is_counted(plan):
        return _served(wanted, rows, [loading.start for loading in wanted])
    found = list(wanted)
    for row in rows:
        here = [number for number, loading in enumerate(wanted) if loading.row == row]
        starts = [wanted[number].start for number in here]
        if docks:
            starts = [last_of(start, hours_of(docks[row], plan, start)[0]) for start in starts]
        for number, loading in zip(here, _served([wanted[n] for n in here], [row], starts), strict=True):
            found[number] = loading
    return found


def _served(loadings: Sequence[BoardLoading], rows: Sequence[int], soonest: Sequence[datetime]) -> list[BoardLoading]:
    """Return the loadings at docks that never close, each from its ``soonest`` moment on."""
    if not loadings:
        return []
    zero = loadings[0].start
    begins = [elapsed(zero, moment) for moment in soonest]
    lengths = [elapsed(loading.start, loading.end) for loading in loadings]
    spans = [(begin, begin + length) for begin, length in zip(begins, lengths, strict=True)]
    turns = first_come_first_served(spans, [ALWAYS] * len(rows))
    return [
        replace(loading, row=rows[turn.dock], queue_s=turn.begin - elapsed(zero, loading.start))
        for loading, turn in zip(loadings, turns, strict=True)
    ]


def _of_route(route: Route, docks: Sequence[Dock]) -> list[BoardLoading]:
    row = {dock.dock_id: number for number, dock in enumerate(docks)}
    found = []
    if elapsed(route.loading_start, route.departure) > 0 and route.start is None and not route.is_open_start:
        found.append((1, route.dock_id, route.loading_start, route.departure))
    found += [(trip, reload.dock_id, reload.start, reload.end) for trip, reload in enumerate(route.reloads, 2)]
    return [
        BoardLoading(vehicle_id=route.vehicle_id, trip=trip, row=row.get(dock_id, len(docks)), start=start, end=end)
        for trip, dock_id, start, end in found
    ]


def hours_of(dock: Dock, plan: Plan, moment: datetime) -> tuple[datetime, datetime]:
    """Return when a dock is open on the plan's day; a dock that closes when it opens never closes."""
    zone = moment.tzinfo if isinstance(moment.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    day = ServiceDay(service_date=plan.service_date, timezone=zone.key)
    if dock.opens == dock.closes:
        return day.midnight, day.midnight + timedelta(days=2)
    opens, closes = day.span(dock.opens, dock.closes)
    if closes.date() > plan.service_date and moment.date() == plan.service_date and moment.time() < dock.closes:
        # The morning end of the night before.
        return day.midnight, day.local(dock.closes)
    return opens, closes
