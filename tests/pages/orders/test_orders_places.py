"""The list of places: guesses, a typed pin, confirming by name; and many orders changed at once, then undone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.model import Location, Order, OrderStatus
from lastmile_core.places import AddressQuery, PlaceAnswer, PlaceGuess, PlaceKind
from lastmile_core.store import Store
from lastmile_core.workflows.places.fix_place import fix_place

Look = Callable[..., AppTest]
GUESSES = (
    PlaceGuess(
        location=Location(lat=45.011, lon=-30.011), kind=PlaceKind.STREET, confidence=0.62, matched="Sycamore Avenue"
    ),
    PlaceGuess(
        location=Location(lat=45.022, lon=-30.022), kind=PlaceKind.HOUSE, confidence=0.41, matched="Sycamore Lane 12"
    ),
)


@pytest.fixture
def guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A geocoder that is unsure about every address."""

    class Unsure:
        def find(self, query: AddressQuery, _pin: Location | None = None) -> PlaceAnswer:
            return PlaceAnswer(guesses=GUESSES, note="Two streets fit.") if query.text else PlaceAnswer()

    @contextmanager
    def geocoder(*_: Any, **__: Any) -> Iterator[Unsure]:
        yield Unsure()

    monkeypatch.setattr("lastmile_core.workflows.places.place_orders.geocoder_for", geocoder)


@pytest.fixture
def waiting_day(small_day: Store, guessing: None, today: date) -> Store:
    """Two orders without a place (one customer), three far away or at one point; and one of next week."""
    orders = {order.order_id: order for order in small_day.orders.due_on(today)}
    lost = {"location": None, "status": OrderStatus.NEEDS_PLACE, "customer_name": "Anna", "address": "12 Sycamor"}
    changed = [replace(orders[name], **lost) for name in ("A1", "A3")]  # type: ignore[arg-type]
    changed.append(replace(orders["A4"], location=Location(lat=-30.0, lon=45.0), status=OrderStatus.NEEDS_LOOK))
    changed.append(replace(orders["A5"], status=OrderStatus.NEEDS_LOOK))
    changed.append(replace(changed[0], order_id="N1", service_date=today + timedelta(days=7)))
    small_day.orders.save_many(changed)
    return small_day


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.error, app.subheader)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if re.search(label, button.label)).click().run()
    assert not app.exception, app.exception
    return app


def place_list(app: AppTest) -> Any:
    return next(one for one in app.radio if one.label == "Orders that wait")


def now(store: Store, order_id: str, day: date) -> Order:
    found = store.orders.get(order_id, day)
    assert found is not None
    return found


def test_a_day_without_doubt_has_no_list(look: Look, small_day: Store) -> None:
    assert "Places to settle" not in said(look("orders"))


def test_guesses_stand_beside_the_map_with_kind_and_confidence(look: Look, waiting_day: Store) -> None:
    app = look("orders")
    text = said(app)
    assert "2 orders without a place and 2 orders whose place needs a look" in text
    assert len(place_list(app).options) == 4
    assert "Two streets fit\\." in text
    assert "**1** · Sycamore Avenue  \nthe street, 62% sure" in text
    assert "**2** · Sycamore Lane 12  \nat the door, 41% sure" in text
    decks = [json.loads(one.proto.json) for one in app.get("deck_gl_json_chart")]
    layers = [layer["id"] for deck in decks for layer in deck["layers"]]
    assert {"spots", "guesses", "frame"} <= set(layers)
    assert next(one for one in app.button if one.label.startswith("Put order")).disabled


def test_a_guess_is_taken_and_remembered_for_the_customer(look: Look, waiting_day: Store, today: date) -> None:
    press(look("orders"), "^Take this$")
    for order_id, day in (("A1", today), ("A3", today), ("N1", today + timedelta(days=7))):
        order = now(waiting_day, order_id, day)
        assert (order.status, order.location) == (OrderStatus.READY, GUESSES[0].location)
    assert waiting_day.audit.latest(1)[0].detail["remember"] is True


def test_without_remembering_only_this_order_is_placed(look: Look, waiting_day: Store, today: date) -> None:
    app = look("orders")
    app.checkbox(key="places_remember_A1").uncheck().run()
    press(app, "^Take this$")
    assert now(waiting_day, "A1", today).status is OrderStatus.READY
    assert now(waiting_day, "A3", today).status is OrderStatus.NEEDS_PLACE
    assert place_list(app).options[0].startswith("A3")


@pytest.mark.parametrize("typed", ["45.0123, -30.0123", "https://www.google.com/maps/@45.0123,-30.0123,15z"])
def test_a_place_can_be_typed(typed: str, look: Look, waiting_day: Store, today: date) -> None:
    app = look("orders")
    next(one for one in app.text_input if one.label.startswith("Or type the place")).set_value(typed).run()
    press(app, "^Put order A1 here$")
    assert now(waiting_day, "A1", today).location == Location(lat=45.0123, lon=-30.0123)


def test_nonsense_is_no_place(look: Look, waiting_day: Store, today: date) -> None:
    app = look("orders")
    next(one for one in app.text_input if one.label.startswith("Or type the place")).set_value("north").run()
    assert any("no place" in one.value for one in app.error)
    assert now(waiting_day, "A1", today).location is None


def test_a_doubtful_place_says_why_and_what_it_could_be(look: Look, waiting_day: Store, today: date) -> None:
    app = look("orders")
    place_list(app).set_value("A4").run()
    text = said(app)
    assert "km from North depot" in text
    assert "latitude and longitude swapped" in text
    number = next(int(match.group(1)) for match in re.finditer(r"\*\*(\d)\*\* · latitude and longitude swapped", text))
    next(b for b in app.button if re.fullmatch(rf"places_take_.*_{number - 1}", b.key or "")).click().run()
    assert now(waiting_day, "A4", today).location == Location(lat=45.0, lon=-30.0)


def test_doubtful_places_are_confirmed_together_by_name(look: Look, waiting_day: Store, today: date) -> None:
    app = look("orders")
    groups = [one for one in app.checkbox if one.key.startswith("places_group")]
    assert [one.label for one in groups] == ["A4 Customer 4", "A5 Customer 5"]
    assert not any(one.value for one in groups)  # nothing is confirmed that nobody chose
    assert next(one for one in app.button if one.key == "places_all_go").disabled
    groups[1].check().run()
    press(app, "^This one is right$")
    assert now(waiting_day, "A5", today).status is OrderStatus.READY
    assert now(waiting_day, "A4", today).status is OrderStatus.NEEDS_LOOK
    place_list(app).set_value("A4").run()
    press(app, "^The place is right$")
    assert now(waiting_day, "A4", today).status is OrderStatus.READY
    assert any(entry.why == "The places are right." for entry in waiting_day.audit.latest(3))


def test_one_thing_is_set_for_all_shown_orders_and_undone(look: Look, small_day: Store, today: date) -> None:
    app = look("orders")
    app.number_input(key="bulk_set_min").set_value(9).run()
    press(app, "^Set time at the stop of 5 orders to 9 min$")
    assert {order.service_s for order in small_day.orders.due_on(today)} == {540}
    press(app, "^Undo the change of 5 orders at")
    assert {order.service_s for order in small_day.orders.due_on(today)} == {240}
    assert not any(one.label.startswith("Undo the change") for one in app.button)


def test_a_long_list_has_pages(look: Look, waiting_day: Store, today: date) -> None:
    first = now(waiting_day, "A1", today)
    waiting_day.orders.save_many([replace(first, order_id=f"P{number:02}", address="") for number in range(30)])
    app = look("orders")
    assert place_list(app).options[0].startswith("A1")
    assert len(place_list(app).options) == 12
    app.pagination(key="places_page").set_value(3).run()
    assert len(place_list(app).options) == 10


def test_a_remembered_place_is_forgotten_on_the_page(look: Look, small_day: Store, today: date) -> None:
    assert not [one for one in look("orders").expander if "Remembered" in one.label]
    order = replace(small_day.orders.due_on(today)[0], postcode="4121", city="Port Alder")
    small_day.orders.save(order)
    fix_place(small_day, order.order_id, today, Location(lat=45.02, lon=-30.02), by="Ana")
    app = look("orders")
    assert "Remembered places · 1 order" in [one.label for one in app.expander]
    assert any("Put by Ana on" in one.value for one in app.markdown)
    app = next(one for one in app.button if one.label == "Forget this place").click().run()
    assert not app.exception
    assert not app.error
    entry = small_day.audit.latest(1)[0]
    assert (entry.what, entry.detail["order"]) == ("forget place", order.order_id)
    assert not [one for one in look("orders").expander if "Remembered" in one.label]
    kept = small_day.orders.get(order.order_id, today)
    assert kept is not None
    assert kept.location == Location(lat=45.02, lon=-30.02)


def test_the_orders_that_are_shown_can_be_taken_out_as_files(look: Look, small_day: Store, today: date) -> None:
    app = look("orders")
    labels = [one.label for one in app.get("download_button")]
    assert {"Orders as CSV", "Orders as Excel"} <= set(labels)
    assert any("with all fields, as saved" in one.value for one in app.caption)
