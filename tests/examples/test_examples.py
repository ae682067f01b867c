"""The programs in examples/ run, say what they promise, and use the public face of lastmile_core alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import lastmile_core

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
# What each program prints at least.
SAYS = {
    "plan_a_csv": ["driving times: estimate", " leaves at ", "not served: PA-200092. It needs fridge and two_person"],
    "judge_your_routes": [
        "by hand: infeasible",
        "broken: time_window",
        "broken: capacity, 10 kg. Van 1 carries 10 kg more",
        "bakery: arrives 08:48, waits 0 min",
        "no route: florist",
    ],
    "custom_rule": ["plan 1: ", "too long on the way: PA-", "too long on the way: none"],
    "kpis_from_events": ["0 rows refused", "First-attempt delivery rate: 0.", "Idle time per route: "],
    "benchmark_an_instance": ["FEASIBLE: 440 in", "4 routes", "+0.00 % against the best known 440"],
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_says_what_it_promises(path: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(path)], cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for sentence in SAYS[path.stem]:
        assert sentence in done.stdout, done.stdout
    assert list(tmp_path.iterdir()) == []


def imported(text: str) -> set[str]:
    """Return the names that a program takes from lastmile_core, and its modules by their whole name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "lastmile_core":
            found |= {alias.name for alias in node.names} if node.module == "lastmile_core" else {str(node.module)}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.partition(".")[0] == "lastmile_core"}
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_uses_the_public_face_alone(path: Path) -> None:
    names = imported(path.read_text(encoding="utf-8"))
    assert names
    assert names <= set(lastmile_core.__all__)


@pytest.mark.parametrize(
    "text",
    ["from lastmile_core.model import Order", "import lastmile_core.store", "from lastmile_core import solve_it"],
)
def test_what_is_not_public_would_be_noticed(text: str) -> None:
    assert not imported(text) <= set(lastmile_core.__all__)


def test_the_list_of_examples_is_complete() -> None:
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert {path.stem for path in EXAMPLES} == set(SAYS)
    assert [path.name for path in EXAMPLES if f"python examples/{path.name}" not in readme] == []


def test_every_public_name_is_there_and_explained() -> None:
    for name in lastmile_core.__all__:
        value = getattr(lastmile_core, name)
        assert name.startswith("__") or name.isupper() or value.__doc__, name
    assert set(lastmile_core.__all__) <= set(dir(lastmile_core))
    assert sorted(lastmile_core.__all__, key=lambda name: (not name.isupper(), name)) == list(lastmile_core.__all__)


def test_type_checkers_and_the_running_program_see_the_same_names() -> None:
    tree = ast.parse(Path(lastmile_core.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    told = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert told == {name: f"lastmile_core.{module}" for name, module in lastmile_core._MODULE_OF.items()}
    assert set(told) == {*lastmile_core.__all__} - {"__version__"}


def test_a_name_that_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        lastmile_core.nothing  # noqa: B018


@pytest.fixture
def loaded_by() -> Callable[[str], set[str]]:
    def run(program: str) -> set[str]:
        ask = f"import sys; {program}; print(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
        )
        return set(done.stdout.split())

    return run


def test_importing_the_package_loads_nothing_of_it(loaded_by: Callable[[str], set[str]]) -> None:
    loaded = loaded_by("import lastmile_core")
    assert {name for name in loaded if name.startswith("lastmile_core")} == {"lastmile_core"}
    assert not loaded & {"numpy", "pandas", "ortools", "numba"}
    assert "numpy" not in loaded_by("from lastmile_core import Order, Vehicle")
