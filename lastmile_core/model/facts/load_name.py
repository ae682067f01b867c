"""What a load of the orders is called where the vehicles limit it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadName:
    """The answer to “are volumes parcels?”.

    Attributes
    ----------
    load
        Name of a load in orders.
    capacity
        The capacity of vehicles that it is; "" for a load without a limit; None when the answer was taken back and
        the question comes again.
    """

    load: str
    capacity: str | None
    said_by: str = ""
    said_at: datetime | None = None
