"""One way to stagger the loadings, and how the judge likes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lastmile_core.planning.docks.route_times import RouteTimes, Starts
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.timing.cost import plan_cost
from lastmile_core.schedule.timing.dock_queue import DockLoading, queueing


@dataclass(frozen=True, slots=True, kw_only=True)
class DockAttempt:
    """Begins by vehicle and what comes of them.

    Attributes
    ----------
    starts
        Only vehicles whose loadings are moved, and only where that breaks no rule of their routes.
    loadings
        Every loading as the judge sees it.
    cost
        Of all routes, in cents.
    moved_s
        Seconds by which loadings begin earlier or later than they would by themselves.
    """

    starts: Mapping[int, Starts]
    loadings: tuple[DockLoading, ...]
    cost: int
    moved_s: int

    @property
    def queue_s(self) -> int:
        """Seconds in the queue, all loadings together."""
        return sum(loading.queue_s for loading in self.loadings)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Less queueing first, then less cost, then fewer moves."""
        return self.queue_s, self.cost, self.moved_s


def try_starts(problem: RoutingProblem, times: RouteTimes, starts: Mapping[int, Starts]) -> DockAttempt:
    """Judge begins; a route that they would break, or that they leave as it is, is left alone."""
    kept = {
        vehicle: own
        for vehicle, own in sorted(starts.items())
        if own and times.begins(vehicle, own) != times.begins(vehicle, ()) and times.is_sound(vehicle, own)
    }
    timetables = [times.at(vehicle, kept.get(vehicle, ())) for vehicle in times.routes]
    moved = sum(
        abs(now - before)
        for vehicle, own in kept.items()
        for now, before in zip(times.begins(vehicle, own), times.begins(vehicle, ()), strict=True)
    )
    return DockAttempt(
        starts=kept,
        loadings=tuple(queueing(problem, timetables)),
        cost=plan_cost(problem, timetables).total,
        moved_s=moved,
    )
