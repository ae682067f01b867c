"""Random days on real roads go through to the end; ``benchmarks/random_days.py`` plans thirty larger ones."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from lastmile_core.model import Depot, Driver, Load, Location, Order, Vehicle
from lastmile_core.settings import Settings
from lastmile_core.travel.regions import RegionInfo, list_regions
from lastmile_core.travel.times.region_provider import RegionProvider

pytestmark = [pytest.mark.shared, pytest.mark.servers]


@pytest.fixture(scope="module")
def days(project_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("random_days", project_root / "benchmarks" / "random_days.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["random_days"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def roads_of(
    city_roads: Callable[[str, Path], RegionInfo], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Return the regions folder of a city, prepared once for all tests here."""

    @cache
    def prepare(city: str) -> Path:
        home = tmp_path_factory.mktemp("roads")
        city_roads(city, home)
        return home / "regions"

    return prepare


@pytest.mark.parametrize("city", ["porto_alegre", "monaco"])
@pytest.mark.parametrize(("seed", "num_orders"), [(1, 60), (2, 90), (3, 140)])
def test_a_random_day_is_planned_to_the_end(
    days: ModuleType, roads_of: Callable[[str], Path], city: str, seed: int, num_orders: int
) -> None:
    plan, day = days.run_day(roads_of(city), seed, num_orders, 1.0)
    assert days.problem_of(plan, day) == ""


def test_two_orders_two_metres_apart_do_not_end_the_day(
    days: ModuleType, roads_of: Callable[[str], Path], shared_data: Path, tmp_path: Path
) -> None:
    from lastmile_core.store.open_store import open_store

    (tmp_path / "regions").symlink_to(roads_of("porto_alegre"), target_is_directory=True)
    settings = Settings(home=tmp_path, database=tmp_path / "lastmile.db")
    with (shared_data / "real_days" / "near_neighbours.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    orders = tuple(
        Order(
            order_id=row["order"],
            service_date=date(2026, 11, 23),
            depot_id="d",
            customer_name=row["customer"],
            location=Location(lat=float(row["lat"]), lon=float(row["lon"])),
            load=Load.of(kg=float(row["weight_kg"])),
        )
        for row in rows
    )
    middle = Location(lat=-30.03, lon=-51.18)
    travel = RegionProvider(info=list_regions(settings)[0]).matrix([order.location for order in orders], "van")
    assert travel.distances[2, 3] == travel.distances[0, 1] == 0
    with open_store(settings.database) as store:
        day = days.RandomDay(
            depot=Depot(depot_id="d", name="Depot", location=middle),
            orders=orders,
            vehicles=(Vehicle(vehicle_id="V", name="Van", depot_id="d", driver_id="D"),),
            drivers=(Driver(driver_id="D", name="Dora", depot_id="d"),),
        )
        days.save_day(store, day)
        plan = days.plan_to_the_end(settings, store, 1.0)
    assert (plan.num_stops, plan.unassigned, plan.violations) == (5, (), ())
