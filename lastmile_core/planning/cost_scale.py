"""Money as whole numbers that both engines can add up without losing a cent."""

from __future__ import annotations

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
        return cls(divisor=common or 1)

    def per_metre(self, vehicle: VehicleDay) -> int:
        """Price of a metre."""
        return vehicle.cost_per_km * 18 // self.divisor

    def per_second(self, vehicle: VehicleDay) -> int:
        """Price of a paid second."""
        return vehicle.cost_per_hour * 5 // self.divisor

    def per_route(self, vehicle: VehicleDay) -> int:
        """Price of using the vehicle at all: its fixed cost and the paid loading before it leaves."""
        return vehicle.fixed_cost * CENT // self.divisor + vehicle.loading * self.per_second(vehicle)

    def cents(self, amount: int) -> int:
        """Return an amount of cents in engine units."""
        return amount * CENT // self.divisor
