"""What every file about a plan is written from, and how such a file is named."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from lastmile_core.model import Depot, Driver, Order, OrderStatus, Plan, Route, TravelSource, Vehicle

LatLon = tuple[float, float]

ESTIMATE_NOTE = "Driving times are estimates, not road times."


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDay:
    """A plan with the names behind its ids.

    Attributes
    ----------
    orders
        By the names of their visits, pickups too (``model.by_visit``).
    docks
        Names of the loading bays by id.
    paths
        Vehicle id → the driven line as (latitude, longitude); a missing route is drawn straight from stop to stop.
    drivers_today
        Vehicle id → who drives it as the roster says now, where that may be somebody else than the plan says.
    vehicles_off
        Vehicles that the roster keeps in, although the plan has stops for them.
    newer_version
        The published version that took this one's place; None while this is the newest one.
    """

    plan: Plan
    orders: Mapping[str, Order]
    depot: Depot
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    drivers: Mapping[str, Driver] = field(default_factory=dict)
    paths: Mapping[str, Sequence[LatLon]] = field(default_factory=dict)
    docks: Mapping[str, str] = field(default_factory=dict)
    drivers_today: Mapping[str, str | None] = field(default_factory=dict)
    vehicles_off: frozenset[str] = frozenset()
    newer_version: int | None = None

    @property
    def is_estimate(self) -> bool:
        """Whether driving times were not made by a road engine."""
        return self.plan.travel_source is TravelSource.ESTIMATE

    def routes(self, vehicle_id: str | None = None) -> tuple[Route, ...]:
        """Return the routes in use, or only the one of a vehicle (none when it stays in)."""
        return tuple(r for r in self.plan.routes_in_use if vehicle_id in (None, r.vehicle_id))

    def vehicle_name(self, vehicle_id: str) -> str:
        """Return the vehicle's name, its id when the vehicle is gone."""
        vehicle = self.vehicles.get(vehicle_id)
        return vehicle.name or vehicle_id if vehicle is not None else vehicle_id

    def driver_name(self, route: Route) -> str:
        """Return the name of who drives the route today; empty when nobody is set."""
        return self._driver(self.drivers_today.get(route.vehicle_id, route.driver_id))

    def _driver(self, driver_id: str | None) -> str:
        driver = self.drivers.get(driver_id or "")
        return driver.name if driver is not None else driver_id or ""

    def warnings(self, route: Route) -> list[str]:
        """Return what must be said on top of a route's sheet, because the day is not what the plan thought."""
        said = []
        if self.newer_version is not None:
            said.append(
                f"Plan v{self.plan.version} is superseded by v{self.newer_version}: do not drive from this sheet."
            )
        if route.vehicle_id in self.vehicles_off:
            said.append(f"{self.vehicle_name(route.vehicle_id)} does not go out today: ask the dispatcher.")
        if self.drivers_today.get(route.vehicle_id, route.driver_id) != route.driver_id:
            said.append(f"Planned for {self._driver(route.driver_id) or 'nobody'}; the roster has changed since.")
        gone = [stop.of_order for stop in route.stops if not stop.is_pickup and self.is_cancelled(stop.of_order)]
        if gone:
            stops = "1 stop is" if len(gone) == 1 else f"{len(gone)} stops are"
            said.append(f"{stops} cancelled and marked so: do not go there.")
        return said

    def is_cancelled(self, order_id: str) -> bool:
        """Whether an order was cancelled or taken out of the day after the plan was made."""
        order = self.orders.get(order_id)
        return order is None or order.status is OrderStatus.SKIPPED

    def local(self, moment: datetime) -> datetime:
        """Return the depot's wall-clock time without a zone, as files want it."""
        return moment.astimezone(ZoneInfo(self.depot.timezone)).replace(tzinfo=None)

    def path(self, route: Route) -> list[LatLon]:
        """Return the line of a route from its start to its end, over the depot between trips."""
        drawn = self.paths.get(route.vehicle_id)
        if drawn:
            return list(drawn)
        places = route.places(self.depot.location, self.orders)
        return [(place.lat, place.lon) for place in places if place is not None]

    def start_of(self, route: Route) -> LatLon | None:
        """Return where a route begins; None when it begins at its first stop."""
        if route.is_open_start:
            return None
        place = route.start or self.depot.location
        return place.lat, place.lon

    def end_of(self, route: Route) -> LatLon | None:
        """Return where a route ends; None when it ends at its last stop."""
        if route.is_open_end:
            return None
        place = route.end or self.depot.location
        return place.lat, place.lon

    def dock_name(self, dock_id: str) -> str:
        """Return the name of a loading bay; empty when none is set."""
        return self.docks.get(dock_id, dock_id)


def unique_file_name(
    plan: Plan, kind: str, content: bytes | None = None, *, what: str = "routes", part: str = ""
) -> str:
    """Return a file name that no other content ever has.

    A browser or server that remembers downloads by name would otherwise hand out yesterday's plan.

    Parameters
    ----------
    content
        The bytes of the file; None takes the plan itself, for names that must be known before the file is made.
    what, part
        First word of the name, and the vehicle when the file holds only one.
    """
    digest = hashlib.sha256(repr(plan).encode() if content is None else content).hexdigest()[:8]
    words = [what, plan.service_date.isoformat(), _slug(plan.depot_id), f"v{plan.version}", _slug(part), digest]
    return "-".join(word for word in words if word) + f".{kind}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
