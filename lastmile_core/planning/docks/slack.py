"""When each loading may begin, and what that costs: asked of the judge at a few begins, straight in between.

Leaving later never brings an earlier arrival, so the last begin that keeps every rule is found by halving; between the
first and the last one a few begins show whether a rule (most paid time, a break) stands in the middle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lastmile_core.planning.docks.dock_schedule import DockWish
from lastmile_core.planning.docks.first_come_first_served import loadings_at_docks
from lastmile_core.planning.docks.route_times import RouteTimes, Starts
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.timing.route_timetable import Loading

BETWEEN = 2
"""Begins looked at on either side of the one that costs nothing."""
LATER_CLOSING_S = 7200
"""Begins so long after the last dock closes are looked at too: longer hours may be what helps."""


def read_slack(
    problem: RoutingProblem, times: RouteTimes, is_over: Callable[[], bool] = lambda: False
) -> list[DockWish] | None:
    """Return a wish for every loading that needs a dock, by vehicle and trip; None when it took too long."""
    wishes: list[DockWish] = []
    lengths = [
        loading.end - loading.start
        for timetable in times.free.values()
        for loading in loadings_at_docks(problem, timetable.loadings).values()
    ]
    # Nobody has to move farther than over everybody else, with a gap too short to use between any two.
    reach = sum(lengths) + len(lengths) * max(lengths, default=0)
    for vehicle in times.routes:
        if is_over():
            return None
        wishes += _of_route(problem, times, vehicle, reach, len(wishes))
    return wishes


def _of_route(problem: RoutingProblem, times: RouteTimes, vehicle: int, reach: int, number: int) -> list[DockWish]:
    loadings = loadings_at_docks(problem, times.free[vehicle].loadings)
    wishes: list[DockWish] = []
    follows: tuple[tuple[int, int], ...] = ()
    is_begun = bool(problem.vehicles[vehicle].frozen_prefix)
    for trip, loading in loadings.items():
        is_fixed = trip == 0 and is_begun
        own = follows if trip - 1 in loadings else ()
        moves = _LoadingBegins(problem, times, vehicle, trip, loading, own)
        if not is_fixed:
            moves.look_around(reach)
        wishes.append(
            DockWish(
                vehicle=vehicle,
                trip=trip,
                location=loading.location,
                length=loading.end - loading.start,
                wanted=loading.start,
                spans=moves.spans(),
                prices=moves.prices(),
                after=number + len(wishes) - 1 if own else None,
                follows=own,
            )
        )
        follows = moves.follows()
    return wishes


class _LoadingBegins:
    """The begins of one loading that were looked at."""

    def __init__(
        self,
        problem: RoutingProblem,
        times: RouteTimes,
        vehicle: int,
        trip: int,
        loading: Loading,
        follows: Sequence[tuple[int, int]],
    ) -> None:
        self._problem, self._times, self._vehicle, self._trip = problem, times, vehicle, trip
        self._loading = loading
        self._before: Starts = times.begins(vehicle, ())[:trip]
        # A reload may begin sooner when the trip before it does; nothing is known to speak against that.
        self._soonest = min((reached for _, reached in follows), default=loading.start)
        self._zero = loading.start if follows else 0
        self._seen: dict[int, bool] = {loading.start: True}

    def look_around(self, reach: int) -> None:
        """Look at begins on both sides, at most ``reach`` seconds away."""
        wanted, length = self._loading.start, self._loading.end - self._loading.start
        docks = [dock for dock in self._problem.docks if dock.location == self._loading.location]
        last = max(wanted, max(dock.closes for dock in docks) + LATER_CLOSING_S - length)
        self._look_between(wanted, min(last, max(wanted, *(dock.opens for dock in docks)) + reach))
        if self._trip == 0:
            first = self._times.begins(self._vehicle, (0,))[0]
            latest = min(wanted, max(dock.closes for dock in docks) - length)
            self._look_between(wanted, max(first, latest - reach))

    def _look_between(self, wanted: int, far: int) -> None:
        far = self._farthest(wanted, far)
        for share in range(1, BETWEEN + 1):
            self._is_sound(wanted + (far - wanted) * share // (BETWEEN + 1))

    def _farthest(self, sound: int, far: int) -> int:
        """Return the begin farthest from ``sound`` in the direction of ``far`` that keeps the rules."""
        if self._is_sound(far):
            return far
        if far > sound:
            guess = min(sound + self._room(), far - 1)
            for begin in (guess, guess + 1):
                if self._is_sound(begin):
                    sound = max(sound, begin)
                else:
                    far = min(far, begin)
        while abs(far - sound) > 1:
            middle = (sound + far) // 2
            if self._is_sound(middle):
                sound = middle
            else:
                far = middle
        return sound

    def _room(self) -> int:
        """Return by how much this loading may be later until a window or the shift is missed, breaks and traffic aside.

        A guess that halving starts from; on most days it is exact.
        """
        table = self._times.free[self._vehicle]
        day = self._problem.vehicles[self._vehicle]
        begin = 0 if self._loading.visit is None else table.visits.index(self._loading.visit) + 1
        room, slack = 10**6, 0
        for position in range(begin, len(table.visits)):
            slack += table.waits[position]
            closes = self._problem.visits[table.visits[position]].windows[-1][1]
            room = min(room, slack + closes - table.starts[position])
        return max(0, min(room, slack + day.shift[1] - table.end))

    def _starts(self, begin: int) -> Starts:
        return (*self._before, begin)

    def _is_sound(self, begin: int) -> bool:
        if begin not in self._seen:
            self._seen[begin] = self._times.is_sound(self._vehicle, self._starts(begin))
        return self._seen[begin]

    def _sound(self) -> list[int]:
        return sorted(begin for begin, is_sound in self._seen.items() if is_sound)

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return the begins between neighbours that both keep the rules."""
        spans: list[tuple[int, int]] = []
        is_open = False
        for begin in sorted(self._seen):
            if not self._seen[begin]:
                is_open = False
                continue
            spans.append((spans.pop()[0] if is_open else begin, begin))
            is_open = True
        if self._soonest < self._loading.start:
            spans[0] = (self._soonest, spans[0][1])
        return tuple(spans)

    def prices(self) -> tuple[tuple[int, int], ...]:
        """Return what the begins cost more; for a reload by its delay."""
        return tuple(
            (begin - self._zero, self._times.extra(self._vehicle, self._starts(begin))) for begin in self._sound()
        )

    def follows(self) -> tuple[tuple[int, int], ...]:
        """Return the earliest begin of the next loading for each begin of this one."""
        pairs = []
        for begin in self._sound():
            loadings = self._times.at(self._vehicle, self._starts(begin)).loadings
            if self._trip + 1 < len(loadings):
                pairs.append((begin, loadings[self._trip + 1].start))
        return tuple(pairs)


def later_than_hoped(wish: DockWish, before: int, reached: int) -> DockWish:
    """Return the wish with what the judge found: who begins the trip before at ``before`` is back at ``reached``."""
    return replace(wish, follows=tuple(sorted({*wish.follows, (before, reached)})))
