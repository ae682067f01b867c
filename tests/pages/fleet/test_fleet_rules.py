"""The rules of vehicles and drivers on the Fleet page: shown, saved, refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.model import Driver, Load, Location, Vehicle
from lastmile_core.store import Store
from lastmile_core.workflows.company.sheets.vehicle_hours_sheet import vehicle_with_hours
from lastmile_core.workflows.company.sheets.vehicle_rules_sheet import vehicle_with_rules

Look = Callable[..., AppTest]
DEPOT = Location(lat=45.0, lon=-30.0)
EMPTY: dict[str, Any] = dict.fromkeys(
    ("loading", "reload", "longest", "regular", "overtime", "start_lat", "start_lon", "end_lat", "end_lon")
) | {"trips": 1, "open_start": False, "open_end": False}


def _edit(app: AppTest, prefix: str, cells: dict[str, Any], button: str) -> AppTest:
    """Change cells of the first row of a table, as a browser would, and save."""
    table = next(one for one in app.data_editor if (one.key or "").startswith(prefix))
    app.session_state[table.key] = {"edited_rows": {0: cells}, "added_rows": [], "deleted_rows": []}
    app.run()
    save = next(one for one in app.button if (one.key or "").startswith(prefix) and one.label == button)
    return save.click().run()


def _van(store: Store) -> Vehicle:
    found = store.vehicles.get("v1")
    assert found is not None
    return found


def test_rules_of_a_vehicle_are_saved_in_its_own_units(look: Look, small_day: Store) -> None:
    cells = {
        "trips": 3,
        "loading": 10,
        "reload": 5,
        "longest": 9.5,
        "regular": 8,
        "overtime": 12,
        "open_end": True,
        "start_lat": 45.01,
        "start_lon": -30.02,
    }
    app = _edit(look("fleet"), "vehicle_rules_north", cells, "Save rules")
    assert not app.exception
    assert not app.error
    van = _van(small_day)
    assert (van.max_trips, van.loading_s, van.reload_s) == (3, 600, 300)
    assert (van.max_duration_s, van.regular_s, van.overtime_price) == (34_200, 28_800, 12.0)
    assert van.open_end
    assert not van.open_start
    assert van.start == Location(lat=45.01, lon=-30.02)
    assert small_day.audit.latest(1)[0].what == "change vehicle rules"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"trips": 0}, "give 1 or more"),
        ({"trips": 1.5}, "give 1 or more"),
        ({"longest": 0}, "leave it empty for no limit"),
        ({"longest": 30}, "give hours from 0 to 24"),
        ({"loading": -5}, "give 0 to 240"),
        ({"overtime": 12}, "fill Regular hours"),
        ({"regular": 8, "overtime": -1}, "give zero or more"),
        ({"start_lat": 45.1}, "give both or none"),
        ({"end_lat": 10.0, "end_lon": 10.0}, "km from the depot"),
        ({"open_end": True, "end_lat": 45.1, "end_lon": -30.0}, "keep one of the two"),
        ({"start_lat": 99.0, "start_lon": 0.0}, "outside -90 to 90"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_its_mend(cells: dict[str, Any], sentence: str) -> None:
    van = Vehicle(vehicle_id="v1", name="Van 1", depot_id="north")
    with pytest.raises(ValueError, match=sentence):
        vehicle_with_rules(van, EMPTY | cells, DEPOT)


def test_a_refusal_is_told_on_the_page_and_nothing_is_saved(look: Look, small_day: Store) -> None:
    before = _van(small_day)
    app = _edit(look("fleet"), "vehicle_rules_north", {"overtime": 12}, "Save rules")
    assert any("fill Regular hours" in one.value for one in app.error)
    assert _van(small_day) == before


def test_a_start_beside_the_depot_is_the_depot() -> None:
    van = Vehicle(vehicle_id="v1", name="Van 1", depot_id="north")
    assert vehicle_with_rules(van, EMPTY | {"start_lat": 45.001, "start_lon": -30.0}, DEPOT).start is None
    assert vehicle_with_rules(van, EMPTY, DEPOT) == van


def test_changing_a_price_leaves_the_rules_as_they_were(look: Look, small_day: Store) -> None:
    ruled = replace(_van(small_day), max_trips=2, regular_s=28_800, overtime_price=9.0, open_end=True)
    small_day.vehicles.save_many([ruled])
    app = _edit(look("fleet"), "vehicles_north", {"cost_per_km": 0.6}, "Save changes")
    assert not app.error
    assert _van(small_day) == replace(ruled, cost_per_km=0.6)


def test_a_driver_has_a_break_after_hours_of_work_and_known_districts(look: Look, small_day: Store) -> None:
    app = _edit(look("fleet"), "drivers_north", {"break_after": 4.5, "districts": "Old  Town, Quay,"}, "Save changes")
    assert not app.error
    driver = small_day.drivers.get("d1")
    assert driver is not None
    assert driver.break_after_s == 16_200
    assert driver.districts == {"Old Town", "Quay"}
    again = _edit(look("fleet"), "drivers_north", {"phone": "12"}, "Save changes")
    assert not again.error
    assert small_day.drivers.get("d1") == replace(driver, phone="12")


def test_a_break_after_no_hours_is_refused(look: Look, small_day: Store) -> None:
    before = small_day.drivers.get("d1")
    app = _edit(look("fleet"), "drivers_north", {"break_after": 0}, "Save changes")
    assert any("hours above 0" in one.value for one in app.error)
    assert isinstance(before, Driver)
    assert small_day.drivers.get("d1") == before


def test_plate_shift_break_and_speed_are_saved(look: Look, small_day: Store) -> None:
    cells = {"plate": " S-AB  1 ", "shift_start": "13:00:00", "shift_end": "22:00:00", "break_min": 30, "speed": 0.9}
    app = _edit(look("fleet"), "vehicle_hours_north", cells, "Save hours")
    assert not app.exception
    assert not app.error
    van = _van(small_day)
    assert (van.plate, van.shift_start, van.shift_end) == ("S-AB 1", time(13), time(22))
    assert (van.break_s, van.speed_factor) == (1800, 0.9)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"shift_start": time(7)}, "only one end"),
        ({"break_earliest": time(11)}, "only one of its two times"),
        ({"break_earliest": time(11), "break_latest": time(12)}, "give its minutes"),
        ({"break_min": 500}, "give 0 to 180"),
        ({"speed": 40}, "speed factor is 40"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(cells: dict[str, Any], sentence: str) -> None:
    van = Vehicle(vehicle_id="v1", name="Van 1", depot_id="north")
    row = dict.fromkeys(
        ("plate", "shift_start", "shift_end", "break_min", "break_earliest", "break_latest", "speed"), None
    )
    assert vehicle_with_hours(van, row) == van
    with pytest.raises(ValueError, match=sentence):
        vehicle_with_hours(van, row | cells)


def test_a_load_of_its_own_has_its_column(look: Look, small_day: Store) -> None:
    small_day.vehicles.save(replace(_van(small_day), capacity=Load.of({"pallets": 3.0, "kg": 500.0})))
    app = _edit(look("fleet"), "vehicles_north", {"load:pallets": 4.0}, "Save changes")
    assert not app.exception
    assert _van(small_day).capacity.as_dict() == {"pallets": 4.0, "kg": 500.0}
