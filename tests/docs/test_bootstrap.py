"""The set-up script finds a Python that works, and says so plainly when there is none.

Nothing is installed here: the Pythons are small scripts, and a virtual environment is what they pretend to make.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELL = shutil.which("sh") or "/bin/sh"
# Places that the script looks into besides PATH; a test must not find what the machine has there.
FIXED = ("/opt/homebrew", "/usr/local")
BROKEN = "echo 'pyenv: python3.12: command not found' >&2\nexit 127\n"
OLD = 'case "$1" in -V) echo "Python 3.9.2";; *) exit 1;; esac\n'
GOOD = """case "$1" in
    -V) echo "Python 3.12.9";;
    -c) exit 0;;
    -m)
        if [ "$2" = venv ]; then
            mkdir -p "$3/bin"
            cp "$0" "$3/bin/python"
            echo "$0" > "$3/made-by"
        else
            echo "$@" >> "$LOG"
        fi;;
esac
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows is set up with pip, see the README")


class Machine:
    """A machine with nothing but what a test puts on it."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.bin, self.home = folder / "checkout", folder / "bin", folder / "home"
        for made in (self.checkout, self.bin, self.home):
            made.mkdir()
        self.log = folder / "log"
        script = (ROOT / "bootstrap.sh").read_text(encoding="utf-8")
        for fixed in FIXED:
            assert fixed in script, "the script no longer looks there: mend this test"
            script = script.replace(fixed, str(folder / "elsewhere"))
        (self.checkout / "bootstrap.sh").write_text(script, encoding="utf-8")
        for tool in ("rm", "mkdir", "cp", "touch", "cat", "nice"):
            (self.bin / tool).symlink_to(str(shutil.which(tool)))

    def put(self, name: str, body: str, folder: Path | None = None) -> Path:
        folder = folder or self.bin
        folder.mkdir(parents=True, exist_ok=True)
        path, new = folder / name, folder / f"{name}.new"
        new.write_text(f"#!{SHELL}\n{body}", encoding="utf-8")
        new.chmod(0o755)
        # Put in its place whole: what compiles in the background may still run the old one, which cannot be written to.
        return new.replace(path)

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "HOME": str(self.home), "LOG": str(self.log), **more}
        return subprocess.run(
            [SHELL, "bootstrap.sh", ".venv", *words],
            cwd=self.checkout,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def logged(self, until: str) -> list[str]:
        """Return what the Pythons were asked for, as soon as one line says ``until``; it may come from behind."""
        for _ in range(600):
            if until in (told := self.log.read_text(encoding="utf-8")):
                return told.splitlines()
            time.sleep(0.05)
        raise AssertionError(f"“{until}” never came: {told}")

    @property
    def ready(self) -> set[str]:
        return {path.name for path in (self.checkout / ".venv").iterdir() if path.name.startswith(".ready")}

    @property
    def made_by(self) -> str:
        return (self.checkout / ".venv" / "made-by").read_text(encoding="utf-8").strip()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("pythons", [{}, {"python3": OLD}, {"python3": OLD, "python3.12": BROKEN, "python": OLD}])
def test_without_a_suitable_python_it_says_what_to_do(machine: Machine, pythons: dict[str, str]) -> None:
    for name, body in pythons.items():
        machine.put(name, body)
    result = machine.run(PYENV_ROOT=str(machine.home / "pyenv"))
    assert result.returncode == 1
    first, second = result.stderr.strip().splitlines()
    assert first.startswith("Lastmile needs Python 3.12 or newer and found none")
    assert "python.org" in second
    assert "make run PYTHON=" in second
    assert not (machine.checkout / ".venv").exists()
    assert [path.name for path in machine.checkout.iterdir()] == ["bootstrap.sh"]


def test_a_broken_shim_is_passed_over_and_the_next_python_taken(machine: Machine) -> None:
    machine.put("python3", OLD)
    machine.put("python3.12", BROKEN)
    good = machine.put("python3.13", GOOD)
    result = machine.run()
    assert (result.returncode, result.stderr) == (0, "")
    assert f"Using Python 3.12.9 ({good})" in result.stdout
    assert machine.made_by == str(good)
    assert (machine.checkout / ".venv" / ".ready").exists()


def test_running_gets_what_running_needs(machine: Machine) -> None:
    machine.put("python3", GOOD)
    result = machine.run()
    assert (result.returncode, result.stderr) == (0, "")
    (installed,) = [line for line in machine.logged(until="warm_up") if "pip" in line]
    assert installed.startswith("-m pip install")
    assert installed.endswith("--constraint constraints.txt --editable .")
    assert "Compiling the route search meanwhile" in result.stdout
    # The guide comes last, behind what plans need.
    compiled, built = machine.logged(until="build_help")[-2:]
    assert (compiled.split()[-1], built.split()[-1]) == (
        "lastmile_core.planning.warm_up",
        "lastmile_core.web.build_help",
    )
    assert machine.ready == {".ready"}


def test_tests_get_their_tools_and_a_search_that_is_compiled(machine: Machine) -> None:
    machine.put("python3", GOOD)
    assert machine.run("dev").returncode == 0
    installed, compiled = machine.log.read_text(encoding="utf-8").splitlines()
    assert installed.endswith("--constraint constraints.txt --editable .[dev]")
    assert compiled.endswith("planning.warm_up")
    assert machine.ready == {".ready", ".ready-dev"}


def test_a_search_that_cannot_be_compiled_stops_nobody(machine: Machine) -> None:
    machine.put("python3", GOOD.replace('echo "$@" >> "$LOG"', 'case "$2" in pip) ;; *) exit 1;; esac'))
    for words, told in (((), ""), (("dev",), "The fast search could not be compiled; plans come from the other")):
        result = machine.run(*words)
        assert result.returncode == 0
        assert result.stderr.startswith(told)


def test_a_version_of_pyenv_that_no_shim_offers_is_found(machine: Machine) -> None:
    machine.put("python3", BROKEN)
    root = machine.home / ".pyenv" / "versions"
    machine.put("python", OLD, root / "3.9.2" / "bin")
    good = machine.put("python", GOOD, root / "3.12.9" / "bin")
    assert machine.run().returncode == 0
    assert machine.made_by == str(good)


def test_pyenv_may_live_elsewhere(machine: Machine) -> None:
    root = machine.home / "tools" / "pyenv"
    good = machine.put("python", GOOD, root / "versions" / "3.13.1" / "bin")
    assert machine.run(PYENV_ROOT=str(root)).returncode == 0
    assert machine.made_by == str(good)


def test_the_python_that_is_named_goes_first(machine: Machine, tmp_path: Path) -> None:
    machine.put("python3", GOOD)
    named = machine.put("my python", GOOD, tmp_path / "own place")
    assert machine.run(PYTHON=str(named)).returncode == 0
    assert machine.made_by == str(named)


def test_uv_is_the_last_resort(machine: Machine) -> None:
    machine.put("python3", OLD)
    maker = machine.put("maker", GOOD, machine.home)
    machine.put("uv", f'echo "uv $@" >> "$LOG"\nfor folder; do :; done\n"{maker}" -m venv "$folder"\n')
    result = machine.run()
    assert result.returncode == 0, result.stderr
    assert "uv provides" in result.stdout
    assert "uv venv" in machine.log.read_text(encoding="utf-8").splitlines()[0]


def test_an_environment_that_works_is_kept_and_a_broken_one_is_made_anew(machine: Machine) -> None:
    machine.put("python3", GOOD)
    assert machine.run().returncode == 0
    kept = machine.checkout / ".venv" / "kept"
    kept.touch()
    assert machine.run().returncode == 0
    assert kept.exists()
    machine.put("python", BROKEN, machine.checkout / ".venv" / "bin")
    assert machine.run().returncode == 0
    assert not kept.exists()


def test_a_failed_installation_is_not_called_ready(machine: Machine) -> None:
    machine.put("python3", GOOD.replace('echo "$@" >> "$LOG"', "exit 3"))
    for words in ((), ("dev",)):
        result = machine.run(*words)
        assert result.returncode != 0
        assert machine.ready == set()


@pytest.fixture
def real_suitable() -> Callable[[str], bool]:
    """Ask the script's own question of a real interpreter."""
    text = (ROOT / "bootstrap.sh").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("suitable()")]

    def ask(python: str) -> bool:
        return (
            subprocess.run([SHELL, "-c", f'{line}\nsuitable "$1"', "sh", python], timeout=60, check=False).returncode
            == 0
        )

    return ask


def test_the_python_of_these_tests_is_suitable_and_a_missing_one_is_not(
    real_suitable: Callable[[str], bool], tmp_path: Path
) -> None:
    assert real_suitable(sys.executable)
    assert not real_suitable(str(tmp_path / "python3.12"))
