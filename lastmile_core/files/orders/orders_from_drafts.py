"""Drafts to orders: depot, zone, windows and status."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lastmile_core.files.cells.coordinates import km_between
from lastmile_core.files.cells.words import plain
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.orders.order_columns import ColumnDecisions
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.orders.order_rules import RuleReader
from lastmile_core.files.orders.order_windows import build_windows
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.raw_table import look
from lastmile_core.model import Depot, Issue, IssueFacts, Load, Location, Order, OrderKind, OrderStatus, Priority
from lastmile_core.model.basics.time_window import TimeWindow

DEFAULT_SERVICE_S = 240
_PLACES = ("address", "address2", "house_number", "postcode", "postcode_city", "city", "lat", "latlon")


def build_orders(
    drafts: list[OrderDraft],
    mapping: ColumnMapping,
    ctx: ReadContext,
    doubtful: set[int],
    made: ColumnDecisions | None = None,
) -> tuple[list[Order], list[OrderDraft], list[Issue]]:
    """Build the orders.

    Parameters
    ----------
    doubtful
        Rows whose place a person should look at; their orders wait for that look.
    made
        What was decided for the whole columns.

    Returns
    -------
    tuple
        Orders, the drafts they came from, and further issues (a row with one that STOPS gave no order).
    """
    orders: list[Order] = []
    issues: list[Issue] = []
    # Most rows of a file share a few windows; only those that said nothing are worth remembering.
    taken: list[OrderDraft] = []
    known: dict[Any, tuple[TimeWindow, ...]] = {}
    column = mapping.heading("tw_end" if "tw_end" in mapping.fields else "tw_range")
    has_place = any(name in mapping.fields for name in _PLACES)
    if drafts and not has_place:  # said once, not once a row
        message = f"No column says where to go, so {len(drafts)} order(s) wait for a place."
        issues.append(look("NO_PLACE", message, "Choose the column with the address or the coordinates."))
    reader = RuleReader(mapping, ctx, made.window_dates if made else None, made.clock_units if made else None)
    for draft in drafts:
        already = len(draft.issues)
        depot = _depot_of(draft, ctx, mapping)
        timezone = depot.timezone if depot else ctx.timezone
        day = draft.day or ctx.service_date
        key = (tuple(draft.windows), day, timezone)
        windows = known.get(key)
        if windows is None:
            windows = build_windows(draft, day, timezone, ctx, column)
            if len(draft.issues) == already:
                known[key] = windows
        rules = reader.read(draft, day, timezone, depot)
        if draft.pair is None and has_place:
            draft.issues.append(_no_place(draft, mapping))
        issues += draft.issues[already:]
        if draft.is_refused:
            continue
        order = _order(draft, depot.depot_id if depot else ctx.depot_id or "", windows, doubtful, ctx)
        orders.append(replace(order, **rules) if rules else order)
        taken.append(draft)
    return orders, taken, issues


def _depot_of(draft: OrderDraft, ctx: ReadContext, mapping: ColumnMapping) -> Depot | None:
    if ctx.depot_id:
        return next((depot for depot in ctx.depots if depot.depot_id == ctx.depot_id), None)
    if not ctx.depots:
        return None
    wanted = plain(draft.texts.get("depot", ""))
    if wanted:
        for depot in ctx.depots:
            if wanted in (plain(depot.depot_id), plain(depot.name)):
                return depot
        draft.issues.append(
            look(
                "DEPOT",
                f"There is no depot {draft.texts['depot']!r}; the nearest one was taken.",
                "Check the depot.",
                row=draft.row,
                column=mapping.heading("depot"),
                value=draft.texts["depot"],
            )
        )
    if draft.pair is None or len(ctx.depots) == 1:
        return ctx.depots[0]
    place = draft.pair
    return min(ctx.depots, key=lambda depot: km_between(place, (depot.location.lat, depot.location.lon)))


def _no_place(draft: OrderDraft, mapping: ColumnMapping) -> Issue:
    if draft.texts.get("address") or draft.texts.get("postcode") or draft.texts.get("city"):
        return look(
            "NEEDS_GEOCODING",
            "The order has an address but no coordinates.",
            "Find its place on the map.",
            row=draft.row,
            column=mapping.heading("address"),
            value=draft.texts.get("address", ""),
            facts=IssueFacts(order_id=draft.order_id),
        )
    return look(
        "NO_PLACE",
        "The order has neither address nor coordinates.",
        "Give it a place.",
        row=draft.row,
        column=mapping.heading("address"),
    )


def _order(
    draft: OrderDraft, depot_id: str, windows: tuple[TimeWindow, ...], doubtful: set[int], ctx: ReadContext
) -> Order:
    texts = draft.texts
    status = OrderStatus.READY
    if draft.pair is None:
        status = OrderStatus.NEEDS_PLACE
    elif draft.row in doubtful:
        status = OrderStatus.NEEDS_LOOK
    return Order(
        order_id=draft.order_id,
        service_date=draft.day or ctx.service_date,
        depot_id=depot_id,
        customer_name=texts.get("customer_name", ""),
        customer_id=texts.get("customer_id") or None,
        address=texts.get("address", ""),
        postcode=texts.get("postcode", ""),
        city=texts.get("city", ""),
        district=texts.get("district", ""),
        location=Location(lat=draft.pair[0], lon=draft.pair[1]) if draft.pair else None,
        kind=draft.kind or OrderKind.DELIVERY,
        load=Load.of(draft.load),
        windows=windows,
        service_s=DEFAULT_SERVICE_S if draft.service_s is None else draft.service_s,
        priority=draft.priority or Priority.NORMAL,
        skills=draft.skills,
        phone=texts.get("phone", ""),
        email=texts.get("email", ""),
        notes=texts.get("notes", ""),
        status=status,
        custom=tuple(draft.custom),
    )


def as_row(draft: OrderDraft, order: Order) -> dict[str, Any]:
    """Return an order as JSON values for the command line."""
    load = order.load.as_dict()
    first = draft.windows[0] if draft.windows else (None, None)
    return {
        "row": draft.row,
        "order_id": order.order_id,
        "date": order.service_date.isoformat(),
        "customer_name": order.customer_name,
        "phone": order.phone,
        "email": order.email,
        "address": order.address,
        "postcode": order.postcode,
        "city": order.city,
        "lat": order.location.lat if order.location else None,
        "lon": order.location.lon if order.location else None,
        "demand_kg": load.get("kg"),
        "parcels": load.get("parcels"),
        "volume_m3": load.get("m3"),
        "load": load,
        "tw_start": _clock(first[0].seconds) if first[0] else None,
        "tw_end": _clock(first[1].seconds) if first[1] else None,
        "windows": [[window.earliest.isoformat(), window.latest.isoformat()] for window in order.windows],
        "service_min": round(order.service_s / 60, 2),
        "kind": order.kind.value,
        "priority": order.priority.name.lower(),
        "skills": sorted(order.skills),
        "notes": order.notes,
        "depot_id": order.depot_id,
        "status": order.status.value,
    }


def _clock(seconds: int) -> str:
    seconds = seconds if seconds == 86_400 else seconds % 86_400
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
