"""Folders of regions: names, the exchange of an old one for a new one, and what a killed preparation left behind."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from lastmile_core.errors import RoadsError
from lastmile_core.travel.region_files.region_info import read_region
from lastmile_core.travel.road_engine.osrm_engine import forget_engines

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def check_name(name: str) -> str:
    """Return the name of a region when it can be one.

    Raises
    ------
    RoadsError
        If it holds other characters than a-z, 0-9, ``-`` and ``_``.
    """
    if not NAME.fullmatch(name):
        raise RoadsError(
            f"“{name[:60]}” cannot be the name of a region.",
            "Use small letters, digits and hyphens, for example porto-alegre.",
        )
    return name


def swap(building: Path, target: Path) -> None:
    """Put the new folder in place of the old one; two renames, each atomic."""
    forget_engines(target)
    leaving = target.parent / f".old-{target.name}-{os.getpid()}"
    shutil.rmtree(leaving, ignore_errors=True)
    if target.exists():
        target.rename(leaving)
    try:
        building.rename(target)
    except OSError:
        if leaving.exists():
            leaving.rename(target)
        raise
    shutil.rmtree(leaving, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Delete what a killed preparation left behind; one that still runs is left alone."""
    for leftover in [*folder.glob(".building-*"), *folder.glob(".old-*")]:
        _, _, pid = leftover.name.rpartition("-")
        if pid.isdigit() and int(pid) != os.getpid() and _is_alive(int(pid)):
            continue
        # Killed between the two renames: the old region is the only copy, so it goes back.
        name = leftover.name.removeprefix(".old-").rpartition("-")[0]
        if leftover.name.startswith(".old-") and read_region(leftover) and not (folder / name).exists():
            leftover.rename(folder / name)
            continue
        shutil.rmtree(leftover, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return False  # open files cannot be deleted there anyway
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
