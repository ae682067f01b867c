"""Many days at once, one a core: depots and dates side by side here, or on an existing Ray cluster.

A task goes to one worker, which searches it with the limits it came with; so the answer under a seed and a number of
iterations is the same wherever it is searched. Ray is asked for only here, and only when a cluster is named.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.planning.base.plan_result import PlanResult
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.solve import solve
from lastmile_core.problem import RoutingProblem
from lastmile_core.settings import load_settings

Task = tuple[RoutingProblem, SearchLimits]
Told = Callable[[str, PlanResult], None]

LOCAL = "local"
TRIES_AGAIN = 3
"""How often a task is given to another worker when its own was lost."""


def solve_many(
    tasks: Mapping[str, Task],
    cluster: str | None = None,
    *,
    processes: int | None = None,
    on_result: Told | None = None,
) -> dict[str, PlanResult]:
    """Return the plan of each task, by the task's name.

    Each task needs as many cores as its limits have workers; one is best where there are more tasks than cores.

    Parameters
    ----------
    cluster
        None or "local" for processes on this machine; "ray://host:10001" or "host:6379" for a Ray cluster; "auto" for
        the one this machine is part of. On a cluster Lastmile must be installed on every node.
    processes
        On this machine: how many tasks at once; by default one a core.
    on_result
        Told about every plan as soon as it is there.

    Raises
    ------
    LastmileError
        When Ray is not installed or the cluster does not answer.
    """
    told = on_result or (lambda name, result: None)
    found: dict[str, PlanResult] = {}
    here = cluster in (None, LOCAL)
    for name, result in _here(tasks, processes) if here else _on_ray(tasks, str(cluster)):
        found[name] = result
        told(name, result)
    return {name: found[name] for name in tasks}


def _solve_task(problem: RoutingProblem, limits: SearchLimits) -> PlanResult:
    return solve(problem, limits)


def _here(tasks: Mapping[str, Task], processes: int | None) -> Iterator[tuple[str, PlanResult]]:
    if not tasks:
        return
    most = min(len(tasks), processes or load_settings().workers)
    # A forked copy of a process with threads may hang; a fresh one cannot.
    with ProcessPoolExecutor(most, mp_context=multiprocessing.get_context("spawn")) as pool:
        name_of = {pool.submit(_solve_task, problem, limits): name for name, (problem, limits) in tasks.items()}
        for future in as_completed(name_of):
            yield name_of[future], future.result()


def _on_ray(tasks: Mapping[str, Task], address: str) -> Iterator[tuple[str, PlanResult]]:
    with _connected(address) as ray:
        remote = ray.remote(_solve_task)
        name_of: dict[Any, str] = {}
        for name, (problem, limits) in tasks.items():
            # A lost worker's task is begun anew on another one; its seed gives the same answer there.
            ready = remote.options(num_cpus=limits.workers, max_retries=TRIES_AGAIN, name=f"lastmile {name}")
            name_of[ready.remote(problem, limits)] = name
        waiting = list(name_of)
        while waiting:
            done, waiting = ray.wait(waiting, num_returns=1)
            for reference in done:
                yield name_of[reference], ray.get(reference)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Yield Ray, connected; a connection that was there before stays."""
    ray = _ray()
    was_connected = ray.is_initialized()
    if not was_connected:
        try:
            ray.init(address=address, log_to_driver=False, logging_level="warning")
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise LastmileError(
                f"The Ray cluster at {address} does not answer.",
                "Look whether it is running (ray status) and whether the address is right; without a cluster, leave "
                "--cluster out.",
            ) from error
    try:
        yield ray
    finally:
        if not was_connected:
            ray.shutdown()


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise LastmileError(
            "Planning on a cluster needs Ray, which is not installed.",
            f"Install it with: {sys.executable} -m pip install '.[cluster]' — or leave --cluster out to plan on this "
            "machine.",
        ) from error
    return ray
