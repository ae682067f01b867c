"""A rule is one word in six places: given its name, say where it is missing.

For a new rule: ``pytest tests/docs/test_six_places.py -k max_drive`` (docs/developing/add-a-rule.md).
"""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from lastmile_core.model import UnassignedReason, ViolationCause
from lastmile_core.planning.base import rule as rule_module
from lastmile_core.planning.base.rule import Rule
from lastmile_core.planning.engines.registry import ENGINES
from lastmile_core.schedule import checks

ROOT = Path(__file__).resolve().parents[2]
CHECKS = ROOT / "lastmile_core" / "schedule" / "checks"
ENGINE_FOLDER = ROOT / "lastmile_core" / "planning" / "engines"
NO_RULE = {"__init__", "rule_violation", "violation_severity"}
ON_DAYS = {
    "lock": ("locks",),
    "position": ("positions",),
    # A leg without a road: the vehicles whose roads differ are the ones that show it.
    "reachable": ("bikes_and_vans",),
    "shift": ("shifts",),
    "time_window": ("time_windows", "several_windows"),
    "trips": ("reloads",),
    # No engine can say it: a visit is one node of its model.
    "visit_once": (),
}
"""What engines and feature tests call a rule where they look at whole days and not at one stop."""
READ_AS = {"skills": "eligible_vehicles"}
"""What engines ask a problem instead of reading the field of the rule."""
NEVER_A_REASON = {
    "breaks": "a break without a place is told as a shift that is too short",
    "visit_once": "a visit that is there twice is not left out",
}


def places_without(name: str) -> list[str]:
    """Return a sentence for each of the six places that does not know a rule."""
    of_days = ON_DAYS.get(name, (name,))
    missing = []
    if not _is_checked(name):
        missing.append(f"schedule/checks/{name}.py has no check that schedule/checks/__init__.py runs")
    missing += [
        f"{engine} neither reads the field nor names “{word}” in its supports.py"
        for word in of_days
        for engine in ENGINES
        if not _is_known_to(engine, word)
    ]
    missing += [f"tests/features/test_{word}.py plans on no engine" for word in of_days if not _is_tried(word)]
    if not re.search(rf"^\| `{name}` \|", _text("docs/concepts.md"), re.MULTILINE):
        missing.append("docs/concepts.md has no row for it in the table of rules")
    if name not in set(ViolationCause):
        missing.append("ViolationCause has no such member")
    if name not in {*UnassignedReason, *NEVER_A_REASON}:
        missing.append("UnassignedReason has no such member")
    return missing


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def _is_checked(name: str) -> bool:
    path = f"{checks.__name__}.{name}"
    if find_spec(path) is None or name in NO_RULE:
        return False
    is_run = f"{name}.check" in _text("lastmile_core/schedule/checks/__init__.py")
    return is_run and f"ViolationCause.{name.upper()}" in inspect.getsource(import_module(path))


def _fields() -> dict[str, set[str]]:
    """Return the fields of a problem by which each rule is recognised on it."""
    tree = ast.parse(inspect.getsource(rule_module))
    (table,) = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "_HAS"
    ]
    assert isinstance(table, ast.Dict)
    return {
        key.attr.lower(): {node.attr for node in ast.walk(has) if isinstance(node, ast.Attribute)}
        for key, has in zip(table.keys, table.values, strict=True)
        if isinstance(key, ast.Attribute)
    }


def _is_known_to(engine: str, word: str) -> bool:
    if word not in set(Rule):
        return False
    supports = import_module(f"lastmile_core.planning.engines.{engine}.supports")
    if word in supports.UNSUPPORTED | supports.APPROXIMATED:
        return True
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (ENGINE_FOLDER / engine).glob("*.py"))
    reads = [rf"\.{field}\b" for field in _fields()[word] - {"visits"}]
    if word in READ_AS:
        reads.append(rf"\b{READ_AS[word]}\(")
    return any(re.search(read, sources) for read in reads)


def _is_tried(word: str) -> bool:
    file = ROOT / "tests" / "features" / f"test_{word}.py"
    if not file.exists():
        return False
    tests = [node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    return any("engine" in {one.arg for one in test.args.args} for test in tests if test.name.startswith("test_"))


NAMES = sorted({cause.value for cause in ViolationCause} | {file.stem for file in CHECKS.glob("*.py")} - NO_RULE)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_stands_in_its_six_places(name: str) -> None:
    assert places_without(name) == []


def test_a_rule_that_is_only_a_word_is_missed_in_all_of_them() -> None:
    missing = places_without("max_drive")
    assert len(missing) == 5 + len(ENGINES)
    assert "schedule/checks/max_drive.py has no check" in missing[0]
    assert "ruin_recreate neither reads the field" in missing[len(ENGINES)]
    assert "test_max_drive.py plans on no engine" in missing[-4]


def test_exceptions_are_still_exceptions() -> None:
    assert set(ON_DAYS) | set(NEVER_A_REASON) <= set(NAMES)
    assert not set(NEVER_A_REASON) & set(UnassignedReason)
    assert {word for words in ON_DAYS.values() for word in words} <= set(Rule)
