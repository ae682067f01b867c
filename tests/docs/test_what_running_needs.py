"""The app and the command line run with what `make run` installs; what only tests need is never asked for."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# A library's name where it differs from what is imported.
IMPORTED_AS = {"pytest-timeout": "pytest_timeout", "pytest-xdist": "xdist", "import-linter": "importlinter"}
PROGRAM = """
import importlib, pkgutil, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"{name} is not installed", name=name)

sys.meta_path.insert(0, Absent())
import lastmile_core
names = ["app", *(found.name for found in pkgutil.walk_packages(lastmile_core.__path__, "lastmile_core."))]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", requirement)[0] for requirement in requirements}


def test_every_module_runs_without_the_tools_of_tests() -> None:
    only_tests = _names(PROJECT["optional-dependencies"]["dev"])
    assert {"ray", "playwright", "scipy", "pytest", "mypy"} <= only_tests
    absent = {IMPORTED_AS.get(name, name) for name in only_tests}
    called = subprocess.run(
        [sys.executable, "-c", f"ABSENT = {absent!r}\n{PROGRAM}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert called.returncode == 0, called.stderr[-2000:]
    assert int(called.stdout) > 200


def test_what_running_needs_is_not_what_only_tests_need() -> None:
    assert _names(PROJECT["dependencies"]).isdisjoint(_names(PROJECT["optional-dependencies"]["dev"]))
    assert _names(PROJECT["optional-dependencies"]["cluster"]) <= _names(PROJECT["optional-dependencies"]["dev"])
