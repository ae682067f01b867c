"""How early a place can be reached when every district has its own traffic, over any other places.

Dijkstra's search with the hour of each leg: who leaves later never arrives earlier, so the first time that a place is
settled is the earliest there is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem, Visit
from lastmile_core.schedule.reasons.relaxed import passable
from lastmile_core.schedule.timing.break_placement import service_start
from lastmile_core.schedule.timing.traffic_bounds import TrafficBounds

Ints = npt.NDArray[np.int64]

MOST_STEPS = 60_000
"""Places settled in all searches of one explanation; about two seconds of a busy machine."""

_NEVER = 1 << 60


class EarliestWays:
    """Searches over the places of one day in the traffic of each district; keeps those from a depot."""

    def __init__(self, problem: RoutingProblem) -> None:
        assert problem.traffic is not None
        self.problem = problem
        self._traffic = TrafficBounds(problem.traffic)
        self._from_start: dict[tuple[int, int, int], Ints] = {}
        self._steps = 0
        self._passable = passable(problem)

    @property
    def is_tired(self) -> bool:
        """Whether so much was searched that nothing more is."""
        return self._steps >= MOST_STEPS

    def is_late(self, vehicle_idx: int, stops: Sequence[Visit], departure: int) -> bool:
        """Whether one of ``stops``, in this order, or the end of the shift is missed on every way.

        Parameters
        ----------
        departure
            When the vehicle leaves its start at the earliest, second of the day.
        """
        day = self.problem.vehicles[vehicle_idx]
        now, location = departure, day.start
        for number, stop in enumerate(stops):
            if stop.location != location:
                key = (day.profile, location, now)
                if number == 0 and key not in self._from_start:
                    self._from_start[key] = self._search(day.profile, location, now, -1)
                reached = self._from_start[key] if number == 0 else self._search(*key, stop.location)
                now = int(reached[stop.location])
            if now >= _NEVER:
                return False  # no road is another matter
            begin, late, _ = service_start(stop, now + stop.set_up)
            if late:
                return True
            now, location = begin + stop.service, stop.location
        if location != day.end:
            now = int(self._search(day.profile, location, now, day.end)[day.end])
        return day.shift[1] < now < _NEVER

    def _search(self, profile: int, origin: int, departure: int, target: int) -> Ints:
        """Return when each place is reached; only what is settled before ``target`` is exact (-1: all)."""
        matrix = self.problem.durations[profile]
        best: Ints = np.full(len(matrix), _NEVER, dtype=np.int64)
        best[origin] = departure
        is_open = self._passable.copy()
        is_open[[origin] if target < 0 else [origin, target]] = True
        for _ in range(len(matrix)):
            here = int(np.argmin(np.where(is_open, best, np.iinfo(np.int64).max)))
            if not is_open[here] or best[here] >= _NEVER or here == target:
                break
            self._steps += 1
            is_open[here] = False
            ways = np.flatnonzero(matrix[here] < UNREACHABLE)
            where = np.full(len(ways), here, dtype=np.int64)
            leave = np.full(len(ways), best[here], dtype=np.int64)
            reached = self._traffic.arrive(self._traffic.district(where), leave, matrix[here, ways])
            best[ways] = np.minimum(best[ways], reached)
        return best
