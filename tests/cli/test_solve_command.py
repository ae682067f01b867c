"""``lastmile solve``: tiny files, whose answers are judged by hand here."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]
# x, y, demand, ready, due, service; the first is the depot.
PLACES = [
    (0, 0, 0, 0, 1000, 0),
    (0, 30, 4, 0, 900, 10),
    (10, 30, 4, 100, 300, 10),
    (30, 0, 5, 0, 120, 10),
    (30, 10, 5, 60, 400, 10),
    (-30, -5, 3, 0, 900, 10),
    (-30, 5, 6, 200, 700, 10),
]
CAPACITY, VANS = 10, 4
SOLOMON = (
    "tiny\n\nVEHICLE\nNUMBER CAPACITY\n"
    f"{VANS} {CAPACITY}\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME\n\n"
    + "\n".join(f"{i} {x} {y} {d} {r} {u} {s}" for i, (x, y, d, r, u, s) in enumerate(PLACES))
    + "\n"
)
VRPLIB = (
    f"NAME : tiny\nTYPE : CVRP\nDIMENSION : {len(PLACES)}\nVEHICLES : {VANS}\nEDGE_WEIGHT_TYPE : EUC_2D\n"
    f"CAPACITY : {CAPACITY}\nNODE_COORD_SECTION\n"
    + "".join(f"{i + 1} {p[0]} {p[1]}\n" for i, p in enumerate(PLACES))
    + "DEMAND_SECTION\n"
    + "".join(f"{i + 1} {p[2]}\n" for i, p in enumerate(PLACES))
    + "DEPOT_SECTION\n1\n-1\nEOF\n"
)


def _far(a: int, b: int) -> int:
    """Distance by the convention of the files: cut to one decimal, times ten."""
    return math.floor(10 * math.dist(PLACES[a][:2], PLACES[b][:2]) + 1e-9)


def _judge(answer: dict[str, Any], *, with_windows: bool) -> int:
    """Return the distance of an answer that keeps every rule; fail when it breaks one."""
    visited = [visit for route in answer["routes"] for visit in route["visits"]]
    assert sorted(visited + answer["unassigned"]) == list(range(1, len(PLACES)))
    assert len({route["vehicle"] for route in answer["routes"]}) == len(answer["routes"])
    assert all(0 <= route["vehicle"] < VANS for route in answer["routes"])
    total = 0
    for route in answer["routes"]:
        assert sum(PLACES[visit][2] for visit in route["visits"]) <= CAPACITY
        now, place = 0, 0
        for visit in [*route["visits"], 0]:
            total += _far(place, visit)
            now = max(now + _far(place, visit), PLACES[visit][3] * 10)
            if with_windows:
                assert now <= PLACES[visit][4] * 10
            now, place = now + PLACES[visit][5] * 10, visit
    return total


@pytest.mark.parametrize(
    ("name", "text", "with_windows"),
    [("tiny.txt", SOLOMON, True), ("tiny.vrp", VRPLIB, False)],
    ids=["solomon", "vrplib"],
)
def test_a_small_file_is_solved_without_breaking_a_rule(
    name: str,
    text: str,
    with_windows: bool,
    tmp_path: Path,
    call_process: Callable[..., subprocess.CompletedProcess[str]],
    one_object: Read,
) -> None:
    file, out = tmp_path / name, tmp_path / "solution.json"
    file.write_text(text, encoding="utf-8")
    result = call_process("solve", file, "--time-limit", 1, "--workers", 1, "--seed", 3, "--out", out, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    answer = one_object(out.read_text(encoding="utf-8"))
    assert answer == one_object(result.stdout)
    assert {"status", "objective", "runtime_s", "routes", "unassigned"} <= set(answer)
    assert answer["status"] in ("OPTIMAL", "FEASIBLE")
    assert answer["unassigned"] == []
    assert all(set(route) == {"vehicle", "visits"} and route["visits"] for route in answer["routes"])
    assert answer["objective"] == pytest.approx(_judge(answer, with_windows=with_windows))
    # One second and what reading takes, on a machine that may be busy.
    assert 0 < answer["runtime_s"] < 60


def test_solving_for_people_says_what_came_out(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "tiny.vrp"
    file.write_text(VRPLIB, encoding="utf-8")
    out = tmp_path / "solution.json"
    result = call("solve", file, "--time-limit", 0.5, "--workers", 1, "--out", out)
    assert result.exit_code == 0
    answer = json.loads(out.read_text(encoding="utf-8"))
    assert f"objective {answer['objective']}, {len(answer['routes'])} routes, 6 visits, 0 left out" in result.stdout
    assert "solution.json" in result.stdout


@pytest.mark.parametrize("text", ["", "these are not the routes you are looking for\n", VRPLIB[:80]])
def test_a_file_that_is_no_problem_is_refused_in_words(text: str, tmp_path: Path, call: Call, one_object: Read) -> None:
    file = tmp_path / "odd.vrp"
    file.write_text(text, encoding="utf-8")
    result = call("solve", file, "--time-limit", 1, "--json")
    assert result.exit_code == 2
    assert one_object(result.stdout)["error"]
    assert "Traceback" not in result.stderr


def test_an_answer_that_cannot_be_written_is_named(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "tiny.vrp"
    file.write_text(VRPLIB, encoding="utf-8")
    result = call("solve", file, "--time-limit", 0.2, "--workers", 1, "--out", tmp_path / "no" / "folder.json")
    assert result.exit_code == 2
    assert "could not be written" in result.stderr
