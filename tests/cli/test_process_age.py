"""The wall clock of a command begins with its process."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from lastmile_core import process_age

PROGRAM = (
    "import time; time.sleep(0.5); from lastmile_core.process_age import began_at; print(time.monotonic() - began_at())"
)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell when a process began")
def test_what_passed_before_the_program_was_loaded_counts(project_root: Path) -> None:
    begun = time.monotonic()
    said = subprocess.run([sys.executable, "-c", PROGRAM], cwd=project_root, capture_output=True, text=True, check=True)
    assert 0.5 <= float(said.stdout) <= time.monotonic() - begun + 0.02


def test_where_the_system_does_not_tell_it_begins_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_age, "Path", lambda _: Path("/nowhere/stat"))
    before = time.monotonic()
    assert before <= process_age.began_at() <= time.monotonic()
