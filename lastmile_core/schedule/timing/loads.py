"""What is on board after every visit, trip by trip."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from lastmile_core.problem.routing_problem import VehicleDay, Visit

type Load = tuple[int, ...]


def plain_loads(stops: Sequence[Visit], num_dimensions: int) -> tuple[Load, tuple[Load, ...], Load]:
    """Return loads at departure, after each stop and at most, for one trip of deliveries and collections.

    Deliveries are on board from the depot on; collections come on board at their stop and stay.
    """
    columns: list[list[int]] = []
    for dimension in range(num_dimensions):
        delivered = sum(stop.load[dimension] for stop in stops if not stop.is_collection)
        changes = (stop.load[dimension] if stop.is_collection else -stop.load[dimension] for stop in stops)
        columns.append(list(accumulate(changes, initial=delivered)))
    return _by_stop(columns, len(stops))


def trip_loads(
    vehicle: VehicleDay, visits: Sequence[int], stops: Sequence[Visit], num_dimensions: int
) -> tuple[Load, tuple[Load, ...], Load]:
    """Return the same with reloads, pairs and what is on board already.

    At a reload all that was collected leaves and the deliveries of the next trip come; what was on board before
    the planning began stays. A delivery whose pickup is not on this trip unloads nothing (``checks/pairs`` names it).
    """
    on_board = vehicle.on_board or (0,) * num_dimensions
    columns: list[list[int]] = []
    for dimension in range(num_dimensions):
        own = on_board[dimension]
        amounts = iter(_trip_amounts(stops, dimension))
        column = [own + next(amounts)]
        picked: set[int] = set()
        for visit, stop in zip(visits, stops, strict=True):
            if stop.is_reload:
                column.append(own + next(amounts))
                picked.clear()
                continue
            column.append(column[-1] + _change(visit, stop, picked) * stop.load[dimension])
        columns.append(column)
    return _by_stop(columns, len(stops))


def is_from_depot(stop: Visit) -> bool:
    """Whether the goods of a visit come on board at the dock."""
    return not (stop.is_collection or stop.is_reload or stop.partner is not None)


def _trip_amounts(stops: Sequence[Visit], dimension: int) -> list[int]:
    amounts = [0]
    for stop in stops:
        if stop.is_reload:
            amounts.append(0)
        elif is_from_depot(stop):
            amounts[-1] += stop.load[dimension]
    return amounts


def _change(visit: int, stop: Visit, picked: set[int]) -> int:
    if stop.is_pickup:
        picked.add(visit)
        return 1
    if stop.partner is not None:
        if stop.partner not in picked:
            return 0
        picked.remove(stop.partner)
        return -1
    return 1 if stop.is_collection else -1


def _by_stop(columns: list[list[int]], num_stops: int) -> tuple[Load, tuple[Load, ...], Load]:
    before = tuple(column[0] for column in columns)
    after = tuple(zip(*(column[1:] for column in columns), strict=True)) if columns else ((),) * num_stops
    return before, after, tuple(max(column) for column in columns)
