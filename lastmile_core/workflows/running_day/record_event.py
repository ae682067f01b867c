"""Record one thing that happened on the road or at the dock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import REASONS_BY_CODE, DayKey, EventKind, Plan, StopEvent
from lastmile_core.store import Store
from lastmile_core.store.days.events import AppendResult
from lastmile_core.tracking.moments import FUTURE_TOLERANCE_S, seconds_between

STOP_KINDS = frozenset(
    {EventKind.ARRIVED, EventKind.SERVICE_STARTED, EventKind.DELIVERED, EventKind.FAILED, EventKind.LEFT}
)
OUTCOMES = ("recipient", "neighbour", "safe_place")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReport:
    """What somebody says happened.

    Attributes
    ----------
    visit_id
        Order, pickup or reload of the stop; None for what happened to the whole route.
    at
        When it happened, zone-aware; at most two minutes from now.
    reason
        Failure code, needed for FAILED.
    note
        Needed when the reason asks for one, and when the stop is not on this vehicle's published route:
        it then says why.
    event_id
        Give one to make a repeated click or a lost answer harmless; made up when None.
    """

    day: DayKey
    vehicle_id: str
    kind: EventKind
    at: datetime
    visit_id: str | None = None
    reason: str = ""
    note: str = ""
    outcome: str = ""
    delivered_share: float = 1.0
    odometer_m: int | None = None
    event_id: str | None = None
    source: str = "page"

    def as_event(self) -> StopEvent:
        """Return the event that is stored, received now."""
        return StopEvent(
            event_id=self.event_id or f"{self.source}-{uuid4().hex}",
            service_date=self.day.service_date,
            depot_id=self.day.depot_id,
            vehicle_id=self.vehicle_id,
            kind=self.kind,
            occurred_at=self.at,
            received_at=utc_now(),
            visit_id=self.visit_id,
            reason=self.reason,
            outcome=(self.outcome or "recipient") if self.kind is EventKind.DELIVERED else "",
            note=self.note.strip(),
            odometer_m=self.odometer_m,
            delivered_share=self.delivered_share,
            source=self.source,
        )


def record_event(store: Store, said: EventReport, *, by: str) -> AppendResult:
    """Append one event with its line in the audit; the same ``event_id`` sent again changes nothing.

    Raises
    ------
    LastmileError
        If something is missing or does not fit; the message says what and the mend how to put it right.
    """
    _check_words(said)
    if said.kind in STOP_KINDS and said.visit_id is not None:
        _check_on_plan(store, said, said.visit_id)
    elif store.vehicles.get(said.vehicle_id) is None:
        raise NotFoundError(f"There is no vehicle {said.vehicle_id}.", "Choose one from the fleet list.")
    event = said.as_event()
    with store.atomic():
        result = store.events.append([event])
        if result.conflicts:
            raise LastmileError(
                "This was already recorded with other content; what was stored first stays.",
                "Reload the page and record what really happened as a new entry.",
            )
        if result.stored:
            _write_audit(store, event, by)
    return result


def _check_words(said: EventReport) -> None:
    kind, reason, outcome = said.kind, said.reason, said.outcome
    if said.at.tzinfo is None:
        raise LastmileError("The time has no time zone.", "Give it in the depot's time zone.")
    if seconds_between(utc_now(), said.at) > FUTURE_TOLERANCE_S:
        raise LastmileError(f"{said.at:%H:%M on %d %b} has not come yet.", "Give the time at which it really happened.")
    if kind in STOP_KINDS and said.visit_id is None:
        raise LastmileError("This belongs to a stop, but no stop was named.", "Choose the stop first.")
    if kind not in STOP_KINDS and said.visit_id is not None:
        raise LastmileError("This belongs to the whole route, not to one stop.", "Choose the route, not the stop.")
    if kind is EventKind.FAILED:
        known = REASONS_BY_CODE.get(reason)
        if known is None:
            what = "needs a reason" if not reason else f"has an unknown reason ({reason})"
            raise LastmileError(f"A failed delivery {what}.", "Choose why it failed from the list.")
        if known.needs_note and not said.note.strip():
            raise LastmileError(f"“{known.label}” needs a note.", "Write in a few words what was wrong.")
    elif reason:
        raise LastmileError("Only a failed delivery has a reason.", "Leave the reason empty.")
    if outcome and (kind is not EventKind.DELIVERED or outcome not in OUTCOMES):
        raise LastmileError(
            f"“{outcome}” does not say who took the goods.",
            "Choose recipient, neighbour or safe place, for a delivery.",
        )
    if not 0 <= said.delivered_share <= 1:
        raise LastmileError(f"The share handed over is {said.delivered_share}.", "Give a number from 0 to 1.")


def _check_on_plan(store: Store, said: EventReport, order_id: str) -> None:
    service_date = said.day.service_date
    plan = store.plans.latest_published(service_date, said.day.depot_id)
    if plan is None:
        raise LastmileError(
            f"No plan is published for {service_date:%d %b}, so nothing was promised yet.", "Publish a plan first."
        )
    planned_on = _vehicle_of(plan, order_id)
    if planned_on == said.vehicle_id or said.note.strip():
        return
    if planned_on is None:
        raise LastmileError(
            f"Order {order_id} is on no route of the published plan.",
            "Write a note that says why it was visited, or put it on a route and publish.",
        )
    vehicle = store.vehicles.get(planned_on)
    raise LastmileError(
        f"Order {order_id} is on the route of {vehicle.name if vehicle else planned_on}.",
        "Choose that route, or write a note that says why another vehicle went.",
    )


def _vehicle_of(plan: Plan, order_id: str) -> str | None:
    for route in plan.routes:
        if any(stop.visit_id == order_id for stop in route.stops):
            return route.vehicle_id
    return None


def _write_audit(store: Store, event: StopEvent, by: str) -> None:
    detail = {"event_id": event.event_id, "vehicle": event.vehicle_id, "order": event.visit_id}
    detail |= {"at": event.occurred_at.isoformat(), "reason": event.reason, "outcome": event.outcome}
    store.audit.write(
        who=by,
        what=f"record {event.kind.value.replace('_', ' ')}",
        why=event.note,
        subject=event.day_key.subject,
        detail={name: value for name, value in detail.items() if value},
    )
