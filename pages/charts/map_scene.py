"""What a route map is drawn from, gathered once for all its layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lastmile_core.model import Depot, Order, Plan, Route
from pages.charts.palette import RouteStyle, Theme


class StopStates(Protocol):
    """What the map needs of a tracked day: a status for each order."""

    @property
    def stops(self) -> Mapping[str, Any]:
        """Order id → something with ``status``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything the layers read, gathered once."""

    plan: Plan
    orders: Mapping[str, Order]
    depot: Depot
    theme: Theme
    styles: Mapping[str, RouteStyle]
    names: Mapping[str, str]
    vehicle: str | None
    order: str | None
    tracked: Mapping[str, Any]

    @property
    def drawn(self) -> list[Route]:
        """Routes in use, the selected one last so that it lies on top."""
        return sorted(self.plan.routes_in_use, key=lambda route: route.vehicle_id == self.vehicle)

    def is_bold(self, route: Route) -> bool:
        """Whether the route shows its own colour: nothing is selected, or it is."""
        return self.vehicle in (None, route.vehicle_id)

    def name(self, vehicle_id: str) -> str:
        """Return the name people use for the vehicle."""
        return self.names.get(vehicle_id, vehicle_id)
