"""A problem together with the people's words it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Depot, Order, Vehicle, by_visit, pickup_id
from lastmile_core.problem.routing_problem import RoutingProblem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BuiltProblem:
    """The translation table between the two vocabularies.

    Attributes
    ----------
    orders
        ``orders[i]`` is visit ``i``; pickups and reloads come behind them.
    vehicles
        ``vehicles[i]`` is vehicle ``i``; only those that are available.
    visit_idx
        Index by visit name: orders by their number, ``pickup/<number>`` and ``reload/<vehicle>/<n>``.
    vehicle_idx
        Index by vehicle id.
    by_visit
        Orders by visit name, a pickup as the order of its half; reloads are not in it.
    """

    problem: RoutingProblem
    day: ServiceDay
    depot: Depot
    orders: tuple[Order, ...]
    vehicles: tuple[Vehicle, ...]
    visit_idx: dict[str, int] = field(init=False)
    vehicle_idx: dict[str, int] = field(init=False)
    by_visit: dict[str, Order] = field(init=False)

    def __post_init__(self) -> None:
        names = {visit.visit_id: idx for idx, visit in enumerate(self.problem.visits)}
        object.__setattr__(self, "visit_idx", names)
        object.__setattr__(self, "vehicle_idx", {vehicle.vehicle_id: idx for idx, vehicle in enumerate(self.vehicles)})
        object.__setattr__(self, "by_visit", by_visit(self.orders))

    def visit_id(self, visit: int) -> str:
        """Return the name of a visit index."""
        return self.problem.visits[visit].visit_id

    def is_reload(self, visit: int) -> bool:
        """Whether a visit is a return to the depot between two trips."""
        return self.problem.visits[visit].is_reload

    def order(self, visit: int) -> Order:
        """Return the order of a visit, for a pickup that of its half.

        Raises
        ------
        KeyError
            If the visit is a reload.
        """
        return self.by_visit[self.visit_id(visit)]

    def reloads(self, vehicle_id: str) -> tuple[int, ...]:
        """Return the visits that are a vehicle's reloads, the first one first."""
        vehicle = self.vehicle_idx.get(vehicle_id)
        return tuple(
            idx
            for idx, visit in enumerate(self.problem.visits)
            if visit.is_reload and visit.allowed_vehicles == frozenset({vehicle})
        )

    def pickup(self, order_id: str) -> int | None:
        """Return the visit that is the order's pickup; None when its goods come from the depot."""
        return self.visit_idx.get(pickup_id(order_id))
