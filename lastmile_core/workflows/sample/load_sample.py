"""Put the invented city of Port Alder into the store: fleet, customers, eight weeks behind today, today's orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lastmile_core.clock import today_in
from lastmile_core.model import Location, Plan
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.travel.provider import TravelProvider, choose_provider
from lastmile_core.travel.regions import get_region
from lastmile_core.workflows.imports.import_orders import import_orders
from lastmile_core.workflows.places.prepare_region import prepare_region
from lastmile_core.workflows.places.region_addresses import build_addresses, has_addresses
from lastmile_core.workflows.reports.report_period import report_period
from lastmile_core.workflows.sample.load_sample_files import (
    ORDERS_FILE,
    ROAD_FILE,
    SAMPLE_FOLDER,
    SampleFiles,
    read_sample,
)
from lastmile_core.workflows.sample.load_sample_history import CityTravel, PastDay, past_dates, read_history, replay

REGION = "port-alder"
ATTRIBUTION = "Port Alder is invented; no licence"
_BY = "Sample city"
OnProgress = Callable[[float, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSummary:
    """What is in the store after loading.

    Attributes
    ----------
    was_loaded
        True when the city was put in now, False when it was there already.
    today
        The day that counts as today; history ends the day before the first loading.
    """

    was_loaded: bool
    today: date
    num_orders_today: int = 0
    num_past_orders: int = 0
    num_plans: int = 0
    num_events: int = 0


def load_sample(
    store: Store,
    settings: Settings,
    *,
    today: date | None = None,
    with_orders: bool = True,
    with_history: bool = True,
    on_progress: OnProgress | None = None,
) -> SampleSummary:
    """Load the sample city; a second call changes nothing, except that a later day gets its orders.

    Everything goes in together: a load that is interrupted leaves the store as it was.

    Parameters
    ----------
    today
        Defaults to today in the city's time zone; the last day of history is the day before.
    with_orders
        False leaves today's orders out, for those who want to upload them.
    with_history
        False leaves the eight past weeks out: depots, fleet and customers only.
    on_progress
        Called with a share from 0 to 1, what is being done, and how far that is (a day; "" where nothing tells).

    Raises
    ------
    RoadsError
        If the city's roads cannot be prepared.
    """
    tell = on_progress or (lambda _share, _step, _detail: None)
    sample = read_sample()
    today = today or today_in(sample.depots[0].timezone)
    _prepare_roads(settings, tell)
    is_known = store.sample_loads.find() is not None
    summary = SampleSummary(was_loaded=False, today=today)
    with store.atomic():
        if not is_known:
            _save_people_and_places(store, sample)
            if with_history:
                summary = _save_history(store, settings, sample, today, tell)
            store.sample_loads.add(today, by=_BY)
            store.audit.write(who=_BY, what="load sample city", subject=today.isoformat())
        if with_orders and not store.orders.due_on(today):
            tell(0.97, "Reading today's orders", "")
            content = (SAMPLE_FOLDER / ORDERS_FILE).read_bytes()
            import_orders(store, content, ORDERS_FILE, service_date=today, by=_BY)
    tell(1.0, "Port Alder is ready", "")
    num_today = len(store.orders.due_on(today))
    return SampleSummary(
        was_loaded=not is_known,
        today=today,
        num_orders_today=num_today,
        num_past_orders=summary.num_past_orders,
        num_plans=summary.num_plans,
        num_events=summary.num_events,
    )


def _prepare_roads(settings: Settings, tell: OnProgress) -> None:
    region = get_region(settings, REGION)
    if region is not None:
        if not has_addresses(region):
            build_addresses(region, SAMPLE_FOLDER / ROAD_FILE)
        return
    prepare_region(
        settings,
        None,
        SAMPLE_FOLDER / ROAD_FILE,
        REGION,
        attribution=ATTRIBUTION,
        # Seconds instead of minutes; the answers are the same and quick enough for a day of this city.
        quick=True,
        on_progress=lambda share, words: tell(0.6 * share, words, ""),
    )


def _save_people_and_places(store: Store, sample: SampleFiles) -> None:
    for depot in sample.depots:
        store.depots.save(depot)
    for dock in sample.docks:
        store.docks.save(dock)
    store.drivers.save_many(sample.drivers)
    store.vehicles.save_many(sample.vehicles)
    store.customers.save_many(sample.customers)


def _city_places(sample: SampleFiles) -> list[Location]:
    places: list[Location] = [depot.location for depot in sample.depots]
    return places + [customer.location for customer in sample.customers if customer.location is not None]


def city_travel(settings: Settings, sample: SampleFiles) -> CityTravel:
    """Return the driving times between both depots and all customers."""
    places = _city_places(sample)
    provider = choose_provider(settings, places)
    return CityTravel(sample, {profile: provider.matrix(places, profile) for profile in ("van", "cargo_bike")})


def _save_history(
    store: Store, settings: Settings, sample: SampleFiles, today: date, tell: OnProgress
) -> SampleSummary:
    tell(0.6, "Measuring the ways between all customers", "")
    travel = city_travel(settings, sample)
    provider = choose_provider(settings, _city_places(sample))
    history = read_history()
    total = sum(len(day) for day in history)
    num_orders = num_events = num_plans = 0
    for past in replay(sample, travel, today, history):
        store.orders.save_many(past.orders)
        is_yesterday = past.plan.service_date == today - timedelta(days=1)
        drawn = _draw(provider, sample, past) if is_yesterday else past.plan
        plan = store.plans.add(drawn, expected_head=0)
        at = plan.created_at + timedelta(minutes=12)
        store.plans.publish(plan.service_date, plan.depot_id, plan.version, by=plan.created_by, at=at)
        store.events.append(past.events)
        num_plans += 1
        num_orders += len(past.orders)
        num_events += len(past.events)
        tell(0.65 + 0.3 * num_plans / total, "Eight weeks behind us", f"{plan.service_date:%d %B}")
    tell(0.95, "Adding up the last four weeks", "")
    for depot in store.depots.all():
        # Days that are added up once stay so: the first look at Performance need not wait for 28 of them.
        report_period(store, today - timedelta(days=1), today - timedelta(days=1), depot.depot_id)
    return SampleSummary(
        was_loaded=True, today=today, num_past_orders=num_orders, num_plans=num_plans, num_events=num_events
    )


def _draw(provider: TravelProvider, sample: SampleFiles, past: PastDay) -> Plan:
    """Return the plan with the streets of every leg; only yesterday is looked at on the map often enough to pay."""
    depot = sample.depot(past.plan.depot_id).location
    places = {order.order_id: order.location for order in past.orders}
    profiles = {vehicle.vehicle_id: vehicle.vehicle_class.value for vehicle in sample.vehicles}
    routes = []
    for route in past.plan.routes:
        stops = [place for stop in route.stops if (place := places[stop.visit_id]) is not None]
        lines = provider.legs([depot, *stops, depot], profiles[route.vehicle_id]) if stops else []
        routes.append(replace(route, geometry=tuple(lines)))
    return replace(past.plan, routes=tuple(routes))


__all__ = ["ATTRIBUTION", "REGION", "SampleSummary", "load_sample", "past_dates"]
