#!/usr/bin/env python3
"""Solve benchmark files one after the other and print our figures, a line a file.

    python benchmarks/solve_files.py --time 30 FILE [FILE ...]

Each file is solved by a process of its own, as ``lastmile solve`` does it. Printed: the objective (the file's own), the
routes, orders left out, and the wall clock from process start to exit. A ``.sol`` file beside a problem gives the ratio
to the best known solution.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def best_known(path: Path) -> float | None:
    """Return the cost written in the ``.sol`` file beside a problem."""
    solution = path.with_suffix(".sol")
    if not solution.is_file():
        return None
    found = re.search(r"cost:?\s+([0-9.]+)", solution.read_text(errors="replace"), re.IGNORECASE)
    return float(found.group(1)) if found else None


def run(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Solve one file in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "solution.json"
        command = [sys.executable, "-m", "lastmile_core.workflows.plan.solve_file", str(path)]
        command += ["--time-limit", str(options.time), "--workers", str(options.workers)]
        command += ["--seed", str(options.seed), "--out", str(out)]
        begun = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=options.time + 120)
        wall = time.monotonic() - begun
        answer = json.loads(out.read_text())
    line: dict[str, object] = {"file": path.name, "status": answer["status"], "objective": answer["objective"]}
    line |= {"routes": len(answer["routes"]), "left_out": len(answer["unassigned"]), "wall_s": round(wall, 1)}
    if known := best_known(path):
        ratio = answer["objective"] / known
        # Published costs count in units, tenths or hundredths; the power of ten between them and ours says nothing.
        line["to_best_known"] = round(ratio / 10 ** round(math.log10(ratio)), 4) if ratio > 0 else None
    return line


def main() -> int:
    """Solve the files and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--time", type=float, default=30.0, help="wall-clock seconds a file")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    versions = ", ".join(f"{name} {version(name)}" for name in ("ortools", "pyvrp", "numpy"))
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {versions}")
    for path in options.files:
        print(json.dumps(run(path, options)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
