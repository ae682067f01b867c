"""A driver, the shift and the break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A driver with the usual shift.

    Attributes
    ----------
    shift_start, shift_end
        Local times; loading begins no earlier, return is no later. A shift that ends before it
        starts ends on the next day.
    break_s
        Length of the break in seconds; 0 for none.
    break_earliest, break_latest
        Local times between which the break must begin.
    break_after_s
        The break begins no later than so many seconds after loading began, if need be before ``break_earliest``;
        None when only the clock counts.
    districts
        Parts of town that the driver knows (``Order.district``); empty when all are the same to them.
    """

    driver_id: str
    name: str
    depot_id: str
    phone: str = ""
    skills: frozenset[str] = frozenset()
    shift_start: time = time(7, 0)
    shift_end: time = time(16, 0)
    break_s: int = 1800
    break_earliest: time = time(11, 0)
    break_latest: time = time(13, 30)
    is_active: bool = True
    break_after_s: int | None = None
    districts: frozenset[str] = frozenset()
