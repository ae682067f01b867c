"""Every slot of a plan looked at at once for one more visit.

What it refuses is truly impossible; what it lets through is timed exactly afterwards (``insertion.py``). It knows at
most one break a vehicle, a visit's last window, and of traffic and loads what cannot be better.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.routing_problem import UNREACHABLE, Visit
from lastmile_core.schedule.checks.violation_severity import FULL_LOAD_WEIGHT
from lastmile_core.schedule.insertion.plan_slots import Slots, block_of
from lastmile_core.schedule.insertion.spare_capacity import Bools, Ints
from lastmile_core.schedule.timing.loads import is_from_depot

NO_GO = 1e8
"""Seconds of severity where skills, locks, roads or relations stand in the way."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screened:
    """What the screen says about one visit, one entry a slot.

    Attributes
    ----------
    is_possible
        False where the visit cannot go.
    extra_m, extra_drive
        Metres and driving seconds (at matrix times) that the slot adds.
    likely_cost
        Cents that it adds as far as the screen can see: distance, paid time that no waiting can absorb, and the
        fixed cost of a vehicle that stayed in.
    least_cost
        Cents that it adds at least; a true bound where no detour is shorter than the direct way. Lower than
        ``likely_cost`` where the route could become cheaper otherwise.
    overrun
        Seconds by which time rules would be missed at least; 0 when they fit.
    violation_severity
        About how bad it would be there, in seconds of lateness, to find the least bad slot.
    """

    is_possible: Bools
    extra_m: Ints
    extra_drive: Ints
    likely_cost: Ints
    least_cost: Ints
    overrun: Ints
    violation_severity: npt.NDArray[np.float64]


def screen(slots: Slots, visit_idx: int) -> Screened:
    """Return what a visit (of a pair both halves in one slot) would add in each slot, and where it cannot go."""
    return _VisitScreening(slots, visit_idx).screened()


def eligible_vehicles(slots: Slots, visit_idx: int) -> Bools:
    """Return, for each vehicle, whether skills, locks and relations allow the visit (both halves of a pair)."""
    stops = [slots.problem.visits[idx] for idx in block_of(slots.problem, visit_idx)]
    return np.array(
        [
            all(
                stop.skills <= vehicle.skills and (stop.allowed_vehicles is None or idx in stop.allowed_vehicles)
                for stop in stops
            )
            and not slots.relations_broken(idx, visit_idx)
            for idx, vehicle in enumerate(slots.problem.vehicles)
        ],
        dtype=np.bool_,
    )


class _VisitScreening:
    """One visit before all slots."""

    def __init__(self, slots: Slots, visit_idx: int) -> None:
        self.slots, self.visit_idx = slots, visit_idx
        self.fleet = slots.fleet
        self.block = [slots.problem.visits[idx] for idx in block_of(slots.problem, visit_idx)]
        self.locations = [stop.location for stop in self.block]
        self.drives, self.metres, self.without, self.without_m = self._legs()
        self.has_road: Bools = np.ones(len(slots), dtype=np.bool_)
        for drive, metres in zip(self.drives, self.metres, strict=True):
            self.has_road &= (drive < UNREACHABLE) & (metres < UNREACHABLE)
        for column in (*self.drives, *self.metres):
            column[column >= UNREACHABLE] = 0
        self.set_ups = self._set_ups()

    def screened(self) -> Screened:
        slots, fleet, vehicle = self.slots, self.fleet, self.slots.vehicle
        overrun = self._overrun()
        extra_m: Ints = sum(self.metres, -self.without_m)
        extra_drive: Ints = sum(self.drives, -self.without)
        extra_work = self._extra_work(extra_drive)
        excess = self._excess()
        is_eligible = (
            eligible_vehicles(slots, self.visit_idx)[vehicle] & self.has_road & ~slots.is_kept & self._keeps_positions()
        )
        in_reach = (extra_m <= fleet.spare_m[vehicle]) & (
            self._least_work(extra_work, extra_drive) <= fleet.spare_s[vehicle]
        )
        within_limits = in_reach & ~fleet.is_full[vehicle]
        likely = self._likely_cost(extra_m, extra_work)
        is_bound = slots.is_simple and not fleet.saving.any()
        return Screened(
            is_possible=is_eligible & within_limits & (overrun == 0) & (excess == 0),
            extra_m=extra_m,
            extra_drive=extra_drive,
            likely_cost=likely,
            least_cost=likely if is_bound else self._least_cost(extra_m),
            overrun=overrun,
            violation_severity=overrun
            + FULL_LOAD_WEIGHT * excess
            + np.where(is_eligible, 0.0, NO_GO)
            + np.where(within_limits, 0.0, 600.0),
        )

    def _legs(self) -> tuple[list[Ints], list[Ints], Ints, Ints]:
        """Return seconds and metres of every leg over the block, and of the leg that it replaces."""
        slots, problem = self.slots, self.slots.problem
        count = len(self.block) + 1
        seconds = [np.zeros(len(slots), dtype=np.int64) for _ in range(count + 1)]
        metres = [np.zeros(len(slots), dtype=np.int64) for _ in range(count + 1)]
        for profile in set(slots.profile.tolist()):
            here = slots.profile == profile
            ways = [(slots.before[here], self.locations[0])]
            ways += itertools.pairwise(self.locations)
            ways += [(self.locations[-1], slots.after[here]), (slots.before[here], slots.after[here])]
            for number, way in enumerate(ways):
                seconds[number][here] = problem.durations[profile][way]
                metres[number][here] = problem.distances[profile][way]
        # A vehicle that stays in drives no leg from the depot to itself; legs without a road count as nothing.
        opens_route = np.array([not one.visits for one in slots.timetables.values()], dtype=np.bool_)[slots.vehicle]
        for column in (seconds[-1], metres[-1]):
            column[opens_route | (column >= UNREACHABLE)] = 0
        return seconds[:-1], metres[:-1], seconds[-1], metres[-1]

    def _set_ups(self) -> list[Ints]:
        """Return the set-up at the end of every leg over the block."""
        slots, block = self.slots, self.block
        first = np.where((slots.position > 0) & (slots.before == block[0].location), 0, block[0].set_up)
        found = [first.astype(np.int64)]
        for before, stop in itertools.pairwise(block):
            found.append(np.full(len(slots), 0 if before.location == stop.location else stop.set_up, dtype=np.int64))
        found.append(np.where(slots.after == block[-1].location, 0, slots.set_up_after).astype(np.int64))
        return found

    def _extra_work(self, extra_drive: Ints) -> Ints:
        slots = self.slots
        now = np.where((slots.position > 0) & (slots.before == slots.after), 0, slots.set_up_after)
        fixed = sum(stop.service + (stop.dock_time if is_from_depot(stop) else 0) for stop in self.block)
        extra: Ints = extra_drive + sum(self.set_ups) - now + fixed
        return extra

    def _least_work(self, extra_work: Ints, extra_drive: Ints) -> Ints:
        """Return the seconds of work added when every drive meets its best traffic."""
        slots = self.slots
        if slots.traffic is None:
            return extra_work
        least = -self._least(slots.before, self.without)
        for leg, drive in enumerate(self.drives):
            least = least + self._least(self._from(leg), drive)
        work: Ints = extra_work - extra_drive + least
        return work

    def _from(self, leg: int) -> Ints:
        """Return where a leg over the block begins."""
        slots = self.slots
        return slots.before if leg == 0 else np.full(len(slots), self.locations[leg - 1], dtype=np.int64)

    def _keeps_positions(self) -> Bools:
        slots, order = self.slots, self.block[-1]
        if not order.is_order:
            return np.ones(len(slots), dtype=np.bool_)
        if order.locked_position is None:
            return ~slots.holds_positions
        fits: Bools = ~slots.holds_positions & (slots.orders_before == order.locked_position)
        return fits

    def _excess(self) -> npt.NDArray[np.float64]:
        """Return by which share of the vehicle's capacity it is exceeded, in the worst dimension."""
        slots, visit = self.slots, self.block[-1]
        load = np.array(visit.load, dtype=np.int64)
        if visit.partner is not None:
            on_board = slots.load
        else:
            on_board = slots.tail_peak if visit.is_collection else slots.head_peak
        limit = self.fleet.capacity[slots.vehicle]
        over = np.maximum(on_board + load - limit, 0)
        share: npt.NDArray[np.float64] = (over / np.maximum(limit, 1)).max(axis=1, initial=0.0)
        return share

    def _overrun(self) -> Ints:
        """Return the seconds by which time rules are missed at least, the break wherever it hurts least."""
        slots, visit = self.slots, self.block[-1]
        release, dock = (visit.release, visit.dock_time) if is_from_depot(visit) else (0, 0)
        pending, taken, after = slots.leaves(release, dock)
        ways = [
            self._missed(pending, slots.latest_pending),
            self._missed(taken, slots.latest_taken),
            self._missed(after, slots.latest_taken),
        ]
        if slots.break_s.any():
            ways += [self._missed(pending, slots.latest_taken, leg) for leg in range(len(self.drives))]
        least: Ints = np.minimum.reduce(ways)
        return least

    def _missed(self, leave: Ints, limit: Ints, break_leg: int = -1) -> Ints:
        """Return the seconds missed on a way that leaves so, with the break in one of its legs."""
        slots = self.slots
        late: Ints = np.zeros(len(slots), dtype=np.int64)
        for leg, (drive, set_up) in enumerate(zip(self.drives, self.set_ups, strict=True)):
            location = self._from(leg)
            ready = self._ready(location, leave, drive, set_up)
            if leg == break_leg:
                late = late + np.maximum(leave - slots.break_until, 0)
                rested = leave + slots.break_s + self._least(location, drive) + set_up
                ready = np.maximum(np.maximum(ready, rested), slots.break_from + slots.break_s)
            if leg < len(self.block):
                more, leave = _serve(self.block[leg], ready)
                late = late + more
            else:
                late = late + np.maximum(ready - limit, 0)
        return late

    def _ready(self, location: Ints, leave: Ints, drive: Ints, set_up: Ints) -> Ints:
        traffic = self.slots.traffic
        if traffic is None:
            return leave + drive + set_up
        return traffic.arrive(traffic.district(location), leave, drive) + set_up

    def _least(self, location: Ints, drive: Ints) -> Ints:
        traffic = self.slots.traffic
        return drive if traffic is None else traffic.least(traffic.district(location), drive)

    def _least_cost(self, extra_m: Ints) -> Ints:
        fleet, vehicle = self.fleet, self.slots.vehicle
        bound: Ints = extra_m * fleet.per_km[vehicle] // 1000 + fleet.opening[vehicle] - fleet.saving[vehicle] - 2
        return bound

    def _likely_cost(self, extra_m: Ints, extra_work: Ints) -> Ints:
        # paid = loading + drive + service + wait + breaks: a stop can save no more than the idle time there is.
        fleet, vehicle = self.fleet, self.slots.vehicle
        paid = np.maximum(extra_work - fleet.idle[vehicle], 0) * fleet.per_hour[vehicle] // 3600
        # Two cents, because each part of a route's cost is rounded once.
        bound: Ints = extra_m * fleet.per_km[vehicle] // 1000 + paid + fleet.opening[vehicle] - 2
        return bound


def _serve(visit: Visit, ready: Ints) -> tuple[Ints, Ints]:
    """Return the seconds after the last window, and when the visit is left."""
    start: Ints = ready.copy()
    for earliest, latest in reversed(visit.windows):
        start = np.where(ready <= latest, np.maximum(ready, earliest), start)
    return np.maximum(ready - visit.windows[-1][1], 0), start + visit.service
