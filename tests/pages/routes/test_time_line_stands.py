"""The time line does not change from run to run by itself: a chart that does forgets the click on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import today_in
from lastmile_core.store import Store

Look = Callable[..., AppTest]


def test_the_line_of_the_present_stands_still_for_some_minutes(
    look: Look, published_day: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = published_day.plans.latest_published(today_in("UTC"), "north")
    assert plan is not None
    moment = plan.routes_in_use[0].loading_start + timedelta(minutes=5)
    clock = [moment]
    monkeypatch.setattr("pages.widgets.routes.route_view.utc_now", lambda: clock[0])

    def figure(app: AppTest) -> str:
        (chart,) = app.get("plotly_chart")
        return str(chart.proto.spec)

    app = look("routes")
    first = figure(app)
    clock[0] = moment + timedelta(seconds=200)
    assert figure(app.run()) == first
    clock[0] = moment + timedelta(seconds=400)
    assert figure(app.run()) != first
