"""When things happened: which clock to believe, in which order, and arithmetic that survives a clock change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from lastmile_core.clock import elapsed as seconds_between
from lastmile_core.clock import shift
from lastmile_core.model import EventKind, StopEvent

__all__ = ["FUTURE_TOLERANCE_S", "RANK", "in_order", "seconds_between", "shift"]

FUTURE_TOLERANCE_S = 120
"""A stamp later than its receipt by more than this comes from a wrong clock and is not believed."""

RANK: dict[EventKind, int] = {kind: rank for rank, kind in enumerate(EventKind)} | {
    # Two words for the end of a visit: neither outranks the other, the later one is a correction.
    EventKind.FAILED: list(EventKind).index(EventKind.DELIVERED),
}
"""Place of a kind in the life of a route or stop; decides between stamps of one moment."""


def _body(event: StopEvent) -> tuple[str | float, ...]:
    return (
        event.received_at.timestamp(),
        event.occurred_at.timestamp(),
        event.kind.value,
        event.vehicle_id,
        event.visit_id or "",
        event.reason,
        event.outcome,
        event.note,
        event.delivered_share,
        -1 if event.odometer_m is None else event.odometer_m,
        event.source,
    )


def in_order(events: Iterable[StopEvent]) -> tuple[list[StopEvent], frozenset[str]]:
    """Return each event once, sorted by moment, then rank of its kind, then id; and the ids with a wrong clock.

    An event whose stamp lies in the future carries its receipt as ``occurred_at`` in the result. The result
    does not depend on the order of arrival. When one id comes with two bodies (the store refuses the second)
    the one received first stays.
    """
    once: dict[str, StopEvent] = {}
    for event in events:
        known = once.get(event.event_id)
        if known is None or (event is not known and _body(event) < _body(known)):
            once[event.event_id] = event
    keyed: list[tuple[float, int, str, StopEvent]] = []
    ahead: set[str] = set()
    for event_id, event in once.items():
        occurred, received = event.occurred_at.timestamp(), event.received_at.timestamp()
        if occurred - received > FUTURE_TOLERANCE_S:
            ahead.add(event_id)
            event = replace(event, occurred_at=event.received_at)
            occurred = received
        keyed.append((occurred, RANK[event.kind], event_id, event))
    keyed.sort(key=itemgetter(0, 1, 2))
    return [event for _, _, _, event in keyed], frozenset(ahead)
