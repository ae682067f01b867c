"""Every place of a day, in the order in which travel times are asked for and matrices are indexed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lastmile_core.model import Depot, Location, Order, Vehicle

NEAR_DEPOT_M = 250
"""A vehicle's start or end this near to the depot is the depot: fleet files often repeat its coordinates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlaces:
    """The depot, then the orders, then pickups and the vehicles' own starts and ends (each place of these once).

    Attributes
    ----------
    locations
        Build matrices for exactly these.
    pickups
        Order id to the index of its pickup.
    starts, ends
        Vehicle id to an index, for vehicles that do not start or end at the depot.
    """

    locations: tuple[Location, ...]
    pickups: Mapping[str, int] = field(default_factory=dict)
    starts: Mapping[str, int] = field(default_factory=dict)
    ends: Mapping[str, int] = field(default_factory=dict)


def day_places(depot: Depot, orders: Sequence[Order], vehicles: Sequence[Vehicle]) -> DayPlaces:
    """Return the places of a day; ``orders[i]`` is location ``i + 1``.

    Parameters
    ----------
    orders
        With known places (``plannable``).
    vehicles
        Those that go out (:func:`vehicles_out`).
    """
    locations = [depot.location, *(order.location for order in orders if order.location is not None)]
    known: dict[Location, int] = {}

    def index_of(place: Location) -> int:
        if place not in known:
            known[place] = len(locations)
            locations.append(place)
        return known[place]

    pickups = {
        order.order_id: index_of(order.pickup.location)
        for order in orders
        if order.pickup is not None and order.pickup.location is not None
    }

    def own(vehicle: Vehicle, place: Location | None, is_open: bool) -> dict[str, int]:
        if is_open or place is None or metres_apart(place, depot.location) <= NEAR_DEPOT_M:
            return {}
        return {vehicle.vehicle_id: index_of(place)}

    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for vehicle in vehicles:
        starts |= own(vehicle, vehicle.start, vehicle.open_start)
        ends |= own(vehicle, vehicle.end, vehicle.open_end)
    return DayPlaces(locations=tuple(locations), pickups=pickups, starts=starts, ends=ends)


def metres_apart(one: Location, other: Location) -> float:
    """Return the straight distance of two places that are near to each other."""
    squeeze = math.cos(math.radians((one.lat + other.lat) / 2))
    return 111_320 * math.hypot(one.lat - other.lat, (one.lon - other.lon) * squeeze)
