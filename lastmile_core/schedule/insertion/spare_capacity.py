"""What every vehicle of a plan has left: load, distance, work, stops; and what more of it would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.insertion.slot_times import RoutePass
from lastmile_core.schedule.timing.cost import CostCents, route_cost
from lastmile_core.schedule.timing.route_timetable import RouteTimetable

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_PLENTY = 1 << 60


class SpareCapacity:
    """Limits and prices, one entry a vehicle, as far as a set of routes has used them up.

    Attributes
    ----------
    capacity
        Thousandths by dimension; what is exceeded already counts as allowed.
    saving
        Cents that one more visit could save at most, where it can save any.
    idle
        Seconds of waiting, and of the break when the route could as well leave after it was due.
    opening
        Fixed cost of a vehicle that stayed in, else 0.
    spare_m, spare_s
        Metres left, and seconds of work left if all waiting and all rests fell away.
    is_full
        Whether it has as many stops as it may.
    """

    def __init__(
        self,
        problem: RoutingProblem,
        timetables: Mapping[int, RouteTimetable],
        passes: Mapping[int, RoutePass],
        violations: Mapping[int, tuple[RuleViolation, ...]],
        *,
        is_simple: bool,
    ) -> None:
        fleet, dims = problem.vehicles, len(problem.dimensions)
        # What is exceeded already is no reason against a visit that does not make it worse.
        ceilings = [tuple(map(max, v.capacity, timetables[idx].peaks)) for idx, v in enumerate(fleet)]
        self.capacity = np.array(ceilings, dtype=np.int64).reshape(len(fleet), dims)
        has_prices = not is_simple or problem.has_visit_prices or bool(problem.prices.waiting)
        costs = [route_cost(problem, timetables[idx]) for idx in range(len(fleet))]
        self.saving = _column([_most_saving(cost) if has_prices else 0 for cost in costs])
        self.per_km = _column([v.cost_per_km for v in fleet])
        self.per_hour = _column([v.cost_per_hour for v in fleet])
        self.idle = _column([_idle_time(problem, timetables[idx], bool(violations[idx])) for idx in range(len(fleet))])
        self.opening = _column([0 if timetables[idx].visits else v.fixed_cost for idx, v in enumerate(fleet)])
        self.spare_m = _column([_spare(v.max_distance, timetables[idx].distance) for idx, v in enumerate(fleet)])
        self.spare_s = _column([_spare_s(problem, timetables[idx], passes.get(idx)) for idx in range(len(fleet))])
        self.is_full = np.array([_is_full(problem, timetables[idx]) for idx in range(len(fleet))], dtype=np.bool_)


def _column(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _is_full(problem: RoutingProblem, timetable: RouteTimetable) -> bool:
    limit = problem.vehicles[timetable.vehicle].max_stops
    return limit is not None and sum(1 for visit in timetable.visits if problem.visits[visit].is_order) >= limit


def _most_saving(cost: CostCents) -> int:
    return cost.total - cost.vehicles - cost.distance


def _idle_time(problem: RoutingProblem, timetable: RouteTimetable, has_violations: bool) -> int:
    vehicle = problem.vehicles[timetable.vehicle]
    if not timetable.breaks:
        return timetable.wait
    finish = vehicle.shift[1]
    for leg in range(len(timetable.visits), 0, -1):
        visit = problem.visits[timetable.visits[leg - 1]]
        finish = min(finish - timetable.leg_durations[leg] - visit.service, visit.windows[-1][1])
    can_dodge = any(rule.latest < finish - timetable.leg_durations[0] for rule in vehicle.breaks)
    return timetable.wait + (timetable.break_s if can_dodge or has_violations else 0)


def _spare(limit: int | None, used: int) -> int:
    return _PLENTY if limit is None else max(limit - used, 0)


def _spare_s(problem: RoutingProblem, timetable: RouteTimetable, route: RoutePass | None) -> int:
    limit = problem.vehicles[timetable.vehicle].max_duration
    if limit is None or route is None:
        return _PLENTY
    if not timetable.visits:
        return max(limit - problem.vehicles[timetable.vehicle].loading, 0)
    # The passes know drive and set-up of every leg in the best traffic.
    work = timetable.loading + sum(route.least) + timetable.service
    return max(max(limit, timetable.paid) - work, 0)
