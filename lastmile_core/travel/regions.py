"""Road regions: prepare one from an OSM file, list, choose, remove."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location
from lastmile_core.settings import Settings
from lastmile_core.travel.osrm_engine import forget_engines
from lastmile_core.travel.osrm_tools import ShouldStop, engine_version, profile_file, stop_if_asked
from lastmile_core.travel.region_info import RegionInfo, read_region
from lastmile_core.travel.travel_matrix import PROFILES

__all__ = ["RegionInfo", "add_region", "get_region", "list_regions", "region_for", "remove_region"]

OnProgress = Callable[[float, str], None]

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")

NEARLY_ALL = 0.9
"""Share of points that a region must hold to be chosen; the rest is named by its distance to the nearest road."""

PROFILE_WORDS = {"van": "vans", "cargo_bike": "cargo bikes"}


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


def list_regions(settings: Settings) -> list[RegionInfo]:
    """Return all regions that are ready, by name."""
    if not settings.regions.is_dir():
        return []
    folders = sorted(folder for folder in settings.regions.iterdir() if NAME.fullmatch(folder.name))
    return [info for folder in folders if (info := read_region(folder)) is not None]


def get_region(settings: Settings, name: str) -> RegionInfo | None:
    """Return one region by name; None when it is not ready."""
    return read_region(settings.regions / name) if NAME.fullmatch(name) else None


def region_for(settings: Settings, points: Sequence[Location]) -> RegionInfo | None:
    """Return the region that holds nearly all points; the one with most of them, then the smallest."""
    candidates = [(info.share_inside(points), info) for info in list_regions(settings)]
    fitting = [(share, info) for share, info in candidates if share >= NEARLY_ALL]
    if not fitting:
        return None
    return max(fitting, key=lambda pair: (pair[0], -pair[1].area))[1]


def add_region(
    settings: Settings,
    osm_file: Path,
    name: str,
    *,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    attribution: str = "© OpenStreetMap contributors",
) -> RegionInfo:
    """Prepare a region for vans and cargo bikes and draw its base map.

    Everything is built in a folder beside and moved into place at the end, so a failure, a cancel or a power cut
    leaves the old region as it was.

    Parameters
    ----------
    on_progress
        Called with a share from 0 to 1 and what is being done, in words.
    should_stop
        Asked a few times a second.

    Raises
    ------
    RoadsError
        If the file or the name cannot be used; the message says the mend.
    RoadsCancelled
        If ``should_stop`` said so.
    """
    from lastmile_core.travel.osm_scan import check_file

    check_name(name)
    check_file(osm_file)
    settings.regions.mkdir(parents=True, exist_ok=True)
    _sweep(settings.regions)
    building = settings.regions / f".building-{name}-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        info = _build(osm_file, building, name, attribution, on_progress or _silent, should_stop)
        stop_if_asked(should_stop)
        _swap(building, settings.regions / name)
    except OSError as error:
        raise RoadsError(
            f"The roads could not be written ({error.strerror}).", "Check free disk space and access rights."
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    ready = read_region(settings.regions / name)
    if ready is None:
        raise RoadsError(f"The region “{info.name}” came out incomplete.", "Prepare it again.")
    (on_progress or _silent)(1.0, "Roads are ready")
    return ready


def remove_region(settings: Settings, name: str) -> None:
    """Delete a region.

    Raises
    ------
    RoadsError
        If there is none of that name.
    """
    folder = settings.regions / check_name(name)
    if not folder.is_dir():
        raise RoadsError(f"There is no road region “{name}”.", "See the list of regions for the right name.")
    forget_engines(folder)
    # Renamed first: nobody ever lists a region that is half deleted.
    leaving = settings.regions / f".old-{name}-{os.getpid()}"
    shutil.rmtree(leaving, ignore_errors=True)
    folder.rename(leaving)
    shutil.rmtree(leaving, ignore_errors=True)


def _build(
    osm_file: Path, folder: Path, name: str, attribution: str, on_progress: OnProgress, should_stop: ShouldStop | None
) -> RegionInfo:
    # Only preparation needs these libraries; a page that lists regions does not wait a second for them.
    from lastmile_core.travel.basemap_build import build_basemap
    from lastmile_core.travel.osm_scan import scan
    from lastmile_core.travel.osrm_prepare import prepare_profile

    on_progress(0.0, "Reading the road file")
    facts = scan(osm_file, should_stop)
    start, width = 0.05, 0.35
    for profile in PROFILES:
        words = f"Preparing roads for {PROFILE_WORDS[profile]}"

        def report(share: float, begin: float = start, text: str = words) -> None:
            on_progress(begin + share * width, text)

        report(0.0)
        prepare_profile(osm_file, folder / profile, profile, on_share=report, should_stop=should_stop)
        start += width
    on_progress(start, "Drawing the base map")
    build_basemap(osm_file, folder, name, facts.bbox, attribution=attribution, should_stop=should_stop)
    info = RegionInfo(
        name=name,
        bbox=facts.bbox,
        profiles=PROFILES,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        build_id=_build_id(osm_file),
        path=folder,
        has_basemap=True,
        attribution=attribution,
        num_streets=facts.num_streets,
        street_km=facts.street_km,
        source_file=osm_file.name,
    )
    info.write()
    return info


def _build_id(osm_file: Path) -> str:
    """Hash what the answers depend on: the file, our profiles, the engine. The same input keeps its cached matrices."""
    digest = hashlib.sha256(engine_version().encode())
    for profile in PROFILES:
        digest.update(profile_file(profile).read_bytes())
    with osm_file.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:16]


def _swap(building: Path, target: Path) -> None:
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


def _sweep(folder: Path) -> None:
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


def _silent(_share: float, _text: str) -> None:
    """Report to nobody."""
