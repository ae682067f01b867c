"""Run all tests, or the quick ones, and sum up once: ``python tests/run_parts.py [fast | covered]``.

All run side by side, file by file: a browser, its server or a worker that waits leaves its core to others, so there is
one more of them than cores. The last line is written as pytest writes its own, with the numbers of all parts added up.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


def at_once() -> str:
    """Return how many tests run at once: one more than this process may use cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
    return str(cores + 1)


POOL = ["-n", at_once(), "--dist", "loadfile", "--no-loadscope-reorder", "--durations=20", "--durations-min=0.5"]
PARTS = {"everything": POOL}
COVERED = {"everything, counted": [*POOL, "--cov", "--cov-report="]}
FAST = {"without browsers and servers": [*POOL, "-m", "not browser and not servers and not long"]}
COUNT = re.compile(r"(\d+) (failed|passed|skipped|deselected|xfailed|xpassed|warnings?|errors?)\b")
CLOSING = re.compile(
    r"^(?:=+ )?(\d+ (?:passed|failed|skipped|errors?|deselected).*) in [\d.]+s(?: \([\d:]+\))?(?: =+)?$"
)
COLOUR = re.compile(r"\x1b\[[\d;]*m")
WORDS = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings", "errors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How one part went: pytest's exit code, its counts by word, its lines on what is red, and seconds."""

    name: str
    code: int
    counts: Counter[str]
    red: tuple[str, ...]
    seconds: float

    @property
    def line(self) -> str:
        """The part in one line."""
        how = "green" if self.code == 0 else f"RED (exit code {self.code})"
        return f"{self.name}: {how}, {_in_words(self.counts) or 'no closing line of pytest'}, {self.seconds:.0f} s"


def _in_words(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])


def read_part(name: str, code: int, output: Sequence[str], seconds: float) -> Part:
    """Read what pytest printed; a part that died has no closing line, and its exit code says so."""
    counts: Counter[str] = Counter()
    lines = [COLOUR.sub("", line).rstrip() for line in output]
    closing = [match.group(1) for line in lines if (match := CLOSING.match(line))]
    for number, word in COUNT.findall(closing[-1]) if closing else ():
        counts[{"error": "errors", "warning": "warnings"}.get(word, word)] += int(number)
    red = tuple(dict.fromkeys(line for line in lines if line.startswith(("FAILED ", "ERROR ", "FAIL Required "))))
    return Part(name=name, code=code, counts=counts, red=red, seconds=seconds)


def run_part(name: str, arguments: list[str]) -> Part:
    """Run one part; what it prints is shown as it comes."""
    print(f"== part “{name}”", flush=True)
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    began, output = time.monotonic(), bytearray()
    command = [sys.executable, "-m", "pytest", *colour, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while piece := os.read(process.stdout.fileno(), 65_536):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            output += piece
    lines = output.decode("utf-8", "replace").splitlines()
    return read_part(name, process.returncode, lines, time.monotonic() - began)


def sum_up(parts: Sequence[Part]) -> str:
    """Return what is red, a line a part, and one closing line for all of them."""
    total: Counter[str] = sum((part.counts for part in parts), Counter())
    seconds = sum(part.seconds for part in parts)
    red = [part.name for part in parts if part.code]
    verdict = f"red: {', '.join(red)}" if red else "every part is green"
    lines = [
        "",
        "== all parts",
        *(line for part in parts for line in part.red),
        *(part.line for part in parts),
        verdict,
    ]
    return "\n".join([*lines, f" {_in_words(total) or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")])


def main(words: Sequence[str] = ()) -> int:
    """Run the parts; 1 when any of them is red, 2 when nobody knows what is meant."""
    runs = {"": PARTS, "covered": COVERED, "fast": FAST}
    chosen = runs.get(" ".join(words))
    if chosen is None:
        print(f"There is no run “{' '.join(words)}”; write nothing for all tests, covered or fast.", file=sys.stderr)
        return 2
    parts = [run_part(name, arguments) for name, arguments in chosen.items()]
    print(sum_up(parts))
    return int(any(part.code for part in parts))


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[1])
    sys.exit(main(sys.argv[1:]))
