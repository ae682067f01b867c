"""How long this process has lived: a person's wall clock begins before the first line of the program runs."""

from __future__ import annotations

import os
import time
from pathlib import Path


def began_at() -> float:
    """Return when this process was started, on the clock of ``time.monotonic``; now where the system does not tell.

    Linux counts in hundredths of a second.
    """
    now = time.monotonic()
    try:
        # The name of the program stands in brackets and may hold anything, spaces and brackets too.
        fields = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return now
    return now - max(0.0, age)
