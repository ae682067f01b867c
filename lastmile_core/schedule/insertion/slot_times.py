"""How early a vehicle can leave each place of its route, and how late it may reach the next.

With a break, "how early" depends on whether it was taken yet; both are kept, so that a route whose
day is full to the last minute is seen to be full. All are bounds: no way to drive the route leaves a place
earlier, or may be ready at one later, whatever is put into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from lastmile_core.problem.routing_problem import UNREACHABLE, BreakRule, RoutingProblem, Visit
from lastmile_core.schedule.timing.break_placement import service_start
from lastmile_core.schedule.timing.route_legs import RouteLegs, route_legs
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.traffic import HourClock, clocks_of

NEVER = 1 << 60
"""A moment that never comes; far above any second, far below overflow even when a few are added."""

NO_BREAK = BreakRule(duration=0, earliest=0, latest=NEVER)


class Leave(NamedTuple):
    """Earliest departure from one place, seconds of the day; ``NEVER`` where there is none.

    Attributes
    ----------
    pending, taken, after
        With the break still to come, with the break taken, and when the whole route begins only after the
        break's latest moment, so that none is due.
    """

    pending: int
    taken: int = NEVER
    after: int = NEVER

    @property
    def is_never(self) -> bool:
        """Whether there is no way at all."""
        return min(self) >= NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTimes:
    """One entry a slot (before each visit, before the return); seconds of the day.

    Attributes
    ----------
    rule
        The vehicle's break; ``NO_BREAK`` when it has none (or several, or one after so much work: then breaks are
        left out of the screen).
    leaves
        Earliest departure towards the slot.
    latest_pending, latest_taken
        Latest moment at which the place after the slot is reached and set up with everything behind it in time.
    """

    rule: BreakRule
    leaves: list[Leave]
    latest_pending: list[int]
    latest_taken: list[int]


class RoutePass:
    """One route prepared for passes forward and backward.

    Attributes
    ----------
    legs
        Its stops as they are timed, drives at matrix times, set-ups, traffic.
    rule
        See :class:`SlotTimes`.
    """

    def __init__(self, problem: RoutingProblem, timetable: RouteTimetable) -> None:
        self.problem = problem
        self.timetable = timetable
        vehicle = problem.vehicles[timetable.vehicle]
        self.legs: RouteLegs = route_legs(problem, vehicle, timetable.visits, self._drives(), ())
        first = self.legs.first
        rules = [rule for rule in vehicle.breaks if rule.latest >= first]
        is_one = len(rules) == 1 and rules[0].after_work is None and not timetable.missing_break
        self.rule = rules[0] if is_one else NO_BREAK
        self.has_break = self.rule is not NO_BREAK
        self.least = [
            self.least_drive(location, drive) + set_up
            for location, drive, set_up in zip(self._locations(), self.legs.drives, self.legs.set_ups, strict=True)
        ]
        self.begin = self._begin(0, 0)

    def _locations(self) -> list[int]:
        vehicle = self.problem.vehicles[self.timetable.vehicle]
        return [vehicle.start, *(self.problem.visits[idx].location for idx in self.timetable.visits)]

    def _drives(self) -> list[int]:
        if not self.timetable.visits:
            return [0]
        vehicle = self.problem.vehicles[self.timetable.vehicle]
        locations = self._locations()
        seconds = self.problem.durations[vehicle.profile][locations, [*locations[1:], vehicle.end]].tolist()
        return [0 if second >= UNREACHABLE else second for second in seconds]

    def least_drive(self, location: int, seconds: int) -> int:
        """Return the least seconds that a drive of so many matrix seconds from ``place`` takes at any hour."""
        traffic = self.problem.traffic
        if traffic is None:
            return seconds
        return seconds * min(traffic.factors[traffic.district[location] if traffic.district else 0]) // 1000

    def _begin(self, release: int, dock: int) -> Leave:
        legs = self.legs
        first = max(legs.first, release + legs.loading) + dock
        if not self.has_break:
            return Leave(pending=first)
        is_over = first > self.rule.latest
        return Leave(pending=NEVER if is_over else first, after=max(first, self.rule.latest + 1))

    def leaves(self, release: int = 0, dock: int = 0) -> list[Leave]:
        """Return the earliest departure towards each slot.

        Parameters
        ----------
        release, dock
            Of one more delivery that goes into the slot: its trip is loaded no earlier than ``release`` and takes
            ``dock`` seconds longer.
        """
        now, trip = self.begin, self._begin(release, dock)
        is_other = trip != now
        found = [trip]
        for leg, stop in enumerate(self.legs.stops):
            reached = self.step(leg, now)
            now = self.serve(stop, reached)
            if not is_other:
                trip = now
            elif stop.is_reload:
                later = replace(stop, release=max(stop.release, release), service=stop.service + dock)
                trip = self.serve(later, reached)
            else:
                trip = self.serve(stop, self.step(leg, trip))
            found.append(trip)
        return found

    def step(self, leg: int, leave: Leave) -> Leave:
        """Return when the place of this leg is reached and set up."""
        clock = None if self.legs.clocks is None else self.legs.clocks[leg]
        return self._drive(leave, self.legs.drives[leg], self.legs.set_ups[leg], self.least[leg], clock)

    def go(self, leave: Leave, location: int, stop: Visit, *, is_first: bool = False) -> Leave:
        """Return when ``stop`` is reached from ``place`` and set up; ``NEVER`` without a road.

        The first stop of a route sets up even where the route begins.
        """
        profile = self.problem.vehicles[self.timetable.vehicle].profile
        seconds = int(self.problem.durations[profile][location, stop.location])
        if seconds >= UNREACHABLE:
            return Leave(pending=NEVER)
        set_up = 0 if location == stop.location and not is_first else stop.set_up
        clocks = clocks_of(self.problem, [location])
        least = self.least_drive(location, seconds) + set_up
        return self._drive(leave, seconds, set_up, least, None if clocks is None else clocks[0])

    def _drive(self, leave: Leave, seconds: int, set_up: int, least: int, clock: HourClock | None) -> Leave:
        """Return when a place is reached and set up.

        Parameters
        ----------
        seconds, least
            Matrix seconds of the drive, and least seconds of drive and set-up together at any hour.
        """

        def ready(moment: int) -> int:
            if moment >= NEVER:
                return NEVER
            return (moment + seconds if clock is None else clock.arrive(moment, seconds)) + set_up

        pending = ready(leave.pending)
        if not self.has_break:
            return Leave(pending=pending)
        rule, rested = self.rule, NEVER
        if leave.pending <= rule.latest:
            rested = max(pending, leave.pending + least + rule.duration, rule.earliest + rule.duration)
        return Leave(pending=pending, taken=min(ready(leave.taken), rested), after=ready(leave.after))

    def serve(self, stop: Visit, reached: Leave) -> Leave:
        """Return when the stop is left after service."""

        def done(moment: int) -> int:
            return NEVER if moment >= NEVER else service_start(stop, moment)[0] + stop.service

        pending = done(reached.pending)
        if not self.has_break:
            return Leave(pending=pending)
        if pending > self.rule.latest:
            pending = NEVER  # due by now: whoever did not take it breaks the rule
        return Leave(pending=pending, taken=done(reached.taken), after=done(reached.after))

    def go_home(self, leave: Leave, location: int) -> Leave:
        """Return when the end of the route is reached from ``place``."""
        end = self.problem.vehicles[self.timetable.vehicle].end
        return self.go(leave, location, Visit(visit_id="", location=end, load=()))

    def in_time(self, reached: Leave, latest_pending: int, latest_taken: int) -> Leave:
        """Return what is left of ``reached`` when it must be no later than these moments; ``NEVER`` for the rest."""
        return Leave(
            reached.pending if reached.pending <= latest_pending else NEVER,
            reached.taken if reached.taken <= latest_taken else NEVER,
            reached.after if reached.after <= latest_taken else NEVER,
        )

    def latest(self) -> tuple[list[int], list[int]]:
        """Return the latest moments of :class:`SlotTimes`; what is late already may stay as late as it is."""
        rule, legs, timetable = self.rule, self.legs, self.timetable
        vehicle = self.problem.vehicles[timetable.vehicle]
        taken = max(vehicle.shift[1], timetable.end)
        pending = min(taken, rule.latest)
        all_pending, all_taken = [pending], [taken]
        for leg in range(len(legs.stops), 0, -1):
            stop = legs.stops[leg - 1]
            closes = max(stop.windows[-1][1], timetable.starts[leg - 1])
            leave = self._leave_by(leg, pending)
            if self.has_break and rule.earliest + rule.duration <= taken:
                rested = min(self._leave_by(leg, taken), taken - self.least[leg] - rule.duration, rule.latest)
                leave = max(leave, rested)
            pending = min(closes, leave - stop.service)
            taken = min(closes, self._leave_by(leg, taken) - stop.service)
            all_taken.append(taken)
            all_pending.append(pending)
        return all_pending[::-1], all_taken[::-1]

    def _leave_by(self, leg: int, ready: int) -> int:
        legs = self.legs
        if legs.clocks is None:
            return ready - legs.totals[leg]
        return legs.clocks[leg].leave(ready - legs.set_ups[leg], legs.drives[leg])


def slot_times(route: RoutePass) -> SlotTimes:
    """Return the bounds of one route."""
    pending, taken = route.latest()
    return SlotTimes(rule=route.rule, leaves=route.leaves(), latest_pending=pending, latest_taken=taken)


def columns_of(leaves: Sequence[Leave]) -> tuple[list[int], list[int], list[int]]:
    """Return pending, taken and after as columns."""
    return [one.pending for one in leaves], [one.taken for one in leaves], [one.after for one in leaves]
