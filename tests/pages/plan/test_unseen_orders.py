"""Nothing is planned while an order that waits is unseen; and who is asked about addresses is said on Settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.model import OrderStatus
from lastmile_core.store import Store
from lastmile_core.workflows.places.remote_geocoder import remote_settings

Look = Callable[..., AppTest]


@pytest.fixture
def waiting_day(small_day: Store, today: date) -> Store:
    orders = {order.order_id: order for order in small_day.orders.due_on(today)}
    small_day.orders.save_many(
        [
            replace(orders["A1"], location=None, status=OrderStatus.NEEDS_PLACE),
            replace(orders["A3"], status=OrderStatus.NEEDS_LOOK),
        ]
    )
    return small_day


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def plan_button(app: AppTest) -> bool:
    return bool(app.button(key="plan_go").disabled)


def test_the_day_is_planned_without_unseen_orders_only_by_name(look: Look, waiting_day: Store, today: date) -> None:
    app = look("plan")
    assert "1 order without a place on the map and 1 order to look at" in said(app)
    assert plan_button(app)
    assert "A1 Customer 1" in said(app)
    assert "A3 Customer 3" in said(app)
    next(button for button in app.button if button.label == "Plan without these 2").click().run()
    assert not plan_button(app)
    entry = waiting_day.audit.latest(1)[0]
    assert (entry.what, entry.detail["orders"]) == ("plan without", ["A1", "A3"])
    assert "planned without them" in said(app)


def test_an_order_that_comes_later_must_be_named_too(look: Look, waiting_day: Store, today: date) -> None:
    app = look("plan")
    next(button for button in app.button if button.label == "Plan without these 2").click().run()
    order = waiting_day.orders.get("A4", today)
    assert order is not None
    waiting_day.orders.save(replace(order, status=OrderStatus.NEEDS_LOOK))
    again = look("plan")
    assert plan_button(again)
    assert any(button.label == "Plan without this order" for button in again.button)


def test_a_day_without_waiting_orders_is_planned_at_once(look: Look, small_day: Store) -> None:
    app = look("plan")
    assert not plan_button(app)
    assert not any(re.match("Plan without", button.label) for button in app.button)


def test_a_server_elsewhere_is_switched_on_with_what_is_sent_and_off_again(look: Look, small_day: Store) -> None:
    app = look("setup")
    assert "No other server is asked" in said(app)
    app.text_input(key="geo_url_0").set_value("https://geo.example.org").run()
    assert "are sent to geo\\.example\\.org" in said(app)
    assert app.button(key="geo_on").disabled
    app.checkbox(key="geo_agreed_0_geo.example.org").check().run()
    app.button(key="geo_on").click().run()
    chosen = remote_settings(small_day)
    assert chosen is not None
    assert (chosen.service, chosen.host) == ("nominatim", "geo.example.org")
    assert "Nominatim at geo\\.example\\.org is asked" in said(app)
    app.button(key="geo_off").click().run()
    assert remote_settings(small_day) is None
    assert [entry.subject for entry in small_day.audit.latest(2)] == ["off", "geo.example.org"]


def test_an_address_that_is_none_is_refused_with_its_mend(look: Look, small_day: Store) -> None:
    app = look("setup")
    app.text_input(key="geo_url_0").set_value("geo example").run()
    assert any("is not the address of a server" in one.value for one in app.error)
    assert remote_settings(small_day) is None


def test_the_import_says_what_will_be_sent(look: Look, small_day: Store) -> None:
    app = look("setup")
    app.text_input(key="geo_url_0").set_value("https://geo.example.org").run()
    app.checkbox(key="geo_agreed_0_geo.example.org").check().run()
    app.button(key="geo_on").click().run()
    page = look("orders")
    page.file_uploader[0].set_value(
        ("x.csv", b"Order number,Customer,Address\nG1,Anna,Row 1\nG2,Ben,Row 2\n", "text/csv")
    ).run()
    assert any("are sent to geo\\.example\\.org" in one.value for one in page.info)
