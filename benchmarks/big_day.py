#!/usr/bin/env python3
"""Plan a day of thousands of orders in one depot, beside PyVRP alone in the same wall clock.

    python benchmarks/big_day.py --orders 10000 --time 300 POINTS.csv

The orders lie at the points of a file with the columns ``lat`` and ``lng`` (``;`` or ``,`` between them), drawn with a
seed and moved by up to some hundred metres; half of them have a window of two to four hours. Times are the street
estimate of the app for vans. Each side plans in a process of its own; our judge times and prices both answers.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from lastmile_core.model import Location
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit

HOUR = 3600
NOISE_DEGREES = 0.003
DEPOT = Location(lat=48.93, lon=2.36)
LARGEST_LOAD = 9
VAN = 250
STOPS_A_VAN = 38
"""On average; a third more vans than that are at hand."""


def read_points(path: Path) -> list[tuple[float, float]]:
    """Return the (lat, lon) of a file's rows that have both."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(float(row["lat"]), float(row["lng"])) for row in rows if row["lat"] and row["lng"]]


def make_day(points: list[tuple[float, float]], orders: int, seed: int) -> RoutingProblem:
    """Return the day; the same for the same seed."""
    from lastmile_core.travel.times.estimate import EstimateProvider

    rng = random.Random(seed)
    places = [DEPOT]
    for _ in range(orders):
        lat, lon = rng.choice(points)
        noise = rng.uniform(-NOISE_DEGREES, NOISE_DEGREES), rng.uniform(-NOISE_DEGREES, NOISE_DEGREES)
        places.append(Location(lat=lat + noise[0], lon=lon + noise[1]))
    matrix = EstimateProvider().matrix(places, "van")
    vans = -(-orders * 4 // (3 * STOPS_A_VAN))
    return RoutingProblem(
        visits=tuple(_visit(rng, number) for number in range(orders)),
        vehicles=tuple(
            VehicleDay(
                vehicle_id=f"v{number}",
                shift=(7 * HOUR, 17 * HOUR),
                loading=900,
                capacity=(VAN * 1000,),
                fixed_cost=9000,
                cost_per_km=35,
                cost_per_hour=2400,
            )
            for number in range(vans)
        ),
        durations=(matrix.durations,),
        distances=(matrix.distances,),
        dimensions=("parcels",),
    )


def _visit(rng: random.Random, number: int) -> Visit:
    windows = ((0, 24 * HOUR),)
    if rng.random() < 0.5:
        begin = rng.randrange(8, 15) * HOUR
        windows = ((begin, begin + rng.randrange(2, 5) * HOUR),)
    return Visit(
        visit_id=f"o{number}",
        location=number + 1,
        load=(rng.randint(1, LARGEST_LOAD) * 1000,),
        service=rng.randrange(120, 420),
        windows=windows,
        penalty=100_000,
    )


def plan_ours(problem: RoutingProblem, options: argparse.Namespace) -> dict[int, list[int]]:
    """Plan with everything the app has."""
    from lastmile_core.planning.solve import SearchLimits, solve

    limits = SearchLimits(time_s=options.time, workers=options.workers, seed=options.seed)
    begun = time.monotonic()

    def show(news: object) -> None:
        if options.verbose:
            cost, placed = getattr(news, "cost", 0), getattr(news, "num_placed", 0)
            print(f"{time.monotonic() - begun:7.1f} s  {cost / 100:12.2f}  {placed}", file=sys.stderr, flush=True)

    return solve(problem, limits, on_progress=show).routes


def plan_pyvrp(problem: RoutingProblem, options: argparse.Namespace) -> dict[int, list[int]]:
    """Plan with PyVRP's own search alone."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    from lastmile_core.planning.base.break_clock import BreakClock
    from lastmile_core.planning.engines.pyvrp.build_model import build_model
    from lastmile_core.planning.engines.pyvrp.read_routes import read_routes

    begun = time.monotonic()
    model = build_model(problem, BreakClock())
    left = max(1.0, options.time - (time.monotonic() - begun))
    found = pyvrp.solve(model.data, stop=MaxRuntime(left), seed=options.seed, display=False)
    return read_routes(model, found.best)


SIDES = {"lastmile": plan_ours, "pyvrp": plan_pyvrp}


def run_side(side: str, options: argparse.Namespace) -> dict[str, object]:
    """Plan by one side, judge, and return its figures."""
    from lastmile_core.schedule.judge import judge

    problem = make_day(read_points(options.points), options.orders, options.seed)
    begun = time.monotonic()
    routes = SIDES[side](problem, options)
    wall = time.monotonic() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    found = judge(problem, routes)
    return {
        "side": side,
        "cost": found.cost.total / 100,
        "routes": len([order for order in routes.values() if order]),
        "left_out": len(found.unassigned),
        "faults": len(found.violations),
        "wall_s": round(wall, 1),
        "peak_gib": round(memory, 2),
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def main() -> int:
    """Plan on both sides, one after the other, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("points", type=Path)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--time", type=float, default=300.0, help="wall-clock seconds a side")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="print every better plan")
    parser.add_argument("--side", choices=SIDES, help="one side only, in this process")
    options = parser.parse_args()
    if options.side:
        print(json.dumps(run_side(options.side, options)), flush=True)
        return 0
    versions = ", ".join(f"{name} {version(name)}" for name in ("pyvrp", "numba", "numpy"))
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {versions}", flush=True)
    for side in SIDES:
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--side", side], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
