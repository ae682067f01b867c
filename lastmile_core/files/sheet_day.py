"""What every file about a plan is written from, and how such a file is named."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from lastmile_core.model import Depot, Driver, Order, Plan, Route, TravelSource, Vehicle

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
    """

    plan: Plan
    orders: Mapping[str, Order]
    depot: Depot
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    drivers: Mapping[str, Driver] = field(default_factory=dict)
    paths: Mapping[str, Sequence[LatLon]] = field(default_factory=dict)
    docks: Mapping[str, str] = field(default_factory=dict)

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
        """Return the name of the route's driver; empty when nobody is set."""
        driver = self.drivers.get(route.driver_id or "")
        return driver.name if driver is not None else route.driver_id or ""

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
