"""One vehicle's day put together from its past, as it happened, and what lies ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from lastmile_core.clock import first_of, last_of
from lastmile_core.model import CostParts, Load, Route, RouteBreak, RouteReload, Stop, Vehicle, reload_id
from lastmile_core.replanning.vehicle_state import VehicleState, VehicleStatus
from lastmile_core.tracking.moments import seconds_between, shift


class CombinedRoute:
    """One vehicle's past and future put together.

    Parameters
    ----------
    published
        The route as it is published.
    ahead
        The rest, as the judge timed it; None when there is none.
    is_broken
        It stays where it is instead of coming home.
    """

    def __init__(self, state: VehicleState, published: Route, ahead: Route | None, *, is_broken: bool) -> None:
        self.state, self.published, self.ahead = state, published, ahead
        self.stays = is_broken and state.status is VehicleStatus.ON_ROUTE
        self.positions = {stop.visit_id: position for position, stop in enumerate(published.stops)}
        stops = list(ahead.stops) if ahead is not None else []
        # A vehicle on its way home begins at the stop that it was at last, which is past.
        self.dropped = int(bool(stops) and not state.begun and stops[0].visit_id == state.last_stop)
        self.stops = stops[self.dropped :]
        if self.stays and state.there is not None:
            self.stops = [state.there]
        self.reloads = self._past_reloads()

    def route(self, vehicle: Vehicle | None) -> Route:
        """Return the whole route; ``vehicle`` says what it costs."""
        state, published = self.state, self.published
        stops = self._joined()
        breaks = self._breaks()
        end = self._end()
        found = replace(
            published,
            driver_id=self.ahead.driver_id if self.ahead is not None else published.driver_id,
            loading_start=state.loading_start,
            departure=state.departure,
            return_at=end,
            stops=tuple(stops),
            breaks=tuple(breaks),
            reloads=tuple(self.reloads),
            geometry=(),
            dock_id=published.dock_id,
            is_open_end=published.is_open_end or self.stays,
            end=None if self.stays else published.end,
            return_drive_s=0 if self.stays else self._home("return_drive_s"),
            return_distance_m=0 if self.stays else self._home("return_distance_m"),
            peak_load=_larger(published.peak_load, self.ahead.peak_load if self.ahead else Load()),
        )
        return summed(found, vehicle)

    def _home(self, field: str) -> int:
        value: int = getattr(self.ahead or self.published, field)
        return value

    def _end(self) -> datetime:
        past = self.state.past
        left = past[-1].departure if past else self.state.departure
        if self.stays:
            return self.stops[-1].departure if self.stops else left
        if self.state.returned is not None and self.ahead is None:
            return last_of(left, self.state.returned)
        return last_of(left, self.ahead.return_at if self.ahead else shift(left, self.published.return_drive_s))

    def _joined(self) -> list[Stop]:
        """Return all stops; drives of the past fill the time between them."""
        state, joined = self.state, []
        left = state.departure
        for position, stop in enumerate((*state.past, *self.stops)):
            is_past = position < len(state.past)
            if is_past or position == len(state.past):
                again = [reload for reload in self.reloads if reload.before_stop == position]
                left = again[-1].end if again else left
                pause = sum(
                    seconds_between(start, end)
                    for start, end in state.breaks
                    if seconds_between(left, start) >= 0 and seconds_between(end, stop.arrival) >= 0
                )
                arrival = last_of(left, stop.arrival)
                old = self.published.stops[self.positions[stop.visit_id]] if stop.visit_id in self.positions else stop
                metres = stop.distance_m or (old.distance_m if stop.visit_id == state.begun else 0)
                stop = replace(
                    stop,
                    arrival=arrival,
                    service_start=last_of(arrival, stop.service_start),
                    departure=last_of(arrival, stop.departure),
                    drive_s=max(0, seconds_between(left, arrival) - pause),
                    wait_s=max(0, seconds_between(arrival, stop.service_start) - stop.set_up_s),
                    distance_m=metres,
                )
            left = stop.departure
            joined.append(stop)
        return joined

    def _past_reloads(self) -> list[RouteReload]:
        """Return the reloads that were made, then the one that it comes back for, then those ahead."""
        state, past = self.state, self.state.past
        found: list[RouteReload] = []
        for reload in self.published.reloads[: state.trips_done]:
            position = sum(self.positions.get(stop.visit_id, 0) < reload.before_stop for stop in past)
            left = past[position - 1].departure if position else state.departure
            arrival = shift(left, reload.drive_s)
            until = past[position].arrival if position < len(past) else None
            start = last_of(arrival, self.ahead.loading_start) if until is None and self.ahead else arrival
            end = self.ahead.departure if until is None and self.ahead else shift(start, reload.loading_s)
            if until is not None:
                arrival, start, end = first_of(arrival, until), first_of(start, until), first_of(end, until)
            wait = seconds_between(arrival, start)
            found.append(replace(reload, arrival=arrival, start=start, end=end, before_stop=position, wait_s=wait))
        for number, reload in enumerate(self.ahead.reloads if self.ahead else (), state.trips_done + 1):
            position = reload.before_stop - self.dropped + len(past)
            found.append(replace(reload, reload_id=reload_id(state.vehicle_id, number), before_stop=position))
        return found

    def _breaks(self) -> list[RouteBreak]:
        past = self.state.past
        found = [
            RouteBreak(start=start, end=end, before_stop=sum(stop.departure <= start for stop in past))
            for start, end in self.state.breaks
        ]
        ahead = self.ahead.breaks if self.ahead else ()
        shift_by = len(past) - self.dropped
        return [*found, *(replace(rest, before_stop=rest.before_stop + shift_by) for rest in ahead)]


def summed(route: Route, vehicle: Vehicle | None) -> Route:
    """Return the route with sums that fit its stops; what nothing else explains is waiting."""
    service = sum(seconds_between(stop.service_start, stop.departure) for stop in route.stops)
    drive = sum(stop.drive_s for stop in route.stops) + sum(r.drive_s for r in route.reloads) + route.return_drive_s
    loading = seconds_between(route.loading_start, route.departure) + sum(r.loading_s for r in route.reloads)
    pause = sum(seconds_between(rest.start, rest.end) for rest in route.breaks)
    set_up = sum(stop.set_up_s for stop in route.stops)
    metres = sum(s.distance_m for s in route.stops) + sum(r.distance_m for r in route.reloads) + route.return_distance_m
    found = replace(
        route,
        service_s=service,
        drive_s=drive,
        loading_s=loading,
        break_s=pause,
        set_up_s=set_up,
        distance_m=metres,
        wait_s=route.paid_s - service - drive - loading - pause - set_up,
    )
    return replace(found, cost=operating_cost(found, vehicle).operating)


def operating_cost(route: Route, vehicle: Vehicle | None) -> CostParts:
    """Return the money that a route costs; nothing for a vehicle that stays in or is not known."""
    if vehicle is None or not route.stops:
        return CostParts()
    over = 0 if vehicle.regular_s is None else max(0, route.paid_s - vehicle.regular_s)
    return CostParts(
        vehicles=vehicle.fixed_cost,
        distance=route.distance_m * vehicle.cost_per_km / 1000,
        paid_time=route.paid_s * vehicle.cost_per_hour / 3600,
        overtime=over * vehicle.overtime_price / 3600,
    )


def _larger(one: Load, other: Load) -> Load:
    names = {name for name, _ in one.amounts + other.amounts}
    return Load.of({name: max(one.get(name), other.get(name)) for name in names})
