"""A release has one number, in the package, in the program and on top of the changelog."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from lastmile_core import __version__

ROOT = Path(__file__).resolve().parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_program_and_the_package_say_one_number() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_changelog_is_cut_at_it() -> None:
    titles = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    assert titles[0] == "Unreleased"
    match = re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)", titles[1])
    assert match is not None, titles[1]
    assert match[1] == __version__
    assert date.fromisoformat(match[2]).year >= 2026


def test_no_line_of_the_changelog_is_told_twice() -> None:
    lines = [line[:60] for line in CHANGELOG.splitlines() if line.startswith("* ")]
    assert {line for line in lines if lines.count(line) > 1} == set()
