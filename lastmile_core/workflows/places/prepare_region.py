"""Prepare a road region from an OpenStreetMap file: at once, or as a job beside the pages."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from lastmile_core.errors import ProgramFaultError, RoadsError
from lastmile_core.jobs.payloads import RoadsPayload, payload_of
from lastmile_core.jobs.supervise import supervise
from lastmile_core.model import Job, JobStatus
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.travel.regions import RegionInfo, add_region, check_name, finish_region, get_region, remove_region
from lastmile_core.units import show_distance
from lastmile_core.workflows.long_work import start_job
from lastmile_core.workflows.places.region_addresses import addresses_too

OSM_ATTRIBUTION = "© OpenStreetMap contributors"

FORGOTTEN_S = 24 * 3600.0
"""Uploaded files older than this belong to a job that died; they are deleted."""


def prepare_region(
    settings: Settings,
    store: Store | None,
    osm_file: Path,
    name: str,
    *,
    on_progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    by: str = "",
    attribution: str = OSM_ATTRIBUTION,
    quick: bool = False,
) -> RegionInfo:
    """Prepare roads for vans and cargo bikes, the base map and the addresses.

    An older region of that name is replaced at the end.

    Parameters
    ----------
    store
        Gets an audit line; None writes none.
    on_progress
        Called with a share from 0 to 1 and what is being done.
    quick
        Ready in seconds, with slower answers until `start_finishing` has done its work.

    Raises
    ------
    RoadsError
        If the file or the name cannot be used; the message says the mend.
    RoadsCancelled
        If ``should_stop`` said so; nothing was changed then.
    """
    region = add_region(
        settings,
        osm_file,
        name,
        on_progress=on_progress,
        should_stop=should_stop,
        attribution=attribution,
        quick=quick,
        also_build=addresses_too(on_progress, should_stop),
    )
    if store is not None:
        _write_audit(store, region, by)
    return region


def take_region_away(settings: Settings, store: Store | None, name: str, *, by: str) -> None:
    """Delete a region; plans keep the times they were made with.

    Parameters
    ----------
    store
        Gets an audit line; None writes none.

    Raises
    ------
    RoadsError
        If there is none of that name.
    """
    remove_region(settings, name)
    if store is not None:
        store.audit.write(who=by, what="remove roads", subject=name)


def start_preparing(
    settings: Settings, store: Store, osm_file: Path, name: str, *, by: str, delete_file: bool = False
) -> Job:
    """Start the preparation in its own worker process and return its job row at once.

    Parameters
    ----------
    delete_file
        Whether the file is an upload that nobody needs afterwards.

    Raises
    ------
    RoadsError
        If the name or the file cannot be used.
    BusyError
        If a region of that name is being prepared.
    """
    from lastmile_core.travel.region_files.osm_scan import check_file

    check_name(name)
    check_file(osm_file)
    if delete_file:
        _forget_old_uploads(osm_file)
    payload = RoadsPayload(name=name, file=osm_file.resolve(), delete_file=delete_file)
    return start_job(settings, store, payload, by=by)


def start_finishing(settings: Settings, store: Store, name: str, *, by: str) -> Job:
    """Start making a quickly prepared region fast, beside the pages; it can be used meanwhile.

    Raises
    ------
    BusyError
        If a region of that name is being prepared.
    """
    return start_job(settings, store, RoadsPayload(name=check_name(name), file=None), by=by)


def roads_child(connection: Connection, stop: Any, settings: Settings, payload: RoadsPayload) -> None:
    """Do the preparation in a child of the worker and send its progress through the pipe."""

    def report(share: float, words: str) -> None:
        connection.send({"message": words, "share": share})

    if payload.file is None:
        region = finish_region(settings, payload.name, on_progress=report, should_stop=stop.is_set)
    else:
        file = payload.file
        region = prepare_region(settings, None, file, payload.name, on_progress=report, should_stop=stop.is_set)
    connection.send({"done": {"name": region.name}})


def run_roads_job(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    """Do a roads job in the worker.

    Raises
    ------
    RoadsError
        If the file cannot be prepared.
    """
    payload = payload_of(RoadsPayload, job)
    try:
        outcome = supervise(store, job, roads_child, (settings, payload))
    finally:
        if payload.file is not None and payload.delete_file:
            payload.file.unlink(missing_ok=True)
    if outcome.done is None:
        if outcome.status is JobStatus.CANCELLED:
            return JobStatus.CANCELLED, "Stopped. Nothing was changed.", {}
        raise outcome.failure or ProgramFaultError("Preparing the roads ended early.", "Start it again.")
    region = get_region(settings, payload.name)
    if region is None:
        raise RoadsError("The region came out incomplete.", "Prepare it again.")
    _write_audit(store, region, job.created_by)
    streets = f"{region.num_streets:,} streets, {show_distance(region.street_km * 1000)}"
    return JobStatus.DONE, f"Region “{region.name}” is ready: {streets}.", {"name": region.name}


def _write_audit(store: Store, region: RegionInfo, by: str) -> None:
    facts = {"build": region.build_id, "file": region.source_file, "bbox": list(region.bbox)}
    store.audit.write(who=by, what="prepare roads", subject=region.name, detail=facts)


def _forget_old_uploads(newest: Path) -> None:
    """Delete uploads whose job never came to its end."""
    for file in newest.parent.glob("*.osm.pbf"):
        with contextlib.suppress(OSError):
            if file != newest and time.time() - file.stat().st_mtime > FORGOTTEN_S:
                file.unlink()
