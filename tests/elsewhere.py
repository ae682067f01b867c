"""The quick tests again as if on other machines: ``python tests/elsewhere.py [NAME …] [-- PYTEST ARGUMENTS]``.

What depends on the last digit of a number, on the processor, the time zone, the language, the number of cores or the
time of day is green where it was written and red elsewhere. Servers, browsers and long searches are left out.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.run_parts import Part, run_part, sum_up

QUICK = (
    "metrics",
    "tracking",
    "schedule",
    "store",
    "sample_data",
    "files",
    "cli",
    "charts",
    "pages",
    "workflows/imports",
    "workflows/reports",
    "workflows/running_day",
)
# Each name of a processor feature that numpy may know; one that this machine lacks makes numpy warn and no more.
SLOWEST = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR", "OPENBLAS_CORETYPE": "Prescott"}
ELSEWHERE: dict[str, dict[str, str]] = {
    "auckland": {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C"},
    "old-processor": SLOWEST,
    "before-midnight": {"LASTMILE_TEST_CLOCK": "2026-11-30T23:55:00+00:00"},
    "clocks-go-forward": {"TZ": "Europe/Berlin", "LASTMILE_TEST_CLOCK": "2026-03-29T00:58:00+00:00"},
    "clocks-go-back": {"TZ": "Europe/Berlin", "LASTMILE_TEST_CLOCK": "2026-10-25T00:58:00+00:00"},
    "one-core": {},
}


def run_elsewhere(name: str, arguments: list[str]) -> Part:
    """Run the quick tests on one of these machines."""
    before, cores = dict(os.environ), os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    os.environ.update(ELSEWHERE[name])
    if name == "one-core" and cores is not None:
        os.sched_setaffinity(0, {min(cores)})
    try:
        return run_part(name, ["-q", *arguments])
    finally:
        if cores is not None:
            os.sched_setaffinity(0, cores)
        os.environ.clear()
        os.environ.update(before)


def main(words: list[str]) -> int:
    """Run the machines that are named, or all; 1 when any of them is red."""
    at = words.index("--") if "--" in words else len(words)
    names, arguments = words[:at] or list(ELSEWHERE), words[at + 1 :]
    if unknown := [name for name in names if name not in ELSEWHERE]:
        print(f"There is no machine {', '.join(unknown)}; there are {', '.join(ELSEWHERE)}.", file=sys.stderr)
        return 2
    parts = [run_elsewhere(name, arguments or [f"tests/{folder}" for folder in QUICK]) for name in names]
    print(sum_up(parts))
    return int(any(part.code for part in parts))


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[1])
    sys.exit(main(sys.argv[1:]))
