"""First attempts against distance on the Plan page: offered, drawn, chosen; and the figure of each plan."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import today_in
from lastmile_core.jobs.payloads import TradeOffPayload
from lastmile_core.model import DayKey, JobStatus
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.workflows.plan import trade_off_day
from lastmile_core.workflows.plan.trade_off_day import curve_of_day, prices_to_try, to_json

Look = Callable[..., AppTest]


@pytest.fixture
def day_with_chances(small_day: Store) -> Store:
    """The small day with long stops and no windows: two customers are at home after nine, the others before nine.

    The shortest tour passes them one after the other, so finding people at home costs kilometres.
    """
    orders = small_day.orders.due_on(today_in("UTC"), "north")
    late, early = (0.3,) * 9 + (0.9,), (0.9,) * 9 + (0.3,)
    small_day.orders.save_many(
        [
            replace(order, service_s=1800, windows=(), chances=late if order.order_id in ("A2", "A4") else early)
            for order in orders
        ]
    )
    return small_day


@pytest.fixture
def weighed_day(day_with_chances: Store, planned_day: Store, today: date) -> Store:
    """The same with a plan and a finished curve."""
    payload = TradeOffPayload(day=DayKey(today, "north"), time_limit_s=2.0, prices=prices_to_try(8.0))
    curve = curve_of_day(load_settings(), planned_day, payload)
    job = planned_day.jobs.create(payload.kind, payload.subject, payload.to_json(), "Ana")
    planned_day.jobs.claim(job.job_id, os.getpid())
    planned_day.jobs.finish(job.job_id, JobStatus.DONE, "done", to_json(curve))
    return planned_day


def _said(app: AppTest) -> str:
    kinds = (app.caption, app.warning, app.subheader, app.markdown)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def test_without_chances_there_is_nothing_to_weigh(look: Look, planned_day: Store) -> None:
    app = look("plan")
    assert "First attempts against distance" not in _said(app)
    assert "Failed first attempts expected" not in [one.label for one in app.metric]


def test_the_curve_is_offered_and_started(
    look: Look, day_with_chances: Store, planned_day: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[TradeOffPayload] = []
    monkeypatch.setattr(trade_off_day, "start_job", lambda settings, store, payload, *, by: started.append(payload))
    app = look("plan")
    assert "First attempts against distance" in _said(app)
    figure = next(one for one in app.metric if one.label == "Failed first attempts expected")
    assert 0.4 <= float(figure.value) <= 2.8
    app.button(key="trade_go").click().run()
    assert not app.exception
    assert started[0].prices == (0.0, 4.0, 8.0, 16.0, 32.0)


def test_a_point_is_chosen_for_the_next_plan(look: Look, weighed_day: Store) -> None:
    app = look("plan")
    assert app.button(key="trade_use").disabled
    table = next(one.value for one in app.dataframe if "Failed first attempts" in one.value.columns)
    failures = table["Failed first attempts"].tolist()
    assert failures == sorted(failures, reverse=True)
    assert failures[-1] < failures[0]
    box = next(one for one in app.selectbox if one.label == "Plan with")
    box.select_index(4).run()
    assert "fewer failed first attempts for" in _said(app)
    assert "than at the present price" in _said(app)
    app.button(key="trade_use").click().run()
    assert not app.exception
    assert weighed_day.planning_rules.of_depot("north").failed_attempt_price == 32.0
    assert weighed_day.audit.latest(1)[0].what == "change planning rules"
    # The price itself does not make the curve old.
    assert "have changed since" not in _said(app)


def test_a_changed_day_says_that_the_curve_is_old(look: Look, weighed_day: Store) -> None:
    first = weighed_day.orders.due_on(today_in("UTC"), "north")[0]
    weighed_day.orders.save_many([replace(first, chances=(0.5,))])
    assert "have changed since this was weighed" in _said(look("plan"))
