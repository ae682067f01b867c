"""A depot with two vans, a dozen orders, and the command as a person calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lastmile_core.cli import main
from lastmile_core.model import Depot, Driver, Load, Location, Vehicle
from lastmile_core.settings import load_settings
from lastmile_core.store.open_store import open_store

CLI_DAY = date(2026, 11, 23)
HEADINGS = "order_id,date,customer_name,address,lat,lon,demand_kg,tw_start,tw_end,service_min"
Call = Callable[..., Result]


def order_lines(count: int = 12) -> list[str]:
    """Rows around the depot, all of which two vans serve with ease."""
    return [
        f"A{1001 + i},{CLI_DAY},Customer {i},Street {i + 1},"
        f"{48.76 + i / 500:.5f},{9.17 + i % 4 / 200:.5f},5,08:00,15:00,5"
        for i in range(count)
    ]


def write_orders(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join([HEADINGS, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def cli_db(own_home: Path, after_november: None) -> Path:
    """The database that the command finds by itself, with a depot, two vans and their drivers."""
    path = load_settings().database
    with open_store(path) as store:
        place = Location(lat=48.7758, lon=9.1829)
        store.depots.save(Depot(depot_id="yard", name="Yard", location=place, timezone="Europe/Berlin", loading_s=600))
        for number in (1, 2):
            driver = Driver(
                driver_id=f"d{number}", name=f"Driver {number}", depot_id="yard", shift_end=time(17), break_s=0
            )
            store.drivers.save(driver)
            store.vehicles.save(
                Vehicle(
                    vehicle_id=f"van{number}",
                    name=f"Van {number}",
                    depot_id="yard",
                    capacity=Load.of(kg=100),
                    driver_id=driver.driver_id,
                )
            )
    return path


@pytest.fixture
def orders_file(tmp_path: Path) -> Path:
    return write_orders(tmp_path / "orders.csv", order_lines())


@pytest.fixture
def call() -> Call:
    """Call the command inside this process: ``call("kpi", "--json")``."""

    def run(*words: object) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], prog_name="lastmile")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def call_process(project_root: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the command as a process of its own."""

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "lastmile_core.cli", *map(str, words)]
        return subprocess.run(
            command, cwd=project_root, capture_output=True, text=True, encoding="utf-8", timeout=180, check=False
        )

    return run


@pytest.fixture
def one_object() -> Callable[[str], dict[str, Any]]:
    """Read an answer that must be one JSON object and nothing else."""

    def read(stdout: str) -> dict[str, Any]:
        found = json.loads(stdout)
        assert isinstance(found, dict), stdout
        return found

    return read


@pytest.fixture
def with_orders(cli_db: Path, orders_file: Path, call: Call) -> Path:
    assert call("import", orders_file, "--date", CLI_DAY).exit_code == 0
    return cli_db
