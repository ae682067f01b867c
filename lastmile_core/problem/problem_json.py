"""A routing problem as a JSON file: for scripts, bug reports and benchmarks of one's own.

One object: ``{"format": "lastmile-problem", "version": 1, "visits": [...], "vehicles": [...], "durations": ...}``;
field names and units are those of ``RoutingProblem``, matrices are lists of rows. What a file leaves out has the
value that the field has without it, so files of earlier releases are read as before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from lastmile_core.errors import LastmileError
from lastmile_core.problem.problem_numbers import require_right_numbers
from lastmile_core.problem.routing_problem import (
    BreakRule,
    DayPrices,
    DockDay,
    RoutingProblem,
    Traffic,
    VehicleDay,
    Visit,
)
from lastmile_core.travel.travel_matrix import ImpossibleTravelError, to_whole

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
        "docks": [asdict(dock) for dock in problem.docks],
        "traffic": None if problem.traffic is None else _plain(asdict(problem.traffic)),
        "prices": asdict(problem.prices),
        "same_route": [sorted(group) for group in problem.same_route],
        "different_routes": [sorted(group) for group in problem.different_routes],
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
            docks=tuple(DockDay(**entry) for entry in data.get("docks", ())),
            traffic=_traffic(data.get("traffic")),
            prices=DayPrices(**data.get("prices", {})),
            same_route=_groups(data.get("same_route", ())),
            different_routes=_groups(data.get("different_routes", ())),
        )
        require_right_numbers(problem)
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


_PAIRS = ("shift", "preferred")
_SETS = ("skills", "allowed_vehicles", "familiar_vehicles")
_LISTS = ("load", "chances", "capacity", "on_board", "locked_visits", "frozen_prefix")


def _visit(entry: dict[str, Any]) -> Visit:
    found = _frozen(entry)
    if "windows" in found:
        found["windows"] = tuple(_pair(window) for window in found["windows"])
    return Visit(**found)


def _vehicle(entry: dict[str, Any]) -> VehicleDay:
    found = _frozen(entry)
    found["breaks"] = tuple(BreakRule(**rule) for rule in found.get("breaks", ()))
    return VehicleDay(**found)


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with lists as the tuples and sets that they are in a problem."""
    makers: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(_PAIRS, _pair),
        **dict.fromkeys(_SETS, frozenset),
        **dict.fromkeys(_LISTS, tuple),
    }
    return {
        name: makers[name](value) if name in makers and value is not None else value for name, value in entry.items()
    }


def _pair(value: Any) -> tuple[Any, Any]:
    first, second = value
    return first, second


def _groups(value: Any) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(group) for group in value)


def _traffic(value: Any) -> Traffic | None:
    if value is None:
        return None
    return Traffic(factors=tuple(tuple(hours) for hours in value["factors"]), district=tuple(value.get("district", ())))


def _matrix(rows: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return whole numbers; null, NaN and infinity mean no way, a road engine's −0.5 between near neighbours is 0."""
    numbers = np.array(rows)
    if not numbers.size or (numbers.dtype.kind in "iu" and numbers.min() >= 0):
        return numbers.astype(np.int64)
    is_odd = numbers.dtype.kind == "O" and any(type(one) not in (int, float, type(None)) for one in numbers.flat)
    values = numbers.astype(np.float64) if numbers.dtype.kind in "iufO" and not is_odd else np.full((1, 1), 0.5)
    above = values[np.isfinite(values) & (values > 0)]
    if not np.array_equal(above, np.rint(above)):
        raise ValueError("a matrix has an entry that is not a whole number")
    try:
        return to_whole(values)
    except ImpossibleTravelError as error:
        raise ValueError(f"the way from place {error.start} to place {error.end} is {error.value:.0f}") from error
