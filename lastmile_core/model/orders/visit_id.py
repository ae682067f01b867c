"""Names of visits that are no orders: the pickup half of an order, and returns to the depot between two trips.

A route is a sequence of names. An order's own visit has the order's number; the others have the forms below, so
that every visit of a day has one name of its own in plans, events and files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lastmile_core.model.basics.location import Location
from lastmile_core.model.orders.order import Order, OrderKind

PICKUP = "pickup/"
RELOAD = "reload/"


def pickup_id(order_id: str) -> str:
    """Return the name of an order's pickup: ``pickup/10233``."""
    return PICKUP + order_id


def reload_id(vehicle_id: str, number: int) -> str:
    """Return the name of a vehicle's ``number``-th reload (from 1): ``reload/van-7/1``."""
    return f"{RELOAD}{vehicle_id}/{number}"


def is_pickup_id(name: str) -> bool:
    """Whether a name is a pickup's."""
    return name.startswith(PICKUP)


def is_reload_id(name: str) -> bool:
    """Whether a name is a reload's."""
    return name.startswith(RELOAD)


def order_of(name: str) -> str:
    """Return the number of the order that a visit belongs to; "" for a reload."""
    return "" if is_reload_id(name) else name.removeprefix(PICKUP)


def vehicle_of_reload(name: str) -> str:
    """Return the vehicle whose reload it is; "" for any other name."""
    return name.removeprefix(RELOAD).rpartition("/")[0] if is_reload_id(name) else ""


def other_half(name: str) -> str:
    """Return the name of the other half of a pair: of the pickup for an order, of the order for a pickup."""
    return order_of(name) if is_pickup_id(name) else pickup_id(name)


def visit_words(name: str) -> str:
    """Return a visit as people call it: ``#10233``, ``the pickup of #10233``, ``reload 1``."""
    if is_reload_id(name):
        return f"reload {name.rpartition('/')[2]}"
    return f"the pickup of #{order_of(name)}" if is_pickup_id(name) else f"#{name}"


def pickup_half(order: Order) -> Order | None:
    """Return an order's pickup as an order of its own (a collection at the pickup's place); None without one.

    So whoever shows stops looks a pickup up like any other stop: see :func:`by_visit`.
    """
    pickup = order.pickup
    if pickup is None:
        return None
    return replace(
        order,
        order_id=pickup_id(order.order_id),
        kind=OrderKind.COLLECTION,
        pickup=None,
        customer_name=pickup.name or f"Pickup for {order.customer_name or order.order_id}",
        customer_id=None,
        address=pickup.address,
        postcode=pickup.postcode,
        city=pickup.city,
        district="",
        location=pickup.location,
        windows=pickup.windows,
        preferred=None,
        service_s=pickup.service_s,
        set_up_s=pickup.set_up_s,
        release_at=None,
        phone=pickup.phone,
        email="",
        notes=pickup.notes,
        chances=(),
    )


def by_visit(orders: Iterable[Order]) -> dict[str, Order]:
    """Return orders by the names of their visits: each under its number, and its pickup half under the pickup's."""
    found: dict[str, Order] = {}
    for order in orders:
        found[order.order_id] = order
        half = pickup_half(order)
        if half is not None:
            found[half.order_id] = half
    return found


def place_of(name: str, orders: Mapping[str, Order]) -> Location | None:
    """Return where a visit is, from orders by number (or by visit); None when that is not known."""
    order = orders.get(name)
    if order is not None:
        return order.location
    whole = orders.get(order_of(name))
    return whole.pickup.location if whole is not None and whole.pickup is not None else None
