"""A file of what happened, brought in on Today: the same report as the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import today_in
from lastmile_core.model import Vehicle
from lastmile_core.store import Store

Look = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the files lies ahead, at whatever hour the test runs."""
    late = datetime.combine(today_in("UTC"), time(23, 59), tzinfo=UTC)
    monkeypatch.setattr("lastmile_core.workflows.imports.import_events.utc_now", lambda: late)


def _give(app: AppTest, text: str) -> AppTest:
    app.file_uploader[0].set_value(("events.csv", text.encode(), "text/csv")).run()
    app.button(key="events_import").click().run()
    assert not app.exception
    return app


def _stored(store: Store) -> list[tuple[str, str | None, str]]:
    return [(e.vehicle_id, e.visit_id, e.kind.value) for e in store.events.of_day(today_in("UTC"), "north")]


def test_a_good_file_goes_in_and_the_form_is_empty_again(look: Look, small_day: Store) -> None:
    app = _give(look("today"), "Placa;Pedido;Situação;Horário\nVan 1;A1;Entregue;09:00\n")
    assert _stored(small_day) == [("v1", "A1", "delivered")]
    assert [toast.value.replace("\\", "") for toast in app.toast] == ["events.csv: 1 event stored."]
    assert "events_import" not in [button.key for button in app.button]


def test_what_is_held_and_what_is_refused_is_shown_and_the_rest_goes_in(look: Look, small_day: Store) -> None:
    app = _give(
        look("today"),
        "vehicle,order number,status,time\nGHOST,A1,delivered,09:00\nv1,[x](http://evil.test),delivered,09:00\n"
        "v1,A1,delivered,1999-01-01 09:00\nv1,A1,delivered,09:00\n",
    )
    assert _stored(small_day) == [("v1", "A1", "delivered")]
    (warning,) = (one.value for one in app.warning if "rows held" in one.value)
    assert "1 event stored; 1 row refused; 2 rows held" in warning
    shown = next(frame.value for frame in app.dataframe if "Mend" in frame.value.columns)
    assert list(shown["Row"]) == ["1", "2", "3"]
    assert [cell.split()[-1] for cell in shown[shown.columns[0]]] == ["held", "held", "refused"]


def test_a_column_that_is_not_understood_is_chosen_once(look: Look, small_day: Store) -> None:
    text = "vehicle;order number;xyzzy;time\nv1;A1;delivered;09:{:02d}\n"
    app = _give(look("today"), text.format(1))
    assert _stored(small_day) == []
    app.selectbox(key="events_map_kind").set_value("xyzzy").run()
    app.button(key="events_import").click().run()
    assert not app.exception
    assert len(_stored(small_day)) == 1
    _give(look("today"), text.format(2))
    assert len(_stored(small_day)) == 2


def test_a_van_without_a_route_counts_as_no_route_and_is_named(look: Look, published_day: Store) -> None:
    published_day.vehicles.save(Vehicle(vehicle_id="v3", name="Van 3", depot_id="north"))
    app = _give(look("today"), "Placa;Pedido;Situação;Horário\nVan 3;A1;Entregue;09:00\nVan 3;A2;Entregue;09:10\n")
    figures = {one.label: one.value for one in app.metric}
    assert figures["◔ Routes out"] == "0 of 2"
    assert figures["● Served"] == "2"
    assert any("Van 3 reported 2 stops of the route of Van 1" in one.value.replace("\\", "") for one in app.markdown)
