"""A problem together with the people's words it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Depot, Order, Vehicle
from lastmile_core.problem.routing_problem import RoutingProblem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BuiltProblem:
    """The translation table between the two vocabularies.

    Attributes
    ----------
    orders
        ``orders[i]`` is visit ``i``.
    vehicles
        ``vehicles[i]`` is vehicle ``i``; only those that are available.
    visit_idx, vehicle_idx
        Index by order id and by vehicle id; filled from the above.
    """

    problem: RoutingProblem
    day: ServiceDay
    depot: Depot
    orders: tuple[Order, ...]
    vehicles: tuple[Vehicle, ...]
    visit_idx: dict[str, int] = field(init=False)
    vehicle_idx: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "visit_idx", {order.order_id: idx for idx, order in enumerate(self.orders)})
        object.__setattr__(self, "vehicle_idx", {vehicle.vehicle_id: idx for idx, vehicle in enumerate(self.vehicles)})
