"""Earlier imports on the page: opened, read back, taken back whole while nothing is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import utc_now
from lastmile_core.model import ImportAnswers, PlanNotes, PlanOrigin
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.imports.import_orders import import_orders
from lastmile_core.workflows.plan.judged_plan import judged_plan

Look = Callable[..., AppTest]
FILE = (
    "Order number,Customer,Address,Latitude,Longitude,Earliest,Latest\n"
    "H1,Anna,Row 1,45.01,-30.01,08:00,12:00\nH2,Ben,Row 2,45.02,-30.01,14:00,09:00\n"
)


@pytest.fixture
def imported(small_day: Store, today: date) -> str:
    report = import_orders(
        small_day,
        FILE.encode(),
        "shop_a.csv",
        service_date=today,
        depot_id="north",
        by="Ana",
        answers=ImportAnswers(replies={"decimal": "."}),
    )
    return report.import_id


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.error, app.success)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


def test_an_import_is_listed_opened_and_read_back(look: Look, imported: str, small_day: Store) -> None:
    app = look("orders")
    box = app.selectbox(key="history_id")
    assert "shop_a.csv · 1 new, 0 changed, 1 refused" in box.options[0]
    assert "brought in by" not in said(app)
    app = press(app, "history_open_go")
    text = said(app)
    assert "**shop\\_a\\.csv** · brought in by Ana" in text
    assert "the decimal mark was chosen" in text
    assert "Ana · imported" in text
    tables = [one.value for one in app.dataframe]
    assert any("Earliest" in frame["Means"].tolist() for frame in tables if "Means" in frame.columns)
    assert any("window ends before it begins" in frame["Kind"].tolist() for frame in tables if "Kind" in frame.columns)
    labels = [one.label for one in app.get("download_button")]
    assert "The file as it came" in labels
    assert "1 refused row with reasons" in labels


def test_an_import_is_taken_back_whole(look: Look, imported: str, small_day: Store, today: date) -> None:
    app = press(look("orders"), "history_open_go")
    assert small_day.orders.get("H1", today) is not None
    app.text_input(key="history_why").set_value("wrong day").run()
    app = press(app, "history_back")
    assert small_day.orders.get("H1", today) is None
    assert "It was taken back" in said(app)
    assert "· taken back" in app.selectbox(key="history_id").options[0]
    assert any(entry.why == "wrong day" for entry in small_day.audit.about(imported))


def test_what_is_published_is_not_taken_back(look: Look, imported: str, small_day: Store, today: date) -> None:
    prepared = prepare_day(load_settings(), load_inputs(small_day, today, "north"))
    plan = judged_plan(load_settings(), prepared, {"v1": ["H1", "A1"]}, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    small_day.plans.add(plan, expected_head=0)
    small_day.plans.publish(today, "north", 1, by="Ana", at=utc_now())
    app = press(press(look("orders"), "history_open_go"), "history_back")
    assert any("in the published plan" in str(one.value) for one in app.error)
    assert small_day.orders.get("H1", today) is not None
