"""Every page, looked at in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from browser_tools import (
    PAGE_NAMES,
    Ears,
    Server,
    Visitor,
    choose_row,
    keep_shot,
    listen,
    num_colours,
    until,
    until_seen,
)

from lastmile_core.clock import today_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# Measured: the painted map has thousands, a grey box or a map of nothing but its background a few dozen.
FEWEST_COLOURS = 400


def go_to(visitor: Visitor, name: str) -> None:
    """Choose a page in the side bar, which a phone keeps folded away."""
    page = visitor.page
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text=name)
    unfold = page.get_by_test_id("stExpandSidebarButton")
    if unfold.is_visible():
        unfold.click()
    link.click()
    page.get_by_role("heading", level=1, name=name, exact=True).first.wait_for()
    visitor.idle()


def scrolls_sideways(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("document.scrollingElement.scrollWidth > innerWidth + 1"))


def check_map(visitor: Visitor, ears: Ears, scheme: str) -> None:
    """The map is painted, over our own base map with its street names."""
    chart = visitor.page.get_by_test_id("stDeckGlJsonChart").first
    chart.scroll_into_view_if_needed()
    until(lambda: num_colours(chart.screenshot()) > FEWEST_COLOURS, "the map is painted", 60)
    assert chart.locator("canvas").count() >= 1
    for name in (f"port-alder/style-{scheme}.json", "port-alder/roads.geojson"):
        until_seen(visitor, lambda name=name: ears.map_files.get(name) == 200, f"{name} was fetched")  # type: ignore[misc]
    until_seen(visitor, lambda: any("/glyphs/" in name for name in ears.map_files), "glyphs of names were fetched")
    assert set(ears.map_files.values()) <= {200, 304}


@pytest.mark.parametrize("device", ["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_clean(
    look_server: Server,
    visit: Callable[..., Visitor],
    visit_phone: Callable[..., Visitor],
    scheme: str,
    device: str,
) -> None:
    is_phone = device == "phone"
    me = visit_phone(scheme) if is_phone else visit(scheme=scheme)
    ears = listen(me)

    def check(name: str, shot: str = "") -> None:
        assert "incident" not in me.text(), f"{name}: {me.text()[:400]}"
        if is_phone:
            assert not scrolls_sideways(me), f"{name} scrolls sideways"
            fold = me.page.get_by_test_id("stExpandSidebarButton")
            until(fold.is_visible, f"the side bar is folded away again on {name}")
        keep_shot(me, f"{shot or name.lower()}-{scheme}-{device}")

    day = today_in("UTC")
    me.open(f"{look_server.url}/?day={day}&depot=harbour")
    for name in PAGE_NAMES:
        go_to(me, name)
        if name == "Routes":
            check_map(me, ears, scheme)
        check(name)
    me.open(f"{look_server.url}/performance?day={day - timedelta(days=1)}&depot=harbour")
    me.page.get_by_test_id("stMetric").filter(has_text="First-attempt delivery rate").first.wait_for()
    me.idle()
    check("Performance", "yesterday")
    assert me.strangers == []
    assert ears.errors == []


def test_without_webgl_the_tables_do_the_work(look_server: Server, visit_without_webgl: Callable[..., Visitor]) -> None:
    me = visit_without_webgl()
    day = f"day={today_in('UTC')}&depot=harbour"
    me.open(f"{look_server.url}/routes?{day}")
    assert me.page.evaluate("document.createElement('canvas').getContext('webgl2')") is None
    # By table: the first row of the routes opens that route's stops.
    table = me.page.locator("[class*='st-key-routes_table'] canvas").first
    table.wait_for()
    me.page.get_by_text("Choose a route in the table").wait_for()
    choose_row(me, "routes_table", 0)
    me.page.get_by_text("Stops of", exact=False).first.wait_for()
    until_seen(me, lambda: "route=" in me.page.url, "the address carries the chosen route")
    me.idle()
    choose_row(me, "stops_table", 0)
    until_seen(me, lambda: "stop=" in me.page.url, "the address carries the chosen stop")
    me.idle()
    shown = me.page.get_by_test_id("stMetric").filter(has_text="Arrives")
    shown.wait_for()
    arrives = shown.get_by_test_id("stMetricValue").inner_text()
    assert len(arrives) == 5
    assert arrives[2] == ":"
    keep_shot(me, "routes-without-webgl")
    # By address: the same stop in a fresh window.
    again = visit_without_webgl()
    again.open(me.page.url)
    metric = again.page.get_by_test_id("stMetric").filter(has_text="Arrives")
    metric.wait_for()
    assert metric.get_by_test_id("stMetricValue").inner_text() == arrives
    assert "incident" not in again.text()
