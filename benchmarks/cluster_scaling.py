#!/usr/bin/env python3
"""Plan 40 depots on one core, on two, and on a Ray cluster of two nodes; compare answers and times.

    python benchmarks/cluster_scaling.py [--depots 40] [--orders 60] [--iterations 2000]

The two nodes run on this machine with one core each, so that what Ray itself costs is seen beside plain processes.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np

from lastmile_core.planning.base.plan_result import PlanResult
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.cluster import Task, solve_many
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit

HOUR = 3600


def make_depot(orders: int, seed: int) -> RoutingProblem:
    """Return a small day with windows; the same for the same seed."""
    rng = random.Random(seed)
    points = np.array([[rng.gauss(0, 4000), rng.gauss(0, 4000)] for _ in range(orders + 1)])
    metres = (np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) * 1.35).astype(np.int64)
    visits = tuple(
        Visit(
            visit_id=f"o{number}",
            location=number + 1,
            load=(1000,),
            service=180,
            windows=((rng.choice((8, 10, 12)) * HOUR, 17 * HOUR),),
        )
        for number in range(orders)
    )
    vans = tuple(
        VehicleDay(
            vehicle_id=f"v{number}",
            shift=(7 * HOUR, 18 * HOUR),
            capacity=(30_000,),
            fixed_cost=6000,
            cost_per_km=35,
            cost_per_hour=2400,
        )
        for number in range(-(-orders // 20))
    )
    durations, distances = ((metres / 7.8).astype(np.int64),), (metres,)
    return RoutingProblem(
        visits=visits, vehicles=vans, durations=durations, distances=distances, dimensions=("parcels",)
    )


def timed(tasks: dict[str, Task], **where: object) -> tuple[float, dict[str, PlanResult]]:
    """Return the seconds until all plans were there, and the plans."""
    begun = time.monotonic()
    found = solve_many(tasks, **where)  # type: ignore[arg-type]
    return time.monotonic() - begun, found


def main() -> int:
    """Plan everywhere and print a line for each place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--depots", type=int, default=40)
    parser.add_argument("--orders", type=int, default=60, help="for each depot")
    parser.add_argument("--iterations", type=int, default=2000)
    parser.add_argument("--without-ray", action="store_true")
    options = parser.parse_args()
    limits = SearchLimits(time_s=600, workers=1, seed=1, max_iterations=options.iterations)
    tasks = {f"depot {n}": (make_depot(options.orders, n), limits) for n in range(options.depots)}
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    first, answers = timed(tasks, processes=1)
    print(f"one core            {first:7.1f} s", flush=True)
    runs = {"two cores": timed(tasks, processes=2)}
    if not options.without_ray:
        from ray.cluster_utils import Cluster

        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        nodes.add_node(num_cpus=1)
        try:
            runs[f"Ray {version('ray')}, 2 nodes"] = timed(tasks, cluster=nodes.address)
        finally:
            nodes.shutdown()
    is_same = True
    for place, (seconds, found) in runs.items():
        same = sum(found[name].routes == answers[name].routes for name in tasks)
        is_same &= same == len(tasks)
        print(
            f"{place:20}{seconds:7.1f} s   {first / seconds:4.2f} times as fast, {same} of {len(tasks)} plans the same"
        )
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
