#!/usr/bin/env python3
"""Our search beside its peers on sets of benchmark files: one command, one table, with date and versions.

    python benchmarks/beside_peers.py --compare COMPARE.py --data FOLDER [--python PEERS/bin/python] [--sets NAME …]

``COMPARE.py`` runs the engines on one file and prints a JSON line each (``file``, ``engine``, ``wall_s``, ``feasible``,
``cost``), every answer judged alike; PEERS is an environment with ``pyvrp``, ``pyvroom``, ``ortools`` and ``vrplib``.
Every file gets a process of its own with a time limit: an engine that does not come back costs its own answer only.
Printed: a line a file, then for each set the mean ratio of our cost to each peer's over the files that both solved.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OURS = "lastmile"
ALL = ("lastmile", "pyvrp", "vroom", "ortools")
PATIENCE_S = 45
"""Beyond its limit an engine may read the file, begin and come to an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSet:
    """Files that are solved alike."""

    pattern: str
    seconds: int
    engines: tuple[str, ...]


SETS = {
    "ortec30": FileSet(pattern="ortec/*.txt", seconds=30, engines=ALL),
    "ortec10": FileSet(pattern="ortec/*.txt", seconds=10, engines=ALL[:2]),
    "homberger60": FileSet(pattern="gehring_homberger/*.vrp", seconds=60, engines=ALL[:2]),
    "variants30": FileSet(pattern="variants/*.vrp", seconds=30, engines=ALL[:2]),
}


@dataclass(slots=True)
class Row:
    """Answers for one file, by engine."""

    name: str
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def cost(self, engine: str) -> int | None:
        """Return the cost of a feasible answer."""
        answer = self.answers.get(engine, {})
        return answer["cost"] if answer.get("feasible") else None


def compare(path: Path, chosen: FileSet, options: argparse.Namespace) -> Row:
    """Run the engines on one file."""
    row = Row(path.stem)
    command = [options.python, str(options.compare), str(path), "--time", str(chosen.seconds)]
    command += ["--engines", ",".join(chosen.engines), "--cmd", options.cmd]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            out, _ = process.communicate(timeout=len(chosen.engines) * (chosen.seconds + PATIENCE_S))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, _ = process.communicate()
    for line in out.splitlines():
        if line.startswith("{"):
            answer = json.loads(line)
            row.answers[answer["engine"]] = answer
    print(row.name, {engine: row.cost(engine) for engine in chosen.engines}, file=sys.stderr, flush=True)
    return row


def table(chosen: FileSet, rows: list[Row]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| file | " + " | ".join(chosen.engines) + " | wall clock (s) |"
    yield "|---" * (len(chosen.engines) + 2) + "|"
    for row in rows:
        costs = [f"{cost:,}" if (cost := row.cost(engine)) is not None else "no answer" for engine in chosen.engines]
        wall = row.answers.get(OURS, {}).get("wall_s", "–")
        yield f"| {row.name} | {' | '.join(costs)} | {wall} |"
    yield ""
    for peer in chosen.engines[1:]:
        pairs = [(row.cost(OURS), row.cost(peer)) for row in rows]
        ratios = [ours / theirs for ours, theirs in pairs if ours is not None and theirs]
        if ratios:
            each = " ".join(f"{ratio:.3f}" for ratio in ratios)
            yield f"mean ratio to {peer}: **{sum(ratios) / len(ratios):.4f}** over {len(ratios)} files ({each})"
    yield ""


def versions(python: str) -> str:
    """Return the versions of the peers in their environment."""
    code = (
        "from importlib.metadata import version as v\nprint(*(f'{n} {v(n)}' for n in ('pyvrp', 'pyvroom', 'ortools')))"
    )
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def main() -> int:
    """Run the sets; exit code 1 when we had no feasible answer for a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", type=Path, required=True, help="the program that runs and judges the engines")
    parser.add_argument("--data", type=Path, required=True, help="folder with ortec, gehring_homberger and variants")
    parser.add_argument("--python", default=sys.executable, help="Python of the peers' environment")
    parser.add_argument("--cmd", default=".venv/bin/lastmile solve", help="how to call lastmile solve")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    options = parser.parse_args()
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    print(
        f"{now}, Python {platform.python_version()}, {versions(options.python)}, {os.cpu_count()} cores\n", flush=True
    )
    failures = 0
    for name in options.sets:
        chosen = SETS[name]
        print(f"{name}: {chosen.seconds} s a file and engine\n", flush=True)
        rows = [compare(path, chosen, options) for path in sorted(options.data.glob(chosen.pattern))]
        print("\n".join(table(chosen, rows)), flush=True)
        failures += sum(row.cost(OURS) is None for row in rows)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
