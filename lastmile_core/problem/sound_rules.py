"""What must hold between the visits, vehicles and traffic of one problem."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.problem.day_rules import DayPrices, Traffic
from lastmile_core.problem.vehicle_day import VehicleDay
from lastmile_core.problem.visit import Visit


def require_sound_rules(
    visits: Sequence[Visit], vehicles: Sequence[VehicleDay], traffic: Traffic | None, places: int
) -> None:
    """Check pairs, reloads, release times and traffic factors.

    Raises
    ------
    ValueError
        If one of them cannot be meant; the sentence says what to change.
    """
    for idx, visit in enumerate(visits):
        if visit.is_reload:
            _require_reload(visit, len(vehicles))
        if visit.is_pickup or visit.partner is not None:
            _require_pair(visits, idx)
        if visit.release and (visit.is_collection or visit.is_reload or visit.partner is not None):
            raise ValueError(f"{visit.visit_id} is not loaded at the depot but has a release time; set it to 0")
    if traffic is not None:
        _require_traffic(traffic, places)


def has_trip_rules(visits: Sequence[Visit], vehicles: Sequence[VehicleDay]) -> bool:
    """Whether a route of this problem is more than one plain trip."""
    return any(
        visit.set_up or visit.release or visit.dock_time or visit.is_reload or visit.partner is not None
        for visit in visits
    ) or any(any(vehicle.on_board) for vehicle in vehicles)


def has_visit_prices(visits: Sequence[Visit], prices: DayPrices) -> bool:
    """Whether when or by whom a visit is served may have a price."""
    asks_previous = bool(prices.moved_stop or prices.changed_time)
    return any(
        (visit.preferred is not None and (visit.early_price or visit.late_price))
        or (prices.failed_attempt and visit.chances)
        or (asks_previous and (visit.previous_vehicle is not None or visit.previous_start is not None))
        or (prices.unfamiliar and visit.familiar_vehicles is not None)
        for visit in visits
    )


def _require_reload(visit: Visit, num_vehicles: int) -> None:
    name = visit.visit_id
    if visit.partner is not None or visit.is_pickup or visit.is_collection or any(visit.load):
        raise ValueError(f"the reload {name} carries or collects something; give it no load and no partner")
    allowed = visit.allowed_vehicles
    if allowed is None or len(allowed) != 1 or not 0 <= min(allowed) < num_vehicles:
        raise ValueError(f"the reload {name} must be allowed on exactly one vehicle of the problem")


def _require_pair(visits: Sequence[Visit], idx: int) -> None:
    visit = visits[idx]
    if visit.partner is None:
        raise ValueError(f"the pickup of {visit.visit_id} has no delivery; name it as its partner")
    other = visits[visit.partner] if 0 <= visit.partner < len(visits) else None
    if other is None or other.partner != idx or other.is_pickup == visit.is_pickup:
        raise ValueError(f"the pair of {visit.visit_id} does not fit: one pickup and one delivery must name each other")
    if visit.load != other.load or visit.is_collection:
        raise ValueError(f"both halves of the pair {visit.visit_id} must carry the same load, and none is a collection")


def _require_traffic(traffic: Traffic, places: int) -> None:
    if not traffic.factors or not all(traffic.factors):
        raise ValueError("traffic has no factors; give at least one an hour for every district")
    if any(type(factor) is not int or factor < 1 for hours in traffic.factors for factor in hours):
        raise ValueError("a traffic factor is not a whole number above zero; 1000 means the matrix time")
    if traffic.district and len(traffic.district) != places:
        raise ValueError(f"traffic names {len(traffic.district)} districts for {places} places; give each place one")
    if any(not 0 <= district < len(traffic.factors) for district in traffic.district):
        raise ValueError("traffic names a district without factors; number districts from 0")
