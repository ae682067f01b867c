"""When service at a stop may begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """The span in which service may *begin*; both ends zone-aware and included.

    Raises
    ------
    ValueError
        If an end has no time zone or the window ends before it begins.
    """

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("a time window needs a time zone; attach the depot's zone")
        if self.latest < self.earliest:
            raise ValueError(
                f"time window ends ({self.latest:%H:%M}) before it begins ({self.earliest:%H:%M}); "
                "swap the two or widen the window"
            )
