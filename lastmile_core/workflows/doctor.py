"""Look at the installation and say the mend for what is missing."""

from __future__ import annotations

import platform
import sqlite3
import sys
from dataclasses import dataclass
from importlib import metadata

from lastmile_core import __version__
from lastmile_core.errors import LastmileError
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.travel.regions import list_regions, region_for

LIBRARIES = ("streamlit", "pydeck", "pandas", "plotly", "ortools", "pyvrp", "sqlite-utils", "osrm-bindings", "osmium")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    is_ok: bool
    found: str
    mend: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Return what was found, in the order in which it should be mended."""
    return [_python(), *_libraries(), *_database(settings), *_roads(settings)]


def _python() -> Finding:
    is_ok = sys.version_info >= (3, 12)
    return Finding(
        what="Python",
        is_ok=is_ok,
        found=f"{platform.python_version()}, Lastmile {__version__}, SQLite {sqlite3.sqlite_version}",
        mend="" if is_ok else "Install Python 3.12 or newer and run “make install”.",
    )


def _libraries() -> list[Finding]:
    missing, found = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return [
            Finding(what="Libraries", is_ok=False, found=f"missing: {', '.join(missing)}", mend="Run “make install”.")
        ]
    return [Finding(what="Libraries", is_ok=True, found=", ".join(found))]


def _database(settings: Settings) -> list[Finding]:
    if not settings.database.exists():
        return [
            Finding(
                what="Database",
                is_ok=False,
                found=f"{settings.database} does not exist yet",
                mend="“lastmile demo” fills it with a sample city; “lastmile serve” starts an empty one.",
            )
        ]
    try:
        with Store.open(settings.database) as store:
            depots = store.depots.all()
    except LastmileError as error:
        return [Finding(what="Database", is_ok=False, found=error.message, mend=error.mend)]
    size = settings.database.stat().st_size / 1e6
    return [
        Finding(what="Database", is_ok=True, found=f"{settings.database} ({size:.1f} MB)"),
        Finding(
            what="Depots",
            is_ok=bool(depots),
            found=", ".join(depot.name for depot in depots) or "none",
            mend="" if depots else "Add one on the Settings page or import depots.csv.",
        ),
    ]


def _roads(settings: Settings) -> list[Finding]:
    regions = list_regions(settings)
    findings = [
        Finding(
            what="Road regions",
            is_ok=bool(regions) or settings.osrm_url is not None,
            found=", ".join(f"{r.name} ({', '.join(r.profiles)})" for r in regions) or "none",
            mend="" if regions else "Prepare one: lastmile roads add FILE.osm.pbf. Until then times are estimates.",
        )
    ]
    if settings.osrm_url is not None:
        findings.append(Finding(what="Road server", is_ok=True, found=settings.osrm_url))
    without_map = [region.name for region in regions if not region.has_basemap]
    if without_map:
        findings.append(
            Finding(
                what="Base map",
                is_ok=False,
                found=f"missing for {', '.join(without_map)}",
                mend="Add the region again to draw it.",
            )
        )
    if settings.database.exists() and regions:
        findings.extend(_covered(settings))
    return findings


def _covered(settings: Settings) -> list[Finding]:
    try:
        with Store.open(settings.database) as store:
            depots = store.depots.all()
    except LastmileError:
        return []
    outside = [depot.name for depot in depots if region_for(settings, [depot.location]) is None]
    if not outside or settings.osrm_url is not None:
        return []
    return [
        Finding(
            what="Roads around the depots",
            is_ok=False,
            found=f"no region covers {', '.join(outside)}",
            mend="Add a road file that covers it; until then its times are estimates.",
        )
    ]
