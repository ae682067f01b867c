"""Where an order could go when its vehicle drives one more trip than it does now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lastmile_core.problem.routing_problem import UNREACHABLE, Visit
from lastmile_core.schedule.loads import is_from_depot
from lastmile_core.schedule.screen import may_serve
from lastmile_core.schedule.slot_times import Leave, RoutePass
from lastmile_core.schedule.slots import Slots, block_of


class TripPlace(NamedTuple):
    """``reload`` goes before ``route[slot]`` and the order before ``route[place]`` of the route as it is.

    Where both are the same, ``is_before`` says whether the order comes before the reload.
    """

    likely_cost: int
    vehicle: int
    reload: int
    slot: int
    place: int
    is_before: bool


def spare_reload(slots: Slots, vehicle: int) -> int | None:
    """Return a reload that the vehicle may still make; None when it makes all its trips."""
    served = set(slots.timetables[vehicle].visits)
    if sum(slots.problem.visits[idx].is_reload for idx in served) + 1 >= slots.problem.vehicles[vehicle].max_trips:
        return None
    for idx, visit in enumerate(slots.problem.visits):
        if visit.is_reload and visit.allowed_vehicles == frozenset({vehicle}) and idx not in served:
            return idx
    return None


class MoreTrips:
    """All ways to put one more reload into the routes as they are; found once for many orders."""

    def __init__(self, slots: Slots) -> None:
        self.slots = slots
        self._trips: dict[int, _MoreTrip] = {}
        for vehicle in slots.passes:
            reload = spare_reload(slots, vehicle) if slots.timetables[vehicle].visits else None
            if reload is not None:
                trip = _MoreTrip(slots, vehicle, reload)
                if trip.has_room:
                    self._trips[vehicle] = trip

    def __bool__(self) -> bool:
        return bool(self._trips)

    def places(self, visit: int) -> list[TripPlace]:
        """Return where the order (of a pair its first half) could go, the cheapest likely first."""
        may = may_serve(self.slots, visit)
        found = [
            place
            for vehicle, trip in self._trips.items()
            if may[vehicle] and not self.slots.fleet.is_full[vehicle]
            for place in trip.places(self.slots.problem.visits[block_of(self.slots.problem, visit)[0]])
        ]
        return sorted(found)


class _MoreTrip:
    """One route with one more reload in it."""

    def __init__(self, slots: Slots, vehicle: int, reload: int) -> None:
        self.slots, self.vehicle, self.reload = slots, vehicle, reload
        self.stop = slots.problem.visits[reload]
        self.route: RoutePass = slots.passes[vehicle]
        self.times = slots.times[vehicle]
        self.stops = self.route.legs.stops
        self.day = slots.problem.vehicles[vehicle]
        self.at = [self.day.start, *(stop.location for stop in self.stops), self.day.end]
        self.rows = slots.rows_of(vehicle)
        self.begins = [0, *(idx + 1 for idx, stop in enumerate(self.stops) if stop.is_reload)]
        self.reached = {slot: reached for slot, reached in self._alone() if not reached.is_never}

    @property
    def has_room(self) -> bool:
        """Whether the reload fits anywhere, with nothing more to carry."""
        return bool(self.reached)

    def _alone(self) -> Iterator[tuple[int, Leave]]:
        """Yield when the depot is reached in each slot where the reload by itself keeps everything in time."""
        for slot in range(len(self.stops) + 1):
            if self.slots.is_kept[self.rows[slot]]:
                continue
            leave = self._leave_slot(slot, ())
            reached = self.route.go(leave, self.at[slot], self.stop, is_first=slot == 0)
            if not self._arrive(self._reloaded(reached, slot, ()), self.stop.location, slot).is_never:
                yield slot, reached

    def _trip(self, slot: int) -> tuple[int, list[Visit], list[Visit]]:
        """Return where the trip of a slot begins, and its deliveries before and behind the slot."""
        begin = max(idx for idx in self.begins if idx <= slot)
        end = next((idx for idx in range(slot, len(self.stops)) if self.stops[idx].is_reload), len(self.stops))
        return begin, _loaded(self.stops[begin:slot]), _loaded(self.stops[slot:end])

    def _leave_slot(self, slot: int, more: Sequence[Visit], until: int | None = None) -> Leave:
        """Return the earliest departure towards a slot when its trip is loaded for nothing behind ``until``."""
        begin, before, _ = self._trip(slot if until is None else until)
        loads = [*before, *more]
        leave = self._begin(begin, loads)
        for leg in range(begin, slot):
            leave = self.route.serve(self.stops[leg], self.route.step(leg, leave))
        return leave

    def _begin(self, begin: int, loads: Sequence[Visit]) -> Leave:
        release, dock = max((stop.release for stop in loads), default=0), sum(stop.dock_time for stop in loads)
        if begin == 0:
            first = max(self.day.shift[0], release) + self.day.loading + dock
            if not self.route.has_break:
                return Leave(first)
            rule = self.route.rule
            return Leave(first, after=max(first, rule.latest + 1))
        leg = begin - 1
        own = self.slots.problem.visits[self.slots.timetables[self.vehicle].visits[leg]]
        loading = replace(own, release=release, service=own.service + dock)
        return self.route.serve(loading, self.route.step(leg, self.times.leaves[leg]))

    def _reloaded(self, reached: Leave, slot: int, more: Sequence[Visit]) -> Leave:
        """Return when the depot is left after loading what lies behind the slot."""
        _, _, behind = self._trip(slot)
        loads = [*behind, *more]
        release, dock = max((stop.release for stop in loads), default=0), sum(stop.dock_time for stop in loads)
        return self.route.serve(replace(self.stop, release=release, service=self.stop.service + dock), reached)

    def _arrive(self, leave: Leave, place: int, slot: int) -> Leave:
        """Return when what follows the slot is reached in time; ``NEVER`` when it is not."""
        if slot < len(self.stops):
            reached = self.route.go(leave, place, self.stops[slot])
        else:
            reached = self.route.go_home(leave, place)
        return self.route.in_time(reached, self.times.latest_pending[slot], self.times.latest_taken[slot])

    def places(self, order: Visit) -> Iterator[TripPlace]:
        for slot in self.reached:
            yield from self._behind(order, slot)
            yield from self._before(order, slot)

    def _behind(self, order: Visit, slot: int) -> Iterator[TripPlace]:
        """Yield the places of an order on the new trip."""
        more = (order,) if is_from_depot(order) else ()
        _, _, behind = self._trip(slot)
        if not self._fits([*behind, *more]):
            return
        leave, place = self._reloaded(self.reached[slot], slot, more), self.stop.location
        for where in range(slot, len(self.stops) + 1):
            if self._is_served(order, leave, place, where):
                yield self._place(order, slot, where, False)
            if where == len(self.stops) or self.stops[where].is_reload:
                return
            leave, place = self.route.serve(self.stops[where], self._arrive(leave, place, where)), self.at[where + 1]
            if leave.is_never:
                return

    def _before(self, order: Visit, slot: int) -> Iterator[TripPlace]:
        """Yield the places of an order on the trip that the new reload ends."""
        more = (order,) if is_from_depot(order) else ()
        begin, before, _ = self._trip(slot)
        if not self._fits([*before, *more]):
            return
        for where in range(begin, slot + 1):
            if self.slots.is_kept[self.rows[where]]:
                continue
            leave = self._leave_slot(where, more, until=slot)
            reached = self.route.go(leave, self.at[where], order, is_first=where == 0)
            closes = order.windows[-1][1]
            leave = self.route.serve(order, self.route.in_time(reached, closes, closes))
            place = order.location
            for leg in range(where, slot):
                if leave.is_never:
                    break
                leave, place = self.route.serve(self.stops[leg], self._arrive(leave, place, leg)), self.at[leg + 1]
            if leave.is_never:
                continue
            leave = self._reloaded(self.route.go(leave, place, self.stop), slot, ())
            if not self._arrive(leave, self.stop.location, slot).is_never:
                yield self._place(order, slot, where, True)

    def _fits(self, loads: Sequence[Visit]) -> bool:
        limits = self.slots.fleet.capacity[self.vehicle].tolist()
        on_board = self.day.on_board or (0,) * len(limits)
        return all(
            own + sum(stop.load[dimension] for stop in loads) <= limit
            for dimension, (own, limit) in enumerate(zip(on_board, limits, strict=True))
        )

    def _is_served(self, order: Visit, leave: Leave, place: int, slot: int) -> bool:
        closes = order.windows[-1][1]
        reached = self.route.in_time(self.route.go(leave, place, order), closes, closes)
        return not self._arrive(self.route.serve(order, reached), order.location, slot).is_never

    def _place(self, order: Visit, slot: int, where: int, is_before: bool) -> TripPlace:
        distances = self.slots.problem.distances[self.day.profile]
        metres = 0
        for idx, place in ((slot, self.stop.location), (where, order.location)):
            now = int(distances[self.at[idx], self.at[idx + 1]])
            metres += int(distances[self.at[idx], place] + distances[place, self.at[idx + 1]])
            metres -= 0 if now >= UNREACHABLE else now
        cost = metres * self.day.cost_per_km // 1000
        return TripPlace(cost, self.vehicle, self.reload, slot, where, is_before)


def _loaded(stops: Sequence[Visit]) -> list[Visit]:
    return [stop for stop in stops if is_from_depot(stop)]
