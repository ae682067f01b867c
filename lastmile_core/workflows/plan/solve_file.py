"""Solve one problem file from start to end: the door for benchmarks and scripts."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.benchmark_files.solve_vrplib_file import solve_vrplib_file
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.problem.formats.benchmark_files import ROUNDINGS, read_benchmark
from lastmile_core.problem.formats.problem_json import read_problem
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.process_age import began_at
from lastmile_core.process_end import leave
from lastmile_core.settings import load_settings

EXIT_S = 0.1
"""Kept back for writing the answer and ending the process."""


def solve_file(
    path: Path,
    time_limit: float,
    workers: int | None = None,
    seed: int = 1,
    out: Path | None = None,
    round_func: str | None = None,
    max_iterations: int | None = None,
    begun: float | None = None,
) -> dict[str, Any]:
    """Return the best solution of a problem file, and write it to ``out`` as JSON.

    Parameters
    ----------
    path
        VRPLIB, Solomon or Gehring–Homberger text, or our own problem JSON (name ends in ``.json``).
    time_limit
        Wall-clock seconds from ``begun`` on, reading and loading included. What cannot be inside: a first plan when
        the time is over before the file is read, the round of a search that is under way, and the last look of the
        judge; together less than a second for up to 1,200 orders on free processors.
    workers
        Processor cores; None for the setting.
    round_func
        One of "exact", "round", "none", "dimacs"; None decides by the file.
    begun
        ``time.monotonic`` when the caller began, when that was earlier than this call.

    Returns
    -------
    dict
        ``status``, ``objective``, ``runtime_s``, ``routes`` (``vehicle`` and ``visits``: location numbers from 0 as in
        the file, depots first; for problem JSON the numbers of its visits) and ``unassigned``.

    Raises
    ------
    LastmileError
        If the file cannot be read, with what to do about it.
    """
    started = time.monotonic() if begun is None else begun
    workers = workers or load_settings().workers
    if not path.is_file():
        raise LastmileError(f"There is no file {path}.", "Check the path.")
    if path.suffix.lower() == ".json":
        answer = _solve_ours(read_problem(path), _limits(started, time_limit, workers, seed, max_iterations), 0)
    else:
        file = read_benchmark(path, round_func)
        limits = _limits(started, time_limit, workers, seed, max_iterations)
        if file.problem is None:
            answer = _solve_vrplib(path, file.rounding, limits)
        else:
            answer = _solve_ours(file.problem, limits, 1)
    answer["runtime_s"] = round(time.monotonic() - started, 3)
    if out is not None:
        try:
            out.write_text(json.dumps(answer) + "\n", encoding="utf-8")
        except OSError as error:
            raise LastmileError(
                f"The answer could not be written to {out} ({error.strerror or error}).", "Choose another --out."
            ) from error
    return answer


def _limits(started: float, time_limit: float, workers: int, seed: int, max_iterations: int | None) -> SearchLimits:
    spent = time.monotonic() - started
    time_s = max(0.0, min(time_limit, time_limit - EXIT_S - spent))
    return SearchLimits(time_s=time_s, workers=workers, seed=seed, max_iterations=max_iterations)


def _solve_ours(problem: RoutingProblem, limits: SearchLimits, first: int) -> dict[str, Any]:
    result = solve(problem, limits)
    return {
        "status": result.status.name,
        # Only what is driven and used: the price of a visit left out is ours, not the file's.
        "objective": result.cost.operating,
        "runtime_s": result.runtime_s,
        "routes": [
            {"vehicle": vehicle, "visits": [visit + first for visit in visits]}
            for vehicle, visits in sorted(result.routes.items())
        ],
        "unassigned": [visit + first for visit in result.unassigned],
    }


def _solve_vrplib(path: Path, rounding: str, limits: SearchLimits) -> dict[str, Any]:
    budget = SearchBudget(
        deadline=time.monotonic() + limits.time_s,
        seed=limits.seed,
        workers=limits.workers,
        max_iterations=limits.max_iterations,
    )
    answer = solve_vrplib_file(path, rounding, budget)
    if not answer.is_feasible:
        status = "INFEASIBLE"
    else:
        status = "FEASIBLE" if answer.is_complete else "PARTIAL"
    return {
        "status": status,
        "objective": answer.objective,
        "runtime_s": 0.0,
        "routes": [{"vehicle": vehicle, "visits": visits} for vehicle, visits in answer.routes.items()],
        "unassigned": answer.unassigned,
    }


def main(arguments: list[str] | None = None) -> int:
    """Solve a file from the command line: ``python -m lastmile_core.workflows.plan.solve_file FILE``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--time-limit", type=float, default=30.0, help="wall-clock seconds")
    parser.add_argument("--workers", type=int, default=None, help="processor cores; all when left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--round", choices=ROUNDINGS, default=None, dest="round_func")
    options = parser.parse_args(arguments)
    begun = began_at() if arguments is None else None
    try:
        answer = solve_file(
            options.file,
            options.time_limit,
            options.workers,
            options.seed,
            options.out,
            options.round_func,
            begun=begun,
        )
    except LastmileError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({key: answer[key] for key in ("status", "objective", "runtime_s")}))
    return 0


if __name__ == "__main__":
    leave(main())
