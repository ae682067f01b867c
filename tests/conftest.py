"""Fixtures for all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from lastmile_core.travel.regions import RegionInfo

ROOT = Path(__file__).resolve().parent.parent
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
]


# What takes longest comes first, so that no core stands idle at the end.
LONGEST = ("e2e", "faults", "workflows/plan", "planning", "travel", "jobs", "cli", "pages")
WITH_SERVERS = ("e2e", "faults", "jobs")
"""Folders whose tests start servers or workers; others have the mark where they do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make test-fast`` leaves out; side by side, the longest begin."""
    for item in items:
        if _folder(item).startswith(WITH_SERVERS):
            item.add_marker("servers")
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=_turn)


def _folder(item: pytest.Item) -> str:
    here = Path(__file__).parent
    return item.path.parent.relative_to(here).as_posix() if item.path.is_relative_to(here) else ""


def _turn(item: pytest.Item) -> int:
    turns = (number for number, name in enumerate(LONGEST) if _folder(item).startswith(name))
    return next(turns, len(LONGEST))


@pytest.fixture(scope="session")
def project_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder with the real development data; never part of the product."""
    found = Path(os.environ.get("LASTMILE_SHARED") or ROOT.parent / "shared") / "data"
    if not found.is_dir():
        pytest.skip("the development data is not beside this checkout (set LASTMILE_SHARED to use it)")
    return found


@pytest.fixture(scope="session")
def compiled_search() -> None:
    """Have the compiled search ready: without it the portfolio would plan with another engine and nobody would know.

    Compiling takes half a minute of a core; side by side one process does it and the others wait.
    """
    from lastmile_core.planning.evaluation.compiled import FOLDER, is_ready
    from lastmile_core.planning.warm_up import warm_up
    from tests.prepared import one_at_a_time

    FOLDER.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(FOLDER / "tests.lock"):
        warm_up()
    assert is_ready(), f"the search could not be compiled into {FOLDER}; run python -m lastmile_core.planning.warm_up"


@pytest.fixture(scope="session")
def city_roads(shared_data: Path) -> Callable[[str, Path], RegionInfo]:
    """Return a function that puts the roads of a real city, prepared once, into a home."""
    from lastmile_core.settings import Settings
    from lastmile_core.travel.regions import add_region, get_region
    from tests.prepared import copy_home, prepared

    def put(city: str, home: Path) -> RegionInfo:
        file, name = shared_data / "roads" / f"{city}.osm.pbf", city.replace("_", "-")

        def make(folder: Path) -> None:
            add_region(Settings(home=folder, database=folder / "lastmile.db"), file, name, quick=True)

        copy_home(prepared(f"roads-of-{name}", make, [Path(__file__), file]), home)
        region = get_region(Settings(home=home, database=home / "lastmile.db"), name)
        assert region is not None
        return region

    return put


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the developer's own database, regions and caches."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("LASTMILE_HOME", str(home))
    monkeypatch.delenv("LASTMILE_DB", raising=False)
    monkeypatch.delenv("LASTMILE_OSRM_URL", raising=False)
    return home


class _OtherClock(datetime):
    """A clock that was set to another moment and goes on from there; whatever it makes is an ordinary datetime."""

    ahead = timedelta()
    combine = datetime.combine

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return (datetime.now(UTC) + cls.ahead).astimezone(tz)


@pytest.fixture(scope="session", autouse=True)
def other_clock() -> Iterator[None]:
    """Set the product's clock to ``LASTMILE_TEST_CLOCK`` where that is given (``make test-elsewhere``)."""
    moment = os.environ.get("LASTMILE_TEST_CLOCK")
    if not moment:
        yield
        return
    _OtherClock.ahead = datetime.fromisoformat(moment) - datetime.now(UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastmile_core.clock.datetime", _OtherClock)
        yield


@pytest.fixture
def after_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of events of November 2026 come in after that day, whatever today is."""
    from lastmile_core import clock

    day_after = datetime(2026, 12, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(
        "lastmile_core.workflows.imports.import_events.utc_now", lambda: max(clock.utc_now(), day_after)
    )


def chromium_path() -> str:
    """Find the browser; where it must be there (CI), its absence is a failure and not a skip."""
    found = os.environ.get("LASTMILE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("LASTMILE_REQUIRE_BROWSER"):
        pytest.fail("no Chromium found, and LASTMILE_REQUIRE_BROWSER is set; install the package “chromium”")
    pytest.skip("no Chromium found: install the package “chromium” or set LASTMILE_CHROMIUM")


@pytest.fixture(scope="session")
def launch_options() -> dict[str, Any]:
    """How the browser is started."""
    return {"executable_path": chromium_path(), "args": list(BROWSER_FLAGS)}


@pytest.fixture(scope="session")
def browser(launch_options: dict[str, Any]) -> Iterator[Browser]:
    """One Chromium for all browser tests: two drivers cannot share a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(**launch_options)
        yield found
        found.close()
