"""Every kind of work has its handler, told from above; the jobs room itself knows none and loads nothing by name."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.jobs import payloads
from lastmile_core.jobs.handlers import Handlers
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.workflows.long_work import WORKER
from lastmile_core.workflows.worker import all_handlers

KINDS = sorted(one.kind for name, one in vars(payloads).items() if name.endswith("Payload") and hasattr(one, "kind"))
JOBS = Path(payloads.__file__).parent


@pytest.mark.parametrize("kind", KINDS)
def test_every_payload_has_a_handler(kind: str) -> None:
    assert callable(all_handlers().load(kind))


def test_there_are_the_four_kinds_of_work() -> None:
    assert KINDS == ["plan", "replan", "roads", "trade-off"]


def test_a_kind_is_registered_once_and_an_unknown_one_is_refused() -> None:
    handlers = Handlers()
    handlers.register(PlanPayload.kind, lambda: lambda settings, store, job: pytest.fail("not called"))
    with pytest.raises(ValueError, match="'plan' has a handler already"):
        handlers.register(PlanPayload.kind, lambda: pytest.fail("not called"))
    with pytest.raises(LastmileError, match="does not know work of the kind “dance”"):
        handlers.load("dance")


def test_the_worker_is_found_as_a_program() -> None:
    python, flag, module = WORKER
    assert (python, flag) == (sys.executable, "-m")
    assert find_spec(module) is not None
    done = subprocess.run([*WORKER, "--help"], capture_output=True, text=True, check=True, timeout=240)
    assert "lastmile-worker" in done.stdout


@pytest.mark.parametrize("file", sorted(JOBS.glob("*.py")), ids=lambda file: file.stem)
def test_no_name_of_a_higher_room_is_hidden_in_a_string_of_the_jobs_room(file: Path) -> None:
    words = [
        node.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    # A sentence may say where the handlers come from; a name has no blanks.
    names = [word for word in words if " " not in word]
    assert not [name for name in names if "workflows" in name or "pages" in name.split(".")]
