from __future__ import annotations

from dataclasses import replace

import pytest

from lastmile_core.files.writers.sheet_day import SheetDay
from lastmile_core.travel.times.polyline import decode
from tests.charts import example_day


@pytest.fixture
def example():
    """Return the module that builds invented days (shared with the chart tests)."""
    return example_day


@pytest.fixture
def sheet_day(example):
    day = example.build_example_day(3, 9)
    paths = {r.vehicle_id: [p for leg in r.geometry for p in decode(leg)] for r in day.plan.routes}
    return SheetDay(
        plan=day.plan, orders=day.orders, depot=day.depot, vehicles=day.vehicles, drivers=day.drivers, paths=paths
    )


@pytest.fixture
def change_orders(sheet_day):
    """Return the day with every order changed alike: ``change_orders(customer_name="x")``."""

    def change(**fields):
        return replace(sheet_day, orders={key: replace(order, **fields) for key, order in sheet_day.orders.items()})

    return change


@pytest.fixture
def empty_day(sheet_day):
    return replace(sheet_day, plan=replace(sheet_day.plan, routes=(), unassigned=(), violations=()))
