"""Homes that take long to make, made once and copied; kept outside the checkout and named after all they are made of.

Workers of one run, and runs of the same sources on the same day, share them. A change of the product, of the sample, of
the libraries or of what makes the home gives another name, so nothing old is ever looked at.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from lastmile_core.clock import today_in

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("lastmile_core/**/*.py", "lastmile_core/**/*.lua", "sample_data/*", "constraints.txt")
FORGOTTEN_S = 6 * 3600.0
"""What nobody asked for so long is deleted; no run takes that long."""


def kept_in() -> Path:
    """Return the folder of all prepared homes: ``LASTMILE_TEST_CACHE``, or with the user's other caches."""
    own = os.environ.get("LASTMILE_TEST_CACHE")
    return Path(own) if own else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lastmile-tests"


@cache
def _product() -> str:
    """Name everything that any home is made of; the sample city ends with today."""
    digest = hashlib.sha256(f"{sys.version} {today_in('UTC')} {os.environ.get('TZ', '')}".encode())
    for file in sorted(file for pattern in SOURCES for file in ROOT.glob(pattern) if file.is_file()):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def prepared(name: str, make: Callable[[Path], None], made_by: Sequence[Path]) -> Path:
    """Return a home to copy and never to work in, made by ``make(folder)`` unless it is there already.

    Parameters
    ----------
    made_by
        Files beside the product's own that decide what is in the home: the test that makes it, a map.
    """
    digest = hashlib.sha256(_product().encode())
    for file in made_by:
        digest.update(file.read_bytes())
    folder = kept_in() / f"{name}-{digest.hexdigest()[:20]}"
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_at_a_time(folder.parent / f"{name}.lock"):
        if not folder.is_dir():
            _forget_old(folder.parent)
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
        os.utime(folder)
    return folder


def copy_home(source: Path, target: Path) -> Path:
    """Copy a home without logs."""
    return Path(shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.log", "logs"), dirs_exist_ok=True))


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Let one process do something while the others wait for it; one that dies lets go. Windows has no such lock."""
    with file.open("ab") as lock:
        if os.name == "posix":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and time.time() - path.stat().st_mtime > FORGOTTEN_S:
            shutil.rmtree(path, ignore_errors=True)
