"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the developer's own database, regions and caches."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("LASTMILE_HOME", str(home))
    monkeypatch.delenv("LASTMILE_DB", raising=False)
    monkeypatch.delenv("LASTMILE_OSRM_URL", raising=False)
    return home
