"""Who serves whom on the Fleet page: empty, typed, brought in from a file, and asked where the file does not say it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.model import Customer, CustomerVehicle, ServiceKind
from lastmile_core.store import Store

Look = Callable[..., AppTest]
F, A, P = ServiceKind.FORBIDDEN, ServiceKind.ALLOWED, ServiceKind.PREFERRED
KEY = "who_serves_whom"


def _pairs(store: Store) -> list[tuple[str, str, ServiceKind]]:
    return [(one.customer_id, one.vehicle_id, one.kind) for one in store.customer_vehicles.all()]


def _give(app: AppTest, content: bytes, name: str = "list.csv") -> AppTest:
    box = next(one for one in app.file_uploader if (one.key or "").startswith("serving_file_"))
    box.set_value((name, content, "text/csv")).run()
    app.button(key="serving_import").click().run()
    assert not app.exception
    return app


def test_without_a_rule_the_page_says_what_to_do(look: Look, small_day: Store) -> None:
    app = look("fleet")
    assert any("Every vehicle may serve every customer. Add a customer" in one.value for one in app.info)


def test_a_file_that_says_what_it_means_goes_in_with_one_click(look: Look, small_day: Store) -> None:
    small_day.customers.save(Customer(customer_id="C1", name="Bar"))
    app = _give(look("fleet"), b"customer,vehicle\nBar,Van 1\n", "who_may_not.csv")
    assert _pairs(small_day) == [("C1", "v1", F)]
    assert not any("Every vehicle may serve" in one.value for one in app.info)


def test_the_kind_is_asked_with_three_answers_and_rows_with_a_fault_are_shown(look: Look, small_day: Store) -> None:
    app = _give(look("fleet"), b"customer,vehicle\nBar,Van 1\nBar,Ghost\n")
    assert _pairs(small_day) == []
    assert any("Nothing says whether" in one.value and "--answer" not in one.value for one in app.warning)
    app.radio(key="serving_kind").set_value(A).run()
    app.button(key="serving_import").click().run()
    assert not app.exception
    assert _pairs(small_day) == [("Bar", "v1", A)]
    assert any("1 row refused" in one.value for one in app.warning)
    found = next(frame.value for frame in app.dataframe if "Mend" in frame.value.columns)
    assert any("no vehicle “Ghost”" in text for text in found["What"])


def test_a_column_that_names_the_vehicles_is_chosen(look: Look, small_day: Store) -> None:
    app = _give(look("fleet"), b"customer,thing\nBar,v1\n", "who_may_not.csv")
    app.selectbox(key="serving_map_vehicle").set_value("thing").run()
    app.button(key="serving_import").click().run()
    assert not app.exception
    assert _pairs(small_day) == [("Bar", "v1", F)]


@pytest.fixture
def ruled(small_day: Store) -> Store:
    small_day.customers.save(Customer(customer_id="C1", name="Bar"))
    small_day.customer_vehicles.save_many([CustomerVehicle(customer_id="C1", vehicle_id="v1", kind=F)])
    return small_day


def _type(app: AppTest, **changes: object) -> AppTest:
    empty = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    app.session_state[f"{KEY}_0"] = {**empty, **changes}
    app.run()
    assert not app.exception
    app.button(key=f"{KEY}_save").click().run()
    assert not app.exception
    return app


def test_cells_and_rows_that_were_typed_are_saved(look: Look, ruled: Store) -> None:
    _type(
        look("fleet"),
        edited_rows={0: {"never": "", "rather": "Van 2"}},
        added_rows=[{"customer": "Tomorrow", "only": "v1, van 2"}],
    )
    assert _pairs(ruled) == [("C1", "v2", P), ("Tomorrow", "v1", A), ("Tomorrow", "v2", A)]


def test_a_row_that_was_taken_off_is_forgotten(look: Look, ruled: Store) -> None:
    _type(look("fleet"), deleted_rows=[0])
    assert _pairs(ruled) == []


def test_a_vehicle_that_nobody_has_is_refused_by_name(look: Look, ruled: Store) -> None:
    app = _type(look("fleet"), edited_rows={0: {"never": "Ghost"}})
    assert any("“Ghost” of Bar names no vehicle" in one.value for one in app.error)
    assert _pairs(ruled) == [("C1", "v1", F)]
