"""Several problem files planned side by side: the door for depots and days that do not wait for each other."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.planning.base.plan_result import PlanResult
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.cluster import solve_many
from lastmile_core.problem.formats.problem_json import read_problem


def plan_many(
    files: Sequence[Path],
    *,
    time_limit: float,
    cluster: str | None = None,
    processes: int | None = None,
    seed: int = 1,
    max_iterations: int | None = None,
    out: Path | None = None,
    on_result: Callable[[str, PlanResult], None] | None = None,
) -> dict[str, dict[str, Any]]:
    """Return the plan of each problem file by the file's name without its ending, and write them to a folder.

    Parameters
    ----------
    time_limit
        Wall-clock seconds for each file.
    cluster, processes, on_result
        See :func:`lastmile_core.planning.cluster.solve_many`.
    out
        Folder for one ``NAME.json`` a plan; made when it is not there.

    Raises
    ------
    LastmileError
        When two files have the same name, one cannot be read, or the cluster does not answer.
    """
    limits = SearchLimits(time_s=time_limit, workers=1, seed=seed, max_iterations=max_iterations)
    tasks = {path.stem: (read_problem(path), limits) for path in files}
    if len(tasks) < len(files):
        raise LastmileError("Two of the files have the same name.", "Plans are named after their files: rename one.")
    found = {
        name: _plain(result)
        for name, result in solve_many(tasks, cluster, processes=processes, on_result=on_result).items()
    }
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, plan in found.items():
            (out / f"{name}.json").write_text(json.dumps(plan, indent=1) + "\n", encoding="utf-8")
    return found


def _plain(result: PlanResult) -> dict[str, Any]:
    return {
        "status": result.status.name,
        "cost_cents": result.cost.total,
        "routes": [{"vehicle": vehicle, "visits": order} for vehicle, order in result.routes.items()],
        "unassigned": result.unassigned,
        "runtime_s": round(result.runtime_s, 3),
        "seed": result.seed,
        "engine": result.engine,
    }
