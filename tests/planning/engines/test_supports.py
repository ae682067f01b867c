"""What each engine says it supports: one word a rule, a test for each, and the table in the docs."""

import re

import pytest

from lastmile_core.planning.base.rule import Rule, rules_of
from lastmile_core.planning.base.support import ADDED_AFTERWARDS
from lastmile_core.planning.engines.ortools import supports as ortools
from lastmile_core.planning.engines.pyvrp import supports as pyvrp
from lastmile_core.planning.engines.registry import ENGINES
from lastmile_core.planning.engines.ruin_recreate import supports as ruin_recreate
from tests.planning.rich_days import rich_day

NOT_OF_A_PROBLEM = {"serving"}
"""Who may serve whom becomes locks and territory."""


def test_every_rule_has_a_test_on_every_engine(project_root):
    tested = {path.stem.removeprefix("test_") for path in (project_root / "tests" / "features").glob("test_*.py")}
    assert tested - NOT_OF_A_PROBLEM == {rule.value for rule in Rule}


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_names_only_rules_that_the_problem_has(name):
    problem = rich_day(4, 30, {"windows", "trips", "breaks", "docks", "relations", "balance", "traffic"})
    support = ENGINES[name].supports(problem)
    assert support.unsupported | support.approximated <= rules_of(problem)
    assert not support.unsupported & support.approximated
    assert Rule.DOCKS in support.unsupported


@pytest.mark.parametrize("name", ENGINES)
def test_a_plain_day_is_exact_for_all(name):
    assert ENGINES[name].supports(rich_day(1, 20, {"windows", "collections", "skills", "max_stops"})).is_exact


def test_what_decides_the_trips_cannot_be_added_afterwards():
    assert {Rule.RELOADS, Rule.RELEASE, Rule.PAIRS, Rule.DOCK_TIME} == ruin_recreate.UNSUPPORTED - ADDED_AFTERWARDS
    assert not ENGINES["ruin_recreate"].supports(rich_day(1, 20, {"windows", "trips"})).is_enough
    assert ENGINES["ruin_recreate"].supports(rich_day(1, 20, {"windows", "docks", "relations"})).is_enough


def test_the_table_in_the_docs_says_the_same(project_root):
    text = (project_root / "docs" / "planning.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\w+) \| (\w+) \|$", text, flags=re.MULTILINE)
    said = {rule: words for rule, *words in rows}
    for rule in Rule:
        expected = [_word(rule, engine) for engine in (ortools, pyvrp, ruin_recreate)]
        assert said.get(rule.value, ["yes"] * 3) == expected, rule
    assert set(said) <= {rule.value for rule in Rule}


def _word(rule, engine):
    if rule in engine.UNSUPPORTED:
        return "no"
    return "nearly" if rule in engine.APPROXIMATED else "yes"
