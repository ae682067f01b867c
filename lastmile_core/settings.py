"""Where things live: database, road regions, caches. Environment first, then the checkout's ``var`` folder."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path

from lastmile_core.errors import LastmileError

MOST_WORKERS = 256
PROJECT_ROOT = Path(__file__).resolve().parent.parent


CPU_GRANT = Path("/sys/fs/cgroup/cpu.max")
"""Where Linux says how much processor time a container has: microseconds, or “max”, and of how many."""


def num_cores() -> int:
    """Return how many processor cores this process may use; a container sees more of them than it is granted."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        granted, of = CPU_GRANT.read_text(encoding="ascii").split()
        return max(1, min(cores, math.ceil(int(granted) / int(of))))
    except (OSError, ValueError):
        return cores


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
    workers
        Processor cores for one search (``LASTMILE_WORKERS``); all that the machine has when nothing is said.
    """

    home: Path
    database: Path
    osrm_url: str | None = None
    workers: int = field(default_factory=num_cores)

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

    Raises
    ------
    LastmileError
        If ``LASTMILE_WORKERS`` is no number of cores.
    """
    home = Path(os.environ.get("LASTMILE_HOME") or PROJECT_ROOT / "var").expanduser().resolve()
    chosen = database or os.environ.get("LASTMILE_DB") or home / "lastmile.db"
    return Settings(
        home=home,
        database=Path(chosen).expanduser().resolve(),
        osrm_url=os.environ.get("LASTMILE_OSRM_URL") or None,
        workers=_workers(os.environ.get("LASTMILE_WORKERS", "")),
    )


def _workers(said: str) -> int:
    if not said.strip():
        return num_cores()
    if said.strip().isascii() and said.strip().isdigit() and 1 <= int(said) <= MOST_WORKERS:
        return int(said)
    raise LastmileError(
        f"LASTMILE_WORKERS is “{said[:40]}”, which is no number of processor cores.",
        f"Give a whole number from 1 to {MOST_WORKERS}, or leave it out to use all {num_cores()}.",
    )
