"""Orders of a day as a table: customer, place, first window, service, kind, priority, skills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Depot, Location, Order, OrderKind, Priority, TimeWindow
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField
from lastmile_core.workflows.company.sheets.words import split_words
from lastmile_core.workflows.orders.change_orders import apply_changes

MOST_SERVICE_MIN = 600
PRIORITIES = {"low": Priority.LOW, "normal": Priority.NORMAL, "high": Priority.HIGH, "must": Priority.MUST}
_PRIORITY_WORDS = {value: name for name, value in PRIORITIES.items()}
KINDS = ("delivery", "collection")
# A place and a window are one thing each: half of one person's and half of the other's was promised by nobody.
_WHOLES = {"place": ("lat", "lon"), "window": ("from", "to")}
FIELDS = (
    SheetField(name="customer", label="Customer", letters=120),
    SheetField(name="address", label="Address"),
    SheetField(name="postcode", label="Postcode", letters=20),
    SheetField(name="lat", label="Latitude (°)", kind=FieldKind.NUMBER, least=-90, most=90),
    SheetField(name="lon", label="Longitude (°)", kind=FieldKind.NUMBER, least=-180, most=180),
    SheetField(name="from", label="From", kind=FieldKind.CLOCK),
    SheetField(name="to", label="To", kind=FieldKind.CLOCK),
    SheetField(name="service", label="At the stop (min)", kind=FieldKind.NUMBER, least=0, most=MOST_SERVICE_MIN),
    SheetField(name="kind", label="Kind", choices={word: word for word in KINDS}),
    SheetField(name="priority", label="Priority", choices={word: word for word in PRIORITIES}),
    SheetField(name="skills", label="Needs"),
    SheetField(name="notes", label="Notes", letters=300),
)


def order_sheet(store: Store, service_date: date, depot: Depot) -> Sheet:
    """Return orders of a day, by number."""
    day = ServiceDay(service_date=service_date, timezone=depot.timezone)

    def read(keys: Sequence[str]) -> dict[str, Row]:
        return {one.order_id: order_row(one, day) for one in store.orders.get_many(list(keys), service_date)}

    return Sheet(
        what="change orders",
        subject=service_date.isoformat(),
        read=read,
        write=lambda found: _write(store, day, found),
        wholes=_WHOLES,
        labels={"place": "Place", "window": "Window"},
        fields=FIELDS,
    )


def order_row(order: Order, day: ServiceDay) -> Row:
    """Return what of an order its table changes; of its windows the first."""
    window = order.windows[0] if order.windows else None
    zone = day.midnight.tzinfo
    return {
        "customer": order.customer_name,
        "address": order.address,
        "postcode": order.postcode,
        "lat": order.location.lat if order.location else None,
        "lon": order.location.lon if order.location else None,
        "from": window.earliest.astimezone(zone).time() if window else None,
        "to": window.latest.astimezone(zone).time() if window else None,
        "service": order.service_s / 60,
        "kind": "collection" if order.kind is OrderKind.COLLECTION else "delivery",
        "priority": _PRIORITY_WORDS[order.priority],
        "skills": ", ".join(sorted(order.skills)),
        "notes": order.notes,
    }


def _write(store: Store, day: ServiceDay, found: Comparison) -> None:
    orders = {one.order_id: one for one in store.orders.get_many(list(found.rows), day.service_date)}
    missing = [order_id for order_id in found.rows if order_id not in orders]
    if missing:
        raise ValueError(f"order {missing[0]} is not there any more; discard what you typed for it")
    changes = {
        order_id: _changed(day, orders[order_id], row, found.fields_of(order_id))
        for order_id, row in found.rows.items()
    }
    apply_changes(store, day.service_date, changes)


def _changed(day: ServiceDay, order: Order, row: Row, differing: set[str]) -> dict[str, Any]:
    """Return only the fields whose cells were changed."""
    fields: dict[str, Any] = {}
    texts = {"customer": "customer_name", "address": "address", "postcode": "postcode", "notes": "notes"}
    fields |= {texts[name]: row[name] or "" for name in differing & texts.keys()}
    if differing & {"lat", "lon"}:
        if (row["lat"] is None) != (row["lon"] is None):
            raise ValueError(f"order {order.order_id} has only one of latitude and longitude; give both or none")
        fields["location"] = None if row["lat"] is None else Location(lat=float(row["lat"]), lon=float(row["lon"]))
    if differing & {"from", "to"}:
        fields["windows"] = _windows(day, order, row["from"], row["to"])
    if "service" in differing:
        fields["service_s"] = round(float(row["service"] or 0) * 60)
    if "kind" in differing:
        fields["kind"] = OrderKind(row["kind"])
    if "priority" in differing:
        fields["priority"] = PRIORITIES[row["priority"]]
    if "skills" in differing:
        fields["skills"] = split_words(row["skills"])
    return fields


def _windows(day: ServiceDay, order: Order, earliest: time | None, latest: time | None) -> tuple[TimeWindow, ...]:
    if earliest is None and latest is None:
        return order.windows[1:]
    if earliest is None or latest is None:
        raise ValueError(f"order {order.order_id} has only one end of its window; fill both or none")
    if latest < earliest:
        raise ValueError(
            f"the window of order {order.order_id} ends ({latest:%H:%M}) before it begins ({earliest:%H:%M}); "
            "swap the two"
        )
    first = TimeWindow(earliest=day.local(earliest), latest=day.local(latest))
    return (first, *order.windows[1:])
