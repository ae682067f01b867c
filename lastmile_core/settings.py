"""Where things live: database, road regions, caches. Environment first, then the checkout's ``var`` folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Paths and switches of one installation.

    Attributes
    ----------
    home
        Folder that holds everything the product writes (``LASTMILE_HOME``).
    database
        The SQLite file (``LASTMILE_DB`` or ``--db``).
    osrm_url
        Address of an OSRM server used instead of the embedded engine (``LASTMILE_OSRM_URL``).
    """

    home: Path
    database: Path
    osrm_url: str | None = None

    @property
    def regions(self) -> Path:
        """Folder with one prepared road region per sub-folder."""
        return self.home / "regions"

    @property
    def cache(self) -> Path:
        """Folder of matrices that can be computed again at any time."""
        return self.home / "cache"

    @property
    def help(self) -> Path:
        """Folder of the guide as a site, built from ``docs`` at any time."""
        return self.home / "help"


def load_settings(database: str | Path | None = None) -> Settings:
    """Read the settings from the environment.

    Parameters
    ----------
    database
        Overrides ``LASTMILE_DB`` (the ``--db`` option).
    """
    home = Path(os.environ.get("LASTMILE_HOME") or PROJECT_ROOT / "var").expanduser().resolve()
    chosen = database or os.environ.get("LASTMILE_DB") or home / "lastmile.db"
    return Settings(
        home=home,
        database=Path(chosen).expanduser().resolve(),
        osrm_url=os.environ.get("LASTMILE_OSRM_URL") or None,
    )
