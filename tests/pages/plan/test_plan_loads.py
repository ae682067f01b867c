"""The Plan page asks what a load is called before it plans as if there were no limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from streamlit.testing.v1 import AppTest

from lastmile_core.model import Load
from lastmile_core.store import Store
from lastmile_core.workflows.company.load_names import load_names

Look = Callable[..., AppTest]


def test_volumes_are_parcels_once_for_all_days(look: Look, small_day: Store, today: date) -> None:
    orders = small_day.orders.due_on(today)
    small_day.orders.save_many([replace(order, load=Load.of(volumes=2)) for order in orders])
    fleet = small_day.vehicles.of_depot(orders[0].depot_id)
    small_day.vehicles.save_many([replace(one, capacity=Load.limits({"parcels": 40})) for one in fleet])
    app = look("plan")
    assert app.button(key="plan_go").disabled
    assert any("“volumes”" in warning.value and "“parcels”" in warning.value for warning in app.warning)
    next(button for button in app.button if button.label == "Yes, volumes = parcels").click().run()
    assert not app.button(key="plan_go").disabled
    assert load_names(small_day) == {"volumes": "parcels"}
    assert not look("plan").button(key="plan_go").disabled
