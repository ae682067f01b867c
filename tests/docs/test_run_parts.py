"""`make test` runs every part whatever the others say, and sums up once; `make test-fast` leaves servers out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import run_parts

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]

GREEN = "def test_one(): pass\ndef test_two(): pass\n"
RED = """
import pytest
def test_one(): pass
def test_red(): assert 0, "no"
@pytest.fixture
def broken(): 1 / 0
def test_error(broken): pass
"""
DEAD = "import os\ndef test_dead(): os._exit(139)\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(**bodies: str) -> tuple[int, list[str]]:
        parts = {}
        for name, body in bodies.items():
            path = tmp_path / f"test_{name}.py"
            path.write_text(body, encoding="utf-8")
            parts[name] = ["-q", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "-c", "/dev/null", str(path)]
        monkeypatch.setattr(run_parts, "PARTS", parts)
        return run_parts.main(), capsys.readouterr().out.splitlines()

    return run


def test_a_red_part_does_not_keep_the_next_one_from_running(run) -> None:
    code, told = run(first=RED, second=GREEN)
    assert code == 1
    assert told[-1].strip("= ").startswith("1 failed, 3 passed, 1 errors in ")
    assert told[-2] == "red: first"
    assert told[-4].startswith("first: RED (exit code 1), 1 failed, 1 passed, 1 errors, ")
    assert told[-3].startswith("second: green, 2 passed, ")
    summed = told[told.index("== all parts") :]
    assert [line.split()[0] for line in summed[1:3]] == ["FAILED", "ERROR"]


def test_green_parts_are_added_up(run) -> None:
    code, told = run(first=GREEN, second=GREEN)
    assert code == 0
    assert told[-1].startswith("=")
    assert " 4 passed in " in told[-1]
    assert told[-2] == "every part is green"


def test_a_part_that_dies_is_red(run) -> None:
    code, told = run(first=DEAD, second=GREEN)
    assert code == 1
    assert told[-4].startswith("first: RED (exit code 139), no closing line of pytest, ")
    assert " 2 passed in " in told[-1]


def test_the_last_line_is_read_with_its_colours() -> None:
    line = "\x1b[31m==== \x1b[1m2 failed\x1b[0m, \x1b[32m71 passed\x1b[0m, 1 warning in 61.20s (0:01:01) ====\x1b[0m"
    part = run_parts.read_part("some", 1, ["FAILED tests/x.py::test_y - no", line], 61.2)
    assert (part.counts["failed"], part.counts["passed"], part.counts["warnings"]) == (2, 71, 1)
    assert part.red == ("FAILED tests/x.py::test_y - no",)


def test_too_few_covered_lines_are_named_with_what_is_red() -> None:
    said = "FAIL Required test coverage of 80.0% not reached. Total coverage: 79.74%"
    part = run_parts.read_part("some", 1, [said, "36 passed in 40.00s"], 40.0)
    assert (part.red, part.counts["passed"]) == ((said,), 36)


def test_another_run_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_parts.main(["quick"]) == 2
    assert "There is no run “quick”" in capsys.readouterr().err


MARKED = "import pytest\n{}\ndef test_one(): pass\n"


def test_the_fast_run_leaves_out_what_is_marked_and_what_lies_with_servers(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    for name, mark in {
        "e2e/test_a": "",
        "jobs/test_b": "",
        "faults/test_c": "",
        "cli/test_d": "@pytest.mark.servers",
        "cli/test_e": "@pytest.mark.browser",
        "cli/test_g": "@pytest.mark.long",
        "cli/test_f": "",
    }.items():
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(MARKED.format(mark), encoding="utf-8")
    (words,) = run_parts.FAST.values()
    collect = ["--collect-only", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", *words[words.index("-m") :]]
    command = [sys.executable, "-m", "pytest", f"--rootdir={tmp_path}", *collect, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert [line for line in done.stdout.splitlines() if "::" in line] == ["cli/test_f.py::test_one"], done.stdout


def test_nothing_is_left_out_of_everything() -> None:
    (words,) = run_parts.PARTS.values()
    assert not {"-m", "-k", "--ignore", "--deselect"} & {word.split("=")[0] for word in words}
    assert "--durations=20" in words
