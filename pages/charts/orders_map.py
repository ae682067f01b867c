"""The day's orders on the map, by status, before there is a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydeck import Layer

from lastmile_core.model import Depot, Order, OrderStatus, Priority
from pages.charts.deck import SIZE_PX, CompactDeck, build_deck, fit_view, point, text_layer
from pages.charts.palette import STATES, SURFACES, Theme, ink_on, rgb
from pages.charts.stop_layers import depot_layer


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatusMark:
    """How one status is drawn: the word, the sign inside the circle and the palette's state."""

    word: str
    sign: str
    state: str


_STATUS_MARKS = {
    OrderStatus.READY: _StatusMark(word="ready", sign="", state="under_way"),
    OrderStatus.NEEDS_PLACE: _StatusMark(word="needs a place on the map", sign="?", state="at_risk"),
    OrderStatus.NEEDS_LOOK: _StatusMark(word="needs a look", sign="!", state="at_risk"),
    OrderStatus.SKIPPED: _StatusMark(word="skipped", sign="×", state="break"),
}


def orders_map(
    orders: Sequence[Order],
    depot: Depot,
    *,
    theme: Theme = "light",
    style_url: str | None = None,
    selected_order: str | None = None,
    size_px: tuple[int, int] = SIZE_PX,
) -> CompactDeck:
    """Return the map of the orders that have a place; layer "orders" is pickable and carries ``order_id``.

    ``size_px`` is the map's width and height on the page; the first view fits the orders into it.
    """
    surface = SURFACES[theme]
    rows = [_row(order, theme, order.order_id == selected_order) for order in orders if order.location is not None]
    small = len(rows) > 400
    circles = Layer(
        "ScatterplotLayer",
        data=[{key: value for key, value in row.items() if key not in ("n", "k")} for row in rows],
        id="orders",
        get_position="p",
        get_fill_color="c",
        get_line_color=list(rgb(surface.ground)),
        stroked=True,
        pickable=True,
        get_radius="r",
        radius_units="'pixels'",
        radius_scale=0.7 if small else 1,
        get_line_width=1.5,
        line_width_units="'pixels'",
    )
    signs = [{"p": row["p"], "n": row["n"], "k": row["k"]} for row in rows if row["n"]]
    layers = [circles, text_layer("order-signs", signs, get_size=9 if small else 12), depot_layer(depot, theme)]
    view = fit_view([*(row["p"] for row in rows), point(depot.location.lat, depot.location.lon)], size_px=size_px)
    return build_deck(layers, view, theme=theme, style_url=style_url)


def describe_orders_map(orders: Sequence[Order], depot: Depot) -> str:
    """Return the map of orders in words."""
    parts = []
    for status, mark in _STATUS_MARKS.items():
        number = sum(order.status is status and order.location is not None for order in orders)
        if number:
            parts.append(f"{number} {mark.word.replace('needs', 'need')}")
    away = sum(order.location is None for order in orders)
    words = f"Map of the day's orders around depot {depot.name}: {', '.join(parts) or 'none yet'}."
    return words + (f" {away} orders have no place yet and are only in the table." if away else "")


def _row(order: Order, theme: Theme, selected: bool) -> dict[str, Any]:
    mark = _STATUS_MARKS[order.status]
    colour = STATES[mark.state].colour(theme)
    assert order.location is not None
    # A collection has a dot in it: kind is told by shape and not by one more colour.
    sign = mark.sign or ("•" if order.kind == "collection" else "▲" if order.priority >= Priority.HIGH else "")
    words = mark.word + (" · collection" if order.kind == "collection" else "")
    if order.priority >= Priority.HIGH:
        words += " · urgent"
    return {
        "order_id": order.order_id,
        "p": point(order.location.lat, order.location.lon),
        "c": rgb(colour),
        "r": 11 if selected else 7,
        "n": sign,
        "k": rgb(ink_on(colour)),
        "title": (order.customer_name or order.address or order.order_id)[:40],
        "text": f"Order {order.order_id[:24]} · {words}",
    }
