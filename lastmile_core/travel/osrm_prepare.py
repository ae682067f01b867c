"""Prepares one road profile: reads the streets out of an OSM file and builds the shortcuts for fast answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lastmile_core.errors import RoadsError
from lastmile_core.travel.osrm_tools import QUERY_SUFFIXES, OnShare, ShouldStop, profile_file, run_tool

EXTRACT_SHARE = 0.25
"""Reading takes about a quarter of the time of a profile, the shortcuts the rest (measured on two cities)."""

PREFIX = "roads"


def prepare_profile(
    osm_file: Path,
    folder: Path,
    profile: str,
    *,
    on_share: OnShare | None = None,
    should_stop: ShouldStop | None = None,
) -> None:
    """Write the road data of one profile into ``folder``.

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
    run_tool("contract", [str(base)], on_share=_part(on_share, EXTRACT_SHARE, 1.0), should_stop=should_stop)
    if not (folder / f"{PREFIX}.osrm.hsgr").is_file():
        raise RoadsError("The road data came out incomplete.", "Try again; if it repeats, try another road file.")
    for file in folder.iterdir():
        if file.name.removeprefix(f"{PREFIX}.osrm.") not in QUERY_SUFFIXES:
            file.unlink()


def _part(on_share: OnShare | None, start: float, end: float) -> Callable[[float], None] | None:
    if on_share is None:
        return None
    return lambda share: on_share(start + share * (end - start))
