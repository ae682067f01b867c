"""What a vehicle usually costs at a depot."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualPrices:
    """Prices of a vehicle for which nobody said others, in the depot's currency.

    Attributes
    ----------
    per_day
        Of a day on which it goes out.
    per_km
        Of a driven kilometre.
    per_hour
        Of a paid hour, from loading to return.
    """

    per_day: float
    per_km: float
    per_hour: float

    def __post_init__(self) -> None:
        for words, price in (("a day", self.per_day), ("a km", self.per_km), ("an hour", self.per_hour)):
            if not 0 <= price < 1e9:
                raise ValueError(f"{words} of a vehicle costs {price:g}; give zero or more")
