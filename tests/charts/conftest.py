from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


def _factory():
    spec = importlib.util.spec_from_file_location("lastmile_example_day", Path(__file__).with_name("example_day.py"))
    module = sys.modules.get(spec.name)
    if module is None:
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    return module


@pytest.fixture
def make_day():
    """Return the builder of invented days: ``make_day(num_routes, stops_per_route)``."""
    return _factory().build_example_day


@pytest.fixture
def small_day(make_day):
    return make_day(4, 8)


@pytest.fixture
def day_without_geometry(small_day):
    return _factory().without_geometry(small_day)
