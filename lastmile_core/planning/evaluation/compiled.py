"""How the search is compiled: without the interpreter's lock, kept on disk, and without reference counts.

Nothing is allocated inside; counting references to arrays in the innermost loops cost two thirds of the time.

Compiling takes about half a minute, so ``make install`` does it once (``python -m
lastmile_core.planning.warm_up``). The folder of the compiled code is named after all sources in the folders
``COMPILED``: the compiler itself would not notice that a function called from another file has changed.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba as nb

HERE = Path(__file__).parent
PLANNING = HERE.parent
COMPILED = (HERE, PLANNING / "large_neighbourhood", PLANNING / "engines" / "ruin_recreate", PLANNING / "polishing")
"""Folders with compiled functions."""


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{nb.__version__} {sys.version}".encode())
    for folder in COMPILED:
        sources = sorted(folder.glob("*.py"))
        if not sources:
            raise FileNotFoundError(f"no sources of compiled functions in {folder}")
        for source in sources:
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> Path:
    """Return where compiled code is kept: beside the sources, or with the user where those are read-only."""
    name = f"compiled-{_fingerprint()}"
    beside = HERE / "__pycache__" / name
    if beside.is_dir() or os.access(HERE, os.W_OK):
        return beside
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lastmile" / name


FOLDER = _folder()
READY = FOLDER / "ready"
config: Any = nb.config
config.CACHE_DIR = str(FOLDER)


def is_ready() -> bool:
    """Whether the search was compiled before; if not, its first call takes half a minute."""
    return READY.exists()


# The flag that leaves reference counts out is not among the documented ones, so the version of Numba is pinned.
njit: Any = nb.njit
compiled: Callable[[Any], Any] = njit(nogil=True, cache=True, error_model="numpy", _nrt=False)
inlined: Callable[[Any], Any] = njit(nogil=True, cache=True, error_model="numpy", _nrt=False, forceinline=True)
"""For small functions in inner loops: handing over all arrays of a day costs more than they do."""
