"""The map of doors that lie far from where a vehicle stops: a numbered door, the stop, a line between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydeck import Layer

from lastmile_core.model import Depot
from lastmile_core.units import plural, show_distance
from lastmile_core.workflows.day.far_stops import FarStop
from pages.charts.deck import SIZE_PX, CompactDeck, build_deck, fit_view, point, text_layer
from pages.charts.palette import STATES, SURFACES, Theme, ink_on, rgb
from pages.charts.stop_layers import depot_layer


def far_stops_map(
    stops: Sequence[FarStop],
    depot: Depot,
    *,
    theme: Theme = "light",
    style_url: str | None = None,
    size_px: tuple[int, int] = SIZE_PX,
) -> CompactDeck:
    """Return the map; the number at a door is its place in ``stops``, a dashed line crosses what nobody walks across.

    The view fits doors and stops, not the depot, which may be far away.
    """
    rows = [_row(number, one, theme) for number, one in enumerate(stops, 1) if one.stop is not None]
    ends = [{"p": row["path"][1], "title": row["title"], "text": row["stop"]} for row in rows]
    ground = list(rgb(SURFACES[theme].ground))
    doors = Layer(
        "ScatterplotLayer",
        data=[{key: row[key] for key in ("p", "c", "title", "text")} for row in rows],
        id="doors",
        get_position="p",
        get_fill_color="c",
        get_line_color=ground,
        stroked=True,
        get_radius=10,
        radius_units="'pixels'",
        get_line_width=1.5,
        line_width_units="'pixels'",
        pickable=True,
    )
    numbers = [{"p": row["p"], "n": row["n"], "k": row["k"]} for row in rows]
    layers = [
        _lines([row for row in rows if not row["across"]], "lines", dashed=False),
        _lines([row for row in rows if row["across"]], "lines-across", dashed=True),
        depot_layer(depot, theme),
        _stop_points(ends, theme),
        doors,
        text_layer("door-numbers", numbers, get_size=11),
    ]
    view = fit_view([place for row in rows for place in row["path"]], size_px=size_px)
    return build_deck(layers, view, theme=theme, style_url=style_url)


def describe_far_stops(stops: Sequence[FarStop]) -> str:
    """Return the map in words."""
    across = sum(bool(one.across) for one in stops)
    words = f"Map of {plural(len(stops), 'door')} with a line to where the vehicle stops"
    if stops:
        words += f", {show_distance(max(one.metres for one in stops))} at most"
    return f"{words}. {across} of the lines cross{'es' if across == 1 else ''} a motorway, trunk road or railway."


def _row(number: int, one: FarStop, theme: Theme) -> dict[str, Any]:
    door, stop, order = one.order.location, one.stop, one.order
    assert door is not None
    assert stop is not None
    colour = STATES["failed" if one.across or not one.is_planned else "at_risk"].colour(theme)
    title = (order.customer_name or order.address or order.order_id)[:40]
    return {
        "p": point(door.lat, door.lon),
        "path": [point(door.lat, door.lon), point(stop.lat, stop.lon)],
        "across": bool(one.across),
        "c": rgb(colour),
        "k": rgb(ink_on(colour)),
        "n": str(number),
        "title": title,
        "text": f"Order {order.order_id[:24]} · {show_distance(one.metres)} to the stop · {one.reason}",
        "stop": f"Here the {one.profile.replace('_', ' ')} stops for order {order.order_id[:24]}",
    }


def _lines(rows: Sequence[dict[str, Any]], name: str, *, dashed: bool) -> Layer:
    options: dict[str, Any] = {}
    if dashed:
        options = {"extensions": [{"@@type": "PathStyleExtension", "dash": True}], "get_dash_array": [3, 2]}
    return Layer(
        "PathLayer",
        data=[{key: row[key] for key in ("path", "c", "title", "text")} for row in rows],
        id=name,
        get_path="path",
        get_color="c",
        get_width=3,
        width_units="'pixels'",
        pickable=True,
        **options,
    )


def _stop_points(rows: Sequence[dict[str, Any]], theme: Theme) -> Layer:
    surface = SURFACES[theme]
    return Layer(
        "ScatterplotLayer",
        data=list(rows),
        id="stop-points",
        get_position="p",
        get_fill_color=list(rgb(surface.ground)),
        get_line_color=list(rgb(surface.ink)),
        stroked=True,
        get_radius=5,
        radius_units="'pixels'",
        get_line_width=2,
        line_width_units="'pixels'",
        pickable=True,
    )
