"""Opening hours of depots and docks: by day, over midnight, around the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

LONGEST_NIGHT_S = 18 * 3600
"""Hours over midnight that are longer are taken for two swapped times."""

NIGHT_HELP = "Earlier than it opens means on the next day; the same time twice means that it never closes."


@dataclass(frozen=True, slots=True)
class HoursFault:
    """What is wrong with opening hours, to follow the name of whose they are, and how to mend it."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what}; {self.mend}"


def hours_fault(opens: time, closes: time) -> HoursFault | None:
    """Return what is wrong with opening hours; None when nothing is.

    Hours that end before they begin end on the next day (18:00 to 06:00); the same time twice never closes; closing
    at 00:00 is the end of the day.
    """
    if closes > opens or closes in (opens, time()):
        return None
    seconds = 86_400 - _seconds(opens) + _seconds(closes)
    if seconds <= LONGEST_NIGHT_S:
        return None
    return HoursFault(
        f"closes before it opens ({opens:%H:%M} to {closes:%H:%M} would be {seconds // 3600} hours over midnight)",
        "swap the two times, or give the same time twice if it never closes",
    )


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60
