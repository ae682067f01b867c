from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from lastmile_core.model import Location, OrderStatus
from pages.charts.deck import TOOLTIP_TEMPLATE, fit_view
from pages.charts.geometry import arrows_along, route_path, simplified
from pages.charts.orders_map import describe_orders_map, orders_map
from pages.charts.route_map import describe_route_map, route_map


def layers_of(deck):
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def draw(day, **options):
    return route_map(day.plan, day.orders, day.depot, vehicle_names=day.names, **options)


def test_the_map_has_its_layers_with_ids_and_one_row_a_thing(small_day):
    layers = layers_of(draw(small_day))
    assert {"routes", "stops", "stop-numbers", "arrows", "unassigned", "depot"} <= set(layers)
    assert len(layers["routes"]["data"]) == 4
    assert len(layers["stops"]["data"]) == small_day.plan.num_stops == 32
    assert len(layers["unassigned"]["data"]) == 2
    assert layers["stops"]["data"][0].keys() == {"vehicle_id", "order_id", "p", "c", "r", "title", "text"}
    assert [name for name, layer in layers.items() if layer.get("pickable")] == [
        "routes",
        "stops",
        "unassigned",
        "depot",
    ]


@pytest.mark.parametrize("style_url", [None, "", "/basemap/port/style-dark.json"])
def test_no_map_ever_names_a_foreign_server(small_day, style_url):
    text = draw(small_day, style_url=style_url, theme="dark").to_json()
    assert not re.search(r"https?://|cartocdn|mapbox\.com|unpkg", text)
    spec = json.loads(text)
    if style_url:
        assert (spec["mapProvider"], spec["mapStyle"]) == ("mapbox", style_url)
    else:
        assert "mapProvider" not in spec
        assert "carto" not in text


def test_the_selected_route_is_last_and_bold_and_the_others_are_opaque_grey(small_day):
    layers = layers_of(draw(small_day, selected_vehicle="van-2"))
    rows = layers["routes"]["data"]
    assert rows[-1]["vehicle_id"] == "van-2"
    assert rows[-1]["w"] > rows[0]["w"]
    assert len({tuple(row["c"]) for row in rows[:-1]}) == 1
    assert all(len(row["c"]) == 3 for row in rows)
    assert len(layers["stop-numbers"]["data"]) == 8
    assert "route-halo" in layers


def test_a_selected_stop_selects_its_route_and_gets_a_ring(small_day):
    order_id = small_day.plan.routes[1].stops[3].visit_id
    layers = layers_of(draw(small_day, selected_order=order_id))
    assert layers["routes"]["data"][-1]["vehicle_id"] == "van-2"
    place = small_day.orders[order_id].location
    assert layers["selected-stop"]["data"] == [{"p": [place.lon, place.lat]}]


def test_an_unknown_selection_leaves_all_routes_in_colour(small_day):
    layers = layers_of(draw(small_day, selected_vehicle="van-77", selected_order="gone"))
    assert len({tuple(row["c"]) for row in layers["routes"]["data"]}) == 4
    assert "selected-stop" not in layers


def test_routes_are_dashed_only_when_colours_repeat(make_day):
    assert "extensions" not in layers_of(draw(make_day(12, 2)))["routes"]
    layer = layers_of(draw(make_day(13, 2)))["routes"]
    assert layer["extensions"] == [{"@@type": "PathStyleExtension", "dash": True}]
    assert sum(row["d"] != [0, 0] for row in layer["data"]) == 1


def test_text_layers_know_all_characters(small_day):
    for layer in layers_of(draw(small_day)).values():
        if layer["@@type"] == "TextLayer":
            assert layer["characterSet"] == "auto"


def test_states_are_shown_by_shape(small_day):
    ids = [stop.visit_id for stop in small_day.plan.routes[0].stops]
    statuses = dict(zip(ids, ["delivered", "failed", "under_way", "planned"], strict=False))
    state = SimpleNamespace(stops={key: SimpleNamespace(status=value) for key, value in statuses.items()})
    layers = layers_of(draw(small_day, events_state=state, selected_vehicle="van-1"))
    assert [row["n"] for row in layers["stop-states"]["data"]] == ["●", "✕", "◔", "▲"]


def test_customer_text_never_enters_the_tooltip_template(small_day):
    evil = "<img src=x onerror=alert(1)> {title}"
    orders = {key: replace(order, customer_name=evil) for key, order in small_day.orders.items()}
    deck = route_map(small_day.plan, orders, small_day.depot)
    assert deck._tooltip["html"] == TOOLTIP_TEMPLATE == "<b>{title}</b><br/>{text}"


def test_a_day_of_a_thousand_stops_stays_small(make_day):
    day = make_day(22, 46)
    size = len(draw(day).to_json().encode())
    assert day.plan.num_stops == 1012
    assert size < 500_000
    layer = layers_of(draw(day))["stops"]
    assert layer["radiusUnits"] == "meters"


def test_coordinates_have_at_most_six_digits(small_day):
    digits = re.findall(r"\d\.(\d+)", json.dumps(layers_of(draw(small_day))["routes"]["data"]))
    assert max(len(part) for part in digits) <= 6


def test_a_route_without_geometry_is_straight_from_stop_to_stop(day_without_geometry):
    day = day_without_geometry
    assert len(route_path(day.plan.routes[0], day.orders, day.depot)) == 10


def test_a_stop_without_a_place_is_passed_over(small_day):
    route = small_day.plan.routes[0]
    lost = route.stops[2].visit_id
    orders = {**small_day.orders, lost: replace(small_day.orders[lost], location=None)}
    del orders[route.stops[3].visit_id]
    assert len(route_path(route, orders, small_day.depot)) == 8
    assert len(layers_of(route_map(small_day.plan, orders, small_day.depot))["stops"]["data"]) == 30


def test_an_empty_plan_shows_the_orders_area(small_day):
    plan = replace(small_day.plan, routes=(), unassigned=(), violations=())
    spec = json.loads(route_map(plan, small_day.orders, small_day.depot).to_json())
    assert spec["initialViewState"]["zoom"] > 8
    assert "0 routes" in describe_route_map(plan, small_day.depot)


def test_simplifying_keeps_a_dead_end_and_drops_points_on_a_line():
    line = [[0.0, 0.0], [0.001, 0.0], [0.002, 0.0]]
    assert simplified(line) == [line[0], line[2]]
    spur = [[0.0, 0.0], [0.001, 0.0], [0.003, 0.0], [0.001, 0.0], [0.001, 0.002]]
    assert [0.003, 0.0] in simplified(spur)


def test_arrows_point_where_the_road_goes_and_are_not_too_many():
    east_then_north = [[0.0, 0.0], [0.02, 0.0], [0.02, 0.02]]
    arrows = arrows_along(east_then_north, every_m=500, at_most=6)
    assert 1 < len(arrows) <= 6
    assert arrows[0][1] == 0
    assert arrows[-1][1] == 90
    assert arrows_along([[0.0, 0.0]], every_m=1, at_most=5) == []


def test_the_first_view_holds_all_points():
    view = fit_view([[-30.2, 38.5], [-30.0, 38.7]], size_px=(800, 500))
    width_deg = 360 * 800 / (512 * 2**view.zoom)
    assert width_deg >= 0.2
    assert math.isclose(view.longitude, -30.1)
    assert fit_view([[1.0, 2.0]]).zoom == 15.5
    assert fit_view([]).zoom == 1


def test_the_map_of_orders_tells_status_by_sign(small_day):
    orders = list(small_day.orders.values())
    orders[0] = replace(orders[0], status=OrderStatus.NEEDS_LOOK)
    orders[1] = replace(orders[1], status=OrderStatus.SKIPPED)
    orders[2] = replace(orders[2], location=None)
    layers = layers_of(orders_map(orders, small_day.depot))
    assert len(layers["orders"]["data"]) == len(orders) - 1
    assert sorted(row["n"] for row in layers["order-signs"]["data"]) == ["!", "×"]
    words = describe_orders_map(orders, small_day.depot)
    assert "1 need a look" in words
    assert "1 orders have no place" in words


def test_a_place_that_is_no_number_is_refused_before_the_browser(small_day):
    with pytest.raises(ValueError, match="coordinate is not a number"):
        Location(lat=math.nan, lon=0)
