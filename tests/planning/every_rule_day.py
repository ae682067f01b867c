"""A stored day with every rule at once: put on top of whatever orders and vehicles a store has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time

from lastmile_core.clock import ServiceDay
from lastmile_core.model import (
    Depot,
    Dock,
    Driver,
    Load,
    Location,
    Order,
    OrderKind,
    OrderStatus,
    Pickup,
    PlanningRules,
    Priority,
    TimeWindow,
    Vehicle,
    VehicleClass,
)
from lastmile_core.store import Store

DEPOT = Depot(depot_id="harbour", name="Harbour depot", location=Location(lat=44.9668, lon=-29.9767))
TRAFFIC = (1.0,) * 7 + (1.3, 1.5, 1.2) + (1.0,) * 6 + (1.3, 1.4, 1.1) + (1.0,) * 5
CRANE = frozenset({"crane"})
AT_HOME = (0.5,) * 8 + (0.55, 0.5, 0.5, 0.5, 0.6, 0.6, 0.7, 0.8) + (0.9,) * 8
NUM_ORDERS = 40
Change = Callable[[Order, ServiceDay], Order]


def save_small_city(store: Store, service_date: date) -> None:
    """Save a depot with three vans, a bike, their drivers and forty orders around it; nothing special about them."""
    with store.atomic():
        store.depots.save(DEPOT)
        for number in range(1, 5):
            own = {"depot_id": DEPOT.depot_id, "name": f"Driver {number}"}
            store.drivers.save(Driver(driver_id=f"D{number}", shift_start=time(6, 30), shift_end=time(18), **own))
            kind = VehicleClass.CARGO_BIKE if number == 4 else VehicleClass.VAN
            vehicle = Vehicle(
                vehicle_id=f"V{number}", name=f"Van {number}", depot_id=DEPOT.depot_id, vehicle_class=kind
            )
            store.vehicles.save(replace(vehicle, driver_id=f"D{number}"))
        store.orders.save_many([_plain_order(number, service_date) for number in range(NUM_ORDERS)])


def _plain_order(number: int, service_date: date) -> Order:
    return Order(
        order_id=f"A{number:02d}",
        service_date=service_date,
        depot_id=DEPOT.depot_id,
        customer_name=f"Customer {number}",
        district="Old Town" if number % 3 else "Quay",
        location=Location(lat=44.95 + number * 37 % 40 / 800, lon=-30.02 + number * 17 % 40 / 500),
        load=Load.of(parcels=3),
    )


def add_every_rule(store: Store, depot_id: str, service_date: date) -> None:
    """Give forty orders of the day, four vehicles, their drivers and the depot every rule; the rest stays at home."""
    depot = store.depots.get(depot_id)
    assert depot is not None
    day = ServiceDay(service_date=service_date, timezone=depot.timezone)
    ready = sorted(
        (o for o in store.orders.due_on(service_date, depot_id) if o.location is not None), key=lambda o: o.order_id
    )
    orders, rest = ready[:NUM_ORDERS], ready[NUM_ORDERS:]
    with store.atomic():
        vehicles = _fleet(store, depot, service_date)
        ruled = _with_rules(orders, vehicles, day)
        store.orders.save_many([*ruled, *(replace(order, status=OrderStatus.SKIPPED) for order in rest)])
        for number in (1, 2):
            dock = Dock(dock_id=f"{depot_id}-bay-{number}", depot_id=depot_id, name=f"Bay {number}", opens=time(5, 30))
            store.docks.save(dock)
        known = {dock.dock_id for dock in store.docks.of_depot(depot_id)}
        for dock_id in known - {f"{depot_id}-bay-{number}" for number in (1, 2)}:
            store.docks.remove(dock_id)
        store.planning_rules.save(
            depot_id,
            PlanningRules(
                waiting_price=6.0,
                balance_price=4.0,
                moved_stop_price=1.0,
                changed_time_price=1.0,
                traffic=TRAFFIC,
                district_traffic=(("Old Town", tuple(factor * 1.1 for factor in TRAFFIC)),),
                use_docks=True,
            ),
        )


def _fleet(store: Store, depot: Depot, service_date: date) -> list[Vehicle]:
    """Return three vans and a bike with rules of their own; all other vehicles stay in."""
    all_of_them = sorted(store.vehicles.of_depot(depot.depot_id), key=lambda vehicle: vehicle.vehicle_id)
    vans = [vehicle for vehicle in all_of_them if vehicle.vehicle_class is VehicleClass.VAN][:3]
    bikes = [vehicle for vehicle in all_of_them if vehicle.vehicle_class is VehicleClass.CARGO_BIKE][:1]
    home = Location(lat=depot.location.lat + 0.012, lon=depot.location.lon - 0.02)
    room = Load.of(parcels=27)
    chosen = [
        replace(vans[0], capacity=room, max_trips=3, loading_s=600, reload_s=480, regular_s=7 * 3600, overtime_price=9),
        replace(vans[1], capacity=room, open_end=True, max_stops=16, max_distance_m=150_000),
        replace(vans[2], capacity=room, start=home, end=home, max_duration_s=9 * 3600, max_stops=4, skills=CRANE),
        replace(bikes[0], capacity=Load.of(parcels=9), max_trips=3),
    ]
    store.vehicles.save_many(chosen)
    out = {vehicle.vehicle_id for vehicle in chosen}
    for entry in store.availability.for_day(service_date, depot.depot_id):
        changed = replace(entry, is_available=entry.vehicle_id in out, shift_start=time(6, 30), shift_end=time(16))
        store.availability.set(changed)
    for vehicle, rules in zip(
        chosen[:2], ({"break_after_s": 4 * 3600}, {"districts": frozenset({"Quay"})}), strict=True
    ):
        driver = store.drivers.get(vehicle.driver_id or "")
        assert driver is not None
        store.drivers.save(replace(driver, **rules))  # type: ignore[arg-type]
    return chosen


def _with_rules(orders: Sequence[Order], vehicles: Sequence[Vehicle], day: ServiceDay) -> list[Order]:
    """Return the orders with rules by their place in the list."""
    districts = ("Old Town", "Quay", "Hill")
    plain = [
        replace(
            order,
            district=districts[number % 3],
            kind=OrderKind.DELIVERY,
            load=Load.of(parcels=3),
            windows=(),
            skills=frozenset(),
            chances=(),
            dock_s=30,
        )
        for number, order in enumerate(orders)
    ]
    ids = [vehicle.vehicle_id for vehicle in vehicles]
    fetched = [Pickup(location=plain[-number].location, name=f"Shop {number}", set_up_s=120) for number in (1, 2, 3)]
    rules: list[Change] = [
        *(lambda order, _, pickup=pickup: replace(order, pickup=pickup) for pickup in fetched),
        *[lambda order, day: replace(order, kind=OrderKind.COLLECTION, windows=(_window(day, 12, 15),))] * 3,
        *[lambda order, _: replace(order, same_route=frozenset({"sofa"}))] * 2,
        *[lambda order, _: replace(order, different_routes=frozenset({"dogs"}))] * 2,
        lambda order, _: replace(order, allowed_vehicles=frozenset({ids[1]})),
        lambda order, _: replace(order, allowed_vehicles=frozenset({ids[3]})),
        lambda order, _: replace(order, forbidden_vehicles=frozenset({ids[0]})),
        *[lambda order, day: replace(order, preferred=_window(day, 9, 10), late_price=12.0)] * 3,
        *[lambda order, day: replace(order, windows=(_window(day, 8, 9), _window(day, 13, 15)))] * 3,
        *[lambda order, _: replace(order, chances=AT_HOME)] * 6,
        *[lambda order, day: replace(order, release_at=day.local(time(10, 30)))] * 4,
        *[lambda order, day: replace(order, set_up_s=180, windows=(_window(day, 8, 11),))] * 4,
        *[
            lambda order, day, hour=hour: replace(order, skills=CRANE, windows=(_quarter(day, hour),))
            for hour in (8, 11)
        ],
        lambda order, _: replace(order, priority=Priority.LOW),
        # Out in the morning and in the afternoon: this van owes its driver a break, however the rest is planned.
        *[
            lambda order, day, hour=hour: replace(
                order, allowed_vehicles=frozenset({ids[0]}), windows=(_window(day, hour, hour + 1),)
            )
            for hour in (9, 14)
        ],
    ]
    changed = [rule(order, day) for rule, order in zip(rules, plain, strict=False)]
    # Two of those with a set-up time are at one address, and share it.
    first = next(index for index, order in enumerate(changed) if order.set_up_s)
    changed[first + 1] = replace(changed[first + 1], location=changed[first].location, address=changed[first].address)
    return [*changed, *plain[len(changed) :]]


def _quarter(day: ServiceDay, hour: int) -> TimeWindow:
    return TimeWindow(earliest=day.local(time(hour)), latest=day.local(time(hour, 15)))


def _window(day: ServiceDay, begin: int, end: int) -> TimeWindow:
    return TimeWindow(earliest=day.local(time(begin)), latest=day.local(time(end)))
