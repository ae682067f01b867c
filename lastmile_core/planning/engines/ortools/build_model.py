"""Our rules as an OR-Tools routing model: one method a rule.

Every number is an integer and every matrix goes in whole: a float or a failing callback would give a false optimum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.constraint_solver import pywrapcp

from lastmile_core.planning.cost_scale import CostScale
from lastmile_core.planning.eligibility import eligible_vehicles
from lastmile_core.planning.finite import finite
from lastmile_core.problem import RoutingProblem, VehicleDay

Matrix = npt.NDArray[np.int64]


@dataclass(eq=False)
class RouteModel:
    """An OR-Tools routing model with the numbers that lead back to visits.

    Nodes 0 … ``num_places`` - 1 are the starts and ends of vehicles; the others are the visits in order.
    """

    problem: RoutingProblem
    scale: CostScale
    places: list[int]
    manager: Any
    model: Any
    breaks: list[tuple[int, Any]] = field(default_factory=list)

    @property
    def num_places(self) -> int:
        """Number of nodes before the first visit."""
        return len(self.places)

    def index(self, visit: int) -> int:
        """Solver index of a visit."""
        return int(self.manager.NodeToIndex(self.num_places + visit))

    def visit(self, index: int) -> int:
        """Visit at a solver index."""
        return int(self.manager.IndexToNode(index)) - self.num_places


def build_model(problem: RoutingProblem) -> RouteModel:
    """Return the model of a problem that has at least one visit and one vehicle.

    Raises
    ------
    ValueError
        If there is no vehicle or no visit: the solver would end the whole process.
    """
    if not problem.vehicles or not problem.visits:
        raise ValueError("a search needs at least one vehicle and one visit")
    places = sorted({place for vehicle in problem.vehicles for place in (vehicle.start, vehicle.end)})
    node = {place: number for number, place in enumerate(places)}
    manager = pywrapcp.RoutingIndexManager(
        len(places) + problem.num_visits,
        problem.num_vehicles,
        [node[vehicle.start] for vehicle in problem.vehicles],
        [node[vehicle.end] for vehicle in problem.vehicles],
    )
    model = pywrapcp.RoutingModel(manager)
    built = RouteModel(problem, CostScale.of(problem), places, manager, model)
    _Rules(built).add_all()
    return built


class _Rules:
    """Adds each rule of the problem to the model."""

    def __init__(self, built: RouteModel) -> None:
        self.built = built
        self.problem = built.problem
        self.model = built.model
        self.locations = [*built.places, *(visit.location for visit in self.problem.visits)]
        self.service = np.array([0] * built.num_places + [v.service for v in self.problem.visits], dtype=np.int64)
        self.horizon = max(vehicle.shift[1] for vehicle in self.problem.vehicles)
        self._registered: dict[tuple[str, int, int, int], int] = {}

    def add_all(self) -> None:
        self.add_costs()
        self.add_time()
        self.add_windows()
        self.add_capacity()
        self.add_max_stops()
        self.add_max_distance()
        self.add_eligibility()
        self.add_penalties()
        self.add_breaks()

    def metres(self, profile: int) -> Matrix:
        """Distance between nodes."""
        matrix = finite(self.problem, profile, self.problem.distances[profile])
        return matrix[np.ix_(self.locations, self.locations)]

    def seconds(self, profile: int) -> Matrix:
        """Service at a node and the drive to the next one."""
        matrix = finite(self.problem, profile, self.problem.durations[profile])
        return matrix[np.ix_(self.locations, self.locations)] + self.service[:, None]

    def register(self, kind: str, profile: int, per_metre: int = 0, per_second: int = 0) -> int:
        """Register a matrix once for all vehicles that share it."""
        key = (kind, profile, per_metre, per_second)
        if key not in self._registered:
            if kind == "seconds":
                matrix = self.seconds(profile)
            elif kind == "metres":
                matrix = self.metres(profile)
            else:
                matrix = per_metre * self.metres(profile) + per_second * self.seconds(profile)
            self._registered[key] = self.model.RegisterTransitMatrix(matrix.tolist())
        return self._registered[key]

    def add_costs(self) -> None:
        scale = self.built.scale
        for number, vehicle in enumerate(self.problem.vehicles):
            cost = self.register("cost", vehicle.profile, scale.per_metre(vehicle), scale.per_second(vehicle))
            self.model.SetArcCostEvaluatorOfVehicle(cost, number)
            self.model.SetFixedCostOfVehicle(scale.per_route(vehicle), number)

    def add_time(self) -> None:
        transits = [self.register("seconds", vehicle.profile) for vehicle in self.problem.vehicles]
        ends = [vehicle.shift[1] for vehicle in self.problem.vehicles]
        self.model.AddDimensionWithVehicleTransitAndCapacity(transits, self.horizon, ends, False, "time")
        clock = self.model.GetDimensionOrDie("time")
        for number, vehicle in enumerate(self.problem.vehicles):
            first = min(_first_departure(vehicle), vehicle.shift[1])
            start, end = self.model.Start(number), self.model.End(number)
            clock.CumulVar(start).SetRange(first, vehicle.shift[1])
            clock.CumulVar(end).SetRange(first, vehicle.shift[1])
            if price := self.built.scale.per_second(vehicle):
                # Driving and service are priced on the arcs, so that the search sees them; here only waiting is.
                clock.SetSlackCostCoefficientForVehicle(price, number)
                self.model.AddVariableMaximizedByFinalizer(clock.CumulVar(start))
            self.model.AddVariableMinimizedByFinalizer(clock.CumulVar(end))

    def add_windows(self) -> None:
        clock = self.model.GetDimensionOrDie("time")
        for number, visit in enumerate(self.problem.visits):
            cumul = clock.CumulVar(self.built.index(number))
            cumul.SetRange(visit.windows[0][0], max(visit.windows[0][0], min(visit.windows[-1][1], self.horizon)))
            for (_, closed), (opened, _) in zip(visit.windows, visit.windows[1:], strict=False):
                if opened - closed > 1:
                    cumul.RemoveInterval(closed + 1, opened - 1)

    def add_capacity(self) -> None:
        visits = self.problem.visits
        for number in range(len(self.problem.dimensions)):
            limits = [vehicle.capacity[number] for vehicle in self.problem.vehicles]
            delivered = [0 if visit.is_collection else visit.load[number] for visit in visits]
            collected = [visit.load[number] if visit.is_collection else 0 for visit in visits]
            self.add_sum(f"delivered {number}", delivered, limits)
            if any(collected):
                self.add_sum(f"collected {number}", collected, limits)
            if any(collected) and any(delivered):
                self.add_load_on_board(number, [c - d for c, d in zip(collected, delivered, strict=True)], limits)

    def add_sum(self, name: str, amounts: list[int], limits: list[int]) -> None:
        transit = self.model.RegisterUnaryTransitVector([0] * self.built.num_places + amounts)
        self.model.AddDimensionWithVehicleCapacity(transit, 0, limits, True, name)

    def add_load_on_board(self, number: int, changes: list[int], limits: list[int]) -> None:
        """The load at every moment: it starts with all that will be delivered and may never pass the capacity."""
        name = f"on board {number}"
        transit = self.model.RegisterUnaryTransitVector([0] * self.built.num_places + changes)
        self.model.AddDimensionWithVehicleCapacity(transit, 0, limits, False, name)
        load = self.model.GetDimensionOrDie(name)
        delivered = self.model.GetDimensionOrDie(f"delivered {number}")
        for vehicle in range(self.problem.num_vehicles):
            at_start = load.CumulVar(self.model.Start(vehicle))
            self.model.solver().Add(at_start == delivered.CumulVar(self.model.End(vehicle)))

    def add_max_stops(self) -> None:
        if any(vehicle.max_stops is not None for vehicle in self.problem.vehicles):
            count = self.problem.num_visits
            limits = [count if v.max_stops is None else v.max_stops for v in self.problem.vehicles]
            self.add_sum("stops", [1] * count, limits)

    def add_max_distance(self) -> None:
        if any(vehicle.max_distance is not None for vehicle in self.problem.vehicles):
            transits = [self.register("metres", vehicle.profile) for vehicle in self.problem.vehicles]
            limits = [10**12 if v.max_distance is None else v.max_distance for v in self.problem.vehicles]
            self.model.AddDimensionWithVehicleTransitAndCapacity(transits, 0, limits, True, "metres")

    def add_eligibility(self) -> None:
        for number, allowed in enumerate(eligible_vehicles(self.problem)):
            if len(allowed) < self.problem.num_vehicles:
                self.model.VehicleVar(self.built.index(number)).SetValues([-1, *sorted(allowed)])

    def add_penalties(self) -> None:
        for number, visit in enumerate(self.problem.visits):
            self.model.AddDisjunction([self.built.index(number)], self.built.scale.cents(visit.penalty))

    def add_breaks(self) -> None:
        if not any(vehicle.breaks for vehicle in self.problem.vehicles):
            return
        clock, solver = self.model.GetDimensionOrDie("time"), self.model.solver()
        size = self.model.Size() + self.problem.num_vehicles
        nodes = [int(self.built.manager.IndexToNode(index)) for index in range(size)]
        service = [int(self.service[node]) for node in nodes]
        for number, vehicle in enumerate(self.problem.vehicles):
            intervals = []
            for rule_number, rule in enumerate(vehicle.breaks):
                if rule.latest < _first_departure(vehicle):
                    continue  # it leaves after that break could begin, so it owes none
                # A break that lies after the return costs nothing, which is the rule for a route that is back early;
                # one before the departure would be no break at all.
                name = f"break {rule_number} of {number}"
                interval = solver.FixedDurationIntervalVar(rule.earliest, rule.latest, rule.duration, False, name)
                intervals.append(interval)
                self.built.breaks.append((number, interval))
            if intervals:
                clock.SetBreakIntervalsOfVehicle(intervals, number, service[: self.model.Size()])
                begin = clock.CumulVar(self.model.Start(number))
                for interval in intervals:
                    solver.Add(interval.StartExpr() >= begin)


def _first_departure(vehicle: VehicleDay) -> int:
    return vehicle.shift[0] + vehicle.loading
