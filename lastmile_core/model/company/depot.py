"""Where routes begin and end, and where vans are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from lastmile_core.model.basics.location import Location
from lastmile_core.model.company.usual_prices import UsualPrices


@dataclass(frozen=True, slots=True, kw_only=True)
class Depot:
    """A depot.

    Attributes
    ----------
    timezone
        IANA name; every local time of the depot's day is meant in it.
    opens, closes
        Local opening hours of the yard.
    loading_s
        Time one vehicle occupies a dock before it departs, in seconds.
    currency
        ISO 4217 code of all costs of this depot.
    prices
        What a vehicle usually costs here; None when nobody was asked.
    """

    depot_id: str
    name: str
    location: Location
    address: str = ""
    timezone: str = "UTC"
    opens: time = time(5, 0)
    closes: time = time(22, 0)
    loading_s: int = 900
    currency: str = "EUR"
    prices: UsualPrices | None = None
