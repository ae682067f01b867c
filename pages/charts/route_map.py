"""The plan on the map: routes on streets, numbered stops, direction arrows, the depot and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydeck import Layer

from lastmile_core.model import Depot, Order, Plan, by_visit
from lastmile_core.units import show_clock
from pages.charts.deck import SIZE_PX, CompactDeck, LonLat, build_deck, fit_view, point, text_layer
from pages.charts.geometry import arrows_along, route_path
from pages.charts.map_scene import Scene, StopStates
from pages.charts.palette import SURFACES, Theme, rgb, route_styles
from pages.charts.stop_layers import depot_layer, stop_layers, unassigned_layers


def route_map(
    plan: Plan,
    orders_by_id: Mapping[str, Order],
    depot: Depot,
    *,
    theme: Theme = "light",
    style_url: str | None = None,
    selected_vehicle: str | None = None,
    selected_order: str | None = None,
    events_state: StopStates | None = None,
    vehicle_names: Mapping[str, str] | None = None,
    fleet: Sequence[str] = (),
    size_px: tuple[int, int] = SIZE_PX,
) -> CompactDeck:
    """Return the map of a plan.

    Rows of the pickable layers carry ``vehicle_id`` and ``order_id``: trust only these from a click.

    Parameters
    ----------
    style_url
        Base map's style on our own server; None draws on an empty ground.
    selected_vehicle, selected_order
        The route is drawn last and bold, the others grey; the order gets a ring. An order alone selects its route.
    events_state
        Tracked day; adds a badge with the state's shape to each stop that is not just planned.
    vehicle_names
        Vehicle id → name that people use.
    fleet
        All vehicle ids of the depot, so that a van keeps its colour when another stays in.
    size_px
        Width and height of the map on the page; the first view fits into it.
    """
    vehicle = selected_vehicle or _vehicle_of(plan, selected_order)
    scene = Scene(
        plan=plan,
        orders=by_visit(orders_by_id.values()),
        depot=depot,
        theme=theme,
        styles=route_styles([*fleet, *(route.vehicle_id for route in plan.routes)], theme),
        names=vehicle_names or {},
        vehicle=vehicle if any(route.vehicle_id == vehicle for route in plan.routes_in_use) else None,
        order=selected_order,
        tracked=events_state.stops if events_state is not None else {},
    )
    paths = {route.vehicle_id: route_path(route, orders_by_id, depot) for route in scene.drawn}
    layers = [
        *_path_layers(scene, paths),
        *stop_layers(scene),
        *unassigned_layers(scene),
        depot_layer(depot, theme),
    ]
    return build_deck(
        layers, fit_view(_points_to_show(scene, paths), size_px=size_px), theme=theme, style_url=style_url
    )


def describe_route_map(
    plan: Plan, depot: Depot, *, selected_vehicle: str | None = None, vehicle_names: Mapping[str, str] | None = None
) -> str:
    """Return the map in words, for people who cannot see it."""
    names = vehicle_names or {}
    routes = plan.routes_in_use
    words = f"Map of {len(routes)} routes with {plan.num_stops} stops from depot {depot.name}."
    if plan.unassigned:
        count = len(plan.unassigned)
        words += " 1 order without a route is a" if count == 1 else f" {count} orders without a route are"
        words += " hollow marker." if count == 1 else " hollow markers."
    for route in routes:
        if route.vehicle_id == selected_vehicle:
            words += (
                f" Selected: {names.get(route.vehicle_id, route.vehicle_id)}, {len(route.stops)} stops, "
                f"{show_clock(route.departure)} to {show_clock(route.return_at)}; the other routes are grey."
            )
    return words + " The table beside the map holds the same stops."


def _vehicle_of(plan: Plan, order_id: str | None) -> str | None:
    if order_id is None:
        return None
    for route in plan.routes:
        if any(stop.visit_id == order_id for stop in route.stops):
            return route.vehicle_id
    return None


def _path_layers(scene: Scene, paths: Mapping[str, list[LonLat]]) -> list[Layer]:
    """Return the halo of the selected route, all routes, and the arrows of their direction."""
    grey = rgb(SURFACES[scene.theme].muted_route)
    rows: list[dict[str, Any]] = []
    arrows: list[dict[str, Any]] = []
    for route in scene.drawn:
        style, bold = scene.styles[route.vehicle_id], scene.is_bold(route)
        selected = route.vehicle_id == scene.vehicle
        path = paths[route.vehicle_id]
        rows.append(
            {
                "vehicle_id": route.vehicle_id,
                "p": path,
                "c": style.rgb if bold else grey,
                "w": 6 if selected else 3.5 if bold else 2.5,
                "d": style.dash,
                "title": scene.name(route.vehicle_id),
                "text": f"{len(route.stops)} stops · {show_clock(route.departure)}–{show_clock(route.return_at)}",
            }
        )
        if bold:
            every, at_most = (350.0, 150) if selected else (900.0, 40)
            ink = rgb(style.ink) if selected else style.rgb
            arrows += [
                {"p": place, "a": angle, "k": ink}
                for place, angle in arrows_along(path, every_m=every, at_most=at_most)
            ]
    options: dict[str, Any] = {}
    if any(row["d"] != (0, 0) for row in rows):
        options = {"extensions": [{"@@type": "PathStyleExtension", "dash": True}], "get_dash_array": "d"}
    layers = []
    if scene.vehicle is not None:
        layers.append(_line_layer("route-halo", [{"p": paths[scene.vehicle], "c": _halo(scene.theme), "w": 10}]))
    layers.append(_line_layer("routes", rows, pickable=True, **options))
    for row in arrows:
        row["n"] = "▶"
    # On a wide selected line the arrow lies inside it; on thin lines it is bigger than the line and in its colour.
    layers.append(text_layer("arrows", arrows, get_size=12 if scene.vehicle else 17, get_angle="a"))
    return layers


def _halo(theme: Theme) -> tuple[int, int, int]:
    return rgb(SURFACES[theme].ground)


def _line_layer(layer_id: str, rows: list[dict[str, Any]], **options: Any) -> Layer:
    return Layer(
        "PathLayer",
        data=rows,
        id=layer_id,
        get_path="p",
        get_color="c",
        get_width="w",
        width_units="'pixels'",
        cap_rounded=True,
        joint_rounded=True,
        **options,
    )


def _points_to_show(scene: Scene, paths: Mapping[str, list[LonLat]]) -> list[LonLat]:
    """Return what the first view must hold: the selected route, or all routes and places of the day."""
    if scene.vehicle is not None:
        return paths[scene.vehicle]
    places = [order.location for order in scene.orders.values() if order.location is not None]
    shown = [p for path in paths.values() for p in path] or [point(place.lat, place.lon) for place in places]
    return [*shown, point(scene.depot.location.lat, scene.depot.location.lon)]
