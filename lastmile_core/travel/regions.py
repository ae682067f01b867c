"""Road regions: prepare one from an OSM file, list, choose, remove."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location
from lastmile_core.settings import Settings
from lastmile_core.travel.region_files.region_folders import NAME, check_name, swap, sweep
from lastmile_core.travel.region_files.region_info import RegionInfo, read_region
from lastmile_core.travel.road_engine.osrm_engine import forget_engines
from lastmile_core.travel.road_engine.osrm_prepare import has_shortcuts, make_shortcuts, prepare_profile
from lastmile_core.travel.road_engine.osrm_tools import ShouldStop, road_rules_id, stop_if_asked
from lastmile_core.travel.times.travel_matrix import PROFILES

if TYPE_CHECKING:
    from lastmile_core.travel.region_files.osm_scan import OsmScan

__all__ = [
    "RegionInfo",
    "add_region",
    "check_name",
    "finish_region",
    "get_region",
    "list_regions",
    "region_for",
    "remove_region",
]

OnProgress = Callable[[float, str], None]
AlsoBuild = Callable[[Path, Path], None]
"""Makes more files of a region from its OSM file, such as its address index: (OSM file, folder of the region)."""

NEARLY_ALL = 0.9
"""Share of points that a region must hold to be chosen; the rest is named by its distance to the nearest road."""

PROFILE_WORDS = {"van": "vans", "cargo_bike": "cargo bikes"}


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
    quick: bool = False,
    also_build: AlsoBuild | None = None,
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
    quick
        Ready in seconds, with slower answers until `finish_region` was called.
    also_build
        Called when everything else is built, before the folder takes its place.

    Raises
    ------
    RoadsError
        If the file or the name cannot be used; the message says the mend.
    RoadsCancelled
        If ``should_stop`` said so.
    """
    from lastmile_core.travel.region_files.osm_scan import check_file

    check_name(name)
    check_file(osm_file)
    settings.regions.mkdir(parents=True, exist_ok=True)
    sweep(settings.regions)
    building = settings.regions / f".building-{name}-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        plan = _RegionBuild(osm_file, building, name, attribution, quick)
        info = _build(plan, on_progress or _silent, should_stop)
        if also_build is not None:
            also_build(osm_file, building)
        stop_if_asked(should_stop)
        swap(building, settings.regions / name)
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


@dataclass(frozen=True, slots=True)
class _RegionBuild:
    """What is to be built where."""

    osm_file: Path
    folder: Path
    name: str
    attribution: str
    quick: bool


def _build(plan: _RegionBuild, on_progress: OnProgress, should_stop: ShouldStop | None) -> RegionInfo:
    # Only preparation needs these libraries; a page that lists regions does not wait a second for them.
    from lastmile_core.travel.base_map.build import build_basemap
    from lastmile_core.travel.region_files.osm_scan import scan

    on_progress(0.0, "Reading the road file")
    facts = scan(plan.osm_file, should_stop)
    width = 0.2 if plan.quick else 0.35
    for index, profile in enumerate(PROFILES):
        report = _reporter(on_progress, 0.05 + index * width, width, f"Preparing roads for {PROFILE_WORDS[profile]}")
        report(0.0)
        prepare_profile(
            plan.osm_file,
            plan.folder / profile,
            profile,
            quick=plan.quick,
            on_share=report,
            should_stop=should_stop,
        )
    on_progress(0.05 + len(PROFILES) * width, "Drawing the base map")
    build_basemap(
        plan.osm_file,
        plan.folder,
        plan.name,
        facts.bbox,
        attribution=plan.attribution,
        should_stop=should_stop,
    )
    return _note(plan, facts)


def _note(plan: _RegionBuild, facts: OsmScan) -> RegionInfo:
    """Write down what was built."""
    info = RegionInfo(
        name=plan.name,
        bbox=facts.bbox,
        profiles=PROFILES,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        build_id=_build_id(plan.osm_file),
        path=plan.folder,
        has_basemap=True,
        attribution=plan.attribution,
        num_streets=facts.num_streets,
        street_km=facts.street_km,
        source_file=plan.osm_file.name,
        rules_id=road_rules_id(),
    )
    info.write()
    return info


def _reporter(on_progress: OnProgress, start: float, width: float, words: str) -> Callable[[float], None]:
    return lambda share: on_progress(start + share * width, words)


def finish_region(
    settings: Settings,
    name: str,
    *,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> RegionInfo:
    """Make the answers of a quickly prepared region fast; it stays in use meanwhile, and its times do not change.

    Raises
    ------
    RoadsError
        If there is no such region, or it was replaced meanwhile.
    RoadsCancelled
        If ``should_stop`` said so; the region stays as it was.
    """
    info = get_region(settings, check_name(name))
    if info is None:
        raise RoadsError(f"There is no road region “{name}”.", "Prepare it from its road file.")
    sweep(settings.regions)
    work = settings.regions / f".building-{name}-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    missing = [profile for profile in info.profiles if not has_shortcuts(info.path / profile)]
    try:
        for index, profile in enumerate(missing):
            words = f"Making road times for {PROFILE_WORDS[profile]} faster"
            report = _reporter(on_progress or _silent, index / len(missing), 1 / len(missing), words)
            report(0.0)
            made = make_shortcuts(info.path / profile, work / profile, on_share=report, should_stop=should_stop)
            now = get_region(settings, name)
            if now is None or now.build_id != info.build_id:
                raise RoadsError(f"The region “{name}” was replaced meanwhile.", "Nothing needs to be done.")
            made.rename(info.path / profile / made.name)
    except OSError as error:
        raise RoadsError(
            f"The roads could not be written ({error.strerror}).", "Check free disk space and access rights."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    (on_progress or _silent)(1.0, "Roads are ready")
    return get_region(settings, name) or info


def _build_id(osm_file: Path) -> str:
    """Hash what the answers depend on: the file, our profiles, the engine. The same input keeps its cached matrices."""
    digest = hashlib.sha256(road_rules_id().encode())
    with osm_file.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:16]


def _silent(_share: float, _text: str) -> None:
    """Report to nobody."""
