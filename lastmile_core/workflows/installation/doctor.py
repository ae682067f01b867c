"""Look at the installation and say the mend for what is missing."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

from lastmile_core import __version__
from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.model import UnreadSetting
from lastmile_core.settings import Settings
from lastmile_core.store.database.backups import backups_folder
from lastmile_core.store.database.database_lock import lock_file
from lastmile_core.store.database.soundness import damaged_error, look_through
from lastmile_core.store.open_store import open_store
from lastmile_core.store.verify import verify_file
from lastmile_core.travel.regions import list_regions, region_for
from lastmile_core.units import plural
from lastmile_core.workflows.installation.health import installation_faults

_KINDS = {
    "out_of_order": "vehicles out of order",
    "planned_without": "orders left out",
    "recovered": "the plan of a lost search",
    "import_mapping": "columns of a kind of file",
    "import_answers": "answers about a kind of file",
    "customer_aliases": "other names of customers",
    "load_names": "names of loads",
    "sample_city": "the day the sample city was loaded",
}
OLD_BACKUP = timedelta(hours=48)
_MEND = "What to do about it stands in docs/operations.md."
LIBRARIES = (
    *("streamlit", "pydeck", "pandas", "plotly", "ortools", "pyvrp", "sqlite-utils", "osrm-bindings", "osmium"),
    *("mkdocs", "mkdocs-material", "mkdocstrings"),
)


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
        with open_store(settings.database) as store:
            depots = store.depots.all()
            unread = store.unread_settings.all()
    except LastmileError as error:
        return [Finding(what="Database", is_ok=False, found=error.message, mend=error.mend)]
    size = settings.database.stat().st_size / 1e6
    faults = [] if look_through(settings.database).is_sound else [damaged_error(settings.database)]
    return [
        Finding(
            what="Database",
            is_ok=not faults,
            found=f"{settings.database} ({size:.1f} MB{', damaged' if faults else ', sound'})",
            mend=faults[0].mend if faults else "",
        ),
        *_set_aside(unread),
        _backups(settings),
        *_health(settings),
        Finding(
            what="Depots",
            is_ok=bool(depots),
            found=", ".join(depot.name for depot in depots) or "none",
            mend="" if depots else "Add one on the Settings page or import depots.csv.",
        ),
    ]


def _set_aside(unread: Sequence[UnreadSetting]) -> list[Finding]:
    """Name what an earlier release had written and this one could not read; it is kept, so nothing is wrong with it."""
    if not unread:
        return []
    named = ", ".join(f"{_what(one.key)} ({one.why})" for one in unread)
    found = (
        f"{plural(len(unread), 'value')} of an earlier release that nobody could read: {named}; "
        f"kept in the table unread_settings since {unread[0].kept_at:%d %B %Y}"
    )
    return [Finding(what="Set aside", is_ok=True, found=found)]


def _what(key: str) -> str:
    kind, _, name = key.partition(":")
    return f"{_KINDS.get(kind, kind)}{f' of {name}' if name else ''}"


def _backups(settings: Settings) -> Finding:
    """Return how old the newest copy is that can be used."""
    copies = sorted(backups_folder(settings.database).glob(f"{settings.database.stem}-[0-9]*.db"), reverse=True)
    good = next((copy for copy in copies if verify_file(copy).is_sound), None)
    bad = len(copies) if good is None else copies.index(good)
    found = f"none in {backups_folder(settings.database)}"
    if bad:
        found = f"{bad} of {len(copies)} cannot be used, no good one among them"
    is_old = False
    if good is not None:
        age = utc_now() - datetime.fromtimestamp(good.stat().st_mtime, UTC)
        is_old = age > OLD_BACKUP
        found = f"the newest good copy is {_age_words(age)} old ({good.name})"
        found += f"; {bad} newer cannot be used" if bad else ""
    # A first day has no night behind it.
    is_young = utc_now() - datetime.fromtimestamp(_born(settings.database), UTC) < OLD_BACKUP
    is_ok = not bad and (not is_old if good is not None else is_young)
    mend = "" if is_ok else "Make one now: lastmile backup. The running app makes one every night."
    return Finding(what="Backups", is_ok=is_ok, found=found, mend=mend)


def _born(database: Path) -> float:
    """Return when the database was first opened here, as its lock file was made then."""
    try:
        return lock_file(database).stat().st_mtime
    except OSError:
        return database.stat().st_mtime


def _age_words(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    if hours < 1:
        return "less than an hour"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"


def _health(settings: Settings) -> list[Finding]:
    return [Finding(what="Health", is_ok=False, found=fault, mend=_MEND) for fault in installation_faults(settings)]


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
        with open_store(settings.database) as store:
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
