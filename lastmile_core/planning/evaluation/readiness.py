"""Whether the compiled functions can be used at once, and having them compiled when not.

The compiler itself is loaded only when somebody asks: it takes a second.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

_apart: list[subprocess.Popen[bytes]] = []
LONGEST_S = 900
"""A compilation that began longer ago has died."""


def is_ready_here() -> bool:
    """Whether our own search is compiled; when it is not, that is begun for the next time."""
    from lastmile_core.planning.evaluation.compiled import is_ready

    if is_ready():
        return True
    warm_up_apart()
    return False


def busy_file() -> Path:
    """Return the file that says that a process compiles at this moment."""
    from lastmile_core.planning.evaluation.compiled import READY

    return READY.with_name("busy")


def warm_up_apart() -> None:
    """Compile in a process of its own, for the next time; this one goes on without.

    Does nothing while another process is at it already.
    """
    busy = busy_file()
    if busy.exists() and time.time() - busy.stat().st_mtime < LONGEST_S:
        return
    busy.parent.mkdir(parents=True, exist_ok=True)
    busy.touch()
    # Kept, because an object of a process that nobody waits for complains when it is thrown away.
    _apart.append(
        subprocess.Popen(
            [sys.executable, "-m", "lastmile_core.planning.warm_up"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    )
