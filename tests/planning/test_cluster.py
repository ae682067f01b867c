"""Many days at once: the same answers here, in other processes and on a cluster of two nodes."""

import builtins
import json
import os
import signal

import pytest
from click.testing import CliRunner

from lastmile_core.cli import main
from lastmile_core.errors import LastmileError
from lastmile_core.planning import cluster as cluster_module
from lastmile_core.planning.cluster import solve_many
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.problem.formats.problem_json import write_problem
from tests.planning.rich_days import rich_day

pytestmark = pytest.mark.servers

LIMITS = SearchLimits(time_s=60, seed=4, max_iterations=20)


@pytest.fixture(scope="module")
def tasks():
    return {f"depot {number}": (rich_day(number, 12, {"windows", "collections"}), LIMITS) for number in range(4)}


@pytest.fixture(scope="module")
def answers(tasks):
    return {name: solve(problem, limits) for name, (problem, limits) in tasks.items()}


@pytest.fixture(scope="module")
def two_nodes():
    """Start a head and a second node on this machine."""
    pytest.importorskip("ray", reason="Ray is not installed (pip install '.[cluster]')")
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        nodes.add_node(num_cpus=1)
        yield nodes.address
        nodes.shutdown()


def same(found, answers):
    assert list(found) == list(answers)
    for name, result in found.items():
        assert (result.routes, result.cost, result.unassigned) == (
            answers[name].routes,
            answers[name].cost,
            answers[name].unassigned,
        )


def test_processes_here_give_the_same_plans(tasks, answers):
    told = []
    found = solve_many(tasks, on_result=lambda name, result: told.append(name))
    same(found, answers)
    assert sorted(told) == sorted(tasks)


def test_no_tasks_no_plans():
    assert solve_many({}) == {}


def test_two_nodes_give_the_same_plans(tasks, answers, two_nodes):
    same(solve_many(tasks, two_nodes), answers)


def test_the_task_of_a_lost_worker_is_done_by_another(tasks, answers, two_nodes, tmp_path, monkeypatch):
    mark = tmp_path / "died"

    def dies_once(problem, limits):
        from pathlib import Path

        if not Path(mark).exists():
            Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return solve(problem, limits)

    monkeypatch.setattr(cluster_module, "_solve_task", dies_once)
    name = "depot 1"
    same(solve_many({name: tasks[name]}, two_nodes), {name: answers[name]})
    assert mark.exists()


def test_without_ray_the_mend_is_said(tasks, monkeypatch):
    imported = builtins.__import__

    def without_ray(name, *rest, **named):
        if name == "ray":
            raise ImportError(name)
        return imported(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without_ray)
    with pytest.raises(LastmileError, match="needs Ray") as caught:
        solve_many(tasks, "ray://nowhere:10001")
    assert "pip install '.[cluster]'" in caught.value.mend


def test_files_are_planned_from_the_command_line(tasks, tmp_path):
    for number, name in enumerate(("north", "south")):
        write_problem(tasks[f"depot {number}"][0], tmp_path / f"{name}.json")
    out = tmp_path / "plans"
    files = [str(tmp_path / "north.json"), str(tmp_path / "south.json")]
    called = CliRunner().invoke(main, ["plan-many", *files, "--max-iterations", "20", "--seed", "4", "--out", str(out)])
    assert called.exit_code == 0, called.output
    plan = json.loads((out / "north.json").read_text())
    assert plan["routes"]
    assert plan["unassigned"] == []
    assert "south: " in called.output
