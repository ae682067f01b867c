"""Money as whole numbers that both engines can add up without losing a cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd

from lastmile_core.problem import RoutingProblem, VehicleDay

CENT = 18_000
"""Engine units in a cent: 18,000 is the least number that 1,000 m/km and 3,600 s/h both divide into whole units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostScale:
    """Prices in engine units; ``divisor`` is what all prices of the problem have in common."""

    divisor: int

    @classmethod
    def of(cls, problem: RoutingProblem) -> CostScale:
        """Return the coarsest exact scale of a problem: small numbers keep an engine's penalties in range."""
        common = 0
        for vehicle in problem.vehicles:
            common = gcd(common, vehicle.cost_per_km * 18, vehicle.cost_per_hour * 5, vehicle.fixed_cost * CENT)
        for visit in problem.visits:
            common = gcd(common, visit.penalty * CENT)
        return cls(divisor=gcd(common, *_soft_prices(problem)) or 1)

    def per_metre(self, vehicle: VehicleDay) -> int:
        """Price of a metre."""
        return vehicle.cost_per_km * 18 // self.divisor

    def per_second(self, vehicle: VehicleDay) -> int:
        """Price of a paid second."""
        return self.hourly(vehicle.cost_per_hour)

    def per_route(self, vehicle: VehicleDay) -> int:
        """Price of using the vehicle at all: its fixed cost and the paid loading before it leaves."""
        return vehicle.fixed_cost * CENT // self.divisor + vehicle.loading * self.per_second(vehicle)

    def hourly(self, cents: int) -> int:
        """Return the price of a second at so many cents an hour."""
        return cents * 5 // self.divisor

    def cents(self, amount: int) -> int:
        """Return an amount of cents in engine units."""
        return amount * CENT // self.divisor

    def share(self, amount: int, thousandths: int) -> int:
        """Return so many thousandths of an amount of cents, such as what a failed attempt is expected to cost."""
        return amount * thousandths * (CENT // 1000) // self.divisor


def _soft_prices(problem: RoutingProblem) -> Iterator[int]:
    """Yield the prices beyond kilometres, hours and vehicles, in the units they are counted in."""
    prices = problem.prices
    hourly = {prices.waiting, prices.changed_time, prices.balance}
    hourly.update(vehicle.overtime_price for vehicle in problem.vehicles)
    hourly.update(price for visit in problem.visits for price in (visit.early_price, visit.late_price))
    yield from (price * 5 for price in hourly)
    yield from (amount * CENT for amount in (prices.moved_stop, prices.unfamiliar))
    if any(visit.chances for visit in problem.visits):
        yield prices.failed_attempt * (CENT // 1000)
