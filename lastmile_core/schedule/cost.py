"""The objective in cents; a search must minimise the same.

For every vehicle that serves at least one visit::

    vehicles  = fixed_cost
    distance  = round(metres * cost_per_km / 1000)
    paid_time = round(paid seconds * cost_per_hour / 3600)      paid from loading start to return
    lateness  = LATENESS_CENTS_PER_S * seconds that service begins after the last window

and ``unserved`` = the penalties of all visits that no route serves. Halves round up; each route
rounds once per part, so a plan's sum is at most one cent a vehicle and part away from the exact figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.route_timetable import RouteTimetable

LATENESS_CENTS_PER_S = 1
"""Price of lateness, 36.00 an hour: it only ranks plans that break a window, since a search never may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCents:
    """The objective in whole cents, part by part."""

    vehicles: int = 0
    distance: int = 0
    paid_time: int = 0
    unserved: int = 0
    lateness: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return self.vehicles + self.distance + self.paid_time + self.unserved + self.lateness

    @property
    def running(self) -> int:
        """Money that will be spent: vehicles, distance and paid time."""
        return self.vehicles + self.distance + self.paid_time

    def __add__(self, other: CostCents) -> CostCents:
        return CostCents(
            vehicles=self.vehicles + other.vehicles,
            distance=self.distance + other.distance,
            paid_time=self.paid_time + other.paid_time,
            unserved=self.unserved + other.unserved,
            lateness=self.lateness + other.lateness,
        )


def route_cost(problem: RoutingProblem, timetable: RouteTimetable) -> CostCents:
    """Return the cost of one route; nothing for a vehicle that stays in."""
    if not timetable.visits:
        return CostCents()
    vehicle = problem.vehicles[timetable.vehicle]
    return CostCents(
        vehicles=vehicle.fixed_cost,
        distance=(timetable.distance * vehicle.cost_per_km + 500) // 1000,
        paid_time=(timetable.paid * vehicle.cost_per_hour + 1800) // 3600,
        lateness=LATENESS_CENTS_PER_S * sum(timetable.lateness),
    )


def unserved_cost(problem: RoutingProblem, unassigned: Iterable[int]) -> CostCents:
    """Return the price of leaving these visits out."""
    return CostCents(unserved=sum(problem.visits[idx].penalty for idx in unassigned))
