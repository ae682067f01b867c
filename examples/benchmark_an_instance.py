"""Solve a benchmark file and compare with the best known value: VRPLIB, Solomon or Gehring–Homberger text."""

from __future__ import annotations

import sys
from pathlib import Path

from lastmile_core import solve_file

FILE = Path(__file__).resolve().parent / "ring.vrp"
BEST_KNOWN = 440


def main(path: Path = FILE, best_known: int | None = BEST_KNOWN) -> None:
    """Solve one file; another one can be named: ``benchmark_an_instance.py FILE [BEST]``.

    A number of rounds ends the search here, so that a slow machine gives the same answer; the seconds are a wall.
    """
    answer = solve_file(path, time_limit=60.0, max_iterations=500, round_func="round")
    print(f"{answer['status']}: {answer['objective']} in {answer['runtime_s']:.1f} s, {len(answer['routes'])} routes")
    for route in answer["routes"]:
        print("   ", *route["visits"])
    if best_known:
        print(f"{100 * (answer['objective'] / best_known - 1):+.2f} % against the best known {best_known}")


if __name__ == "__main__":
    words = sys.argv[1:]
    if words:
        main(Path(words[0]), int(words[1]) if len(words) > 1 else None)
    else:
        main()
