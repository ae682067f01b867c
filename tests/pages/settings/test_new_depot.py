"""A first depot is asked for its currency and for what a vehicle costs there; nothing is taken for granted."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from lastmile_core.model.company.usual_prices import UsualPrices
from lastmile_core.settings import load_settings
from lastmile_core.store.open_store import open_store

Look = Callable[..., AppTest]


def _fill(app: AppTest, **cells: object) -> AppTest:
    kinds = (app.text_input, app.number_input, app.selectbox)
    for label, value in cells.items():
        name = label.replace("_", " ")
        next(one for kind in kinds for one in kind if one.label.startswith(name)).set_value(value)
    next(one for one in app.button if one.label == "Add depot").click().run()
    assert not app.exception
    return app


def test_currency_and_prices_are_asked_with_the_depot(look: Look) -> None:
    app = look("today")
    place = {"Name": "Sede", "Latitude": -30.03, "Longitude": -51.2, "Time_zone": "America/Sao_Paulo"}
    _fill(app, **place)
    assert any("a currency" in one.value for one in app.error)
    _fill(app, Currency="BRL")
    assert any("what a vehicle costs there" in one.value for one in app.error)
    _fill(app, **{"A_vehicle's_day": 250.0, "A_km": 2.1, "A_paid_hour": 48.0})
    with open_store(load_settings().database) as store:
        (depot,) = store.depots.all()
        assert (depot.currency, depot.prices) == ("BRL", UsualPrices(per_day=250, per_km=2.1, per_hour=48))
        assert store.planning_rules.of_depot(depot.depot_id).late_price == 20
