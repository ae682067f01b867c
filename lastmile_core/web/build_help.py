"""Build the guide from its Markdown: ``python -m lastmile_core.web.build_help`` (``make docs`` adds ``--strict``).

The site is put together beside its final place and then moved there, so that nobody ever reads half of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lastmile_core.errors import LastmileError
from lastmile_core.settings import PROJECT_ROOT, load_settings

MARK = ".built-from"
LIMIT_S = 300
# What a build that was killed left behind is removed after this time, in seconds.
LEFT_OVER_S = 3600.0
_BESIDES = ("mkdocs.yml", "CHANGELOG.md", "CONTRIBUTING.md", "lastmile_core/__init__.py")


def _sources(root: Path) -> Iterator[Path]:
    yield from (path for path in sorted((root / "docs").rglob("*")) if path.is_file() and path.suffix != ".pyc")
    yield from (root / name for name in _BESIDES if (root / name).is_file())


def fingerprint(root: Path = PROJECT_ROOT) -> str:
    """Return a digest of names, sizes and times of everything that the guide is made from."""
    digest = hashlib.sha256()
    for path in _sources(root):
        found = path.stat()
        digest.update(f"{path.relative_to(root).as_posix()} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_built(folder: Path) -> bool:
    """Whether there is a guide to read, be it of an earlier state of the sources."""
    return (folder / "index.html").is_file()


def is_fresh(folder: Path, root: Path = PROJECT_ROOT) -> bool:
    """Whether the built guide says what its sources say now."""
    try:
        return is_built(folder) and (folder / MARK).read_text(encoding="utf-8") == fingerprint(root)
    except OSError:
        return False


def build_help(folder: Path, root: Path = PROJECT_ROOT, *, strict: bool = False) -> None:
    """Build the guide into a folder, in place of what is there.

    Parameters
    ----------
    folder
        Where the site goes.
    root
        The checkout with ``mkdocs.yml`` and ``docs``.
    strict
        Refuse a guide with a broken link or a page that nothing leads to.

    Raises
    ------
    LastmileError
        If the site cannot be built; the sentence holds what the builder said last.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_overs(folder)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        mark = fingerprint(root)
        _run_builder(made, root, strict)
        (made / MARK).write_text(mark, encoding="utf-8")
        _put_in_place(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _run_builder(made: Path, root: Path, strict: bool) -> None:
    # Not with --quiet: it also keeps --strict from counting.
    words = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(root / "mkdocs.yml")]
    words += ["--site-dir", str(made), *(["--strict"] if strict else [])]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            words, cwd=root, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise LastmileError("The guide was not ready after five minutes.", "Try again on a quieter machine.") from None
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).splitlines()
        said = [line.strip() for line in lines if line.strip() and not line.startswith("INFO")]
        raise LastmileError(
            "The guide could not be built: " + " / ".join(said[-5:] or ["no reason was given"]),
            "The folder docs holds its pages as text; “lastmile doctor” says what is missing here.",
        )


def _put_in_place(made: Path, folder: Path) -> None:
    made.chmod(0o755)
    if folder.exists():
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        folder.replace(aside)
        shutil.rmtree(aside, ignore_errors=True)
    made.replace(folder)


def _remove_left_overs(folder: Path) -> None:
    for path in folder.parent.glob(f".{folder.name}-*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > LEFT_OVER_S:
                shutil.rmtree(path, ignore_errors=True)


def main() -> int:
    """Build the guide where the app looks for it; 1 when that failed."""
    folder = load_settings().help
    try:
        build_help(folder, strict="--strict" in sys.argv[1:])
    except LastmileError as fault:
        print(f"Error: {fault}", file=sys.stderr)
        return 1
    print(f"The guide is in {folder}; the app shows it under Help.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
