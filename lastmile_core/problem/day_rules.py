"""Rules and prices of a whole day: docks, traffic, relations between visits, soft wishes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DockDay:
    """One dock: its depot's location index and when it is open (seconds of the day)."""

    dock_id: str
    location: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """How much longer a drive takes by the hour in which it is driven.

    Attributes
    ----------
    factors
        For each district one factor an hour in thousandths of the matrix time, from midnight of the service day on;
        the last one holds for every later hour.
    district
        District of every location; a leg belongs to the district it leaves from. Empty: all in district 0.
    """

    factors: tuple[tuple[int, ...], ...]
    district: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPrices:
    """Prices in cents of what a plan may do but should not.

    Attributes
    ----------
    waiting
        Per hour of waiting at stops, on top of the paid hour.
    failed_attempt
        Of one failed first attempt; times (1 - chance of the hour).
    moved_stop
        Per visit that another vehicle serves than the previous plan said.
    changed_time
        Per hour that service begins earlier or later than the previous plan said.
    unfamiliar
        Per visit served by a driver who does not know the place.
    balance
        Per hour that the longest route is paid longer than the mean of the routes in use.
    """

    waiting: int = 0
    failed_attempt: int = 0
    moved_stop: int = 0
    changed_time: int = 0
    unfamiliar: int = 0
    balance: int = 0
