"""A routing problem as a JSON file: for scripts, bug reports and benchmarks of one's own.

One object: ``{"format": "lastmile-problem", "version": 1, "visits": [...], "vehicles": [...], "durations": ...}``;
field names and units are those of ``RoutingProblem``, matrices are lists of rows. What a file leaves out has the
value that the field has without it, so files of earlier releases are read as before.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.problem.formats.problem_fields import read_fields
from lastmile_core.problem.formats.problem_numbers import require_right_numbers
from lastmile_core.problem.routing_problem import RoutingProblem, Visit

FORMAT = "lastmile-problem"
VERSION = 1


def problem_to_json(problem: RoutingProblem) -> dict[str, Any]:
    """Return a problem as plain lists, numbers and texts."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": problem.name,
        "dimensions": list(problem.dimensions),
        "load_scales": list(problem.load_scales),
        "profiles": list(problem.profiles),
        "visits": [_visit(visit) for visit in problem.visits],
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
        problem = RoutingProblem(**read_fields(data))
        require_right_numbers(problem)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise LastmileError(
            f"The problem has a value that cannot be used: {error}.", "Mend it and try again; see docs/planning.md."
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
        data = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_no_name_twice)
    except OSError as error:
        raise LastmileError(
            f"{path} cannot be opened ({error.strerror or error}).", "Check the file's name."
        ) from error
    except UnicodeDecodeError as error:
        raise LastmileError(f"{path.name} is not a text file in UTF-8.", "Save it as UTF-8 JSON.") from error
    except RecursionError as error:
        raise LastmileError(
            f"{path.name} is nested too deeply to be a problem.", "A problem has lists of rows of numbers and no more."
        ) from error
    except ValueError as error:
        raise LastmileError(f"{path.name} is not valid JSON ({error}).", "Check that the file is complete.") from error
    return problem_from_json(data)


def write_problem(problem: RoutingProblem, path: Path) -> None:
    """Write a problem to a JSON file."""
    path.write_text(json.dumps(problem_to_json(problem)) + "\n", encoding="utf-8")


def _visit(visit: Visit) -> dict[str, Any]:
    """Return a visit with the names of the file: ``order_id`` is the name of the visit, also of a pickup or reload."""
    values = _plain(asdict(visit))
    return {"order_id": values.pop("visit_id"), **values}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an object names {twice[:40]!r} twice; which one counts cannot be told")
    return found
