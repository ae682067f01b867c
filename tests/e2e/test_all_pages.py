"""Every page, looked at in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_tools import PAGE_NAMES, Ears, Server, Visitor, keep_shot, listen, num_colours, until

from lastmile_core.clock import today_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# Measured: the painted map has thousands, a grey box or a map of nothing but its background a few dozen.
FEWEST_COLOURS = 400


def go_to(visitor: Visitor, name: str) -> None:
    """Choose a page in the side bar, which a phone keeps folded away."""
    page = visitor.page
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text=name)
    if not link.is_visible() or page.viewport_size["width"] < 700:  # type: ignore[index]
        unfold = page.get_by_test_id("stExpandSidebarButton")
        if unfold.is_visible():
            unfold.click()
    link.click()
    heading = "Settings" if name == "Settings" else name
    page.get_by_role("heading", level=1, name=heading, exact=False).first.wait_for()
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
        until(lambda name=name: ears.map_files.get(name) == 200, f"{name} was fetched", 30)  # type: ignore[misc]
    until(lambda: any("/glyphs/" in name for name in ears.map_files), "glyphs of street names were fetched", 30)
    assert {status for status in ears.map_files.values()} <= {200, 304}


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_clean(look_server: Server, visit: Callable[..., Visitor], scheme: str, width: int) -> None:
    me = visit(width=width, height=1000 if width > 700 else 844, scheme=scheme)
    ears = listen(me)
    me.open(f"{look_server.url}/?day={today_in('UTC')}&depot=harbour")
    for name in PAGE_NAMES:
        go_to(me, name)
        assert "incident" not in me.text(), f"{name}: {me.text()[:400]}"
        if width < 700:
            assert not scrolls_sideways(me), f"{name} scrolls sideways"
        if name == "Routes":
            check_map(me, ears, scheme)
        keep_shot(me, f"{name.lower()}-{scheme}-{width}")
    assert me.strangers == []
    assert ears.errors == []


def test_without_webgl_the_tables_do_the_work(
    look_server: Server, visit_without_webgl: Callable[[], Visitor]
) -> None:
    me = visit_without_webgl()
    day = f"day={today_in('UTC')}&depot=harbour"
    me.open(f"{look_server.url}/routes?{day}")
    assert me.page.evaluate("document.createElement('canvas').getContext('webgl2')") is None
    # By table: the first row of the routes opens that route's stops.
    table = me.page.locator("[class*='st-key-routes_table'] canvas").first
    table.wait_for()
    me.page.get_by_text("Choose a route in the table").wait_for()
    table.click(position={"x": 15, "y": 52})
    me.page.get_by_text("Stops of", exact=False).first.wait_for()
    until(lambda: "route=" in me.page.url, "the address carries the chosen route")
    me.idle()
    stops = me.page.locator("[class*='st-key-stops_table'] canvas").first
    stops.scroll_into_view_if_needed()
    stops.click(position={"x": 15, "y": 52})
    until(lambda: "stop=" in me.page.url, "the address carries the chosen stop")
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
