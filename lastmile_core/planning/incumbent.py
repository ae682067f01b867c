"""The best plan known so far: only what the judge finds clean gets in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from lastmile_core.planning.free_part import FreePart
from lastmile_core.planning.plan_result import Progress
from lastmile_core.planning.repair import repair
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.judge import Judgement, judge

Routes = dict[int, list[int]]


class Incumbent:
    """Keeps the best judged routes of the free part and tells about them.

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
        self.routes: Routes = {}
        self.judgement: Judgement = judge(problem, part.outward({}))
        self.history: list[tuple[float, int]] = []
        self.engine = "none"
        self.has_plan = False
        self._on_progress = on_progress

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
        clean = repair(self.part.problem, routes, is_over)
        judgement = judge(self.problem, self.part.outward(clean))
        if self.has_plan and judgement.cost.total >= self.judgement.cost.total:
            return False
        self.has_plan = True
        self.routes, self.judgement, self.engine = clean, judgement, engine
        self.history.append((round(self.elapsed_s, 3), judgement.cost.total))
        self.tell()
        return True

    def tell(self) -> None:
        """Tell about the best plan so far."""
        if self._on_progress is None:
            return
        found = self.judgement
        self._on_progress(
            Progress(
                elapsed_s=self.elapsed_s,
                cost=found.cost.total,
                num_placed=self.problem.num_visits - len(found.unassigned),
                num_visits=self.problem.num_visits,
                num_routes=len(found.timetables),
                distance_m=sum(timetable.distance for timetable in found.timetables.values()),
                routes={vehicle: list(visits) for vehicle, visits in found.routes.items()},
            )
        )
