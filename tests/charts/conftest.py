from __future__ import annotations

import pytest

from tests.charts import example_day


@pytest.fixture
def make_day():
    """Return the builder of invented days: ``make_day(num_routes, stops_per_route)``."""
    return example_day.build_example_day


@pytest.fixture
def small_day(make_day):
    return make_day(4, 8)


@pytest.fixture
def day_without_geometry(small_day):
    return example_day.without_geometry(small_day)
