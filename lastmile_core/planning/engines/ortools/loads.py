"""What is on board: capacity, collections, pairs, several trips."""

from __future__ import annotations

from typing import Any

from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.schedule.timing.loads import is_from_depot


def add_loads(built: RouteModel) -> None:
    """Keep the load of every dimension within the vehicle at every moment of every trip."""
    for number in range(len(built.problem.dimensions)):
        if built.reloads:
            _TripLoads(built, number).add()
        else:
            _add_one_trip(built, number)


def _add_one_trip(built: RouteModel, number: int) -> None:
    limits, delivered, collected, paired = _amounts(built, number)
    total = built.add_sum(f"delivered {number}", delivered, limits)
    if any(collected):
        built.add_sum(f"collected {number}", collected, limits)
    if not any(paired) and not (any(collected) and any(delivered)):
        return
    # The load at every moment: it starts with all that will be delivered and may never pass the capacity.
    name = f"on board {number}"
    changes = [c + p - d for d, c, p in zip(delivered, collected, paired, strict=True)]
    built.model.AddDimensionWithVehicleCapacity(built.unary(changes), 0, limits, False, name)
    load = built.model.GetDimensionOrDie(name)
    for vehicle in range(built.problem.num_vehicles):
        built.solver.Add(load.CumulVar(built.start(vehicle)) == total.CumulVar(built.end(vehicle)))


class _TripLoads:
    """One load dimension of a day on which vehicles come back for more."""

    def __init__(self, built: RouteModel, number: int) -> None:
        self.built, self.number = built, number
        self.limits, self.delivered, self.collected, self.paired = _amounts(built, number)
        self.spare_capacity = {visit: self.limits[vehicle] for visit, vehicle in built.reloads.items()}

    def add(self) -> None:
        if any(self.paired) or (any(self.delivered) and any(self.collected)):
            self._add_on_board(self._add_to_deliver())
            return
        for name, amounts in (("delivered", self.delivered), ("collected", self.collected)):
            if any(amounts):
                # A sum within a trip: it falls by the room of the vehicle at a reload, and slack lifts it to zero.
                self.built.add_trip_sum(f"{name} {self.number}", self._emptied(amounts), self.limits, from_zero=True)

    def _emptied(self, amounts: list[int]) -> list[int]:
        return [-self.spare_capacity.get(visit, -amount) for visit, amount in enumerate(amounts)]

    def _add_to_deliver(self) -> Any:
        """What the trip still has to deliver: nothing when a reload or the end is reached."""
        amounts = [-amount for amount in self.delivered]
        left = self.built.add_trip_sum(f"to deliver {self.number}", amounts, self.limits, from_zero=False)
        for vehicle in range(self.built.problem.num_vehicles):
            left.CumulVar(self.built.end(vehicle)).SetValue(0)
        for visit in self.built.reloads:
            left.CumulVar(self.built.index(visit)).SetMax(0)
        return left

    def _add_on_board(self, left: Any) -> None:
        changes = [c + p - d for d, c, p in zip(self.delivered, self.collected, self.paired, strict=True)]
        load = self.built.add_trip_sum(f"on board {self.number}", self._emptied(changes), self.limits, from_zero=False)
        for vehicle in range(self.built.problem.num_vehicles):
            start = self.built.start(vehicle)
            self.built.solver.Add(load.CumulVar(start) == left.CumulVar(start))
        for visit, spare_capacity in self.spare_capacity.items():
            index = self.built.index(visit)
            taken = load.CumulVar(index) + load.SlackVar(index) - spare_capacity
            self.built.solver.Add(taken >= left.SlackVar(index))


def _amounts(built: RouteModel, number: int) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return the room of every vehicle and the amounts delivered, collected and changed by pairs at every visit."""
    limits = []
    for vehicle in built.problem.vehicles:
        stays = vehicle.on_board[number] if vehicle.on_board else 0
        limits.append(max(0, vehicle.capacity[number] - stays))
    visits = built.problem.visits
    delivered = [visit.load[number] if is_from_depot(visit) else 0 for visit in visits]
    collected = [visit.load[number] if visit.is_collection and visit.partner is None else 0 for visit in visits]
    paired = [0 if v.partner is None else v.load[number] if v.is_pickup else -v.load[number] for v in visits]
    return limits, delivered, collected, paired
