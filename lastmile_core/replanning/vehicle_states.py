"""Where every vehicle stands at a moment of the running day: what it has done, what it is at, what it carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lastmile_core.clock import ServiceDay, first_of, last_of
from lastmile_core.model import Load, Order, OrderKind, Plan, Route, Stop, is_pickup_id, pickup_id
from lastmile_core.replanning.vehicle_state import VehicleState, VehicleStatus
from lastmile_core.tracking import DayState, RouteState, StopState, StopStatus
from lastmile_core.tracking.moments import seconds_between, shift

BREAKDOWN = "breakdown"
"""The failure reason of stops that a broken vehicle could not serve: they still wait for somebody."""


def is_open(state: DayState, name: str) -> bool:
    """Whether nobody has done a visit, or begun it; one that a breakdown prevented is open too."""
    stop = state.stops.get(name)
    if stop is None or stop.status is StopStatus.PLANNED:
        return True
    return stop.status is StopStatus.FAILED and stop.reason == BREAKDOWN


def waits(state: DayState, orders: Mapping[str, Order], name: str) -> bool:
    """Whether a visit is part of the day and still to be done; nothing is delivered whose pickup failed."""
    if name not in orders or not is_open(state, name):
        return False
    fetched = state.stops.get(pickup_id(name))
    return fetched is None or fetched.status is not StopStatus.FAILED or is_open(state, pickup_id(name))


def vehicle_states(
    plan: Plan, state: DayState, day: ServiceDay, now: datetime, orders: Mapping[str, Order]
) -> dict[str, VehicleState]:
    """Return where the vehicles of a published plan stand, by vehicle id; those without a route are not in it.

    Parameters
    ----------
    orders
        By visit name; a visit that is not in it was taken out of the day and is forgotten.
    """
    reader = _StateReader(plan, state, day, now, orders)
    return {route.vehicle_id: reader.vehicle(route) for route in plan.routes_in_use}


@dataclass(frozen=True, slots=True)
class _StateReader:
    plan: Plan
    state: DayState
    day: ServiceDay
    now: datetime
    orders: Mapping[str, Order]

    def vehicle(self, route: Route) -> VehicleState:
        stamps = self.state.routes[route.vehicle_id]
        visited = self._visited(route.vehicle_id)
        under_way = visited[-1] if visited and visited[-1][0].status is StopStatus.UNDER_WAY else None
        done = visited[:-1] if under_way else visited
        past = tuple(self._as_it_was(stop, seen) for seen, stop in done)
        passed = self._position(route, [seen.visit_id for seen, _ in visited])
        still = [(n, stop.visit_id) for n, stop in enumerate(route.stops) if self._waits(stop.visit_id)]
        found = VehicleState(
            vehicle_id=route.vehicle_id,
            status=VehicleStatus.ON_ROUTE,
            since=self._left(past, stamps, route),
            past=past,
            last_stop=self._last_reached(done),
            breaks_taken=max(sum(rest.before_stop <= passed for rest in route.breaks), len(stamps.breaks)),
            loading_start=self._loading_start(route, stamps, past),
            departure=self._departure(route, stamps, past),
            returned=stamps.returned,
            breaks=self._breaks(route, stamps),
        )
        if stamps.returned is not None:
            return replace(found, status=VehicleStatus.FINISHED, rest=tuple(name for _, name in still))
        if stamps.departed is None and not visited:
            return self._at_the_depot(found, route, stamps, still)
        return self._on_the_road(found, route, stamps, under_way, still, passed)

    def _at_the_depot(
        self, found: VehicleState, route: Route, stamps: RouteState, still: Sequence[tuple[int, str]]
    ) -> VehicleState:
        now, loading_s = self._seconds(self.now), None
        if stamps.loading_started is not None:
            begun = self._seconds(stamps.loading_started)
            planned = self._seconds(route.departure) - self._seconds(route.loading_start)
            loading_s = 0 if stamps.loading_finished is not None else max(0, begun + planned - now)
        return replace(
            found,
            status=VehicleStatus.AT_DEPOT,
            since=now,
            rest=self._with_reloads(route, still, 0),
            loading_s=loading_s,
        )

    def _on_the_road(
        self,
        found: VehicleState,
        route: Route,
        stamps: RouteState,
        under_way: tuple[StopState, Stop] | None,
        still: Sequence[tuple[int, str]],
        passed: int,
    ) -> VehicleState:
        trips = self._trips_done(route, stamps, found.past, passed)
        rest = self._with_reloads(route, still, trips)
        found = replace(found, trips_done=trips, carried=self._carried(route, found.past, trips))
        if under_way is not None:
            there = self._until_done(*under_way)
            start = self._seconds(there.service_start)
            found = replace(found, begun=there.visit_id, there=there, since=start, rest=rest)
            return replace(found, on_board=self._on_board(route, found, trips))
        ahead = [name for n, name in still if n > passed] or [name for _, name in still]
        again = next((reload for reload in route.reloads[trips:]), None)
        if again is not None and (
            not ahead or route.visit_ids.index(ahead[0]) > route.visit_ids.index(again.reload_id)
        ):
            # It is on its way back to the depot: nothing of the next trip is loaded yet.
            back = max(self._seconds(self.now), found.since + again.drive_s)
            left = tuple(name for name in rest if name != again.reload_id)
            return replace(
                found,
                status=VehicleStatus.AT_DEPOT,
                since=back,
                rest=left,
                trips_done=trips + 1,
                carried=Load(),
            )
        found = replace(
            found, begun=ahead[0] if ahead else "", rest=tuple(n for n in rest if n != ahead[0]) if ahead else ()
        )
        return replace(found, on_board=self._on_board(route, found, trips))

    def _waits(self, name: str) -> bool:
        return waits(self.state, self.orders, name)

    def _visited(self, vehicle_id: str) -> list[tuple[StopState, Stop]]:
        """Return the stops that a vehicle dealt with, oldest first; one without an outcome only counts when newest."""
        planned = {stop.visit_id: stop for route in self.plan.routes for stop in route.stops}
        found = [
            (seen, planned[name])
            for name, seen in self.state.stops.items()
            if seen.vehicle_id == vehicle_id and seen.visits and name in planned and not is_open(self.state, name)
        ]
        found.sort(key=lambda pair: (_last_stamp(pair[0]) or pair[1].departure).timestamp())
        return found

    def _as_it_was(self, stop: Stop, seen: StopState) -> Stop:
        end = seen.left or seen.finished or seen.service_start or seen.arrived or stop.departure
        start = seen.service_start or seen.arrived or end
        arrival = seen.arrived or start
        start = first_of(start, end)
        return replace(stop, arrival=first_of(arrival, start), service_start=start, departure=end, wait_s=0, set_up_s=0)

    def _until_done(self, seen: StopState, stop: Stop) -> Stop:
        """Return the stop that the vehicle stands at, which takes as long as planned, or until now."""
        service = seconds_between(stop.service_start, stop.departure)
        there = self._as_it_was(stop, seen)
        return replace(there, departure=last_of(self.now, shift(there.service_start, service)))

    def _last_reached(self, done: Sequence[tuple[StopState, Stop]]) -> str:
        """Return the last stop that was really driven to."""
        reached = [seen.visit_id for seen, _ in done if seen.visits[-1].is_attempt and seen.visit_id in self.orders]
        return reached[-1] if reached else ""

    def _left(self, past: Sequence[Stop], stamps: RouteState, route: Route) -> int:
        """Return when the last stop (or the depot) was left, with the breaks taken since."""
        left = past[-1].departure if past else self._departure(route, stamps, past)
        return self._seconds(
            last_of(left, *(end for start, end in self._breaks(route, stamps) if seconds_between(left, start) >= 0))
        )

    def _departure(self, route: Route, stamps: RouteState, past: Sequence[Stop]) -> datetime:
        planned = stamps.departed or route.departure
        return first_of(planned, past[0].arrival) if past else planned

    def _loading_start(self, route: Route, stamps: RouteState, past: Sequence[Stop]) -> datetime:
        return first_of(stamps.loading_started or route.loading_start, self._departure(route, stamps, past))

    def _breaks(self, route: Route, stamps: RouteState) -> tuple[tuple[datetime, datetime], ...]:
        length = sum(seconds_between(rest.start, rest.end) for rest in route.breaks[:1])
        return tuple((start, end or last_of(self.now, shift(start, length))) for start, end in stamps.breaks)

    def _position(self, route: Route, names: Sequence[str]) -> int:
        """Return the place on the route of the stop visited last; -1 before the first."""
        positions = {stop.visit_id: n for n, stop in enumerate(route.stops)}
        return next((positions[name] for name in reversed(names) if name in positions), -1)

    def _trips_done(self, route: Route, stamps: RouteState, past: Sequence[Stop], passed: int) -> int:
        last = past[-1].departure if past else None
        loaded = stamps.loading_finished
        done = 0
        for reload in route.reloads:
            is_loaded = loaded is not None and last is not None and loaded > last and passed == reload.before_stop - 1
            if reload.before_stop > passed and not is_loaded:
                break
            done += 1
        return done

    def _with_reloads(self, route: Route, still: Sequence[tuple[int, str]], trips: int) -> tuple[str, ...]:
        """Return the open visits of a route with the reloads to come, none of which would be for nothing."""
        names = {name for _, name in still} | {reload.reload_id for reload in route.reloads[trips:]}
        reloads = {reload.reload_id for reload in route.reloads}
        found: list[str] = []
        for name in (name for name in route.visit_ids if name in names):
            if name in reloads and found and found[-1] in reloads:
                found.pop()
            found.append(name)
        return tuple(found[:-1] if found and found[-1] in reloads else found)

    def _on_board(self, route: Route, found: VehicleState, trips: int) -> frozenset[str]:
        """Return the open orders whose goods are on the vehicle: of this trip, or fetched before."""
        until = route.reloads[trips].before_stop if trips < len(route.reloads) else len(route.stops)
        this_trip = {stop.visit_id for stop in route.stops[:until]}
        fetched = {stop.visit_id for stop in found.past if stop.is_pickup}
        carried = set()
        for name in found.open_visits:
            order = self.orders.get(name)
            if order is None or is_pickup_id(name) or order.kind is OrderKind.COLLECTION:
                continue
            if pickup_id(name) in fetched if order.pickup is not None else name in this_trip:
                carried.add(name)
        return frozenset(carried)

    def _carried(self, route: Route, past: Sequence[Stop], trips: int) -> Load:
        """Return what came on board on this trip and stays: collections, and goods that nobody took."""
        begin = route.reloads[trips - 1].before_stop if trips else 0
        before = {stop.visit_id for stop in route.stops[:begin]}
        total = Load()
        for stop in past:
            order = self.orders.get(stop.visit_id)
            if order is None or stop.is_pickup or stop.visit_id in before:
                continue
            is_served = self.state.stops[stop.visit_id].status is StopStatus.DELIVERED
            if is_served == (order.kind is OrderKind.COLLECTION):
                total += order.load
        return total

    def _seconds(self, moment: datetime) -> int:
        return self.day.seconds_of(moment)


def _last_stamp(seen: StopState) -> datetime | None:
    return seen.left or seen.finished or seen.service_start or seen.arrived
