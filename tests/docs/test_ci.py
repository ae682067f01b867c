"""What a machine checks is what `make` and `.ci/run` check, in every place that says so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def lint_commands() -> list[str]:
    """The commands of `make lint`, without their folder."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    return [line.removeprefix("\t@$(BIN)/") for line in recipe.splitlines() if line.startswith("\t@$(BIN)/")]


def read(name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return found


def test_pre_commit_checks_what_make_lint_checks() -> None:
    (local,) = read(".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"
    assert [hook["entry"].removeprefix(".venv/bin/") for hook in local["hooks"]] == lint_commands()
    assert len(lint_commands()) >= 4
    for hook in local["hooks"]:
        assert (hook["language"], hook["pass_filenames"]) == ("system", False)


def test_the_workflow_runs_what_everybody_can_run() -> None:
    workflow = read(".github/workflows/ci.yml")
    # YAML reads the key “on” as true.
    assert {"push", "pull_request"} <= set(workflow[True])
    (job,) = workflow["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    assert workflow["permissions"] == {"contents": "read"}


def test_everything_is_in_one_run() -> None:
    steps = re.findall(r"^make ([\w-]+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert steps[:3] == ["install-dev", "lint", "docs"]
    assert "test" in steps
