"""Two files in a real browser: a shop's export twice, an old semicolon file, and a place put on the map."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_tools import Server, Visitor, keep_shot, until, until_seen
from playwright.sync_api import Error as PlaywrightError

from lastmile_core.clock import today_in
from lastmile_core.model import Order, OrderStatus
from lastmile_core.places.index.flat_earth import metres_between
from lastmile_core.store.open_store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
DEPOT = "harbour"
# As an older program of a German shop writes it: semicolons, ISO-8859-1, decimal commas.
GERMAN = (
    "Auftragsnummer;Kunde;Straße;Ort;Gewicht (kg);von;bis\n"
    "G1;Jürgen Groß;12 Sycamore Avenue;Port Alder;5,5;08:00;12:00\n"
    "G2;Zoë Weiß;3 Harbour Street;Port Alder;7,25;12:00;09:00\n"
    "G3;Änne Öz;Sycamor;Port Alder;1,5;08:00;12:00\n"
    "G4;Lena Kühn;Nowhere Lane 1;Port Alder;2,5;08:00;12:00\n"
)
IMPORT = re.compile(r"^Import \d+ order")


def drop(me: Visitor, name: str, content: bytes) -> None:
    """Open the block for files if it is closed, and drop a file there."""
    uploader = me.page.get_by_test_id("stFileUploader").locator("visible=true")
    if not uploader.count():
        me.page.get_by_text("Bring in orders", exact=True).click()
    uploader.first.wait_for()
    uploader.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    me.page.get_by_text("3 · What will happen").wait_for()
    me.idle()


def bring_in(me: Visitor) -> None:
    me.page.get_by_role("button", name=IMPORT).click()
    me.page.get_by_role("button", name=IMPORT).wait_for(state="detached")
    me.idle()


def order_of(server: Server, order_id: str) -> Order:
    with open_store(server.home / "lastmile.db") as store:
        found = store.orders.get(order_id, today_in("UTC"))
    assert found is not None, order_id
    return found


def pin_text(me: Visitor) -> str:
    """Return what stands in the field of the pin; while the page draws itself there are two of them."""
    fields = "[class*='st-key-places_typed_G4'] input"
    values = me.page.eval_on_selector_all(fields, "found => found.map(field => field.value)")
    return str(values[-1]) if values else ""


def click_map(me: Visitor, right: float, down: float) -> None:
    """Click the map beside its middle until the pin follows: a map that still draws takes no clicks."""
    before = pin_text(me)

    def follows() -> bool:
        return pin_text(me) != before

    def attempt() -> bool:
        if follows():
            return True
        try:
            box = me.page.get_by_test_id("stDeckGlJsonChart").locator("visible=true").first.bounding_box()
        except PlaywrightError:  # drawn anew just now
            return False
        assert box is not None
        x, y = box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down
        me.page.mouse.move(x, y, steps=3)
        me.page.mouse.down()
        # Without a moment between down and up the map takes it for nothing.
        me.page.mouse.move(x, y, steps=2)
        me.page.mouse.up()
        try:
            until_seen(me, follows, "the pin follows", 5)
        except AssertionError:
            return False
        return True

    me.page.get_by_test_id("stDeckGlJsonChart").locator("visible=true").first.scroll_into_view_if_needed()
    until(attempt, "the pin follows the click", 60)
    me.idle()


def test_two_files_and_a_pin(
    bare_sample_server: Server,
    visit_without_maps: Callable[..., Visitor],
    visit: Callable[..., Visitor],
    shared_data: Path,
) -> None:
    server, me = bare_sample_server, visit_without_maps()
    shop = (shared_data / "orders" / "shopify_eur" / "orders_export.csv").read_bytes()
    address = f"{server.url}/orders?day={today_in('UTC').isoformat()}&depot={DEPOT}"
    me.open(address)
    me.page.get_by_text("All to Harbour depot").click()
    me.idle()

    # The shop's export: recognised whole, columns confirmed by importing them.
    drop(me, "orders_export.csv", shop)
    assert "Recognised as a file of Shopify" in me.text()
    assert "1 · What I understood" in me.text()
    keep_shot(me, "import-shopify-first")
    bring_in(me)
    me.page.get_by_text(re.compile("addresses without coordinates were found")).first.wait_for()

    # The next day's export needs no look at its columns.
    drop(me, "orders_export_2.csv", shop.replace(b"#10", b"#20"))
    me.page.get_by_text(re.compile("1 · Columns as you confirmed them on .*; nothing to check")).wait_for()
    assert "1 · What I understood" not in me.text()
    keep_shot(me, "import-shopify-second")
    bring_in(me)

    # The old file: its letters and separator are found, one row is refused, sure addresses get their place.
    drop(me, "auftraege.csv", GERMAN.encode("iso-8859-1"))
    text = me.text()
    assert "letters: Western Europe" in text
    assert "columns separated by semicolons" in text
    assert "0 of 4 orders are ready; 3 need a place, 1 has a window that ends before it begins." in text
    keep_shot(me, "import-semicolons")
    bring_in(me)
    until(lambda: order_of(server, "G1").status is OrderStatus.READY, "the sure address has its place")
    assert order_of(server, "G1").customer_name == "Jürgen Groß"
    assert order_of(server, "G3").status is OrderStatus.NEEDS_PLACE

    assert me.strangers == []

    # The list of places: a guess is taken for one order, the other gets its pin on the map.
    me = visit()
    me.open(address)
    me.page.get_by_text("Places to settle").wait_for()
    me.page.get_by_text(re.compile("^G3 · ")).click()
    me.idle()
    me.page.get_by_text("Why it waits:").wait_for()
    keep_shot(me, "places-guesses")
    me.page.get_by_role("button", name="Take this").first.click()
    until_seen(me, lambda: order_of(server, "G3").status is OrderStatus.READY, "the guess is taken")
    me.idle()
    me.page.get_by_text(re.compile("^G4 · ")).click()
    me.idle()
    until_seen(me, lambda: "Put order G4 here" in me.text(), "the map is that of the other order")
    for _ in range(3):
        click_map(me, 24, -40)
    keep_shot(me, "places-pin")
    lat, lon = (float(part) for part in pin_text(me).split(","))
    me.button("Put order G4 here")
    until_seen(me, lambda: order_of(server, "G4").status is OrderStatus.READY, "the order lies where the pin was")
    place = order_of(server, "G4").location
    assert place is not None
    assert metres_between((place.lat, place.lon), (lat, lon)) < 1
    until_seen(me, lambda: not me.page.get_by_text(re.compile("^G4 · ")).count(), "the order is off the list")
    assert me.strangers == []
