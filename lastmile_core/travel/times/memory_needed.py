"""Whether the travel times of a day fit the memory of this machine, asked before anything is computed."""

from __future__ import annotations

import contextlib
import math
import os
from pathlib import Path

from lastmile_core.errors import LastmileError

CELL_BYTES = 44
"""Peak for one pair of places and one road profile: two tables of floats, two of whole numbers, and what is cached."""
KEPT_BYTES = 16
"""What stays for one pair while the next profile is asked for."""
BASE_BYTES = 600_000_000
"""Road engine, compiled search and Python."""
USABLE = 0.85


def bytes_needed(num_places: int, num_profiles: int = 1) -> int:
    """Return the most memory that planning so many places takes."""
    cells = num_places * num_places
    return BASE_BYTES + cells * (CELL_BYTES + KEPT_BYTES * (max(1, num_profiles) - 1))


def most_places(num_profiles: int = 1, free: int | None = None) -> int:
    """Return how many places fit the memory that is free now (bytes)."""
    free = free_bytes() if free is None else free
    each = CELL_BYTES + KEPT_BYTES * (max(1, num_profiles) - 1)
    return math.isqrt(max(0, int(free * USABLE) - BASE_BYTES) // each)


def require_memory(num_places: int, num_profiles: int = 1, free: int | None = None) -> None:
    """Refuse a day that would fill the memory, with how many orders fit.

    Raises
    ------
    LastmileError
        With the memory it needs and has, and how to split the day.
    """
    free = free_bytes() if free is None else free
    needed = bytes_needed(num_places, num_profiles)
    if needed <= free * USABLE:
        return
    fits = max(0, most_places(num_profiles, free) // 100 * 100)
    raise LastmileError(
        f"{num_places:,} places in one plan need about {needed / 1e9:.0f} GB of memory for their travel times, and "
        f"{free / 1e9:.0f} GB are free; about {fits:,} fit.",
        "Split the day: import each district's orders for a depot of its own (lastmile import FILE --depot NAME) and "
        "plan the depots one by one, or use a machine with more memory.",
    )


def free_bytes() -> int:
    """Return the bytes that this process may still take, within the limits of its container."""
    found = [_available()]
    for limit, used in (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ):
        with contextlib.suppress(OSError, ValueError):
            found.append(int(Path(limit).read_text()) - int(Path(used).read_text()))
    return max(0, min(found))


def _available() -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 8 * 10**9
