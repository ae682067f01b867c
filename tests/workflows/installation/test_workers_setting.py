"""How many cores a search uses is said once, for every search."""

import os
from pathlib import Path

import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.settings import load_settings, num_cores
from lastmile_core.workflows.plan import solve_file as module

SOLOMON = """R1

VEHICLE
NUMBER     CAPACITY
  3         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      35         35          0          0       230          0
    1      41         49         10          0       204         10
    2      35         17          7          0       202         10
"""


def test_all_cores_of_the_process_are_used_when_nothing_is_said(monkeypatch):
    monkeypatch.delenv("LASTMILE_WORKERS", raising=False)
    monkeypatch.setattr("lastmile_core.settings.CPU_GRANT", Path("no such file"))
    assert load_settings().workers == num_cores() == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("grant", "cores"), [("max 100000", 64), ("200000 100000", 2), ("150000 100000", 2), ("10000 100000", 1), ("?", 64)]
)
def test_a_container_counts_the_cores_that_it_is_granted(monkeypatch, tmp_path, grant, cores):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(64)))
    monkeypatch.setattr("lastmile_core.settings.CPU_GRANT", tmp_path / "cpu.max")
    (tmp_path / "cpu.max").write_text(f"{grant}\n")
    assert num_cores() == cores


def test_the_environment_says_another_number(monkeypatch):
    monkeypatch.setenv("LASTMILE_WORKERS", " 7 ")
    assert load_settings().workers == 7


@pytest.mark.parametrize("wrong", ["0", "-1", "two", "1.5", "257", "1e3", "²"])
def test_what_is_no_number_of_cores_is_refused_with_the_way_out(monkeypatch, wrong):
    monkeypatch.setenv("LASTMILE_WORKERS", wrong)
    with pytest.raises(LastmileError, match="leave it out to use all") as told:
        load_settings()
    assert wrong in str(told.value)


@pytest.mark.parametrize(("option", "used"), [(None, 3), (1, 1)])
def test_a_file_is_solved_with_the_setting_unless_the_command_says_otherwise(tmp_path, monkeypatch, option, used):
    monkeypatch.setenv("LASTMILE_WORKERS", "3")
    seen = []
    solve = module.solve
    monkeypatch.setattr(
        module, "solve", lambda problem, limits: (seen.append(limits.workers), solve(problem, limits))[1]
    )
    path = tmp_path / "day.txt"
    path.write_text(SOLOMON)
    module.solve_file(path, time_limit=0.2, workers=option)
    assert seen == [used]
