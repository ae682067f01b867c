"""The rules of orders on the Orders page: shown, saved, refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Location, Order, Pickup, TimeWindow
from lastmile_core.store import Store
from lastmile_core.workflows.orders.chance_words import chance_words, read_chances
from lastmile_core.workflows.orders.order_rules_sheet import changed_rules

Look = Callable[..., AppTest]
DAY = ServiceDay(service_date=date(2026, 11, 23), timezone="UTC")
FETCH = {"fetch_at": "", "fetch_lat": None, "fetch_lon": None, "fetch_from": None, "fetch_to": None}


def _save(app: AppTest, cells: dict[int, dict[str, Any]]) -> AppTest:
    table = next(one for one in app.data_editor if (one.key or "").startswith("order_rules_"))
    app.session_state[table.key] = {"edited_rows": cells, "added_rows": [], "deleted_rows": []}
    app.run()
    return next(one for one in app.button if one.label == "Save rules").click().run()


def _order(store: Store, order_id: str, today: date) -> Order:
    found = store.orders.get(order_id, today)
    assert found is not None
    return found


def test_rules_are_saved_in_the_depots_own_time(look: Look, small_day: Store, today: date) -> None:
    day = ServiceDay(service_date=today, timezone="UTC")
    cells = {
        0: {"set_up": 5, "dock": 2, "ready": "09:00:00", "wish_from": "10:00:00", "wish_to": "11:00:00", "late": 3},
        1: {"fetch_at": "Quay 4", "fetch_lat": 45.02, "fetch_lon": -30.01, "together": "sofa", "only": "v1"},
        2: {"chance": "60 %; 17-20 90 %", "apart": "dogs, cats", "never": "v2", "kerb": "yes"},
    }
    app = _save(look("orders"), cells)
    assert not app.exception
    assert not app.error
    first = _order(small_day, "A1", today)
    assert (first.set_up_s, first.dock_s, first.late_price, first.early_price) == (300, 120, 3.0, None)
    assert first.release_at == day.local(time(9))
    assert first.preferred == TimeWindow(earliest=day.local(time(10)), latest=day.local(time(11)))
    second = _order(small_day, "A2", today)
    assert second.pickup == Pickup(location=Location(lat=45.02, lon=-30.01), address="Quay 4")
    assert (second.same_route, second.allowed_vehicles) == ({"sofa"}, {"v1"})
    third = _order(small_day, "A3", today)
    assert (first.kerb_side, third.kerb_side) == (None, True)
    assert (third.chances[12], third.chances[18]) == (0.6, 0.9)
    assert (third.different_routes, third.forbidden_vehicles) == ({"dogs", "cats"}, {"v2"})


def test_emptied_cells_take_the_rules_away(look: Look, small_day: Store, today: date) -> None:
    _save(look("orders"), {0: {"set_up": 5, "fetch_lat": 45.02, "fetch_lon": -30.01, "chance": "70"}})
    assert _order(small_day, "A1", today).pickup is not None
    app = _save(look("orders"), {0: {"set_up": None, "fetch_lat": None, "fetch_lon": None, "chance": ""}})
    assert not app.error
    order = _order(small_day, "A1", today)
    assert (order.set_up_s, order.pickup, order.chances) == (0, None, ())


def test_a_refusal_is_told_and_nothing_is_saved(look: Look, small_day: Store, today: date) -> None:
    app = _save(look("orders"), {0: {"set_up": 5}, 1: {"only": "v9"}})
    assert any("v9" in one.value and "Fleet page" in one.value for one in app.error)
    assert _order(small_day, "A1", today).set_up_s == 0


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"set_up": -1}, "give 0 to 240"),
        ({"early": -1.0}, "give zero or more"),
        ({"wish_from": time(9), "wish_to": None}, "fill both or none"),
        ({"wish_from": time(9), "wish_to": time(8)}, "swap the two"),
        ({"chance": "perhaps"}, "write it like this"),
        (FETCH | {"fetch_at": "Quay 4"}, "give latitude and longitude"),
        (FETCH | {"fetch_lat": 95.0, "fetch_lon": 0.0}, "outside -90 to 90"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_mend(cells: dict[str, Any], sentence: str) -> None:
    order = Order(order_id="A1", service_date=DAY.service_date, depot_id="north")
    with pytest.raises(ValueError, match=sentence):
        changed_rules(order, cells, set(cells), DAY, {"v1"})


def test_a_pickup_keeps_what_the_table_does_not_show() -> None:
    pickup = Pickup(location=Location(lat=45.0, lon=-30.0), name="Baker", phone="12", service_s=90)
    order = Order(order_id="A1", service_date=DAY.service_date, depot_id="north", pickup=pickup)
    row = FETCH | {"fetch_at": "Quay 4", "fetch_lat": 45.1, "fetch_lon": -30.0}
    found = changed_rules(order, row, {"fetch_at", "fetch_lat"}, DAY, set())["pickup"]
    assert (found.name, found.phone, found.service_s, found.address) == ("Baker", "12", 90, "Quay 4")


@pytest.mark.parametrize(
    ("words", "chances"),
    [
        ("", ()),
        ("70 %", (0.7,)),
        ("60 %; 17–20 90 %", (*(0.6,) * 17, *(0.9,) * 3, *(0.6,) * 4)),
        ("50 %; 0–8 10 %; 17–20 90 %", (*(0.1,) * 8, *(0.5,) * 9, *(0.9,) * 3, *(0.5,) * 4)),
    ],
)
def test_chances_are_written_as_they_are_read(words: str, chances: tuple[float, ...]) -> None:
    assert read_chances(words) == chances
    assert chance_words(chances) == words


@pytest.mark.parametrize("words", ["120 %", "17–20 90 %", "60; 20–17 90", "60; 20–30 90", "-5", "60 % 17-20"])
def test_chances_that_cannot_be_meant_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="write it like this"):
        read_chances(words)
