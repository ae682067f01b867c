"""Open changes as things that need a person, beside what the road reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lastmile_core.model import Order, Plan, TimeWindow
from lastmile_core.tracking.attention_item import Attention, Urgency
from lastmile_core.workflows.day.changed_since_plan import ChangedSincePlan
from lastmile_core.workflows.day.day_change import DayChange, DayChangeKind

_APART = 3
"""So many orders of one kind are told one by one; more of them together."""


def changes_attention(
    changed: ChangedSincePlan, promised: Plan, orders: Iterable[Order], vehicle_names: Mapping[str, str]
) -> list[Attention]:
    """Return what needs a person because the published plan does not know it.

    Parameters
    ----------
    promised
        The published plan.
    """
    if promised.version != changed.promised_version:
        return []
    known = {order.order_id: order for order in orders}
    on = {
        stop.of_order: vehicle_names.get(route.vehicle_id, route.vehicle_id)
        for route in promised.routes_in_use
        for stop in route.stops
    }
    told = {left.order_id for left in promised.unassigned}
    open_changes = [
        change
        for change in changed.promised_changes
        if not (change.kind is DayChangeKind.ORDER_NEW and change.order_id in told)
    ]
    found: list[Attention] = []
    for kind in dict.fromkeys(change.kind for change in open_changes):
        some = [change for change in open_changes if change.kind is kind]
        if len(some) > _APART and some[0].order_id is not None:
            found.append(_together(some, changed, known))
        else:
            found += [_one(change, known, on, changed) for change in some]
    return found


def _step(changed: ChangedSincePlan, changes: Iterable[DayChange]) -> str:
    if changed.is_under_way:
        return "Re-plan the rest of the day, with the button in the bar above."
    still_open = {change.key for change in changed.changes}
    if changed.version != changed.promised_version and not any(change.key in still_open for change in changes):
        return f"Version {changed.version} knows it: publish it."
    return "Take it in with the bar above, then publish."


_URGENCY = {
    DayChangeKind.VEHICLE_OFF: Urgency.NOW,
    DayChangeKind.ORDER_CANCELLED: Urgency.SOON,
    DayChangeKind.ORDER_REMOVED: Urgency.SOON,
    DayChangeKind.ORDER_WAITING: Urgency.SOON,
    DayChangeKind.ORDER_NEW: Urgency.SOON,
    DayChangeKind.ORDER_CHANGED: Urgency.SOON,
    DayChangeKind.DRIVER_SWAPPED: Urgency.SOON,
}


def _one(change: DayChange, known: Mapping[str, Order], on: Mapping[str, str], changed: ChangedSincePlan) -> Attention:
    step = _step(changed, [change])
    if change.kind is DayChangeKind.VEHICLE_OFF and changed.is_under_way:
        step += " If it stands still on the road, mark it out of order there."
    order = known.get(change.order_id or "")
    return Attention(
        severity=_URGENCY.get(change.kind, Urgency.NOTE),
        what=_what(change, order, on, changed.promised_version or 0),
        next_step=step,
        vehicle_id=change.vehicle_id,
        visit_id=change.order_id,
        visit_ids=(change.order_id,) if change.order_id else (),
        until=max((window.latest for window in order.windows), default=None) if order is not None else None,
    )


def _what(change: DayChange, order: Order | None, on: Mapping[str, str], version: int) -> str:
    who = change.name if order is None or not order.customer_name else f"{change.name} ({order.customer_name})"
    route = on.get(change.order_id or "", "a route")
    match change.kind:
        case DayChangeKind.VEHICLE_OFF:
            stops = "1 stop" if change.num_stops == 1 else f"{change.num_stops} stops"
            return f"{change.name} is off today but has {stops} to serve."
        case DayChangeKind.ORDER_CANCELLED:
            return f"{who} is cancelled, but {route} still goes there."
        case DayChangeKind.ORDER_REMOVED:
            return f"{change.name} is no longer an order of this day, but {route} still goes there."
        case DayChangeKind.ORDER_WAITING:
            return f"{who} {change.detail}, but {route} still goes there."
        case DayChangeKind.ORDER_NEW:
            return f"{who} came after version {version} and is on no route."
        case DayChangeKind.ORDER_CHANGED:
            return f"{who} changed after version {version}: {change.detail}."
        case DayChangeKind.DRIVER_SWAPPED:
            return f"{change.name} is driven by {change.detail}; the published list names the other one."
        case _:
            return f"Since version {version}: {change.words}."


def _together(some: list[DayChange], changed: ChangedSincePlan, known: Mapping[str, Order]) -> Attention:
    names = ", ".join(change.name for change in some[:_APART])
    kind = some[0].kind
    ends = [window.latest for change in some for window in _windows(known.get(change.order_id or ""))]
    return Attention(
        severity=_URGENCY.get(some[0].kind, Urgency.NOTE),
        what=f"{len(some)} {kind.noun}s are {kind.became} since the plan: {names} and {len(some) - _APART} more.",
        next_step=_step(changed, some),
        visit_ids=tuple(change.order_id for change in some if change.order_id),
        until=min(ends, default=None),
    )


def _windows(order: Order | None) -> tuple[TimeWindow, ...]:
    return order.windows if order is not None else ()
