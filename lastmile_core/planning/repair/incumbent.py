"""The best plan known so far: only what the judge finds clean gets in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from lastmile_core.planning.base.free_part import FreePart
from lastmile_core.planning.base.plan_result import Progress
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.judge import judge
from lastmile_core.schedule.timing.cost import balance_cost, route_cost, unserved_cost

Routes = dict[int, list[int]]


class Incumbent:
    """Keeps the best clean routes of the free part and tells about them.

    Parameters
    ----------
    problem
        The whole problem.
    part
        What is searched.
    on_progress
        Told about every better plan.
    started
        ``time.monotonic`` when the search was asked for.
    """

    def __init__(
        self,
        problem: RoutingProblem,
        part: FreePart,
        on_progress: Callable[[Progress], None] | None,
        started: float,
    ) -> None:
        self.problem = problem
        self.part = part
        self.started = started
        self.book = RouteBook(part.problem)
        self.routes: Routes = {}
        self.history: list[tuple[float, int]] = []
        self.engine = "none"
        self.has_plan = False
        self.was_mended = False
        self._repairer = Repairer(part.problem, self.book)
        self._on_progress = on_progress
        outside = judge(problem, part.locked)
        self._outside_paid = [outside.timetables[vehicle].paid for vehicle in part.locked]
        self._base_distance = sum(outside.timetables[vehicle].distance for vehicle in part.locked)
        served = {visit for order in part.locked.values() for visit in order}
        hopeless = set(range(problem.num_visits)) - served - set(part.visits)
        self._base_cost = sum(route_cost(problem, outside.timetables[vehicle]).total for vehicle in part.locked)
        self._base_cost += unserved_cost(problem, hopeless).unserved
        self.cost = outside.cost.total

    @property
    def elapsed_s(self) -> float:
        """Seconds since the search was asked for."""
        return time.monotonic() - self.started

    def offer(
        self,
        routes: Mapping[int, Sequence[int]],
        engine: str,
        is_over: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Take routes of the free part when they are better, mended first where they break a rule."""
        clean = self._repairer.repair(routes, is_over)
        cost = self._price(clean)
        if self.has_plan and cost >= self.cost:
            return False
        self.was_mended = clean != {vehicle: list(order) for vehicle, order in routes.items() if order}
        self.has_plan = True
        self.routes, self.cost, self.engine = clean, cost, engine
        self.history.append((round(self.elapsed_s, 3), cost))
        self._tell()
        return True

    def _price(self, routes: Routes) -> int:
        """Return the cost of the whole plan, also what is asked for between routes."""
        problem = self.part.problem
        placed = {visit for order in routes.values() for visit in order}
        left_out = unserved_cost(problem, set(range(problem.num_visits)) - placed).unserved
        views = [self.book.look(vehicle, order) for vehicle, order in routes.items() if order]
        balance = balance_cost(problem, [*self._outside_paid, *(view.paid for view in views)])
        return self._base_cost + left_out + sum(view.cost for view in views) + balance

    def _tell(self) -> None:
        if self._on_progress is None:
            return
        whole = self.part.outward(self.routes)
        self._on_progress(
            Progress(
                elapsed_s=self.elapsed_s,
                cost=self.cost,
                num_placed=sum(self.problem.visits[visit].is_order for order in whole.values() for visit in order),
                num_visits=sum(visit.is_order for visit in self.problem.visits),
                num_routes=len(whole),
                distance_m=self._base_distance + sum(self.book.look(v, o).distance for v, o in self.routes.items()),
                routes=whole,
            )
        )
