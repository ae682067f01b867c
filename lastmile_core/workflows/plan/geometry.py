"""Street geometry for the routes of a plan; legs that did not change are taken from the version before."""

from __future__ import annotations

import itertools
from dataclasses import replace

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, Order, Plan, Route, TravelSource, by_visit
from lastmile_core.model.plans.route import END, START
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.travel.kerb_provider import kerb_provider
from lastmile_core.travel.provider import TravelProvider
from lastmile_core.workflows.day.prepare_day import PreparedDay

LegKey = tuple[str, str, str]


def _ends(route: Route) -> list[str]:
    """Names of the places along a route, "" for the depot; its own start and end are told from other vehicles'."""
    return [name + route.vehicle_id if name in (START, END) else name for name in route.waypoints]


def _places(depot: Location, plan: Plan, orders: dict[str, Order]) -> dict[str, Location]:
    """Return every place that the plan's routes drive along, by the names of :func:`_ends`."""
    places: dict[str, Location] = {}
    for route in plan.routes:
        places |= {
            name: place
            for name, place in zip(_ends(route), route.places(depot, orders), strict=True)
            if place is not None
        }
    return places or {"": depot}


def _known_legs(plan: Plan | None, profiles: dict[str, str], prepared: PreparedDay) -> dict[LegKey, str]:
    if plan is None or (plan.travel_source, plan.travel_region, plan.input_hash) != (
        prepared.travel_source,
        prepared.travel_region,
        prepared.input_hash,
    ):
        return {}
    known: dict[LegKey, str] = {}
    for route in plan.routes:
        profile = profiles.get(route.vehicle_id, "van")
        ends = _ends(route)
        for start, end, line in zip(ends, ends[1:], route.geometry, strict=False):
            known[(profile, start, end)] = line
    return known


def draw_routes(settings: Settings, prepared: PreparedDay, plan: Plan, previous: Plan | None = None) -> Plan:
    """Return the plan with one encoded line a leg; a road engine that cannot draw leaves straight lines."""
    places = _places(prepared.inputs.depot.location, plan, by_visit(prepared.inputs.orders))
    profiles = {vehicle.vehicle_id: vehicle.vehicle_class.value for vehicle in prepared.inputs.vehicles}
    known = _known_legs(previous, profiles, prepared)
    inputs = prepared.inputs
    provider = kerb_provider(settings, list(places.values()), inputs.rules, inputs.orders)
    return replace(
        plan,
        routes=tuple(
            _draw_route(provider, route, profiles.get(route.vehicle_id, "van"), places, known) for route in plan.routes
        ),
    )


def _draw_route(
    provider: TravelProvider, route: Route, profile: str, places: dict[str, Location], known: dict[LegKey, str]
) -> Route:
    ends = _ends(route)
    pairs = list(itertools.pairwise(ends))
    if not pairs:
        return route
    try:
        missing = [pair for pair in pairs if (profile, *pair) not in known]
        if len(missing) == len(pairs):
            lines = provider.legs([places[end] for end in ends], profile)
            return replace(route, geometry=tuple(lines))
        for start, end in missing:
            known[(profile, start, end)] = provider.legs([places[start], places[end]], profile)[0]
    except RoadsError:
        return route
    return replace(route, geometry=tuple(known[(profile, *pair)] for pair in pairs))


def drawn_plan(settings: Settings, store: Store, plan: Plan) -> Plan:
    """Return a stored plan with street geometry for showing, also when it was stored without.

    The times and distances stay those that were judged; a plan made with estimated times keeps its straight lines.
    """
    if plan.travel_source is TravelSource.ESTIMATE or all(route.geometry for route in plan.routes_in_use):
        return plan
    depot = store.depots.get(plan.depot_id)
    numbers = [stop.of_order for route in plan.routes for stop in route.stops]
    orders = by_visit(store.orders.get_many(numbers, plan.service_date))
    if depot is None:
        return plan
    places = _places(depot.location, plan, orders)
    if any(stop.visit_id not in places for route in plan.routes for stop in route.stops):
        return plan
    profiles = {v.vehicle_id: v.vehicle_class.value for v in store.vehicles.of_depot(plan.depot_id, active_only=False)}
    rules = store.planning_rules.of_depot(plan.depot_id)
    provider = kerb_provider(settings, list(places.values()), rules, list(orders.values()))
    if provider.source is TravelSource.ESTIMATE:
        return plan
    return replace(
        plan,
        routes=tuple(
            route if route.geometry else _draw_route(provider, route, profiles.get(route.vehicle_id, "van"), places, {})
            for route in plan.routes
        ),
    )
