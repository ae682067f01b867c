"""Travel times for a day's places, where an answer that cannot be true is told in people's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lastmile_core.model import Depot, Location, Order, Vehicle
from lastmile_core.problem.building.day_places import DayPlaces
from lastmile_core.travel.provider import TravelProvider
from lastmile_core.travel.times.memory_needed import require_memory
from lastmile_core.travel.times.travel_matrix import ImpossibleTravelError, TravelMatrix


def travel_times(
    provider: TravelProvider, places: Sequence[Location], profiles: Iterable[str], names: Sequence[str]
) -> dict[str, TravelMatrix]:
    """Return the matrix of each road profile.

    Parameters
    ----------
    names
        What people call each place (:func:`place_names`).

    Raises
    ------
    RoadsError
        If the road engine fails, or says something impossible; the message names the two places.
    """
    wanted = list(profiles)
    require_memory(len(places), len(wanted))
    try:
        return {profile: provider.matrix(places, profile) for profile in wanted}
    except ImpossibleTravelError as error:
        raise error.named(names) from error


def place_names(depot: Depot, orders: Sequence[Order], places: DayPlaces, vehicles: Sequence[Vehicle]) -> list[str]:
    """Return what people call the places of a day, in the order of its locations."""
    names = [f"the depot {depot.name}", *(_order_name(order) for order in orders)]
    names += [""] * (len(places.locations) - len(names))
    known = {vehicle.vehicle_id: vehicle.name for vehicle in vehicles}
    for order in orders:
        if order.order_id in places.pickups:
            names[places.pickups[order.order_id]] = f"the pickup of {_order_name(order)}"
    for words, own in (("start", places.starts), ("end", places.ends)):
        for vehicle_id, index in own.items():
            names[index] = names[index] or f"the {words} of {known.get(vehicle_id, vehicle_id)}"
    return names


def _order_name(order: Order) -> str:
    who = f" ({order.customer_name})" if order.customer_name else ""
    return f"order {order.order_id}{who}"
