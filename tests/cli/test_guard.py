"""A failure inside the program reaches a person as a sentence; its trace is in a log."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from lastmile_core.cli import main
from lastmile_core.cli.shared.guard import DEBUG, tell_warnings
from lastmile_core.settings import load_settings


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """Put a command into the house that fails as it is told."""
    failures: list[BaseException] = []

    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    def fail(as_json: bool) -> None:
        raise failures[0]

    monkeypatch.setitem(main.commands, "fail", fail)  # type: ignore[attr-defined]
    get = type(main).get_command
    monkeypatch.setattr(
        type(main), "get_command", lambda self, ctx, name: fail if name == "fail" else get(self, ctx, name)
    )
    monkeypatch.delenv(DEBUG, raising=False)
    yield failures
    monkeypatch.delenv(DEBUG, raising=False)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), prog_name="lastmile")


@pytest.mark.parametrize("error", [ValueError("inside"), KeyError("a"), RecursionError("deep"), OSError(5, "io")])
def test_a_failure_inside_is_a_sentence_with_a_number_and_its_trace_is_in_the_log(
    error: Exception, broken: list[BaseException], own_home: Path
) -> None:
    broken.append(error)
    result = run("fail")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    (log,) = (load_settings().home / "logs").glob("incident-*.log")
    number = log.stem.removeprefix("incident-")
    assert f"Something went wrong inside the program (incident {number})." in result.stderr
    assert "What was stored before is safe." in result.stderr
    assert str(log) in result.stderr
    text = log.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert type(error).__name__ in text
    assert "lastmile fail" in text
    assert log.stat().st_mode & 0o077 == 0


def test_a_script_gets_the_number_as_json(broken: list[BaseException], own_home: Path) -> None:
    broken.append(MemoryError())
    result = run("fail", "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 2
    assert "not enough memory" in said["error"]
    assert said["incident"] in said["log"]


def test_the_trace_is_shown_when_it_is_asked_for(
    broken: list[BaseException], own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken.append(ValueError("inside"))
    monkeypatch.setenv(DEBUG, "1")
    assert "ValueError: inside" in run("fail").stderr
    monkeypatch.setenv(DEBUG, "0")
    assert "ValueError: inside" not in run("fail").stderr
    assert "ValueError: inside" in run("--debug", "fail").stderr


def test_a_log_that_cannot_be_written_takes_nothing_away(broken: list[BaseException], own_home: Path) -> None:
    broken.append(ValueError("inside"))
    home = load_settings().home
    home.mkdir(parents=True, exist_ok=True)
    (home / "logs").write_text("no folder", encoding="utf-8")
    result = run("fail")
    assert result.exit_code == 2
    assert "Its log could not be written; --debug shows the details." in result.stderr


def test_stopping_by_hand_ends_with_130_and_one_word(broken: list[BaseException], own_home: Path) -> None:
    broken.append(KeyboardInterrupt())
    result = run("fail")
    assert (result.exit_code, result.stderr.strip()) == (130, "Stopped.")


def test_a_wrong_call_still_ends_with_two(own_home: Path) -> None:
    for words in (["nothing"], ["kpi", "--nothing"], ["solve"], ["solve", "no-such-file.vrp"]):
        result = run(*words)
        assert result.exit_code == 2, words
        assert "incident" not in result.output


def test_a_warning_of_the_program_is_a_line_and_its_trace_is_in_the_log(
    own_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.Logger("root of a process of its own")
    monkeypatch.setattr(logging, "getLogger", lambda *_: root)
    tell_warnings()
    try:
        raise KeyError(630)
    except KeyError:
        root.warning("The search goes on without its part “%s”.", "PyVRP", exc_info=True)
    assert capsys.readouterr().err == "Warning: The search goes on without its part “PyVRP”.\n"
    assert "KeyError: 630" in (load_settings().home / "logs" / "commands.log").read_text(encoding="utf-8")


def test_a_reader_that_goes_away_is_no_failure(project_root: Path) -> None:
    command = f"{sys.executable} -W error -m lastmile_core.cli plan --help | head -c 5"
    done = subprocess.run(
        ["bash", "-c", command], cwd=project_root, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout, done.stderr) == ("Usage", "")


def test_a_search_that_was_left_behind_does_not_end_the_process_in_a_crash(project_root: Path) -> None:
    program = (
        "import threading, time; from lastmile_core.process_end import leave\n"
        "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
        "print('the answer'); leave(1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project_root, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "the answer\n", "")
