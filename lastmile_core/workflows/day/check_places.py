"""Name orders that no vehicle can drive to, before anybody plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, Order, TravelSource
from lastmile_core.problem import DayPlaces
from lastmile_core.problem.building.travel_times import place_names, travel_times
from lastmile_core.problem.day_inputs import SNAP_LIMIT_M, DayInputs
from lastmile_core.settings import Settings
from lastmile_core.travel.kerb_provider import kerb_note, kerb_provider
from lastmile_core.travel.regions import list_regions
from lastmile_core.travel.times.travel_matrix import UNREACHABLE, TravelMatrix
from lastmile_core.workflows.day.far_stops import FarStop, far_stops

MOST_ORDERS = 1500
"""Beyond this many orders the check is left to the planning worker: it would hold up the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCheck:
    """What the roads say about the day's places.

    Attributes
    ----------
    far
        Orders whose pin is farther than 500 m from any road, with the distance in metres.
    cut_off
        Orders without a way from the depot or back.
    stops
        Stops farther than 80 m from the door, or across a motorway or a railway from it.
    missing_roads
        What to add where times are estimates, with the share of places outside; empty on real roads.
    note
        Said where a place cannot be reached on its own side of the road although the rules ask for it.
    source
        Where the answer came from; an estimate knows no roads and names nothing.
    """

    far: tuple[tuple[Order, float], ...] = ()
    cut_off: tuple[Order, ...] = ()
    stops: tuple[FarStop, ...] = ()
    missing_roads: str = ""
    note: str = ""
    source: TravelSource = TravelSource.ESTIMATE

    @property
    def away(self) -> tuple[FarStop, ...]:
        """Those of ``stops`` that are planned all the same."""
        return tuple(one for one in self.stops if one.is_planned)


def check_places(settings: Settings, inputs: DayInputs) -> PlaceCheck:
    """Return the orders that cannot be reached; the travel times asked for here are kept for the planning.

    Raises
    ------
    RoadsError
        If the road engine fails.
    """
    if not inputs.orders or len(inputs.orders) > MOST_ORDERS:
        return PlaceCheck()
    points: list[Location] = [inputs.depot.location, *(o.location for o in inputs.orders if o.location is not None)]
    provider = kerb_provider(settings, points, inputs.rules, inputs.orders)
    names = place_names(inputs.depot, inputs.orders, DayPlaces(locations=tuple(points)), ())
    by_profile = travel_times(provider, points, inputs.profiles, names)
    matrices = list(by_profile.values())
    if not matrices:
        raise RoadsError("No road profile is in use today.", "Tick at least one vehicle on the Fleet page.")
    far: dict[int, float] = {}
    for matrix in matrices:
        for point in matrix.far_points(SNAP_LIMIT_M):
            far[point] = max(far.get(point, 0.0), float(matrix.snap_m[point]))
    cut_off = [
        point
        for point in range(1, len(points))
        if point not in far and all(_is_cut_off(matrix, point) for matrix in matrices)
    ]
    return PlaceCheck(
        far=tuple((inputs.orders[point - 1], metres) for point, metres in sorted(far.items()) if point > 0),
        cut_off=tuple(inputs.orders[point - 1] for point in cut_off),
        stops=far_stops(settings, provider, inputs.orders, by_profile, SNAP_LIMIT_M),
        missing_roads=missing_roads(settings, points) if provider.source is TravelSource.ESTIMATE else "",
        note=kerb_note(provider, inputs.rules, matrices),
        source=provider.source,
    )


def missing_roads(settings: Settings, points: Sequence[Location]) -> str:
    """Return which roads to add so that times are no estimates, with the share of places outside what is there."""
    regions = list_regions(settings)
    lat, lon = sorted(point.lat for point in points), sorted(point.lon for point in points)
    box = f"latitude {lat[0]:.2f} to {lat[-1]:.2f} and longitude {lon[0]:.2f} to {lon[-1]:.2f}"
    mend = (
        f"Get an OpenStreetMap extract (.osm.pbf) that covers {box} and add it on the Settings page, or: "
        "lastmile roads add FILE.osm.pbf"
    )
    if not regions:
        return f"No roads are prepared, so times are estimates. {mend}"
    best = max(regions, key=lambda region: region.share_inside(points))
    outside = 1 - best.share_inside(points)
    return f"{outside:.0%} of the places lie outside the road region “{best.name}”, so times are estimates. {mend}"


def _is_cut_off(matrix: TravelMatrix, point: int) -> bool:
    return bool(matrix.durations[0, point] >= UNREACHABLE or matrix.durations[point, 0] >= UNREACHABLE)
