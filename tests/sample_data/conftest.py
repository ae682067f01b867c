"""The shipped sample city, read once."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


@pytest.fixture(scope="session")
def city_folder() -> Path:
    return ROOT / "sample_data"


@pytest.fixture(scope="session")
def city_tables(city_folder):
    tables = {}
    for path in sorted(city_folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


@pytest.fixture(scope="session")
def drawn_town():
    """The city drawn again from its seed (about ten seconds)."""
    from sample_data.maker.town import make_town

    return make_town()
