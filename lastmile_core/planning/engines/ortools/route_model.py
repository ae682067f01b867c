"""The routing model under construction, with the numbers that lead back to visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lastmile_core.planning.base.cost_scale import CostScale
from lastmile_core.problem import RoutingProblem, VehicleDay
from lastmile_core.schedule.timing.loads import is_from_depot


@dataclass(eq=False)
class RouteModel:
    """An OR-Tools routing model with the numbers that lead back to visits.

    Nodes 0 … ``num_places`` - 1 are the starts and ends of vehicles; the others are the visits in order.

    Attributes
    ----------
    num_routes
        Routes of the plan that the search begins with.
    reload_seconds
        Loading time of the reload visits of that plan, where it depends on the orders.
    breaks
        (vehicle, interval) of every break.
    sums
        Dimensions that add up one amount a visit, by name.
    """

    problem: RoutingProblem
    scale: CostScale
    places: list[int]
    manager: Any
    model: Any
    num_routes: int = 0
    reload_seconds: Mapping[int, int] = field(default_factory=dict)
    breaks: list[tuple[int, Any]] = field(default_factory=list)
    sums: dict[str, Any] = field(default_factory=dict)

    @property
    def num_places(self) -> int:
        """Number of nodes before the first visit."""
        return len(self.places)

    @property
    def solver(self) -> Any:
        """The constraint solver below the model."""
        return self.model.solver()

    @property
    def clock(self) -> Any:
        """The time dimension: service begins at a visit, wheels leave the dock at a start, return at an end."""
        return self.model.GetDimensionOrDie("time")

    @cached_property
    def horizon(self) -> int:
        """Last moment of any shift."""
        return max(vehicle.shift[1] for vehicle in self.problem.vehicles)

    @cached_property
    def locations(self) -> list[int]:
        """Location of every node."""
        return [*self.places, *(visit.location for visit in self.problem.visits)]

    @cached_property
    def service(self) -> list[int]:
        """Seconds of service at every node; what a reload loads takes as long as it does now, or usually would."""
        seconds = [visit.service for visit in self.problem.visits]
        for number in self.reloads:
            seconds[number] = self.reload_seconds.get(number, seconds[number] + self.usual_dock_time)
        return [0] * self.num_places + seconds

    @cached_property
    def dock_time(self) -> list[int]:
        """Seconds of loading that every visit adds to its trip."""
        return [visit.dock_time if is_from_depot(visit) else 0 for visit in self.problem.visits]

    @cached_property
    def usual_dock_time(self) -> int:
        """Even share of a trip in the loading that depends on the orders, in seconds."""
        return sum(self.dock_time) // (self.problem.num_vehicles + len(self.reloads))

    @cached_property
    def reloads(self) -> dict[int, int]:
        """Vehicle of every reload visit that some vehicle may use."""
        return {
            number: min(visit.allowed_vehicles or (0,))
            for number, visit in enumerate(self.problem.visits)
            if visit.is_reload
        }

    @cached_property
    def with_reloads(self) -> frozenset[int]:
        """Vehicles that may drive several trips."""
        return frozenset(self.reloads.values())

    def index(self, visit: int) -> int:
        """Solver index of a visit."""
        return int(self.manager.NodeToIndex(self.num_places + visit))

    def visit(self, index: int) -> int:
        """Visit at a solver index."""
        return int(self.manager.IndexToNode(index)) - self.num_places

    def node(self, index: int) -> int:
        """Node of a solver index."""
        return int(self.manager.IndexToNode(index))

    def moment(self, visit: int) -> Any:
        """Variable of the second in which service begins at a visit."""
        return self.clock.CumulVar(self.index(visit))

    def start(self, vehicle: int) -> int:
        """Solver index of a vehicle's start."""
        return int(self.model.Start(vehicle))

    def end(self, vehicle: int) -> int:
        """Solver index of a vehicle's end."""
        return int(self.model.End(vehicle))

    def loading(self, vehicle: int) -> Any:
        """Seconds of the first loading: a number, or an expression where it depends on the orders."""
        fixed = self.problem.vehicles[vehicle].loading
        orders = self.sums.get("loading")
        return fixed if orders is None else orders.CumulVar(self.start(vehicle)) + fixed

    def second(self, vehicle: VehicleDay) -> int:
        """Price of a paid second, less what it gives back because it lifts the mean that the longest is held to."""
        balance = self.scale.hourly(self.problem.prices.balance)
        routes = self.num_routes if self.num_routes > 1 else self.problem.num_vehicles
        return max(0, self.scale.per_second(vehicle) - balance // max(1, routes))

    def unary(self, amounts: Sequence[int]) -> int:
        """Register one amount a visit as a transit."""
        return int(self.model.RegisterUnaryTransitVector([0] * self.num_places + list(amounts)))

    def add_sum(self, name: str, amounts: Sequence[int], limits: Sequence[int]) -> Any:
        """Add a sum of one amount a visit over the route and return its dimension."""
        self.model.AddDimensionWithVehicleCapacity(self.unary(amounts), 0, list(limits), True, name)
        self.sums[name] = self.model.GetDimensionOrDie(name)
        return self.sums[name]

    def add_trip_sum(self, name: str, amounts: Sequence[int], limits: Sequence[int], *, from_zero: bool) -> Any:
        """Add a sum that may take any new value after a reload and only there; return its dimension.

        The amount of a reload visit has to make room for the new value: minus the limit, or zero for a sum that is
        always zero when a reload is reached.
        """
        self.model.AddDimensionWithVehicleCapacity(
            self.unary(amounts), 2 * max(limits, default=0), list(limits), from_zero, name
        )
        dimension = self.sums[name] = self.model.GetDimensionOrDie(name)
        free = {self.index(reload_visit) for reload_visit in self.reloads}
        for index in range(self.model.Size()):
            if index not in free:
                dimension.SlackVar(index).SetValue(0)
        return dimension


def first_departure(vehicle: VehicleDay) -> int:
    """Return the earliest moment a vehicle can leave the dock."""
    return vehicle.shift[0] + vehicle.loading
