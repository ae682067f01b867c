"""A person puts the pin of an order; it is remembered for this customer and address for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError, NotFoundError, StaleVersionError
from lastmile_core.model import Location, Order, OrderStatus
from lastmile_core.places.answer import AddressQuery
from lastmile_core.places.keys import full_key, line_key
from lastmile_core.store import FieldChange, PlaceFix, Store

AHEAD = timedelta(days=60)
"""Orders of so many days to come get the pin too."""


def query_of(order: Order) -> AddressQuery:
    """Return the address of an order as the geocoder reads it."""
    return AddressQuery(text=order.address, postcode=order.postcode, town=order.city)


class Pins:
    """Pins that people set, for the addresses of some orders."""

    def __init__(self, store: Store, orders: Iterable[Order]) -> None:
        self._by_customer: dict[tuple[str, str], PlaceFix] = {}
        self._by_address: dict[str, PlaceFix] = {}
        for fix in store.places.fixes(line_key(order.address) for order in orders):
            self._by_customer[fix.customer_id, fix.line_key] = fix
            self._by_address[fix.full_key] = fix

    def pin(self, order: Order) -> Location | None:
        """Return the newest pin of this customer at this street line, else anybody's at exactly this address."""
        found = self.fix_of(order)
        return found.location if found else None

    def fix_of(self, order: Order) -> PlaceFix | None:
        """Return the same with who put it and when; its location is None when it was taken back."""
        line, full = line_key(order.address), full_key(query_of(order))
        if order.customer_id and (own := self._by_customer.get((order.customer_id, line))) is not None:
            return own
        # A street line alone is not enough for others: there is a Via Roma 1 in every town.
        return self._by_address.get(full) if line and full != f"{line}||" else None


def fix_place(
    store: Store, order_id: str, service_date: date, location: Location, *, by: str, remember: bool = True
) -> list[Order]:
    """Put the pin of an order and return the orders that have it now: this one and others that waited for it.

    Parameters
    ----------
    remember
        Whether later orders of this customer to this address get the pin too, for ever. Orders of the next weeks that
        wait for the same place get it at once.

    Raises
    ------
    NotFoundError
        If the order is gone.
    """
    with store.atomic():
        order = store.orders.get(order_id, service_date)
        if order is None:
            raise NotFoundError(f"Order {order_id} is not there any more.", "Reload the page.")
        waiting = _waiting_for_it(store, order) if remember else []
        changed = [_placed(one, location) for one in (order, *waiting)]
        store.orders.save_many(changed)
        if remember:
            _remember(store, order, location, by)
        store.audit.write(
            who=by,
            what="fix place",
            subject=service_date.isoformat(),
            detail={
                "orders": [f"{one.order_id} {one.service_date.isoformat()}" for one in changed],
                "lat": location.lat,
                "lon": location.lon,
                "remember": remember,
            },
            changes=[
                FieldChange(row=one.order_id, field="Place", old=_words(one.location), new=_words(location))
                for one in (order, *waiting)
            ],
        )
    return changed


def _words(place: Location | None) -> str:
    return "" if place is None else f"{place.lat:.6f}, {place.lon:.6f}"


def remembered_places(store: Store, orders: Sequence[Order]) -> list[tuple[Order, PlaceFix]]:
    """Return the orders that stand where somebody once put the pin of their customer or address, with that pin."""
    # People put few pins: comparing addresses of thousands of orders that stand elsewhere would take seconds.
    pinned = store.places.pinned()
    near = [order for order in orders if order.location in pinned]
    pins = Pins(store, near)
    found = ((order, pins.fix_of(order)) for order in near)
    return [(order, fix) for order, fix in found if fix is not None and fix.location == order.location]


def forget_place(store: Store, order_id: str, service_date: date, *, by: str, seen: Location | None = None) -> PlaceFix:
    """Take the remembered pin of an order's customer and address back; orders that have it keep it.

    Parameters
    ----------
    seen
        The pin that the person saw; None when any is to be forgotten.

    Returns
    -------
    PlaceFix
        The pin that was remembered until now.

    Raises
    ------
    NotFoundError
        If the order is gone, or nothing is remembered for it.
    StaleVersionError
        If somebody put another pin since; it stays.
    """
    with store.atomic():
        order = store.orders.get(order_id, service_date)
        if order is None:
            raise NotFoundError(
                f"There is no order {order_id} on {service_date.isoformat()}.", "Look at the number and the day."
            )
        fix = Pins(store, [order]).fix_of(order)
        if fix is None or fix.location is None:
            raise NotFoundError(
                f"No place is remembered for order {order_id}.", "Its place comes from its file, the map or this day."
            )
        if seen is not None and seen != fix.location:
            raise StaleVersionError(
                f"{fix.fixed_by} put the pin to {_words(fix.location)} since you looked; it stays.",
                "Look at it, and forget it again if it is wrong.",
            )
        _remember(store, order, None, by)
        change = FieldChange(row=order_id, field="Remembered place", old=_words(fix.location), new="")
        store.audit.write(
            who=by,
            what="forget place",
            subject=service_date.isoformat(),
            detail={"order": order_id, "address": fix.address},
            changes=[change],
        )
    return fix


def _waiting_for_it(store: Store, order: Order) -> list[Order]:
    """Return other orders of the same customer to the same address that have no place."""
    wanted = (order.customer_id, order.customer_name, full_key(query_of(order)))
    return [
        other
        for other in store.orders.between(order.service_date, order.service_date + AHEAD)
        if other.status is OrderStatus.NEEDS_PLACE
        and (other.order_id, other.service_date) != (order.order_id, order.service_date)
        and (other.customer_id, other.customer_name, full_key(query_of(other))) == wanted
    ]


def _placed(order: Order, location: Location) -> Order:
    status = order.status if order.status is OrderStatus.SKIPPED else OrderStatus.READY
    return replace(order, location=location, status=status)


def _remember(store: Store, order: Order, location: Location | None, by: str) -> None:
    """Write the pin down for the address and, when it is the customer's own address, at the customer."""
    line = line_key(order.address)
    if not line and not order.customer_id:
        if location is None:
            raise LastmileError("The order has no address and no customer, so nothing is remembered for it.")
        return
    store.places.fix(
        PlaceFix(
            customer_id=order.customer_id or "",
            line_key=line,
            full_key=full_key(query_of(order)),
            address=", ".join(part for part in (order.address, f"{order.postcode} {order.city}".strip()) if part),
            location=location,
            fixed_by=by,
            fixed_at=utc_now(),
        )
    )
    customer = store.customers.get(order.customer_id) if order.customer_id else None
    if customer is not None and line_key(customer.address) == line:
        store.customers.save(replace(customer, location=location))
