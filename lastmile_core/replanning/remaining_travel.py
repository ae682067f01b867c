"""Travel times for the rest of a day, taken from those that the day was planned with where these have all places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lastmile_core.model import Location, Order, Plan, Unassigned, UnassignedKind, UnassignedReason, Vehicle
from lastmile_core.problem import DayPlaces, day_places
from lastmile_core.problem.building.travel_times import place_names, travel_times
from lastmile_core.problem.day_inputs import SNAP_LIMIT_M, DayInputs
from lastmile_core.settings import Settings
from lastmile_core.travel.kerb_provider import kerb_provider
from lastmile_core.travel.times.travel_matrix import TravelMatrix


def remaining_travel(
    settings: Settings, inputs: DayInputs, plan: Plan, orders: Sequence[Order], vehicles: Sequence[Vehicle]
) -> tuple[dict[str, TravelMatrix], dict[str, Unassigned]]:
    """Return the matrices of a problem, and the orders that no road leads to, by number, which are not in them.

    The matrices of the morning are kept on disk, so that a re-plan need not wait for the road engine.
    """
    planned = {stop.of_order for route in plan.routes for stop in route.stops}
    planned |= {left.order_id for left in plan.unassigned}
    morning = [order for order in inputs.orders if order.order_id in planned]
    going = [
        vehicle for vehicle in inputs.vehicles if vehicle.vehicle_id in {row.vehicle_id for row in inputs.available}
    ]
    whole = list(day_places(inputs.depot, morning, going).locations)
    names = place_names(inputs.depot, morning, day_places(inputs.depot, morning, going), inputs.vehicles)
    places = day_places(inputs.depot, orders, vehicles)
    if not set(places.locations) <= set(whole):
        called = dict(zip(places.locations, place_names(inputs.depot, orders, places, vehicles), strict=True))
        whole, names = list(called), list(called.values())
    provider = kerb_provider(settings, whole, inputs.rules, orders, morning)
    profiles = sorted({vehicle.vehicle_class.value for vehicle in vehicles}) or ["van"]
    matrices = travel_times(provider, whole, profiles, names)
    far = _far({profile: _picked(matrix, whole, places) for profile, matrix in matrices.items()}, orders)
    if far:
        left = [order for order in orders if order.order_id not in far]
        places = day_places(inputs.depot, left, vehicles)
    return {profile: _picked(matrix, whole, places) for profile, matrix in matrices.items()}, far


def _picked(matrix: TravelMatrix, whole: Sequence[Location], places: DayPlaces) -> TravelMatrix:
    row_of = {place: number for number, place in reversed(list(enumerate(whole)))}
    rows = np.array([row_of[place] for place in places.locations], dtype=np.int64)
    return TravelMatrix(
        durations=matrix.durations[np.ix_(rows, rows)],
        distances=matrix.distances[np.ix_(rows, rows)],
        snap_m=matrix.snap_m[rows],
        profile=matrix.profile,
        source=matrix.source,
        region=matrix.region,
        note=matrix.note,
    )


def _far(matrices: Mapping[str, TravelMatrix], orders: Sequence[Order]) -> dict[str, Unassigned]:
    found: dict[str, Unassigned] = {}
    for matrix in matrices.values():
        for point in matrix.far_points(SNAP_LIMIT_M):
            if 0 < point <= len(orders):
                order, metres = orders[point - 1], float(matrix.snap_m[point])
                found[order.order_id] = Unassigned(
                    order_id=order.order_id,
                    kind=UnassignedKind.PROVEN,
                    reason=UnassignedReason.REACHABLE,
                    message=f"Its pin is {metres / 1000:.1f} km from the nearest road.",
                    mend="Correct the place on the Orders page.",
                    amount=metres,
                    unit="m",
                )
    return found
