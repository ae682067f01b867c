"""The dock board on the Plan page: who loads where, who waits and why, and whether planning counts bays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from lastmile_core.clock import ServiceDay, today_in
from lastmile_core.model import PlanningRules, PlanNotes, PlanOrigin
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan

Look = Callable[..., AppTest]


def _plan(store: Store, loading_starts: dict[str, Sequence[int]] | None = None, reason: str = "") -> None:
    prepared = prepare_day(load_settings(), load_inputs(store, today_in("UTC"), "north"))
    plan = judged_plan(
        load_settings(),
        prepared,
        {"v1": ["A1", "A2", "A3"], "v2": ["A4", "A5"]},
        PlanNotes(by="Ana", origin=PlanOrigin.SEARCH),
        loading_starts=loading_starts,
        dock_reasons={"v2": reason} if reason else None,
    )
    store.plans.add(plan, expected_head=None)


def _said(app: AppTest) -> str:
    return "\n".join(str(one.value) for kind in (app.caption, app.warning, app.subheader) for one in kind)


def _board(app: AppTest) -> list[list[object]]:
    return next(table.value.values.tolist() for table in app.dataframe if "Bay" in table.value.columns)


def test_a_plan_that_counts_bays_shows_who_loads_where(look: Look, small_day: Store) -> None:
    small_day.planning_rules.save("north", PlanningRules(use_docks=True))
    _plan(small_day)
    app = look("plan")
    assert "2 loadings at 1 bay" in _said(app)
    assert "nobody waits" in _said(app)
    assert {row[0] for row in _board(app)} == {"Bay 1"}
    assert [row[5] for row in _board(app)] == ["–", "–"]


def test_who_queues_is_named_with_what_would_end_it(look: Look, small_day: Store) -> None:
    small_day.planning_rules.save("north", PlanningRules(use_docks=True))
    seven = 7 * 3600
    _plan(small_day, {"v1": (seven,), "v2": (seven,)}, "07:00–07:30: 2 vans want 1 bay. A second bay would end it")
    app = look("plan")
    assert "1 loading has no bay at its time" in _said(app)
    assert "A second bay would end it" in _said(app)
    assert [row[5] for row in _board(app)][1] != "–"


def test_without_counting_the_board_says_so_and_offers_it(look: Look, small_day: Store) -> None:
    _plan(small_day)
    app = look("plan")
    assert "planned without counting bays" in _said(app)
    toggle = next(one for one in app.toggle if "free bay" in one.label)
    assert toggle.value is False
    toggle.set_value(True).run()
    assert small_day.planning_rules.of_depot("north") == replace(
        small_day.planning_rules.of_depot("north"), use_docks=True
    )
    assert "Plan again to have departures staggered" in _said(app)
    assert small_day.audit.latest(1)[0].what == "change planning rules"


def test_a_depot_without_bays_has_no_board(look: Look, small_day: Store) -> None:
    small_day.docks.remove("n1")
    _plan(small_day)
    assert "Docks" not in _said(look("plan"))


def test_an_edit_moves_nobody_else_at_the_dock(small_day: Store) -> None:
    small_day.planning_rules.save("north", PlanningRules(use_docks=True))
    _plan(small_day)
    before = small_day.plans.latest(today_in("UTC"), "north")
    assert before is not None
    prepared = prepare_day(load_settings(), load_inputs(small_day, today_in("UTC"), "north"))
    after = judged_plan(
        load_settings(),
        prepared,
        {"v1": ["A1", "A2"], "v2": ["A4", "A5"]},
        PlanNotes(by="Ana", origin=PlanOrigin.EDIT),
        previous=before,
    )
    assert after.violations == ()
    assert after.routes[1].loading_start == before.routes[1].loading_start
    day = ServiceDay(service_date=today_in("UTC"), timezone="UTC")
    spans = sorted((day.seconds_of(r.loading_start), day.seconds_of(r.departure)) for r in after.routes)
    assert spans[0][1] <= spans[1][0]
