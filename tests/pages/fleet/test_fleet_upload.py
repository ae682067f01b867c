"""A fleet file with a column that nothing reads asks once, shows what was understood, and remembers."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from lastmile_core.store import Store

Look = Callable[..., AppTest]
FILE = b"Vehicle ID,Name,Klotz [x](http://evil.test)\nv9,Nine,12\n"


def _give(app: AppTest, content: bytes) -> AppTest:
    box = next(one for one in app.file_uploader if (one.key or "").startswith("fleet_file_"))
    box.set_value(("fleet.csv", content, "text/csv")).run()
    app.button(key="fleet_import").click().run()
    assert not app.exception
    return app


def test_what_a_column_holds_is_asked_and_remembered(look: Look, small_day: Store) -> None:
    app = _give(look("fleet"), FILE)
    assert small_day.vehicles.get("v9") is None
    box = next(one for one in app.selectbox if (one.key or "").startswith("fleet_column_"))
    assert "](http" not in box.label  # a heading is never read as Markdown
    assert any("Understood: Vehicle ID: Id · Name: Name" in one.value for one in app.caption)
    assert app.button(key="fleet_columns_go").disabled
    box.set_value("max_stops").run()
    app.button(key="fleet_columns_go").click().run()
    assert not app.exception
    found = small_day.vehicles.get("v9")
    assert found is not None
    assert found.max_stops == 12
    app = _give(look("fleet"), FILE.replace(b"12", b"14"))
    again = small_day.vehicles.get("v9")
    assert again is not None
    assert again.max_stops == 14


def test_one_click_says_that_nothing_of_it_is_needed(look: Look, small_day: Store) -> None:
    app = _give(look("fleet"), FILE)
    app.button(key="fleet_columns_none").click().run()
    assert not app.exception
    found = small_day.vehicles.get("v9")
    assert found is not None
    assert found.max_stops is None


def test_what_a_file_had_stays_in_sight_and_the_other_tabs_know_it(look: Look, small_day: Store) -> None:
    file = b"Placa;Capacidade (kg);In\xc3\xadcio do turno;Fim do turno;Motorista\nAAA1A11;3500;06:00;15:00;Rita\n"
    app = _give(look("fleet"), file)
    found = small_day.vehicles.get("AAA1A11")
    assert found is not None
    # Notes alone are no warning; sentences stand whole, and what is said of the file has no row “None”.
    assert any("1 new vehicle" in one.value for one in app.success)
    assert not any("1 new vehicle" in one.value for one in app.warning)
    issues = next(one.value for one in app.table if "Mend" in one.value.columns)
    said = {what.replace("\\", ""): row for what, row in zip(issues["What"], issues["Row"], strict=True)}
    assert said["Rita is a new driver, made from this file with the shift of AAA1A11."] == "file"
    # The file is put away, and the tabs beside show the van.
    assert "fleet_import" not in [button.key for button in app.button]
    assert any("AAA1A11" in str(frame.value.to_dict()) for frame in app.dataframe)


def test_a_refused_row_beside_a_good_one_is_a_warning_with_its_row(look: Look, small_day: Store) -> None:
    app = _give(look("fleet"), b"Placa;Capacidade (kg)\nAAA1A11;3500\nBBB2B22;muito\n")
    assert small_day.vehicles.get("AAA1A11") is not None
    assert small_day.vehicles.get("BBB2B22") is None
    assert any("1 new vehicle" in one.value for one in app.warning)
    issues = next(one.value for one in app.table if "Mend" in one.value.columns)
    assert list(issues["Row"]) == ["2"]
