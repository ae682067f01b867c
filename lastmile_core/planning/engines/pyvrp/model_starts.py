"""Where, when and with what every vehicle begins in the fast model: at its depot, or where its day has got to."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.timing.timetable import time_route


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStart:
    """The beginning of a vehicle's day as far as it is still open.

    Attributes
    ----------
    after
        Last visit of the frozen prefix, from whose place the vehicle goes on; None for a fresh route.
    earliest
        Second of the day from which it can load (fresh) or go on.
    loading
        Seconds at the dock before it leaves, without the loading times of its orders.
    paid, distance, orders
        Seconds, metres and orders that the prefix has used up.
    load
        Thousandths by dimension that are or were on board beside what comes next, until the next reload.
    on_board
        The same, until the end.
    reloads
        Reload visits that may still be used, in order.
    """

    after: int | None
    earliest: int
    loading: int
    paid: int
    distance: int
    orders: int
    load: tuple[int, ...]
    on_board: tuple[int, ...]
    reloads: tuple[int, ...]


def model_starts(problem: RoutingProblem) -> list[ModelStart]:
    """Return how every vehicle begins."""
    reloads: dict[int, list[int]] = {number: [] for number in range(problem.num_vehicles)}
    for visit, day in enumerate(problem.visits):
        if day.is_reload and day.allowed_vehicles:
            reloads[min(day.allowed_vehicles)].append(visit)
    return [_start(problem, number, reloads[number]) for number in range(problem.num_vehicles)]


def _start(problem: RoutingProblem, number: int, reloads: list[int]) -> ModelStart:
    day = problem.vehicles[number]
    nothing = (0,) * len(problem.dimensions)
    own = tuple(visit for visit in reloads if visit not in day.frozen_prefix)[: max(0, day.max_trips - 1)]
    if not day.frozen_prefix:
        return ModelStart(
            after=None,
            earliest=day.shift[0],
            loading=day.loading,
            paid=0,
            distance=0,
            orders=0,
            load=nothing,
            on_board=day.on_board or nothing,
            reloads=own,
        )
    timetable = time_route(problem, number, day.frozen_prefix)
    return ModelStart(
        after=day.frozen_prefix[-1],
        earliest=timetable.departures[-1],
        loading=0,
        paid=timetable.departures[-1] - timetable.loading_start,
        distance=sum(timetable.leg_distances[:-1]),
        orders=sum(problem.visits[visit].is_order for visit in day.frozen_prefix),
        load=_prefix_load(problem, day.frozen_prefix),
        on_board=day.on_board or nothing,
        reloads=own,
    )


def _prefix_load(problem: RoutingProblem, prefix: tuple[int, ...]) -> tuple[int, ...]:
    """Return room that the trip under way has lost for what comes next.

    What it delivered was on board together with what it will still deliver; what it collected stays beside that.
    The larger of the two is a little more than the truth, never less.
    """
    delivered, collected = [[0] * len(problem.dimensions) for _ in range(2)]
    for visit in prefix:
        day = problem.visits[visit]
        if day.is_reload:
            delivered, collected = [[0] * len(problem.dimensions) for _ in range(2)]
        elif day.partner is None:
            total = collected if day.is_collection else delivered
            for dimension, amount in enumerate(day.load):
                total[dimension] += amount
    return tuple(map(max, delivered, collected)) if prefix else ()
