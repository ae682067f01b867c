"""Commands that the documentation shows exist, with those options; ``make`` does what the README says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lastmile_core.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _shown(text: str) -> Iterator[str]:
    """Yield each command line that a page shows, in a block or within a line."""
    for line in text.splitlines():
        if match := re.match(r"(?: {4,}|\t)?(?:\$ )?(?:\.venv[\\/]\w+[\\/])?(lastmile(?: .*)?)$", line):
            yield match.group(1)
    yield from re.findall(r"`(lastmile [^`]+)`", text)


LINES = sorted({(page.name, line) for page in PAGES for line in _shown(page.read_text(encoding="utf-8"))})
LINES += [("--help", line.strip()) for line in (main.help or "").splitlines() if line.strip().startswith("lastmile ")]


def _parse(line: str) -> list[str]:
    """Read a command line as click would and return the names of the commands; nothing is run."""
    # “[--round exact|dimacs]” stands for “--round exact”.
    plain = re.sub(r"\[(--[^\]]*)\]", lambda match: re.sub(r"\|\S+", "", match.group(1)), line)
    words = shlex.split(plain, comments=True)[1:]
    command: click.Command = main
    names: list[str] = []
    parent = click.Context(main, info_name="lastmile")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        names.append(words.pop(0))
        found = command.get_command(parent, names[-1])
        assert found is not None, f"there is no command “{' '.join(names)}”"
        command = found
    # A name alone only says that there is such a command.
    if words and words not in (["--help"], ["--version"]):
        command.make_context(names[-1] if names else "lastmile", words, parent=parent)
    return names


@pytest.mark.parametrize(("page", "line"), LINES, ids=lambda value: value[:60])
def test_a_command_that_is_shown_can_be_called_so(
    page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for word in shlex.split(line, comments=True):
        if re.fullmatch(r"[\w-]+(\.[\w-]+)+|FILE(\.[\w.]+)?", word):
            (tmp_path / word).touch()  # the files that the example names
    try:
        assert _parse(line)
    except click.UsageError as error:
        pytest.fail(f"{page}: “{line}” is refused: {error.format_message()}")


def test_the_readme_shows_a_whole_day() -> None:
    readme = {_parse_name(line) for page, line in LINES if page == "README.md"}
    assert set(COMMANDS) - readme == set()


def _parse_name(line: str) -> str:
    return shlex.split(line, comments=True)[1]


@pytest.mark.parametrize(
    "line", ["lastmile dance", "lastmile plan [--speed 3|4]", "lastmile roads paint", "lastmile kpi --days many"]
)
def test_a_command_that_does_not_exist_would_be_noticed(line: str) -> None:
    with pytest.raises((AssertionError, click.UsageError)):
        _parse(line)


def outside_make() -> dict[str, str]:
    """The environment without what an outer make (as in `make test`) tells its children."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "lastmile demo --port 8501"),
        (["run", "PORT=8600"], "lastmile demo --port 8600"),
        (["test"], "tests/run_parts.py"),
        (["test", "COVER=1"], "tests/run_parts.py covered"),
        (["test-fast"], "tests/run_parts.py fast"),
        (["test", "ARGS=tests/docs -x"], "-m pytest tests/docs -x"),
        (["lint"], "lint-imports"),
        (["lint"], "vulture"),
    ],
    ids=" ".join,
)
def test_make_does_what_the_readme_says(words: list[str], said: str) -> None:
    result = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", *words],
        env=outside_make(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert said in result.stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_sets_up_a_bare_checkout_first(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "bootstrap.sh"):
        shutil.copy(ROOT / name, tmp_path)
    running, testing = "sh bootstrap.sh .venv", "sh bootstrap.sh .venv dev"
    for word, set_up in (
        ("install", running),
        ("run", running),
        ("install-dev", testing),
        ("test", testing),
        ("test-fast", testing),
    ):
        result = subprocess.run(
            ["make", "--no-print-directory", "--dry-run", word],
            env=outside_make(),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert result.stdout.splitlines()[0].endswith(set_up)
