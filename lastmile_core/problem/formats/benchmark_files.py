"""Benchmark files as routing problems: VRPLIB, Solomon and Gehring–Homberger text.

Distances are also the driving times, as the authors of these files mean it. A file with rules beyond one depot, one
kind of vehicle, loads and windows has no problem here: the engine that supports its rules reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import vrplib

from lastmile_core.errors import LastmileError
from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem, VehicleDay, Visit
from lastmile_core.travel.times.memory_needed import require_memory
from lastmile_core.travel.times.travel_matrix import NOISE

ROUNDINGS = ("dimacs", "round", "exact", "none")
"""dimacs: cut off after 0.1, count in tenths; round: nearest whole; exact: thousandths; none: whole numbers already."""

_PLAIN_KEYS = frozenset(
    {
        *("name", "comment", "type", "dimension", "vehicles", "capacity", "demand", "depot", "service_time"),
        *("edge_weight", "edge_weight_type", "edge_weight_format", "time_window"),
        *("node_coord", "node_coord_type", "display_data", "display_data_type"),
    }
)
_PLAIN_TYPES = frozenset({"", "CVRP", "VRPTW", "CVRPTW"})
_DIMENSION = re.compile(r"^DIMENSION\s*:?\s*(\d{1,9})", re.MULTILINE)
LARGEST = 1_000_000_000_000
"""No coordinate, load or time is larger; ten of them still fit 64 bits many times over."""
_MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BenchmarkFile:
    """A benchmark file after reading.

    Attributes
    ----------
    rounding
        How its numbers were made whole; one of ``ROUNDINGS``.
    problem
        The routing problem; visit ``i`` is location ``i + 1`` and the objective in cents is the file's own total edge
        weight. None for a file with further rules.
    """

    path: Path
    rounding: str
    problem: RoutingProblem | None


def read_benchmark(path: Path, rounding: str | None = None) -> BenchmarkFile:
    """Return a benchmark file.

    Parameters
    ----------
    rounding
        One of ``ROUNDINGS``; None takes "none" for files with their own matrix and "dimacs" for coordinates.

    Raises
    ------
    LastmileError
        If the file cannot be read or its numbers are not whole after rounding.
    """
    if rounding is not None and rounding not in ROUNDINGS:
        raise LastmileError(f"Rounding {rounding!r} is not known.", f"Choose one of {', '.join(ROUNDINGS)}.")
    is_solomon, is_explicit = _kind_of_text(path)
    chosen = rounding or ("none" if is_explicit else "dimacs")
    if (found := _DIMENSION.search(_head(path))) is not None:
        require_memory(int(found[1]))
    try:
        with np.errstate(all="ignore"):  # numbers that are none are named below
            instance = vrplib.read_instance(path, instance_format="solomon" if is_solomon else "vrplib")
    except Exception as error:  # the reader of these files raises whatever it stumbles over
        raise LastmileError(
            f"{path.name} could not be read: a section is missing or damaged.",
            "Check that it is a complete VRPLIB or Solomon file.",
        ) from error
    if not is_solomon and not _is_plain(instance):
        return BenchmarkFile(path=path, rounding=chosen, problem=None)
    try:
        problem = _problem(path.stem, instance, chosen)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise LastmileError(
            f"{path.name} is not complete: a section is missing or has another number of rows than the others.",
            "It needs DEMAND, CAPACITY, and coordinates or a full matrix of edge weights.",
        ) from error
    return BenchmarkFile(path=path, rounding=chosen, problem=problem)


def _head(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(4000)


def _kind_of_text(path: Path) -> tuple[bool, bool]:
    """Return whether a file is Solomon text and whether it brings its own matrix."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise LastmileError(f"{path.name} is larger than 200 MB.", "Split it or use fewer locations.")
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(4000)
    except OSError as error:
        raise LastmileError(
            f"{path} cannot be opened ({error.strerror or error}).", "Check the name of the file and its rights."
        ) from error
    lines = [line.split() for line in head.splitlines() if line.strip()]
    is_solomon = len(lines) > 2 and lines[1] == ["VEHICLE"]
    if not is_solomon and "DIMENSION" not in head:
        raise LastmileError(
            f"{path.name} is neither a VRPLIB nor a Solomon file.",
            "A VRPLIB file has a line DIMENSION; a Solomon file has VEHICLE on its second line.",
        )
    return is_solomon, "EXPLICIT" in head


def _is_plain(instance: dict[str, Any]) -> bool:
    depots = np.atleast_1d(instance.get("depot", np.array([0])))
    return (
        set(instance) <= _PLAIN_KEYS
        and str(instance.get("type", "")).upper() in _PLAIN_TYPES
        and np.ndim(instance.get("capacity", 0)) == 0
        and depots.tolist() == [0]
    )


def _problem(name: str, instance: dict[str, Any], rounding: str) -> RoutingProblem:
    places = np.asarray(instance.get("node_coord", np.zeros((0, 2))), dtype=np.float64)
    if not np.all(np.abs(places) <= LARGEST):
        node = int(np.argmin(np.all(np.abs(places) <= LARGEST, axis=1)))
        raise LastmileError(
            f"Node {node + 1} of the file lies at {tuple(places[node].tolist())}.", "Write two numbers as its place."
        )
    weights = _weights(instance["edge_weight"], rounding)
    count = len(weights)
    demand = _whole(np.asarray(instance["demand"]).reshape(count, -1), rounding, "demands")
    capacity = int(_whole(np.asarray(instance["capacity"]), rounding, "capacities"))
    service = _whole(np.broadcast_to(instance.get("service_time", 0), count), rounding, "service times")
    furthest = int(weights[weights < UNREACHABLE].max(initial=1))
    no_limit = int(weights.max(axis=1).sum() + service.sum()) + 1
    if "time_window" in instance:
        windows = _whole(instance["time_window"], rounding, "time windows")
    else:
        windows = np.tile(np.array([0, no_limit], dtype=np.int64), (count, 1))
    horizon = min(int(windows[0][1]), max(no_limit, int(windows[:, 0].max()) + no_limit))
    visits = tuple(
        Visit(
            visit_id=str(node),
            location=node,
            load=tuple(map(int, demand[node])),
            service=int(service[node]),
            windows=((int(windows[node][0]), min(int(windows[node][1]), horizon)),),
            # Dearer than any route of its own: a search leaves a visit out only when it cannot be served.
            penalty=10 * furthest,
        )
        for node in range(1, count)
    )
    vehicle = {"shift": (int(windows[0][0]), horizon), "capacity": (capacity,) * demand.shape[1]}
    vehicles = tuple(
        VehicleDay(vehicle_id=str(number), cost_per_km=1000, **vehicle)
        for number in range(_num_vehicles(instance, count))
    )
    dimensions = tuple(f"load {number}" for number in range(demand.shape[1]))
    return RoutingProblem(
        visits=visits,
        vehicles=vehicles,
        durations=(weights,),
        distances=(weights,),
        dimensions=dimensions,
        profiles=("file",),
        name=name,
    )


def _weights(values: npt.ArrayLike, rounding: str) -> npt.NDArray[np.int64]:
    """Return the matrix as it stands, but for the way from a place to itself, missing ways and noise below zero."""
    numbers = np.array(values, dtype=np.float64)
    missing = ~np.isfinite(numbers)
    numbers[missing] = 0.0
    np.fill_diagonal(numbers, 0.0)
    if numbers.size and numbers.min() < -NOISE:
        start, end = np.unravel_index(int(numbers.argmin()), numbers.shape)
        raise LastmileError(
            f"The edge weight from node {int(start) + 1} to node {int(end) + 1} is {numbers[start, end]:g}.",
            "Give zero or more.",
        )
    weights = _whole(np.maximum(numbers, 0.0, out=numbers), rounding, "edge weights")
    weights[missing] = UNREACHABLE
    np.fill_diagonal(weights, 0)
    return weights


def _num_vehicles(instance: dict[str, Any], count: int) -> int:
    """Return how many vehicles there are; more than visits are never used and would only take memory."""
    said = instance.get("vehicles", count - 1)
    if not isinstance(said, int) or said < 1:
        raise LastmileError(f"VEHICLES is {str(said)[:40]}.", "Write how many there are, 1 or more, or leave it out.")
    return min(said, max(1, count - 1))


def _whole(values: npt.ArrayLike, rounding: str, what: str) -> npt.NDArray[np.int64]:
    """Return numbers made whole; the arithmetic is the one that published results were made with."""
    numbers = np.asarray(values)
    if numbers.dtype.kind not in "iuf" or not np.all(np.abs(numbers.astype(np.float64)) <= LARGEST):
        raise LastmileError(
            f"There is something among the {what} that is no number, or beyond {LARGEST:,}.",
            "Mend that section of the file.",
        )
    if numbers.size and numbers.min() < 0:
        raise LastmileError(f"There is {numbers.min():g} among the {what}.", "Give zero or more.")
    if rounding == "dimacs":
        return np.asarray(10 * numbers).astype(np.int64)
    if rounding == "round":
        return np.asarray(np.round(numbers)).astype(np.int64)
    if rounding == "exact":
        return np.asarray(np.round(1000 * numbers)).astype(np.int64)
    whole = np.array(numbers, dtype=np.int64)
    if not np.array_equal(whole, numbers):
        raise LastmileError(f"The {what} are not whole numbers.", "Choose --round dimacs, round or exact.")
    return whole
