"""A dock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class Dock:
    """One dock of a depot, open between two local times."""

    dock_id: str
    depot_id: str
    name: str
    opens: time = time(5, 0)
    closes: time = time(22, 0)
