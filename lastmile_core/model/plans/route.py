"""A vehicle's day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lastmile_core.clock import elapsed
from lastmile_core.model.basics.load import Load
from lastmile_core.model.basics.location import Location
from lastmile_core.model.orders.order import Order
from lastmile_core.model.orders.visit_id import place_of
from lastmile_core.model.plans.stop import Stop

DEPOT = ""
"""Name of the depot among a route's way points."""

START, END = "start/", "end/"
"""Names of the places where a route begins or ends when that is not the depot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteBreak:
    """A pause of the driver.

    ``before_stop`` is the 0-based index of the stop it precedes; the number of stops means before the return.
    """

    start: datetime
    end: datetime
    before_stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteReload:
    """A return to the depot between two trips: what was collected leaves, the next deliveries come on board.

    Attributes
    ----------
    reload_id
        Its name in routes and edits: ``reload/<vehicle>/<number>``.
    arrival, start, end
        Back at the depot, loading begins, wheels leave the dock.
    before_stop
        0-based index of the stop that it precedes; the number of stops means after the last one.
    drive_s, distance_m
        Of the leg that leads to the depot.
    wait_s
        Between arrival and start, breaks not counted.
    load_after
        What is on board when the next trip begins.
    dock_id
        The dock it stands at, when docks are counted.
    """

    reload_id: str
    arrival: datetime
    start: datetime
    end: datetime
    before_stop: int
    drive_s: int = 0
    distance_m: int = 0
    wait_s: int = 0
    load_after: Load = Load()
    dock_id: str = ""

    @property
    def loading_s(self) -> int:
        """Seconds of loading."""
        return elapsed(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What one vehicle does: load, depart, visit the stops in order, return.

    ``paid_s`` = ``loading_s`` + ``drive_s`` + ``set_up_s`` + ``service_s`` + ``wait_s`` + ``break_s``, always.

    Attributes
    ----------
    loading_start, departure, return_at
        Paid time runs from ``loading_start`` to ``return_at``; a route with an open end "returns" when it leaves
        its last stop.
    return_drive_s, return_distance_m
        The leg from the last stop back to the depot (or to ``end``); 0 for an open end.
    reloads
        Returns to the depot between trips, in order; they are no stops.
    set_up_s
        At all stops.
    loading_s
        At the dock, before the first departure and at every reload.
    wait_s
        Waiting at stops and before reloads, without breaks.
    peak_load
        Largest load on board at any moment, by dimension.
    cost
        Fixed, distance and paid time (with overtime) of this route in the depot's currency.
    geometry
        One encoded polyline (precision 5, latitude first) for each driven leg, one less than ``waypoints``; empty
        when the road engine has not drawn it yet (then legs are straight lines).
    is_locked
        True when a search must not touch this route.
    start, end
        Where it begins and ends when that is not the depot.
    is_open_start, is_open_end
        True when it begins at its first stop, or ends at its last one.
    dock_id
        The dock of the first loading, when docks are counted.
    """

    vehicle_id: str
    driver_id: str | None = None
    loading_start: datetime
    departure: datetime
    return_at: datetime
    stops: tuple[Stop, ...] = ()
    breaks: tuple[RouteBreak, ...] = ()
    distance_m: int = 0
    drive_s: int = 0
    service_s: int = 0
    wait_s: int = 0
    break_s: int = 0
    loading_s: int = 0
    return_drive_s: int = 0
    return_distance_m: int = 0
    peak_load: Load = Load()
    cost: float = 0.0
    geometry: tuple[str, ...] = ()
    is_locked: bool = False
    reloads: tuple[RouteReload, ...] = ()
    set_up_s: int = 0
    start: Location | None = None
    end: Location | None = None
    is_open_start: bool = False
    is_open_end: bool = False
    dock_id: str = ""

    @property
    def paid_s(self) -> int:
        """Paid time in seconds, from the start of loading to the return; 0 for a vehicle that stays in."""
        return elapsed(self.loading_start, self.return_at) if self.stops else 0

    @property
    def num_trips(self) -> int:
        """Trips from the depot; 0 for a vehicle that stays in."""
        return len(self.reloads) + 1 if self.stops else 0

    @property
    def visit_ids(self) -> tuple[str, ...]:
        """Names of its visits in order: stops and reloads."""
        names: list[str] = []
        for index, stop in enumerate(self.stops):
            names += [*self._reloads_before(index), stop.visit_id]
        return (*names, *self._reloads_before(len(self.stops)))

    @property
    def waypoints(self) -> tuple[str, ...]:
        """Names of the places that it drives along: stops by order id, ``DEPOT``, ``START`` and ``END``.

        One more than driven legs; an open start or end has no place.
        """
        if not self.stops:
            return ()
        first = () if self.is_open_start else (DEPOT if self.start is None else START,)
        last = () if self.is_open_end else (DEPOT if self.end is None else END,)
        reloads = {reload.reload_id for reload in self.reloads}
        return (*first, *(DEPOT if name in reloads else name for name in self.visit_ids), *last)

    def places(self, depot: Location, visits: Mapping[str, Order]) -> tuple[Location | None, ...]:
        """Return the place of every way point; None where ``visits`` (orders by number) does not know it."""
        fixed = {DEPOT: depot, START: self.start, END: self.end}
        return tuple(fixed.get(name, place_of(name, visits)) for name in self.waypoints)

    def way_s(self, index: int) -> int:
        """Return the seconds on the way to a stop (or home, behind the last one), over the depot where it reloads."""
        again = [reload for reload in self.reloads if reload.before_stop == index]
        drive_s = self.stops[index].drive_s if index < len(self.stops) else self.return_drive_s
        return drive_s + sum(reload.drive_s + reload.wait_s + reload.loading_s for reload in again)

    def way_m(self, index: int) -> int:
        """Return the metres on the way to a stop (or home, behind the last one), over the depot where it reloads."""
        metres = self.stops[index].distance_m if index < len(self.stops) else self.return_distance_m
        return metres + sum(reload.distance_m for reload in self.reloads if reload.before_stop == index)

    def trip_of(self, index: int) -> int:
        """Return the 1-based trip on which the stop of an index is served."""
        return 1 + sum(reload.before_stop <= index for reload in self.reloads)

    def _reloads_before(self, index: int) -> list[str]:
        return [reload.reload_id for reload in self.reloads if reload.before_stop == index]
