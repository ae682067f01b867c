"""A store, settings and a worker program for the job tests."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lastmile_core.jobs import run
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store

HERE = Path(__file__).resolve().parent
# Children find their work by module name.
sys.path.insert(0, str(HERE))


@pytest.fixture
def job_settings(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(run, "max_running", lambda: 2)
    return Settings(home=own_home, database=tmp_path / "lastmile.db")


@pytest.fixture
def job_store(job_settings: Settings) -> Iterator[Store]:
    with open_store(job_settings.database) as store:
        yield store


@pytest.fixture
def worker_command() -> tuple[str, ...]:
    return (sys.executable, str(HERE / "worker_program.py"))


@pytest.fixture
def until() -> Callable[[Callable[[], object]], object]:
    """Wait until a condition holds and return what it returned."""

    def wait(condition: Callable[[], object]) -> object:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if found := condition():
                return found
            time.sleep(0.02)
        raise AssertionError("the condition never came true")

    return wait
