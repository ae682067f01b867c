"""Whether one more order fits into a plan: in any slot, any two slots for a pair, one more trip, at any dock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from lastmile_core.schedule.checks import docks, route_violations
from lastmile_core.schedule.checks.violation_severity import added_violations
from lastmile_core.schedule.insertion.dock_times import all_have_docks, queues_added, ways_to_load
from lastmile_core.schedule.insertion.insertion_search import Insertion, insert_at, possible_slots, priced, put_in
from lastmile_core.schedule.insertion.pair_slots import pair_slots
from lastmile_core.schedule.insertion.plan_slots import Slots, block_of
from lastmile_core.schedule.insertion.screen import Screened, screen
from lastmile_core.schedule.insertion.trip_slots import MoreTrips
from lastmile_core.schedule.insertion.work_budget import WorkBudget
from lastmile_core.schedule.timing.route_timetable import RouteTimetable

FITS_TO_COMPARE = 8
"""Places that fit are timed until this many are known; a sentence needs a good one, not the best of hundreds."""

MOST_QUEUES = 16
"""Places where only a dock is missing that are tried before one of them is the answer."""

MOST_MISSES = 60
"""Places that the bounds let through and that do not fit after all, before the search gives up."""


type _Try = tuple[int, Callable[[], Insertion]]
"""The least cost of this place and all later ones, and how it is timed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSlot:
    """What the search for a place came to.

    Attributes
    ----------
    put
        The cheapest place seen that breaks no rule.
    queued
        Without one: the cheapest place where only a dock is missing for a loading.
    is_complete
        Whether every place was looked at, so that without ``put`` there is none.
    """

    put: Insertion | None
    queued: Insertion | None
    is_complete: bool


class SlotSearch:
    """Searches slots for many orders in the same routes."""

    def __init__(self, slots: Slots, budget: WorkBudget) -> None:
        self.slots, self.budget = slots, budget
        self._trips: MoreTrips | None = None
        in_use = {idx: timetable for idx, timetable in slots.timetables.items() if timetable.visits}
        self._queues = tuple(docks.check(slots.problem, in_use.values()))
        self._in_use = in_use

    @property
    def trips(self) -> MoreTrips:
        """Return the ways to drive one more trip."""
        if self._trips is None:
            self._trips = MoreTrips(self.slots)
        return self._trips

    def find(self, visit: int) -> FoundSlot:
        """Look for a place: where it costs no further trip first, then with one."""
        screened = screen(self.slots, visit)
        run = _SlotSearchRun(self, screened, visit)
        run.through(self._in_slots(screened, visit))
        if run.best is None and self.slots.problem.visits[visit].partner is not None and not run.is_cut:
            run.through(self._in_two_slots(visit))
        if run.best is None and not run.is_cut and self.trips:
            run.through(self._with_a_trip(visit))
        queued = None if run.queued is None else self.queueing(run.queued)
        if run.best is None and queued is not None and not queued.violations:
            return FoundSlot(put=queued, queued=None, is_complete=True)
        return FoundSlot(put=run.best, queued=queued, is_complete=not run.is_cut)

    def _in_slots(self, screened: Screened, visit: int) -> Iterator[_Try]:
        for slot, least in possible_slots(screened):
            yield least, partial(insert_at, self.slots, slot, visit)

    def _in_two_slots(self, visit: int) -> Iterator[_Try]:
        pickup, delivery = block_of(self.slots.problem, visit)
        options = pair_slots(self.slots, visit)
        self.budget.spend(len(self.slots))
        for option in options:
            old = self.slots.timetables[option.vehicle].visits
            visits = (*old[: option.first], pickup, *old[option.first : option.last], delivery, *old[option.last :])
            yield option.likely_cost, partial(put_in, self.slots, option.vehicle, option.first, visits, visit)

    def _with_a_trip(self, visit: int) -> Iterator[_Try]:
        options = self.trips.slots_of(visit)
        self.budget.spend(len(self.trips) // 4)
        for option in options:
            yield option.likely_cost, partial(put_in, self.slots, option.vehicle, option.position, option.visits, visit)

    def with_dock(self, put: Insertion) -> Insertion | None:
        """Return the insertion with its loadings at moments when docks are free; None when none were seen."""
        problem = self.slots.problem
        if not problem.docks or self._is_free(put.timetable):
            return put
        wished = tuple(loading.start for loading in self.slots.timetables[put.vehicle].loadings)
        for way in ways_to_load(problem, put.vehicle, put.timetable.visits, self._in_use, wished):
            self.budget.spend(len(way.visits))
            if self._is_free(way) and not added_violations(
                self.slots.violations[put.vehicle], route_violations(problem, way)
            ):
                return _timed(self.slots, put, way)
        return None

    def _is_free(self, timetable: RouteTimetable) -> bool:
        problem = self.slots.problem
        if not all_have_docks(problem, self._in_use, timetable):
            return False
        # Where somebody queues already, sharing the docks anew is slow.
        self.budget.spend(300 if self._queues else 20)
        return not queues_added(problem, self._in_use, timetable, self._queues)

    def queueing(self, put: Insertion) -> Insertion:
        """Return the insertion with the loadings that it leaves without a dock, its own or others'."""
        return replace(put, violations=queues_added(self.slots.problem, self._in_use, put.timetable, self._queues))


def _timed(slots: Slots, put: Insertion, way: RouteTimetable) -> Insertion:
    old = slots.timetables[put.vehicle]
    return replace(
        put,
        timetable=way,
        extra_s=way.paid - old.paid,
        extra_m=way.distance - old.distance,
        extra_cost=priced(slots.problem, way) - priced(slots.problem, old),
    )


class _SlotSearchRun:
    """One search: what it has seen so far."""

    def __init__(self, search: SlotSearch, screened: Screened, visit: int) -> None:
        self.search, self.screened, self.visit = search, screened, visit
        self.best: Insertion | None = None
        self.queued: Insertion | None = None
        self.is_cut = False

    def through(self, options: Iterable[_Try]) -> None:
        """Go through slots, each with the least cost of all from there on, until enough fit."""
        fits = misses = 0
        for least, tried in options:
            if self.best is not None and (least >= self.best.extra_cost or fits >= FITS_TO_COMPARE):
                return
            put = tried()
            self.search.budget.spend(len(put.timetable.visits))
            if not put.violations:
                fits += 1
                loaded = self.search.with_dock(put)
                if loaded is None:
                    if self.queued is None or put.extra_cost < self.queued.extra_cost:
                        self.queued = put
                elif self.best is None or loaded.extra_cost < self.best.extra_cost:
                    self.best = loaded
                if self.best is None and fits == MOST_QUEUES:
                    return
                continue
            misses += 1
            if misses > MOST_MISSES or self.search.budget.is_over:
                self.is_cut = True
                return
