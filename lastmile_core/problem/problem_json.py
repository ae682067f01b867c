"""A routing problem as a JSON file: for scripts, bug reports and benchmarks of one's own.

One object: ``{"format": "lastmile-problem", "version": 1, "visits": [...], "vehicles": [...], "durations": ...}``;
field names and units are those of ``RoutingProblem``, matrices are lists of rows.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from lastmile_core.errors import LastmileError
from lastmile_core.problem.routing_problem import BreakRule, RoutingProblem, VehicleDay, Visit

FORMAT = "lastmile-problem"
VERSION = 1


def problem_to_json(problem: RoutingProblem) -> dict[str, Any]:
    """Return a problem as plain lists, numbers and texts."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": problem.name,
        "dimensions": list(problem.dimensions),
        "profiles": list(problem.profiles),
        "visits": [_plain(asdict(visit)) for visit in problem.visits],
        "vehicles": [_plain(asdict(vehicle)) for vehicle in problem.vehicles],
        "durations": [matrix.tolist() for matrix in problem.durations],
        "distances": [matrix.tolist() for matrix in problem.distances],
    }


def problem_from_json(data: Any) -> RoutingProblem:
    """Return the problem of an object made by :func:`problem_to_json`.

    Raises
    ------
    LastmileError
        If the object is of another kind, lacks a field or has a value that is not allowed.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise LastmileError("This is not a Lastmile problem.", f'It must say "format": "{FORMAT}".')
    if data.get("version") != VERSION:
        raise LastmileError(
            f"Version {data.get('version')} of the problem format is not known.", f"Write version {VERSION}."
        )
    try:
        problem = RoutingProblem(
            visits=tuple(_visit(entry) for entry in data["visits"]),
            vehicles=tuple(_vehicle(entry) for entry in data["vehicles"]),
            durations=tuple(_matrix(rows) for rows in data["durations"]),
            distances=tuple(_matrix(rows) for rows in data["distances"]),
            dimensions=tuple(data.get("dimensions", ())),
            profiles=tuple(data.get("profiles", ("van",))),
            name=str(data.get("name", "")),
        )
        _check_numbers(problem)
    except KeyError as error:
        raise LastmileError(f"The problem has no field {error}.", "Add it; see docs/planning.md.") from error
    except (TypeError, ValueError, OverflowError) as error:
        raise LastmileError(
            f"The problem has a value that cannot be used: {error}.", "Mend it and try again."
        ) from error
    return problem


def read_problem(path: Path) -> RoutingProblem:
    """Return the problem of a JSON file.

    Raises
    ------
    LastmileError
        If the file cannot be opened or is no problem.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LastmileError(
            f"{path} cannot be opened ({error.strerror or error}).", "Check the file's name."
        ) from error
    except ValueError as error:
        raise LastmileError(f"{path.name} is not valid JSON ({error}).", "Check that the file is complete.") from error
    return problem_from_json(data)


def write_problem(problem: RoutingProblem, path: Path) -> None:
    """Write a problem to a JSON file."""
    path.write_text(json.dumps(problem_to_json(problem)) + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def _visit(entry: dict[str, Any]) -> Visit:
    fields = dict(entry)
    for name, make in (("load", tuple), ("skills", frozenset)):
        if name in fields:
            fields[name] = make(fields[name])
    if "windows" in fields:
        fields["windows"] = tuple((earliest, latest) for earliest, latest in fields["windows"])
    if fields.get("allowed_vehicles") is not None:
        fields["allowed_vehicles"] = frozenset(fields["allowed_vehicles"])
    return Visit(**fields)


def _vehicle(entry: dict[str, Any]) -> VehicleDay:
    fields = dict(entry)
    for name, make in (("shift", tuple), ("capacity", tuple), ("skills", frozenset)):
        if name in fields:
            fields[name] = make(fields[name])
    fields["breaks"] = tuple(BreakRule(**rule) for rule in fields.get("breaks", ()))
    if fields.get("locked_visits") is not None:
        fields["locked_visits"] = tuple(fields["locked_visits"])
    return VehicleDay(**fields)


def _matrix(rows: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    numbers = np.array(rows)
    if numbers.size and not np.issubdtype(numbers.dtype, np.integer):
        raise ValueError("a matrix has an entry that is not a whole number")
    return numbers.astype(np.int64)


def _check_numbers(problem: RoutingProblem) -> None:
    """A wrong index or a fraction would only show up deep in a search; say it here."""
    places = min((len(matrix) for matrix in (*problem.durations, *problem.distances)), default=0)
    for visit in problem.visits:
        whole = [visit.location, visit.service, visit.penalty, *visit.load, *(t for w in visit.windows for t in w)]
        _require_whole(whole, visit.order_id)
        _require(visit.location < places, visit.order_id, "has a location outside the matrices")
        _require(len(visit.load) == len(problem.dimensions), visit.order_id, "has another number of loads")
        _require(bool(visit.windows), visit.order_id, "has no window")
        _require(all(a <= b for a, b in visit.windows), visit.order_id, "has a window that ends before it begins")
    for day in problem.vehicles:
        whole = [day.start, day.end, day.loading, *day.shift, *day.capacity]
        whole += [day.fixed_cost, day.cost_per_km, day.cost_per_hour]
        _require_whole(whole, day.vehicle_id)
        _require(max(day.start, day.end) < places, day.vehicle_id, "starts or ends outside the matrices")
        _require(day.profile < len(problem.profiles), day.vehicle_id, "has a road profile that is not there")
        _require(len(day.capacity) == len(problem.dimensions), day.vehicle_id, "has another number of capacities")
        known = all(0 <= visit < problem.num_visits for visit in day.locked_visits or ())
        _require(known, day.vehicle_id, "is locked to a visit that is not there")


def _require_whole(numbers: list[int], name: str) -> None:
    is_right = all(type(number) is int and number >= 0 for number in numbers)
    _require(is_right, name, "has a number that is a fraction or below zero")


def _require(is_right: bool, name: str, what: str) -> None:
    if not is_right:
        raise ValueError(f"{name} {what}")
