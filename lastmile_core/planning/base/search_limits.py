"""What ends a search: seconds, or a number of rounds when the same answer must come back every time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLimits:
    """Limits of one search.

    Attributes
    ----------
    time_s
        Wall-clock seconds for the whole call; a hard wall.
    workers
        Cores to use.
    seed
        Same seed and same ``max_iterations``: same plan.
    max_iterations
        Rounds of improvement; None searches until the time is over.
    """

    time_s: float
    workers: int = 1
    seed: int = 1
    max_iterations: int | None = None

    def __post_init__(self) -> None:
        if self.time_s < 0:
            raise ValueError(f"the time limit is {self.time_s} s; give zero or more seconds")
        if self.workers < 1:
            raise ValueError(f"the search has {self.workers} workers; give one or more")
        if self.max_iterations is not None and self.max_iterations < 0:
            raise ValueError(f"the search has {self.max_iterations} rounds; give zero or more")


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBudget:
    """What one engine may spend: until when (``time.monotonic``), rounds, cores, and who tells it to stop."""

    deadline: float
    seed: int = 1
    workers: int = 1
    max_iterations: int | None = None
    should_stop: Callable[[], bool] = field(default=_never)

    @property
    def remaining_s(self) -> float:
        """Seconds left; zero when the time is over."""
        return max(0.0, self.deadline - time.monotonic())

    def is_late(self) -> bool:
        """Whether the time is over; unlike :meth:`is_over` it may be asked in any thread."""
        return time.monotonic() >= self.deadline

    def is_over(self) -> bool:
        """Whether the time is over or somebody asked to stop."""
        return time.monotonic() >= self.deadline or self.should_stop()
