"""Two people at one form or table through the real pages: both edits stand, or the conflict is asked field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.model import Location, OrderStatus, PlanningRules
from lastmile_core.store import Store
from lastmile_core.workflows.orders.change_orders import change_orders
from lastmile_core.workflows.places.fix_place import fix_place

Look = Callable[..., AppTest]


def named(app: AppTest, name: str) -> AppTest:
    app.session_state["frame_user"] = name
    return app.run()


def type_in(app: AppTest, prefix: str, row: int, **cells: Any) -> AppTest:
    """Type into cells of a table as a browser would, without saving."""
    table = next(one for one in app.data_editor if (one.key or "").startswith(prefix))
    app.session_state[table.key] = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    return app.run()


def press(app: AppTest, label: str, prefix: str = "") -> AppTest:
    return next(one for one in app.button if one.label == label and (one.key or "").startswith(prefix)).click().run()


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.markdown, *app.warning, *app.caption]).replace("\\", "")


def cell(app: AppTest, prefix: str, row: int, name: str) -> Any:
    table = next(one for one in app.data_editor if (one.key or "").startswith(prefix))
    edits = app.session_state[table.key]["edited_rows"].get(row, {})
    return edits.get(name, table.value.iloc[row][name])


def field(app: AppTest, kind: str, label: str) -> Any:
    return next(one for one in getattr(app, kind) if one.label == label)


def save_form(app: AppTest, label: str = "Save depot") -> AppTest:
    return field(app, "button", label).click().run()


# The form of the depot


def test_address_of_one_and_hours_of_the_other_both_stand(look: Look, small_day: Store) -> None:
    ana, ben = named(look("setup"), "Ana"), named(look("setup"), "Ben")
    field(ana, "text_input", "Address").set_value("Quay 1")
    save_form(ana)
    field(ben, "number_input", "Loading a vehicle takes (min)").set_value(25)
    save_form(ben)
    depot = small_day.depots.get("north")
    assert depot is not None
    assert (depot.address, depot.loading_s) == ("Quay 1", 1500)


def test_one_field_typed_by_two_is_asked_with_both_values(look: Look, small_day: Store) -> None:
    ana, ben = named(look("setup"), "Ana"), named(look("setup"), "Ben")
    field(ana, "text_input", "Address").set_value("Quay 1")
    save_form(ana)
    field(ben, "text_input", "Address").set_value("Quay 2")
    field(ben, "number_input", "Loading a vehicle takes (min)").set_value(25)
    save_form(ben)
    assert "**Address**: you saw nothing, Ana saved “Quay 1” at " in said(ben)
    assert "you typed “Quay 2”" in said(ben)
    stored = small_day.depots.get("north")
    assert stored is not None
    assert (stored.address, stored.loading_s) == ("Quay 1", 900), "nothing is half saved"
    assert field(ben, "text_input", "Address").value == "Quay 2", "what was typed is still there"
    press(ben, "Use mine")
    stored = small_day.depots.get("north")
    assert stored is not None
    assert (stored.address, stored.loading_s) == ("Quay 2", 1500)
    newest = small_day.audit.latest(1)[0]
    assert newest.who == "Ben"
    assert {(c.field, c.old, c.new) for c in newest.changes} == {
        ("Address", "Quay 1", "Quay 2"),
        ("Loading a vehicle takes (min)", 15, 25),
    }
    assert not [one for one in ben.button if one.label == "Use mine"]


def test_theirs_can_be_kept(look: Look, small_day: Store) -> None:
    ana, ben = named(look("setup"), "Ana"), named(look("setup"), "Ben")
    field(ana, "text_input", "Address").set_value("Quay 1")
    save_form(ana)
    field(ben, "text_input", "Address").set_value("Quay 2")
    save_form(ben)
    press(ben, "Keep theirs")
    assert field(ben, "text_input", "Address").value == "Quay 1"
    depot = small_day.depots.get("north")
    assert depot is not None
    assert depot.address == "Quay 1"


def test_an_open_form_says_that_somebody_saved(look: Look, small_day: Store) -> None:
    ben = look("setup")
    depot = small_day.depots.get("north")
    assert depot is not None
    small_day.depots.save(replace(depot, address="Quay 9"))
    ben.run()
    assert "Somebody else changed Address since you opened this" in said(ben)
    assert field(ben, "text_input", "Address").value == ""
    press(ben, "Show what is stored now")
    assert field(ben, "text_input", "Address").value == "Quay 9"


def test_two_changes_that_only_together_are_impossible_are_refused(look: Look, small_day: Store) -> None:
    ana, ben = look("setup"), look("setup")
    field(ana, "time_input", "Opens").set_value(time(12))
    save_form(ana)
    field(ben, "time_input", "Closes").set_value(time(10))
    save_form(ben)
    assert any("closes before it opens" in one.value for one in ben.error)
    depot = small_day.depots.get("north")
    assert depot is not None
    assert (depot.opens, depot.closes) == (time(12), time(22))


def test_prices_of_two_people(look: Look, small_day: Store) -> None:
    def price(app: AppTest, name: str) -> Any:
        return next(one for one in app.number_input if (one.key or "").startswith(name))

    ana, ben = named(look("setup"), "Ana"), named(look("setup"), "Ben")
    price(ana, "late_price").set_value(3.0)
    price(ana, "waiting_price").set_value(5.0)
    save_form(ana, "Save what matters")
    price(ben, "early_price").set_value(4.0)
    price(ben, "waiting_price").set_value(6.0)
    save_form(ben, "Save what matters")
    assert "An hour of waiting**: you saw “0”, Ana saved “5” at " in said(ben)
    press(ben, "Keep theirs", "rules_")
    rules = small_day.planning_rules.of_depot("north")
    assert rules == replace(PlanningRules(), late_price=3.0, early_price=4.0, waiting_price=5.0)


# Tables

TABLES = [
    ("fleet", "vehicles_north", "Save changes", {"name": "Red"}, {"kg": 500.0}, "Name"),
    ("fleet", "vehicle_rules_north", "Save rules", {"trips": 2}, {"longest": 9.0}, "Trips a day"),
    ("fleet", "drivers_north", "Save changes", {"phone": "222"}, {"name": "Dora"}, "Phone"),
    ("fleet", "docks_north", "Save changes", {"name": "Left"}, {"opens": "06:00:00"}, "Name"),
    ("fleet", "roster_", "Save changes", {"note": "late"}, {"shift_end": "15:00:00"}, "Note"),
    ("orders", "orders_2", "Save changes", {"notes": "ring"}, {"service": 7.0}, "Notes"),
    ("orders", "order_rules_", "Save rules", {"together": "blue"}, {"dock": 3.0}, "Same route"),
    ("setup", "traffic_north", "Save traffic", {"Everywhere": 1.5}, {"Everywhere": 1.2}, "Everywhere (×)"),
    ("setup", "targets", "Save changes", {"target": 5.0}, {"target": 6.0}, "Your target"),
]


@pytest.mark.parametrize(("page", "prefix", "button", "one", "other", "label"), TABLES, ids=[t[1] for t in TABLES])
def test_cells_of_two_people_in_one_table(
    look: Look, small_day: Store, page: str, prefix: str, button: str, one: Any, other: Any, label: str
) -> None:
    """Typed cells survive the other's save; other fields merge; the same field is asked; either can be chosen."""
    (name, value), (free, free_value) = next(iter(one.items())), next(iter(other.items()))
    row_of_other = 0 if free != name else 1
    mine = f"{value}9" if isinstance(value, str) else value + 1
    ana, ben = named(look(page), "Ana"), named(look(page), "Ben")
    type_in(ben, prefix, 0, **{name: mine})
    press(type_in(ana, prefix, 0, **one), button, prefix)
    assert not ana.error
    ben.run()
    assert cell(ben, prefix, 0, name) == mine, "what Ben typed survives Ana's save"
    assert "somebody else changed 1 row meanwhile" in said(ben)
    table = next(t for t in ben.data_editor if (t.key or "").startswith(prefix))
    typed: dict[int, Any] = {0: {name: mine}}
    typed.setdefault(row_of_other, {})[free] = free_value
    ben.session_state[table.key] = {"edited_rows": typed, "added_rows": [], "deleted_rows": []}
    ben.run()
    press(ben, button, prefix)
    assert f"**{label}** of " in said(ben)
    assert "Ana saved " in said(ben)
    before = small_day.audit.latest(1)[0]
    assert before.who == "Ana", "nothing of Ben's is stored yet"
    press(ben, "Use mine", prefix)
    newest = small_day.audit.latest(1)[0]
    assert newest.who == "Ben"
    changes = {change.field for change in newest.changes}
    assert label in changes
    assert len(newest.changes) == 2
    fresh = look(page)
    assert cell(fresh, prefix, 0, name) == mine
    assert str(cell(fresh, prefix, row_of_other, free)) == str(free_value)
    assert not [b for b in ben.button if b.label == "Use mine"]
    assert small_day.audit.verify()


def test_a_row_taken_off_by_one_and_changed_by_the_other(look: Look, small_day: Store) -> None:
    ana, ben = named(look("fleet"), "Ana"), named(look("fleet"), "Ben")
    type_in(ben, "docks_north", 0, name="Left")
    table = next(t for t in ana.data_editor if (t.key or "").startswith("docks_north"))
    ana.session_state[table.key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [0]}
    ana.run()
    press(ana, "Save changes", "docks_north")
    assert not small_day.docks.of_depot("north")
    press(ben, "Save changes", "docks_north")
    assert "Ana took it off the list at " in said(ben)
    assert "you changed Name “Bay 1” → “Left”" in said(ben)
    press(ben, "Use mine", "docks_north")
    assert [dock.name for dock in small_day.docks.of_depot("north")] == ["Left"]


def test_two_who_add_the_same_id(look: Look, small_day: Store) -> None:
    ana, ben = named(look("fleet"), "Ana"), named(look("fleet"), "Ben")
    for app, phone in ((ana, "1"), (ben, "2")):
        table = next(t for t in app.data_editor if (t.key or "").startswith("drivers_north"))
        row = {"driver_id": "d9", "phone": phone, "shift_start": "07:00:00", "shift_end": "15:00:00", "active": True}
        app.session_state[table.key] = {"edited_rows": {}, "added_rows": [row], "deleted_rows": []}
        app.run()
        press(app, "Save changes", "drivers_north")
    assert "Ana saved “1”" in said(ben)
    assert "you typed “2”" in said(ben)
    driver = small_day.drivers.get("d9")
    assert driver is not None
    assert driver.phone == "1"


def test_typed_cells_survive_another_filter(look: Look, small_day: Store, today: date) -> None:
    app = look("orders")
    type_in(app, "orders_2", 0, notes="ring twice")
    field(app, "text_input", "Find").set_value("A4").run()
    assert "1 unsaved, 1 of it not among the rows shown" in said(app)
    press(app, "Save changes", "orders_2")
    order = small_day.orders.get("A1", today)
    assert order is not None
    assert order.notes == "ring twice"


def test_an_order_that_came_in_meanwhile_does_not_take_typed_cells(look: Look, small_day: Store, today: date) -> None:
    """Cells are known by order, not by position: an import that puts a row before must not shift them."""
    app = look("orders")
    type_in(app, "orders_2", 0, notes="ring twice")
    first = small_day.orders.get("A1", today)
    assert first is not None
    small_day.orders.save_many([replace(first, order_id="A0", notes="")])
    app.run()
    press(app, "Save changes", "orders_2")
    orders = {order.order_id: order.notes for order in small_day.orders.due_on(today, "north")}
    assert orders["A1"] == "ring twice"
    assert orders["A0"] == ""


def test_half_a_place_of_each_is_asked(look: Look, small_day: Store, today: date) -> None:
    ben = named(look("orders"), "Ben")
    type_in(ben, "orders_2", 0, lat=45.5)
    first = small_day.orders.get("A1", today)
    assert first is not None
    assert first.location is not None
    change_orders(small_day, today, {"A1": {"location": replace(first.location, lon=-30.5)}}, by="Ana")
    press(ben, "Save changes", "orders_2")
    assert "**Place** of order A1" in said(ben)
    assert "Ana saved" in said(ben)


def test_discarding_shows_what_is_stored(look: Look, small_day: Store) -> None:
    ana, ben = look("fleet"), look("fleet")
    type_in(ben, "drivers_north", 0, phone="333")
    press(type_in(ana, "drivers_north", 0, phone="222"), "Save changes", "drivers_north")
    press(ben, "Discard", "drivers_north")
    assert cell(ben, "drivers_north", 0, "phone") == "222"


def test_the_audit_page_shows_old_and_new_and_still_shows_old_entries(look: Look, small_day: Store) -> None:
    small_day.audit.write("Eve", "change drivers", subject="north", detail={"changed": ["d1"]})
    press(type_in(look("fleet"), "drivers_north", 0, phone="222"), "Save changes", "drivers_north")
    app = look("setup")
    table = next(one.value for one in app.dataframe if "Changed" in one.value.columns)
    assert table["Changed"].tolist()[:2] == ["d1 Phone: – → 222", ""]
    assert table["Who"].tolist()[1] == "Eve"


def test_a_bulk_change_asks_about_what_somebody_else_set(look: Look, small_day: Store, today: date) -> None:
    ana, ben = named(look("orders"), "Ana"), named(look("orders"), "Ben")
    press(type_in(ana, "orders_2", 0, service=9.0), "Save changes", "orders_2")
    field(ben, "number_input", "Minutes").set_value(7)
    first = small_day.orders.get("A2", today)
    ben.button(key="bulk_set_go").click().run()
    assert first is not None
    assert small_day.orders.get("A2", today) == first, "nothing is half changed"
    assert "of order A1: you saw " in said(ben)
    press(ben, "Keep theirs", "bulk_set")
    minutes = {order.order_id: order.service_s // 60 for order in small_day.orders.due_on(today, "north")}
    assert minutes == {"A1": 9, "A2": 7, "A3": 7, "A4": 7, "A5": 7}


def test_a_bulk_change_leaves_orders_alone_that_came_in_since(look: Look, small_day: Store, today: date) -> None:
    ben = look("orders")
    first = small_day.orders.get("A1", today)
    assert first is not None
    small_day.orders.save_many([replace(first, order_id="B1")])
    field(ben, "number_input", "Minutes").set_value(7)
    ben.button(key="bulk_set_go").click().run()
    late = small_day.orders.get("B1", today)
    assert late is not None
    assert late.service_s == first.service_s


def test_a_place_settled_by_somebody_else_is_said_and_not_put_over(look: Look, small_day: Store, today: date) -> None:
    for number in (1, 2):
        order = small_day.orders.get(f"A{number}", today)
        assert order is not None
        small_day.orders.save_many(
            [replace(order, order_id=f"N{number}", location=None, status=OrderStatus.NEEDS_PLACE, customer_name="X")]
        )
    ben = look("orders")
    opened = next(one for one in ben.radio if one.label == "Orders that wait").value
    fix_place(small_day, opened, today, Location(lat=45.1, lon=-30.1), by="Ana", remember=False)
    other = "N1" if opened == "N2" else "N2"
    ben.run()
    assert f"Order {opened} was settled by Ana at " in "\n".join(one.value for one in ben.info).replace("\\", "")
    left = small_day.orders.get(other, today)
    assert left is not None
    assert left.location is None
