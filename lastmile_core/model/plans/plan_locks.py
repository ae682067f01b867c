"""What a dispatcher keeps as it is in a plan."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.model.plans.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLocks:
    """Locks of a plan, by name.

    Attributes
    ----------
    stops
        Visits that stay on their vehicle.
    positions
        Those of the locked stops that also keep their place on the route.
    routes
        Vehicle ids whose route stays as it is.
    """

    stops: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()

    @staticmethod
    def of(plan: Plan | None) -> PlanLocks:
        """Return what is locked in a plan; nothing without one."""
        if plan is None:
            return PlanLocks()
        stops = [stop for route in plan.routes for stop in route.stops]
        return PlanLocks(
            stops=frozenset(stop.visit_id for stop in stops if stop.is_locked),
            positions=frozenset(stop.visit_id for stop in stops if stop.has_locked_position),
            routes=frozenset(route.vehicle_id for route in plan.routes if route.is_locked),
        )
