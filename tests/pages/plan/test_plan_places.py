"""The Plan page shows stops far from their doors: a headline, a map, a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.model import Location
from lastmile_core.store import Store
from lastmile_core.workflows.day.check_places import PlaceCheck
from lastmile_core.workflows.day.far_stops import FarStop
from pages.widgets.plan import plan_places

Look = Callable[..., AppTest]


def test_far_stops_have_a_headline_a_map_and_a_row(
    look: Look, small_day: Store, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = sorted(small_day.orders.due_on(today), key=lambda order: order.order_id)
    stops = [
        FarStop(order=orders[0], profile="van", metres=140.0, stop=Location(lat=45.01, lon=-30.0)),
        FarStop(order=orders[1], profile="van", metres=60.0, stop=orders[0].location, across=("a railway",)),
        FarStop(order=orders[2], profile="van", metres=float("nan"), stop=None, is_planned=False),
    ]
    found: Any = PlaceCheck(stops=tuple(stops))
    monkeypatch.setattr(plan_places, "check_places", lambda *_: found)
    app = look("plan")
    labels = [block.label for block in app.expander]
    assert (
        "1 order farther than 80 m from where a vehicle stops · "
        "1 stop across a motorway, trunk road or railway from the door" in labels
    )
    table = next(frame.value for frame in app.dataframe if "Why" in frame.value.columns)
    assert list(table["Order"]) == [order.order_id for order in orders[:3]]
    assert list(table["Why"]) == ["farther than 80 m", "across a railway", "no road near: not planned"]
    assert list(table["No."])[:2] == [1, 2]
