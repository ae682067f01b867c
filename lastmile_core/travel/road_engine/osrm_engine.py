"""The embedded road engine (OSRM): matrices and street geometry from a prepared region."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import osrm
from numpy.typing import NDArray

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location
from lastmile_core.travel.road_engine.osrm_prepare import PREFIX, has_shortcuts

CHUNK_CELLS = 350_000
"""Cells asked for at a time. The engine holds Python's lock while it works: this many keep a page waiting for
about 0.25 s at most, while the search from all destinations is repeated only three times at 1,000 places."""

_engines: dict[tuple[str, str, str], Any] = {}
_engines_lock = threading.Lock()


def open_engine(folder: Path, build_id: str) -> Any:
    """Return the engine for one profile folder; one a process and build, shared by threads.

    The files are mapped, not loaded: pages that are not touched cost no memory.

    Raises
    ------
    RoadsError
        If the road data is missing or was written by another version of the engine.
    """
    algorithm = "CH" if has_shortcuts(folder) else "MLD"
    key = (str(folder), build_id, algorithm)
    with _engines_lock:
        if key not in _engines:
            # A region that was built again has new files under the same path: the old map would answer from the past.
            for old in [other for other in _engines if other[0] == key[0]]:
                del _engines[old]
            _engines[key] = _load(folder, algorithm)
        return _engines[key]


def forget_engines(folder: Path) -> None:
    """Drop the engines whose files lie under ``folder`` (before it is replaced or removed)."""
    with _engines_lock:
        for key in [other for other in _engines if Path(other[0]).is_relative_to(folder)]:
            del _engines[key]


def _load(folder: Path, algorithm: str) -> Any:
    try:
        return osrm.OSRM(
            storage_config=str(folder / PREFIX),
            algorithm=algorithm,
            use_shared_memory=False,
            use_mmap=True,
            max_locations_distance_table=-1,
            max_locations_viaroute=-1,
            max_results_nearest=-1,
            verbosity="NONE",
        )
    except (RuntimeError, ValueError) as error:
        raise RoadsError(
            "The prepared roads cannot be opened.", "Prepare the region again (Settings, or: lastmile roads add)."
        ) from error


def _lon_lat(points: Sequence[Location]) -> list[tuple[float, float]]:
    return [(point.lon, point.lat) for point in points]


def _approaches(engine: Any, points: Sequence[Location], kerb: Sequence[bool]) -> list[str]:
    """Return the engine's words for kerbs; a place with no road on its own side is stopped at on either side."""
    if not any(kerb):
        return []
    return [
        "curb" if asked and _has_kerb(engine, point) else "unrestricted"
        for point, asked in zip(points, kerb, strict=True)
    ]


def _has_kerb(engine: Any, point: Location) -> bool:
    asked = osrm.NearestParameters(coordinates=_lon_lat([point]), approaches=["curb"], generate_hints=False)
    try:
        engine.Nearest(asked)
    except RuntimeError:
        return False
    return True


def table(
    engine: Any, points: Sequence[Location], kerb: Sequence[bool] = ()
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return (durations s, distances m, snap distances m); NaN where no route exists.

    Parameters
    ----------
    kerb
        For each point whether it is reached and left on its own side of the road; nowhere when empty.

    Raises
    ------
    RoadsError
        If the engine refuses, e.g. because there is no street at all.
    """
    size = len(points)
    if size < 2:
        empty = np.zeros((size, size))
        return empty, empty.copy(), np.array([nearest(engine, point) for point in points], dtype=np.float64)
    coordinates, approaches = _lon_lat(points), _approaches(engine, points, kerb)
    durations = np.empty((size, size))
    distances = np.empty((size, size))
    snap = np.empty(size)
    step = max(1, CHUNK_CELLS // size)
    for start in range(0, size, step):
        rows = slice(start, min(size, start + step))
        asked = osrm.TableParameters(
            coordinates=coordinates,
            sources=list(range(rows.start, rows.stop)),
            annotations=["duration", "distance"],
            approaches=approaches,
            generate_hints=False,
        )
        try:
            answer = engine.Table(asked)
        except RuntimeError as error:
            raise _refused(error) from error
        # list(row) is the fast way out of the engine's arrays; None becomes NaN in a float array.
        durations[rows] = np.array([list(row) for row in answer["durations"]], dtype=np.float64)
        distances[rows] = np.array([list(row) for row in answer["distances"]], dtype=np.float64)
        snap[rows] = [source["distance"] for source in answer["sources"]]
    return durations, distances, snap


def nearest(engine: Any, point: Location) -> float:
    """Return the metres from a point to the nearest road where one may stop; NaN when there is none."""
    found = stopping_place(engine, point)
    return float("nan") if found is None else found[1]


def stopping_place(engine: Any, point: Location) -> tuple[Location, float] | None:
    """Return where a vehicle stops for a place, and the metres from there to the place; None when there is no road."""
    try:
        answer = engine.Nearest(osrm.NearestParameters(coordinates=_lon_lat([point]), generate_hints=False))
    except RuntimeError:
        return None
    waypoint = answer["waypoints"][0]
    lon, lat = waypoint["location"]
    return Location(lat=float(lat), lon=float(lon)), float(waypoint["distance"])


def leg(engine: Any, start: Location, end: Location, kerb: Sequence[bool] = ()) -> str:
    """Return the street geometry of one leg as encoded polyline; empty when there is no route.

    Each leg is a request of its own, so it takes exactly the way whose time stands in the matrix.
    """
    asked = osrm.RouteParameters(
        coordinates=_lon_lat([start, end]),
        overview="full",
        geometries="polyline",
        approaches=_approaches(engine, [start, end], kerb),
        generate_hints=False,
    )
    try:
        answer = engine.Route(asked)
    except RuntimeError as error:
        if "NoRoute" in str(error) or "Impossible route" in str(error) or "NoSegment" in str(error):
            return ""
        raise _refused(error) from error
    return str(answer["routes"][0]["geometry"])


def _refused(error: RuntimeError) -> RoadsError:
    return RoadsError(
        f"The road engine could not answer ({str(error)[:120]}).",
        "Check that the places lie in the prepared road region, or prepare the region again.",
    )
