"""Orders without a place get the one of their address when it is sure; the others wait with the best guesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lastmile_core.model import Depot, Order, OrderStatus
from lastmile_core.places.answer import CONFIDENT, AddressQuery, PlaceAnswer
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.places.fix_place import Pins, query_of
from lastmile_core.workflows.places.geocoding import geocoder_for

OnProgress = Callable[[float, str], None]
_Key = tuple[str, date]


def _key(order: Order) -> _Key:
    return order.order_id, order.service_date


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingOrder:
    """An order whose place a person has to choose.

    Attributes
    ----------
    answer
        The guesses, best first, and why none is sure; perhaps no guess at all.
    """

    order: Order
    answer: PlaceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order that got its place, and what it was recognised as."""

    order: Order
    answer: PlaceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacingReport:
    """What became of orders without a place.

    Attributes
    ----------
    notices
        What a person must know: that addresses were sent elsewhere, that something is missing here.
    """

    placed: tuple[PlacedOrder, ...] = ()
    waiting: tuple[WaitingOrder, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The report in one sentence."""
        if not self.placed and not self.waiting:
            return "Every order has a place."
        total = len(self.placed) + len(self.waiting)
        rest = f"; {len(self.waiting)} need a look" if self.waiting else ""
        return f"{len(self.placed)} of {total} addresses were found{rest}."


def place_orders(
    store: Store,
    settings: Settings,
    orders: Sequence[Order],
    *,
    by: str,
    threshold: float = CONFIDENT,
    on_progress: OnProgress | None = None,
) -> PlacingReport:
    """Give orders that need a place the one of their address where that is sure enough.

    Parameters
    ----------
    orders
        Of any day and depot; those that have a place, or that wait for something else, are left alone.
    threshold
        Confidence, 0 to 1, from which a place is taken without a person looking at it.
    """
    wanted = [order for order in orders if order.status is OrderStatus.NEEDS_PLACE and order.location is None]
    notices: dict[str, None] = {}
    answers = list(_answers(store, settings, wanted, notices, on_progress, ask_elsewhere=True))
    found = {_key(order): answer for order, answer in answers if answer.confidence >= threshold}
    placed = _save(store, [order for order in wanted if _key(order) in found], found, by) if found else []
    done = {_key(one.order) for one in placed}
    waiting = tuple(WaitingOrder(order=order, answer=answer) for order, answer in answers if _key(order) not in done)
    return PlacingReport(placed=tuple(placed), waiting=waiting, notices=tuple(notices))


def fix_list(
    store: Store, settings: Settings, service_date: date, depot_id: str | None = None
) -> tuple[list[WaitingOrder], tuple[str, ...]]:
    """Return the orders of a day that need a place with the guesses for each, and notices.

    Nothing is sent elsewhere, and no order is changed.
    """
    orders = [order for order in store.orders.due_on(service_date, depot_id) if order.status is OrderStatus.NEEDS_PLACE]
    notices: dict[str, None] = {}
    answers = _answers(store, settings, orders, notices, None, ask_elsewhere=False)
    return [WaitingOrder(order=order, answer=answer) for order, answer in answers], tuple(notices)


def find_place(store: Store, settings: Settings, depot: Depot | None, query: AddressQuery) -> PlaceAnswer:
    """Return what the region around a depot knows about an address that somebody typed; nothing is sent elsewhere."""
    notices: dict[str, None] = {}
    with geocoder_for(store, settings, depot, [query], notices, ask_elsewhere=False) as geocoder:
        return geocoder.find(query)


def _answers(
    store: Store,
    settings: Settings,
    orders: Sequence[Order],
    notices: dict[str, None],
    on_progress: OnProgress | None,
    *,
    ask_elsewhere: bool,
) -> Iterator[tuple[Order, PlaceAnswer]]:
    """Yield an answer for each order, depot by depot."""
    pins = Pins(store, orders)
    by_depot: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        by_depot[order.depot_id].append(order)
    done = 0
    for depot_id, due in by_depot.items():
        queries = [query_of(order) for order in due]
        depot = store.depots.get(depot_id)
        with geocoder_for(store, settings, depot, queries, notices, ask_elsewhere=ask_elsewhere) as geocoder:
            for order, query in zip(due, queries, strict=True):
                yield order, geocoder.find(query, pins.pin(order))
                done += 1
                if on_progress:
                    on_progress(done / len(orders), f"Looking up addresses: {done} of {len(orders)}")


def _save(store: Store, orders: Sequence[Order], found: Mapping[_Key, PlaceAnswer], by: str) -> list[PlacedOrder]:
    """Store the places of orders that still wait for one and still have the same address; say so in the audit."""
    with store.atomic():
        placed = []
        for order in orders:
            now = store.orders.get(order.order_id, order.service_date)
            best = found[_key(order)].best
            if now is None or best is None or now.location is not None or query_of(now) != query_of(order):
                continue
            if now.status is not OrderStatus.NEEDS_PLACE:
                continue
            ready = replace(now, location=best.location, status=OrderStatus.READY)
            placed.append(PlacedOrder(order=ready, answer=found[_key(order)]))
        store.orders.save_many(one.order for one in placed)
        for day in sorted({one.order.service_date for one in placed}):
            detail = {one.order.order_id: _how(one.answer) for one in placed if one.order.service_date == day}
            store.audit.write(who=by, what="place orders", subject=day.isoformat(), detail={"orders": detail})
    return placed


def _how(answer: PlaceAnswer) -> list[object]:
    best = answer.guesses[0]
    return [answer.source.value, best.kind.value, best.confidence, best.matched]
