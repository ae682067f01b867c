"""What ``before_after.py`` asks a checkout, one question a process: ``python before_after_probes.py PROBE JSON``.

The last line printed is the answer. Names are looked up where they are or were, so that a checkout from before a move
of modules answers too.
"""

from __future__ import annotations

import csv
import importlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from before_after_days import day

HEADINGS = [
    "order_id",
    "date",
    "customer",
    "address",
    "lat",
    "lon",
    "parcels",
    "weight_kg",
    "from",
    "to",
    "service_min",
]
BROKEN = 0
"""The vehicle that breaks down before a re-plan."""


def the(names: str, *modules: str) -> Any:
    """Return something of the checkout, by the first of its names (``new|old``) in the first module that has one."""
    for module in modules:
        try:
            found = importlib.import_module(f"lastmile_core.{module}")
        except ModuleNotFoundError:
            continue
        for name in names.split("|"):
            if hasattr(found, name):
                return getattr(found, name)
    raise SystemExit(f"{names} is in none of {', '.join(modules)}")


def search_limits(**words: Any) -> Any:
    """Return limits of one search on one core."""
    return the("SearchLimits", "planning.solve")(workers=1, **words)


def use_processor_clock() -> None:
    """Let every clock of this process tell its processor time: what others do on the machine costs nothing then."""
    begun = time.monotonic() - time.process_time()

    def now() -> float:
        return begun + time.process_time()

    time.monotonic = now
    time.perf_counter = now


def spent(work: Callable[[], object]) -> float:
    """Return the processor seconds of some work in this process."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def get_ready(root: str, **_: Any) -> dict[str, float]:
    """Compile what has to be compiled, and look whether the right checkout answers."""
    import lastmile_core

    found = Path(lastmile_core.__file__).resolve().parents[1]
    if found != Path(root):
        raise SystemExit(f"{root} answers with the modules of {found}")
    the("warm_up", "planning.warm_up", "planning.engines.ruin_recreate.warm_up")()
    return {}


def _file(path: str) -> Any:
    read = the("read_benchmark", "problem.benchmark_files", "problem.formats.benchmark_files")
    return read(Path(path)).problem


def solve_file(file: str, seconds: float, seed: int, **_: Any) -> dict[str, float]:
    """Return the cost of a file's day after so many processor seconds of the portfolio."""
    return _solve(_file(file), seconds, seed)


def solve_day(kind: str, orders: int, seconds: float, seed: int, **_: Any) -> dict[str, float]:
    """Return the same of a made-up day."""
    return _solve(day(kind, orders), seconds, seed)


def _solve(problem: Any, seconds: float, seed: int) -> dict[str, float]:
    solve = the("solve", "planning.solve")
    use_processor_clock()
    return {"cost": float(solve(problem, search_limits(time_s=seconds, seed=seed)).cost.total)}


def file_rounds(file: str, iterations: int, seed: int, **_: Any) -> dict[str, float]:
    """Return cost and processor seconds of fifty rounds an iteration of ruin and recreate alone."""
    return _rounds(_file(file), iterations, seed)


def day_rounds(kind: str, orders: int, iterations: int, seed: int, **_: Any) -> dict[str, float]:
    """Return the same of a made-up day."""
    return _rounds(day(kind, orders), iterations, seed)


def _rounds(problem: Any, iterations: int, seed: int) -> dict[str, float]:
    """Search with the engine itself: what comes before and after it is no part of the time."""
    engine = "planning.engines.ruin_recreate"
    build = the("build_model|build_day", f"{engine}.build_model", f"{engine}.build_day")
    search = the("Annealing", f"{engine}.annealing", f"{engine}.search")
    clock = the("break_clock", "planning.base.break_clock", "planning.engines.pyvrp.break_clock")
    problem = the("free_part", "planning.base.free_part", "planning.free_part")(problem).problem
    start = the("quick_start", "planning.repair.quick_start", "planning.quick_start")(problem, lambda: False)
    found = search(build(problem, clock(problem)), start, seed)
    found.chunk(0.0, 1)
    begun = time.process_time()
    for step in range(40):
        found.chunk(step / 40, iterations * 50 // 40)
    return {"cost": found.best_total, "time": time.process_time() - begun}


def first_plan(seed: int, **_: Any) -> dict[str, float]:
    """Return the processor seconds until there is a plan of 300 orders to show, loading the search included."""
    seen: list[float] = []
    problem, solve = day("plain", 300), the("solve", "planning.solve")
    begun = time.process_time()
    solve(
        problem,
        search_limits(time_s=60, seed=seed),
        on_progress=lambda _: seen.append(time.process_time() - begun),
        should_stop=lambda: bool(seen),
    )
    return {"time": seen[0]}


def _thousand() -> tuple[Any, dict[int, list[int]], dict[int, list[int]]]:
    """Return a day of 1,000 stops, routes, and the same with one stop moved to another route."""
    problem = day("rich", 1000)
    singles = [n for n, visit in enumerate(problem.visits) if visit.is_order and visit.partner is None]
    size = -(-len(singles) // problem.num_vehicles)
    routes = {vehicle: singles[vehicle * size : (vehicle + 1) * size] for vehicle in range(problem.num_vehicles)}
    moved = dict(routes)
    moved[0], moved[1] = routes[0][:-1], [*routes[1][:5], routes[0][-1], *routes[1][5:]]
    return problem, routes, moved


def judge_whole(**_: Any) -> dict[str, float]:
    """Return the processor seconds of judging 1,000 stops after one was moved."""
    problem, routes, moved = _thousand()
    judge = the("judge", "schedule.judge")
    judge(problem, routes)
    return {"time": min(spent(lambda: judge(problem, moved)) for _ in range(15))}


def judge_moved(**_: Any) -> dict[str, float]:
    """Return the processor seconds of judging the two routes that changed, with the rest as it was."""
    problem, routes, moved = _thousand()
    judge, rejudge = the("judge", "schedule.judge"), the("rejudge", "schedule.judge")
    before, changed = judge(problem, routes), {0: moved[0], 1: moved[1]}
    return {"time": min(spent(lambda: rejudge(problem, before, changed)) for _ in range(40))}


def keep_plan(kept: str, **_: Any) -> dict[str, float]:
    """Plan a day of 300 orders and keep the routes for both checkouts."""
    solve = the("solve", "planning.solve")
    found = solve(day("running", 300), search_limits(time_s=600, seed=1, max_iterations=400))
    (Path(kept) / "routes.json").write_text(json.dumps({str(k): list(v) for k, v in found.routes.items()}))
    return {}


def _running_day(kept: str) -> tuple[Any, dict[int, list[int]]]:
    """Return the rest of a day: a van has broken down, the others have a few stops behind them."""
    problem = day("running", 300)
    routes = {int(k): v for k, v in json.loads((Path(kept) / "routes.json").read_text()).items()}
    stay_near = the("stay_near", "planning.replan", "planning.replanning.replan", "replanning.replan")
    problem = stay_near(problem, routes)
    begun = {vehicle: tuple(order[:3]) for vehicle, order in routes.items() if vehicle != BROKEN}
    vehicles = tuple(
        replace(van, shift=(van.shift[0], van.shift[0]))
        if number == BROKEN
        else replace(van, frozen_prefix=begun.get(number, ()))
        for number, van in enumerate(problem.vehicles)
    )
    return replace(problem, vehicles=vehicles), {v: order for v, order in routes.items() if v != BROKEN}


def replan_put_in(kept: str, seed: int, **_: Any) -> dict[str, float]:
    """Return the processor seconds until the orders of a broken van are on other vans, loading included."""
    problem, routes = _running_day(kept)
    replan, mode = _replan()
    limits = search_limits(time_s=60, seed=seed, max_iterations=0)
    return {"time": spent(lambda: replan(problem, routes, mode("insert"), limits))}


def replan_offers(kept: str, seed: int, **_: Any) -> dict[str, float]:
    """Return the cost of the freest of three offers that share 3 processor seconds."""
    problem, routes = _running_day(kept)
    replan, mode = _replan()
    use_processor_clock()
    found = None
    for name, seconds in (("insert", 1.05), ("reorder", 0.75), ("free", 1.2)):
        limits = search_limits(time_s=seconds, seed=seed)
        found = replan(problem, routes, mode(name), limits, begin=None if found is None else found.routes)
    assert found is not None
    return {"cost": float(found.cost)}


def _replan() -> tuple[Any, Any]:
    modules = ("planning.replan", "planning.replanning.replan", "replanning.replan")
    return the("replan", *modules), the("ReplanMode", *modules)


def import_rows(rows: int, seed: int, root: str, **_: Any) -> dict[str, float]:
    """Return the processor seconds of ``lastmile import`` for a file of orders with coordinates."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        home, orders, depots = Path(folder), Path(folder) / "orders.csv", Path(folder) / "depots.csv"
        depots.write_text("depot_id,name,lat,lon,timezone\nd,Depot,41.15,-8.61,UTC\n")
        with orders.open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow(
                [
                    "order_id",
                    "date",
                    "customer",
                    "address",
                    "lat",
                    "lon",
                    "parcels",
                    "weight_kg",
                    "from",
                    "to",
                    "service_min",
                ]
            )
            for number in range(rows):
                place = f"{41.15 + rng.uniform(-0.1, 0.1):.6f}", f"{-8.61 + rng.uniform(-0.1, 0.1):.6f}"
                hour = rng.randrange(8, 16)
                window = f"{hour:02}:00", f"{hour + 2:02}:00"
                words = f"R{number:05}", "2026-11-23", f"Customer {number}", f"Street {number % 900} No. {number % 90}"
                table.writerow([*words, *place, rng.randint(1, 4), rng.randint(1, 20), *window, 4])
        environment = {**os.environ, "LASTMILE_HOME": str(home), "LASTMILE_DB": str(home / "lastmile.db")}
        door = [sys.executable, "-m", "lastmile_core.cli", "import"]
        first = [*door, str(depots), "--kind", "depots", "--new"]
        subprocess.run(first, cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL)
        begun = _children()
        whole = [*door, str(orders), "--depot", "d", "--date", "2026-11-23", "--json"]
        done = subprocess.run(whole, cwd=root, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stdout[-500:] + done.stderr[-500:])
        return {"time": _children() - begun}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(name: str, words: Mapping[str, Any]) -> None:
    """Answer one question."""
    print(json.dumps(globals()[name](**words)))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
