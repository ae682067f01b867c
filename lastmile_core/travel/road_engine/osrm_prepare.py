"""Prepares one road profile: reads the streets out of an OSM file and makes answers fast.

There are two ways. *Cells* take seconds and answer 300 × 300 in under a second, 1,000 × 1,000 in about five.
*Shortcuts* answer five times faster and take ten seconds for a large city, but a minute where many streets are alike,
as in a planned grid. Both give the same times; when both are there, shortcuts are used.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from lastmile_core.errors import RoadsError
from lastmile_core.travel.road_engine.osrm_tools import QUERY_SUFFIXES, OnShare, ShouldStop, profile_file, run_tool

EXTRACT_SHARE = 0.25
"""Reading takes about a quarter of the time of a profile, the shortcuts the rest (measured on two cities)."""

PREFIX = "roads"

SHORTCUTS = f"{PREFIX}.osrm.hsgr"
CELLS = f"{PREFIX}.osrm.mldgr"


def prepare_profile(
    osm_file: Path,
    folder: Path,
    profile: str,
    *,
    quick: bool = False,
    on_share: OnShare | None = None,
    should_stop: ShouldStop | None = None,
) -> None:
    """Write the road data of one profile into ``folder``.

    Parameters
    ----------
    quick
        Make cells instead of shortcuts; `make_shortcuts` can follow at any time.

    Raises
    ------
    RoadsError
        If the file cannot be read or holds no streets for the profile.
    RoadsCancelled
        If ``should_stop`` said so.
    """
    folder.mkdir(parents=True)
    base = folder / PREFIX
    run_tool(
        "extract",
        ["-p", str(profile_file(profile)), "-o", str(base), str(osm_file)],
        on_share=_part(on_share, 0.0, EXTRACT_SHARE),
        should_stop=should_stop,
    )
    if quick:
        for tool in ("partition", "customize"):
            run_tool(tool, [str(base)], should_stop=should_stop)
        _check(folder / CELLS)
        return
    run_tool("contract", [str(base)], on_share=_part(on_share, EXTRACT_SHARE, 1.0), should_stop=should_stop)
    _check(folder / SHORTCUTS)
    for file in folder.iterdir():
        if file.name.removeprefix(f"{PREFIX}.osrm.") not in QUERY_SUFFIXES:
            file.unlink()


def has_shortcuts(folder: Path) -> bool:
    """Whether the fast way is ready in a profile's folder."""
    return (folder / SHORTCUTS).is_file()


def make_shortcuts(
    folder: Path, work: Path, *, on_share: OnShare | None = None, should_stop: ShouldStop | None = None
) -> Path:
    """Make shortcuts for a profile that was prepared quickly and return the file to move into its folder.

    Works on a copy in ``work``: the road engine may be answering from ``folder`` meanwhile.

    Raises
    ------
    RoadsError, RoadsCancelled
        As `prepare_profile`.
    """
    shutil.copytree(folder, work)
    run_tool("contract", [str(work / PREFIX)], on_share=on_share, should_stop=should_stop)
    _check(work / SHORTCUTS)
    return work / SHORTCUTS


def _check(file: Path) -> None:
    if not file.is_file():
        raise RoadsError("The road data came out incomplete.", "Try again; if it repeats, try another road file.")


def _part(on_share: OnShare | None, start: float, end: float) -> Callable[[float], None] | None:
    if on_share is None:
        return None
    return lambda share: on_share(start + share * (end - start))
