"""What one depot's day is planned from, in people's words: orders, fleet, roster, rules, docks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Availability, Depot, Dock, Driver, Order, Plan, PlanBasis, PlanningRules, Vehicle
from lastmile_core.problem.plan_basis import plan_basis

SNAP_LIMIT_M = 500
"""A point farther than this from any road is named before planning and left out: its pin is most likely wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInputs:
    """The day as the store knows it.

    Attributes
    ----------
    orders
        Orders that can be planned (ready, with every place), sorted by number.
    waiting
        Orders of the day that cannot be planned yet (skipped ones are not in it).
    rules, docks
        The depot's planning rules and docks.
    promised
        The published plan, when the rules have a price for leaving it; None otherwise.
    kept_on
        Vehicles that the roster keeps in, but that stay in this day for the stops that they still have
        (:func:`with_vehicles_of`).
    """

    day: ServiceDay
    depot: Depot
    orders: tuple[Order, ...]
    waiting: tuple[Order, ...]
    vehicles: tuple[Vehicle, ...]
    drivers: Mapping[str, Driver]
    availability: tuple[Availability, ...]
    rules: PlanningRules = PlanningRules()
    docks: tuple[Dock, ...] = ()
    promised: Plan | None = None
    kept_on: frozenset[str] = frozenset()

    @property
    def available(self) -> tuple[Availability, ...]:
        """Vehicles that go out today, with driver and shift."""
        return tuple(entry for entry in self.availability if entry.is_available)

    @property
    def profiles(self) -> tuple[str, ...]:
        """Road profiles of the vehicles that go out; a van's when none does."""
        active = {entry.vehicle_id for entry in self.available}
        found = sorted({v.vehicle_class.value for v in self.vehicles if v.vehicle_id in active})
        return tuple(found) or ("van",)


def basis_of(inputs: DayInputs, roads: str = "") -> PlanBasis:
    """Return the marks of a day; ``roads`` as :func:`~lastmile_core.travel.provider.roads_mark` says."""
    return plan_basis(
        inputs.orders,
        inputs.vehicles,
        inputs.drivers,
        (entry for entry in inputs.availability if entry.vehicle_id not in inputs.kept_on),
        inputs.depot,
        rules=inputs.rules,
        docks=inputs.docks,
        roads=roads,
    )
