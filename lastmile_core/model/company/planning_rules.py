"""What a depot asks of its plans beyond the hard rules: prices, traffic by the hour, docks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum


class KerbRule(StrEnum):
    """Where a vehicle stops only on the side of the road where the door is."""

    NEVER = "never"
    BIG_ROADS = "big_roads"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningRules:
    """Prices and habits of one depot's planning; a new depot has these values.

    Prices are in the depot's currency. What a price is asked for can still happen, when all else costs more.

    Attributes
    ----------
    waiting_price
        Per hour of waiting at stops, on top of the paid hour.
    failed_attempt_price
        Of a first attempt that fails; counts for orders with known ``chances``.
    early_price, late_price
        Per hour before or after an order's preferred times, where the order names no price of its own.
    moved_stop_price
        Per stop that another vehicle serves than the published plan says.
    changed_time_price
        Per hour that a stop is served earlier or later than the published plan says.
    unfamiliar_price
        Per stop in a district that the driver does not know; counts for drivers who name districts.
    balance_price
        Per hour that the longest route is paid longer than the mean of all routes.
    traffic
        How many times longer a drive takes than the roads say, by clock hour from midnight; the last one holds for
        later hours; empty for the roads' own times at every hour.
    district_traffic
        The same for drives that begin in a district, as (district, factors).
    use_docks
        Whether every loading must find a free dock of the depot.
    van_kerb, cargo_bike_kerb
        Where vans and cargo bikes stop only on the side of the road where the door is.
    """

    waiting_price: float = 0.0
    failed_attempt_price: float = 8.0
    early_price: float = 5.0
    late_price: float = 10.0
    moved_stop_price: float = 0.0
    changed_time_price: float = 0.0
    unfamiliar_price: float = 2.0
    balance_price: float = 0.0
    traffic: tuple[float, ...] = ()
    district_traffic: tuple[tuple[str, tuple[float, ...]], ...] = ()
    use_docks: bool = False
    van_kerb: KerbRule = KerbRule.NEVER
    cargo_bike_kerb: KerbRule = KerbRule.NEVER

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.name.endswith("_price") and not 0 <= getattr(self, field.name) < 1e9:
                raise ValueError(f"{field.name} is {getattr(self, field.name)}; give zero or a positive price")
        for factors in (self.traffic, *(factors for _, factors in self.district_traffic)):
            if not all(0.1 <= factor <= 10 for factor in factors):
                raise ValueError("a traffic factor is out of range; give 0.1 to 10, where 1 is what the roads say")

    @property
    def kerb(self) -> dict[str, KerbRule]:
        """The rule of each road profile."""
        return {"van": self.van_kerb, "cargo_bike": self.cargo_bike_kerb}

    @property
    def keeps_promises(self) -> bool:
        """Whether a plan is priced by how far it is from the published one."""
        return self.moved_stop_price > 0 or self.changed_time_price > 0
