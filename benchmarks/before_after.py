#!/usr/bin/env python3
"""Two checkouts beside each other, to see that a change of the inside is free of charge.

    python benchmarks/before_after.py --before OLD --after NEW [--runs 5] [--only grocery,import] [FILE ...]

OLD and NEW are checkouts with a virtual environment of their own in ``.venv``; FILEs are plain VRPLIB or Solomon days.
Every run is a process of its own, and the checkouts take turns (ABBA), so that both see the same neighbours on a shared
machine. Time is processor time: a search that may take ten seconds gets ten seconds of one core, however long that is
on the clock. Costs are compared seed by seed; of times the shortest of each checkout counts, since other work only ever
adds to them. Where searches do a fixed number of rounds, cost and time are two rows.

Printed: a Markdown table with each measure, both figures, their ratio (below 1 is better after), its spread from run to
run and the ratio that must not be passed. Ends with 1 when one was.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROBES = Path(__file__).with_name("before_after_probes.py")
BEFORE, AFTER = "before", "after"
COST, TIME = "cost", "time"
LIMITS = {COST: 1.003, TIME: 1.05}
MADE_UP_LIMIT = 1.01
"""Of the cost of a made-up day with many rules: from seed to seed it differs more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One question to both checkouts.

    Attributes
    ----------
    probe
        Function of ``before_after_probes``; its answer has a cost, a time or both.
    arguments
        What it is given beside the seed.
    cost_limit
        The mean ratio of costs that must not be passed.
    """

    name: str
    probe: str
    arguments: dict[str, object] = field(default_factory=dict)
    cost_limit: float = LIMITS[COST]


def measures(files: Sequence[Path], seconds: float, folder: Path) -> list[Measure]:
    """Return all measures."""
    found = []
    for path in files:
        name, file = path.stem.removeprefix("ORTEC-VRPTW-ASYM-"), {"file": str(path.resolve())}
        by_clock, by_count = {**file, "seconds": seconds}, {**file, "iterations": 4000}
        found.append(Measure(name=f"grocery {name}, {seconds:g} s", probe="solve_file", arguments=by_clock))
        found.append(Measure(name=f"rounds {name}, 200,000", probe="file_rounds", arguments=by_count))
    for kind in ("plain", "traffic", "hours"):
        made: dict[str, object] = {"kind": kind, "orders": 300, "iterations": 800}
        name = f"rounds of a day with {kind}, 40,000"
        found.append(Measure(name=name, probe="day_rounds", arguments=made, cost_limit=MADE_UP_LIMIT))
    for kind in ("trips", "rich"):
        made = {"kind": kind, "orders": 150, "seconds": seconds}
        name = f"polish a day with {kind}, {seconds:g} s"
        found.append(Measure(name=name, probe="solve_day", arguments=made, cost_limit=MADE_UP_LIMIT))
    kept: dict[str, object] = {"kept": str(folder)}
    return [
        *found,
        Measure(name="judge one moved stop of 1,000, whole plan", probe="judge_whole"),
        Measure(name="judge one moved stop of 1,000, two routes", probe="judge_moved"),
        Measure(name="first plan of 300", probe="first_plan"),
        Measure(name="re-plan of 300, orders put in", probe="replan_put_in", arguments=kept),
        Measure(name="re-plan of 300, 3 s", probe="replan_offers", arguments=kept),
        Measure(name="import of 30,000 rows", probe="import_rows", arguments={"rows": 30_000}),
    ]


def ask(root: Path, measure: Measure, seed: int) -> dict[str, float]:
    """Return one checkout's answer from a process of its own."""
    python = root / ".venv" / "bin" / "python"
    words = json.dumps({**measure.arguments, "seed": seed, "root": str(root)})
    command = [str(python if python.exists() else sys.executable), str(PROBES), measure.probe, words]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"}
    # As in any installed copy, modules are compiled once and not at every start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{measure.name} failed in {root}:\n{done.stderr[-3000:]}")
    answer: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def compare(measure: Measure, roots: dict[str, Path], runs: int) -> list[str]:
    """Run one measure in turns and return its rows of the table."""
    answers: dict[str, list[dict[str, float]]] = {BEFORE: [], AFTER: []}
    for run in range(runs):
        for side in (BEFORE, AFTER) if run % 2 == 0 else (AFTER, BEFORE):
            answers[side].append(ask(roots[side], measure, run + 1))
            print(f"{measure.name}, {side}, run {run + 1}: {answers[side][-1]}", file=sys.stderr, flush=True)
    return [
        row(measure, figure, [one[figure] for one in answers[BEFORE]], [one[figure] for one in answers[AFTER]])
        for figure in answers[BEFORE][0]
    ]


def row(measure: Measure, figure: str, before: Sequence[float], after: Sequence[float]) -> str:
    """Return a row of the table."""
    pairs = [new / old if old else 1.0 for old, new in zip(before, after, strict=True)]
    if figure == COST:
        limit, ratio, old, new = (
            measure.cost_limit,
            statistics.fmean(pairs),
            statistics.mean(before),
            statistics.mean(after),
        )
        both = f"{old:,.0f} | {new:,.0f}"
    else:
        limit, old, new = LIMITS[TIME], min(before), min(after)
        ratio = new / old if old else 1.0
        both = f"{old:.4g} s | {new:.4g} s"
    verdict = "yes" if ratio <= limit else "**no**"
    spread = f"{min(pairs):.3f} to {max(pairs):.3f}"
    return f"| {measure.name}: {figure} | {both} | {ratio:.4f} | {spread} | {limit} | {verdict} |"


def main() -> int:
    """Ask both checkouts everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="plain VRPLIB or Solomon days")
    parser.add_argument("--before", type=Path, required=True, help="checkout without the change")
    parser.add_argument("--after", type=Path, required=True, help="checkout with it")
    parser.add_argument("--runs", type=int, default=5, help="runs of each measure and checkout; run k has seed k")
    parser.add_argument("--seconds", type=float, default=10.0, help="processor seconds of a search by the clock")
    parser.add_argument("--only", default="", help="words separated by commas; measures with one of them in the name")
    options = parser.parse_args()
    roots = {BEFORE: options.before.resolve(), AFTER: options.after.resolve()}
    wanted = [word.strip() for word in options.only.split(",") if word.strip()]
    with tempfile.TemporaryDirectory() as folder:
        every = measures(options.files, options.seconds, Path(folder))
        chosen = [one for one in every if not wanted or any(word in one.name for word in wanted)]
        for root in roots.values():
            ask(root, Measure(name="getting ready", probe="get_ready"), 1)
        if any(measure.probe.startswith("replan") for measure in chosen):
            ask(roots[BEFORE], Measure(name="planning", probe="keep_plan", arguments={"kept": folder}), 1)
        rows = [line for measure in chosen for line in compare(measure, roots, options.runs)]
    print(f"{options.runs} runs each, in turns; load {os.getloadavg()[0]:.1f} at the end\n")
    print("| measure | before | after | ratio | from run to run | limit | kept |\n|---|---|---|---|---|---|---|")
    print("\n".join(rows))
    return 1 if any("**no**" in line for line in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
