"""Markers of a route map: numbered stops with their state, orders without a route, the depot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydeck import Layer

from lastmile_core.model import Depot, Order, Route, Stop
from lastmile_core.units import show_clock
from pages.charts.deck import LonLat, point, svg_icon, text_layer
from pages.charts.map_scene import Scene
from pages.charts.palette import STATES, SURFACES, Theme, ink_on, rgb, state_of

_CROWDED = 400
"""Above this many stops, circles and numbers grow with the zoom instead of covering the streets."""

_NAME_LENGTH = 40


def stop_layers(scene: Scene) -> list[Layer]:
    """Return circles ("stops"), their numbers, badges of what happened, and the ring of the selected stop."""
    rows = [row for route in scene.drawn for row in _rows_of(scene, route)]
    crowded = len(rows) > _CROWDED and scene.vehicle is None
    ground = rgb(SURFACES[scene.theme].ground)
    circles = Layer(
        "ScatterplotLayer",
        data=[{key: row[key] for key in ("vehicle_id", "order_id", "p", "c", "r", "title", "text")} for row in rows],
        id="stops",
        get_position="p",
        get_fill_color="c",
        get_line_color=list(ground),
        stroked=True,
        pickable=True,
        line_width_units="'pixels'",
        get_line_width=1.5,
        **_sizes(crowded, "r", radius=True),
    )
    numbers = [{key: row[key] for key in ("p", "n", "k", "s")} for row in rows if row["s"]]
    layers = [circles, text_layer("stop-numbers", numbers, **_sizes(crowded, "s", radius=False))]
    if badges := list(_badges(scene)):
        layers.append(
            text_layer(
                "stop-states",
                badges,
                get_size=18,
                get_pixel_offset=[12, -11],
                background=True,
                get_background_color=list(ground),
                background_padding=[1, 0, 1, 0],
            )
        )
    rings = [{"p": row["p"]} for row in rows if row["order_id"] == scene.order]
    if rings:
        layers.append(_ring(rings, rgb(SURFACES[scene.theme].ink)))
    return layers


def _sizes(crowded: bool, column: str, *, radius: bool) -> dict[str, Any]:
    """Return size settings: pixels while there is room, metres between two pixel limits in a crowd."""
    names = ("get_radius", "radius_units", "radius_min_pixels", "radius_max_pixels")
    if not radius:
        names = ("get_size", "size_units", "size_min_pixels", "size_max_pixels")
    if not crowded:
        return {names[0]: column, names[1]: "'pixels'"}
    largest, smallest, metres = (9, 3, 45) if radius else (11, 0, 55)
    return {names[0]: metres, names[1]: "'meters'", names[2]: smallest, names[3]: largest}


def _rows_of(scene: Scene, route: Route) -> Iterator[dict[str, Any]]:
    bold = scene.is_bold(route)
    selected = route.vehicle_id == scene.vehicle
    style = scene.styles[route.vehicle_id]
    grey = SURFACES[scene.theme].muted_route
    for number, stop in enumerate(route.stops, start=1):
        place = _place(scene.orders.get(stop.visit_id))
        if place is None:
            continue
        trip = f", trip {route.trip_of(number - 1)}" if route.reloads else ""
        order = scene.orders[stop.visit_id]
        yield {
            "vehicle_id": route.vehicle_id,
            "order_id": stop.visit_id,
            "p": place,
            "n": str(number),
            "c": style.rgb if bold else rgb(grey),
            "k": rgb(style.ink if bold else ink_on(grey)),
            "r": 11 if selected else 8.5 if bold else 4,
            "s": 12 if selected else 10 if bold else 0,
            "title": (order.customer_name or order.address or order.order_id)[:_NAME_LENGTH],
            "text": f"Stop {number} of {scene.name(route.vehicle_id)}{trip} · {_times(stop)}",
        }


def _times(stop: Stop) -> str:
    words = show_clock(stop.arrival)
    if stop.window is not None:
        words += f" (window {show_clock(stop.window.earliest)}–{show_clock(stop.window.latest)})"
    return words


def _badges(scene: Scene) -> Iterator[dict[str, Any]]:
    """Yield the state's shape beside each stop where something happened or a rule is broken."""
    broken = {violation.visit_id for violation in scene.plan.violations if violation.visit_id}
    for route in scene.drawn:
        for stop in route.stops:
            place = _place(scene.orders.get(stop.visit_id))
            tracked = scene.tracked.get(stop.visit_id)
            state = state_of(tracked.status) if tracked is not None else STATES["planned"]
            if state.key == "planned" and stop.visit_id in broken:
                state = STATES["at_risk"]
            if place is not None and state.key != "planned" and scene.is_bold(route):
                yield {"p": place, "n": state.shape, "k": rgb(state.colour(scene.theme))}


def unassigned_layers(scene: Scene) -> list[Layer]:
    """Return hollow markers with a question mark for orders that no route serves."""
    colour = rgb(STATES["failed"].colour(scene.theme))
    rows = []
    for left_out in scene.plan.unassigned:
        order = scene.orders.get(left_out.order_id)
        place = _place(order)
        if order is None or place is None:
            continue
        rows.append(
            {
                "vehicle_id": "",
                "order_id": left_out.order_id,
                "p": place,
                "title": (order.customer_name or order.address or order.order_id)[:_NAME_LENGTH],
                "text": f"Not on a route: {left_out.message}"[:160],
            }
        )
    circles = Layer(
        "ScatterplotLayer",
        data=rows,
        id="unassigned",
        get_position="p",
        # Nearly see-through, not unfilled: an unfilled circle can only be clicked on its thin line.
        get_fill_color=[*rgb(SURFACES[scene.theme].ground), 170],
        get_line_color=list(colour),
        stroked=True,
        pickable=True,
        get_radius=8,
        radius_units="'pixels'",
        get_line_width=2.5,
        line_width_units="'pixels'",
    )
    marks = [{"p": row["p"], "n": "?", "k": colour} for row in rows]
    return [circles, text_layer("unassigned-marks", marks, get_size=12)]


def depot_layer(depot: Depot, theme: Theme) -> Layer:
    """Return the depot as a house in the ink of the theme."""
    surface = SURFACES[theme]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24">'
        f'<rect x="1" y="1" width="22" height="22" rx="6" fill="{surface.ink}" stroke="{surface.ground}" '
        'stroke-width="1.6"/>'
        f'<path d="M5 18.5V10.2L12 5.6l7 4.6v8.3h-2.6v-5.9H7.6v5.9z" fill="{surface.ground}"/>'
        f'<path d="M9 14.3h6v1.5H9zm0 2.7h6v1.5H9z" fill="{surface.ground}"/></svg>'
    )
    row = {
        "vehicle_id": "",
        "order_id": "",
        "p": point(depot.location.lat, depot.location.lon),
        "i": svg_icon(svg),
        "title": depot.name,
        "text": f"Depot · open {depot.opens:%H:%M}–{depot.closes:%H:%M}",
    }
    return Layer(
        "IconLayer",
        data=[row],
        id="depot",
        get_position="p",
        get_icon="i",
        get_size=30,
        size_units="'pixels'",
        pickable=True,
    )


def _ring(rows: list[dict[str, Any]], colour: tuple[int, int, int]) -> Layer:
    return Layer(
        "ScatterplotLayer",
        data=rows,
        id="selected-stop",
        get_position="p",
        filled=False,
        stroked=True,
        get_line_color=list(colour),
        get_radius=15,
        radius_units="'pixels'",
        get_line_width=3,
        line_width_units="'pixels'",
        pickable=False,
    )


def _place(order: Order | None) -> LonLat | None:
    if order is None or order.location is None:
        return None
    return point(order.location.lat, order.location.lon)
