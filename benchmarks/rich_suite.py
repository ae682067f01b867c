#!/usr/bin/env python3
"""Days with breaks, docks, skills, two trips, locks and balance at once: our portfolio beside OR-Tools routing alone.

    python benchmarks/rich_suite.py --time 30 FILE [FILE ...]

Each file (VRPLIB or Solomon, one depot) becomes a day: its times are taken as seconds, a second of driving as eight
metres. Every vehicle holds half as much, has a break of 30 min, two trips with reloading, an hourly and a kilometre
price; loading takes time by load at a few bays; some orders need a crane that two in five vehicles have, some are
bound to one vehicle; uneven routes cost. Both engines get the same problem, cores and wall clock, one after the other;
every answer is judged anew. Printed: a line a file and engine, last the mean ratio of total costs (orders left out at
their price).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import replace
from pathlib import Path

from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.problem import BreakRule, DayPrices, DockDay, RoutingProblem, VehicleDay, Visit
from lastmile_core.problem.formats.benchmark_files import read_benchmark
from lastmile_core.schedule.judge import judge

METRES_PER_SECOND = 8
LOADING_S, RELOADING_S, PER_STOP_S = 600, 480, 8
SHARE_WITH_CRANE, SHARE_OF_CRANES, SHARE_BOUND = 0.06, 0.4, 0.04
LEFT_OUT = 20_000
ENGINES = ("portfolio", "ortools")


def rich_day(path: Path, seed: int = 1) -> RoutingProblem:
    """Return the day of a file with every rule of the suite; the same for the same seed."""
    rng = random.Random(f"{path.stem} {seed}")
    plain = read_benchmark(path).problem
    if plain is None:
        raise SystemExit(f"{path.name} has rules of its own; give a plain file.")
    horizon = max(visit.windows[-1][1] for visit in plain.visits) + LOADING_S + 4 * 3600
    count = _fleet_size(plain)
    vehicles = tuple(_vehicle(rng, number, plain, horizon) for number in range(count))
    orders = [_order(rng, visit, count) for visit in plain.visits]
    reloads = [_reload(number, len(plain.dimensions)) for number in range(count)]
    bays = max(2, count // 4)
    return RoutingProblem(
        visits=(*orders, *reloads),
        vehicles=vehicles,
        durations=plain.durations,
        distances=tuple(METRES_PER_SECOND * matrix for matrix in plain.durations),
        dimensions=plain.dimensions,
        profiles=plain.profiles,
        name=f"rich {path.stem}",
        prices=DayPrices(balance=300),
        docks=tuple(DockDay(dock_id=f"bay {n}", location=0, opens=0, closes=horizon) for n in range(bays)),
    )


def _fleet_size(plain: RoutingProblem) -> int:
    """Return somewhat more vehicles than needed when each drives two trips with half of the file's capacity."""
    load = sum(visit.load[0] for visit in plain.visits)
    return int(1.2 * load / plain.vehicles[0].capacity[0]) + 3


def _half_load(plain: RoutingProblem) -> tuple[int, ...]:
    largest = [max(visit.load[number] for visit in plain.visits) for number in range(len(plain.dimensions))]
    return tuple(max(most // 2, big) for most, big in zip(plain.vehicles[0].capacity, largest, strict=True))


def _vehicle(rng: random.Random, number: int, plain: RoutingProblem, horizon: int) -> VehicleDay:
    # The break lies about the middle of the day that the orders leave open.
    middle = horizon // 2
    has_crane = number == 0 or rng.random() < SHARE_OF_CRANES
    return VehicleDay(
        vehicle_id=f"v{number}",
        shift=(0, horizon),
        loading=LOADING_S,
        capacity=_half_load(plain),
        skills=frozenset({"crane"}) if has_crane else frozenset(),
        fixed_cost=5000,
        cost_per_km=30,
        cost_per_hour=2400,
        breaks=(BreakRule(duration=1800, earliest=middle - 2 * 3600, latest=middle + 2 * 3600),),
        max_trips=2,
    )


def _order(rng: random.Random, visit: Visit, num_vehicles: int) -> Visit:
    # Windows start later by the loading, so that the day begins with it as the file's day begins with driving.
    windows = tuple((begin + LOADING_S, end + LOADING_S) for begin, end in visit.windows)
    visit = replace(visit, windows=windows, dock_time=PER_STOP_S, penalty=LEFT_OUT)
    dice = rng.random()
    if dice < SHARE_WITH_CRANE:
        return replace(visit, skills=frozenset({"crane"}))
    if dice < SHARE_WITH_CRANE + SHARE_BOUND:
        return replace(visit, allowed_vehicles=frozenset({rng.randrange(num_vehicles)}))
    return visit


def _reload(number: int, dimensions: int) -> Visit:
    return Visit(
        visit_id=f"reload {number}",
        location=0,
        load=(0,) * dimensions,
        service=RELOADING_S,
        penalty=0,
        allowed_vehicles=frozenset({number}),
        is_reload=True,
    )


def run(problem: RoutingProblem, engine: str, options: argparse.Namespace) -> dict[str, object]:
    """Search one day with one engine and judge what comes back."""
    begun = time.monotonic()
    limits = SearchLimits(time_s=options.time, workers=options.workers, seed=options.seed)
    result = solve(problem, limits, engine=engine)
    wall = time.monotonic() - begun
    verdict = judge(problem, result.routes, result.docks.loading_starts if result.docks else None)
    return {
        "day": problem.name,
        "engine": engine,
        "wall_s": round(wall, 1),
        "violations": len(verdict.violations),
        "left_out": len([visit for visit in verdict.unassigned if problem.visits[visit].is_order]),
        "routes": len(result.routes),
        "trips": sum(1 + sum(problem.visits[v].is_reload for v in order) for order in result.routes.values()),
        "cost": round(verdict.cost.total / 100, 2),
    }


def main() -> int:
    """Run the suite; exit code 1 when an answer breaks a rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--time", type=float, default=30.0, help="wall-clock seconds a day and engine")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    ratios, violations = [], 0
    for path in options.files:
        problem = rich_day(path, options.seed)
        lines = {engine: run(problem, engine, options) for engine in ENGINES}
        for line in lines.values():
            print(json.dumps(line), flush=True)
            violations += int(str(line["violations"]))
        ratios.append(float(str(lines["portfolio"]["cost"])) / float(str(lines["ortools"]["cost"])))
    mean = sum(ratios) / len(ratios)
    print(f"mean ratio portfolio/ortools: {mean:.4f} over {len(ratios)} days; {violations} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
