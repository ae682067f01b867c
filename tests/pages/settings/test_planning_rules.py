"""What matters to a depot's plans: prices, bays and traffic on the Settings page, named on the Plan page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.model import KerbRule, PlanningRules
from lastmile_core.store import Store
from lastmile_core.workflows.company.sheets.traffic_sheet import EVERYWHERE, factors_of
from pages.widgets.settings.setup_rules import GROUPS

Look = Callable[..., AppTest]


def _rules(store: Store) -> PlanningRules:
    return store.planning_rules.of_depot("north")


def _price(app: AppTest, name: str) -> object:
    return next(one for one in app.number_input if (one.key or "").startswith(name))


def _save(app: AppTest) -> AppTest:
    return next(one for one in app.button if one.label == "Save what matters").click().run()


def test_every_price_of_the_model_has_its_place_on_the_page(look: Look, small_day: Store) -> None:
    named = {name for group in GROUPS for name, _, _ in group.prices}
    assert named == {name for name in PlanningRules.__dataclass_fields__ if name.endswith("_price")}
    app = look("setup")
    for name in named:
        assert "(EUR)" in _price(app, name).label  # type: ignore[attr-defined]


def test_prices_and_bays_are_saved_and_the_plan_page_names_them(look: Look, small_day: Store) -> None:
    app = look("setup")
    _price(app, "waiting_price").set_value(12.0)  # type: ignore[attr-defined]
    _price(app, "balance_price").set_value(20.0)  # type: ignore[attr-defined]
    next(one for one in app.checkbox if "free bay" in one.label).set_value(True)
    app = _save(app)
    assert not app.exception
    rules = _rules(small_day)
    assert (rules.waiting_price, rules.balance_price, rules.use_docks) == (12.0, 20.0, True)
    assert rules.failed_attempt_price == PlanningRules().failed_attempt_price
    assert small_day.audit.latest(1)[0].what == "change planning rules"
    assert any("weighs as much as 30 min" in one.value for one in app.caption)
    said = "\n".join(one.value for one in look("plan").markdown)
    assert "An hour of waiting: €12" in said.replace("\\", "")
    assert "must find a free bay" in said


def test_saving_prices_leaves_traffic_alone(look: Look, small_day: Store) -> None:
    small_day.planning_rules.save("north", PlanningRules(traffic=(1.0,) * 8 + (1.5,)))
    app = look("setup")
    _price(app, "late_price").set_value(3.0)  # type: ignore[attr-defined]
    _save(app)
    assert _rules(small_day) == PlanningRules(traffic=(1.0,) * 8 + (1.5,), late_price=3.0)


def test_traffic_is_saved_by_hour_and_district(look: Look, small_day: Store) -> None:
    small_day.planning_rules.save("north", PlanningRules(district_traffic=(("Quay", (1.2,)),)))
    app = look("setup")
    table = next(one for one in app.data_editor if (one.key or "").startswith("traffic_"))
    cells = {8: {EVERYWHERE: 1.5}, 9: {"district: Quay": 2.0}}
    app.session_state[table.key] = {"edited_rows": cells, "added_rows": [], "deleted_rows": []}
    app.run()
    next(one for one in app.button if one.label == "Save traffic").click().run()
    assert not app.error
    rules = _rules(small_day)
    assert rules.traffic == (*(1.0,) * 8, 1.5, *(1.0,) * 15)
    assert dict(rules.district_traffic)["Quay"][8:11] == (1.2, 2.0, 1.2)
    assert any("08:00 to 09:00, when 10 min of driving take 15 min" in one.value for one in app.markdown)


def test_an_empty_cell_of_a_district_takes_the_traffic_of_everywhere() -> None:
    rows = [{"q": 2.0 if hour == 9 else None} for hour in range(24)]
    everywhere = (*(1.0,) * 8, 1.5, *(1.0,) * 15)
    assert factors_of(rows, "q", "Quay", everywhere)[8:10] == (1.5, 2.0)
    assert factors_of([{"q": None}] * 24, "q", "Quay", everywhere) == ()
    assert factors_of([{"q": 1.0}] * 24, "q", "everywhere") == ()


def test_a_factor_out_of_range_is_refused_with_its_hour() -> None:
    rows = [{"q": 20.0 if hour == 7 else None} for hour in range(24)]
    with pytest.raises(ValueError, match=r"Quay at 07:00 is 20; give 0\.1 to 10"):
        factors_of(rows, "q", "Quay")


def test_the_side_of_the_road_is_chosen_by_class_and_named(look: Look, small_day: Store) -> None:
    app = look("setup")
    chosen = next(one for one in app.selectbox if one.label == "Vans stop on their side of the road")
    assert chosen.value == "never"
    chosen.set_value("on big roads")
    app = _save(app)
    assert not app.exception
    assert _rules(small_day) == PlanningRules(van_kerb=KerbRule.BIG_ROADS)
    (change,) = small_day.audit.latest(1)[0].changes
    assert (change.old, change.new) == ("never", "on big roads")
    said = "\n".join(one.value for one in look("plan").markdown)
    assert "Vans stop on their side of the road: on big roads" in said.replace("\\", "")
