"""Events of one order and vehicle split into visits."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.model import EventKind, StopEvent
from lastmile_core.tracking.moments import seconds_between
from lastmile_core.tracking.stop_state import StopVisit

CORRECTION_S = 1800
"""A second outcome within this time and without a new arrival corrects the first; later it is a new attempt."""

_OUTCOMES = (EventKind.DELIVERED, EventKind.FAILED)


def _begins_new_visit(current: Sequence[StopEvent], event: StopEvent) -> bool:
    outcomes = [known for known in current if known.kind in _OUTCOMES]
    if not outcomes:
        return False
    if event.kind in (EventKind.ARRIVED, EventKind.SERVICE_STARTED):
        return True
    if event.kind in _OUTCOMES:
        return seconds_between(outcomes[-1].occurred_at, event.occurred_at) > CORRECTION_S
    return False


def _visit(events: Sequence[StopEvent]) -> StopVisit:
    stamps = {event.kind: event.occurred_at for event in reversed(events)}
    outcomes = [event for event in events if event.kind in _OUTCOMES]
    leaving = [event for event in events if event.kind is EventKind.LEFT]
    counters = [event.odometer_m for event in events if event.odometer_m is not None]
    last = outcomes[-1] if outcomes else None
    return StopVisit(
        vehicle_id=events[0].vehicle_id,
        arrived=stamps.get(EventKind.ARRIVED),
        service_start=stamps.get(EventKind.SERVICE_STARTED),
        # A correction changes what happened, not when the visit ended.
        finished=outcomes[0].occurred_at if outcomes else None,
        left=leaving[-1].occurred_at if leaving else None,
        is_delivered=None if last is None else last.kind is EventKind.DELIVERED,
        reason=last.reason if last else "",
        outcome=last.outcome if last else "",
        note=last.note if last else "",
        delivered_share=last.delivered_share if last else 1.0,
        odometer_m=min(counters) if counters else None,
        num_stamps=len(events),
        num_manual_stamps=sum(event.source == "page" for event in events),
    )


def build_visits(events: Sequence[StopEvent]) -> list[StopVisit]:
    """Return the visits of one vehicle to one stop.

    Parameters
    ----------
    events
        All of the same vehicle and order, in the order of :func:`~lastmile_core.tracking.moments.in_order`.
    """
    groups: list[list[StopEvent]] = [[]]
    for event in events:
        if _begins_new_visit(groups[-1], event):
            groups.append([])
        groups[-1].append(event)
    if len(groups) > 1 and not any(event.kind in _OUTCOMES for event in groups[-1]):
        # An arrival stamped after the outcome is a clock a little off (or a fresh try that has not
        # ended): what is known of the stop stays what it was until there is a new outcome.
        groups[-2].extend(groups.pop())
    return [_visit(group) for group in groups if group]
