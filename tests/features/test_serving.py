"""Who may, may not and should rather serve whom, from the table of all days to the routes of every engine."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.model import Customer, CustomerVehicle, Depot, Driver, Location, Order, ServiceKind, Vehicle
from lastmile_core.settings import load_settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day

DAY = date(2026, 11, 23)


@pytest.fixture
def routes_of(own_home: Path, engine: Callable) -> Callable[..., dict[str, list[str]]]:
    """Plan two customers beside each other with two vans, and say who serves whom."""

    def plan(*said: tuple[str, str, ServiceKind]) -> dict[str, list[str]]:
        with open_store(load_settings().database) as store:
            store.depots.save(Depot(depot_id="d", name="Depot", location=Location(lat=48.1, lon=11.5)))
            for number in (1, 2):
                store.drivers.save(Driver(driver_id=f"D{number}", name="Dora", depot_id="d"))
                store.vehicles.save(
                    Vehicle(vehicle_id=f"V{number}", name=f"Van {number}", depot_id="d", driver_id=f"D{number}")
                )
                place = Location(lat=48.15, lon=11.5 + number / 100)
                who = {"customer_id": f"C{number}", "customer_name": f"Customer {number}", "location": place}
                store.customers.save(Customer(customer_id=f"C{number}", name=f"Customer {number}"))
                store.orders.save_many([Order(order_id=f"A{number}", service_date=DAY, depot_id="d", **who)])
            pairs = [CustomerVehicle(customer_id=who, vehicle_id=what, kind=kind) for who, what, kind in said]
            store.customer_vehicles.save_many(pairs)
            built = prepare_day(load_settings(), load_inputs(store, DAY, "d")).built
        found = engine(built.problem).routes
        return {
            built.vehicles[vehicle].vehicle_id: sorted(built.visit_id(visit) for visit in visits)
            for vehicle, visits in found.items()
            if visits
        }

    return plan


def test_a_forbidden_vehicle_never_gets_the_customers_order(routes_of) -> None:
    assert routes_of(("C1", "V1", ServiceKind.FORBIDDEN), ("C2", "V1", ServiceKind.FORBIDDEN)) == {"V2": ["A1", "A2"]}


def test_a_customer_with_allowed_vehicles_is_served_by_no_other(routes_of) -> None:
    said = (("C1", "V1", ServiceKind.ALLOWED), ("C2", "V2", ServiceKind.ALLOWED))
    assert routes_of(*said) == {"V1": ["A1"], "V2": ["A2"]}


def test_a_preferred_vehicle_is_taken_where_it_costs_nothing_more(routes_of) -> None:
    assert routes_of(("C1", "V2", ServiceKind.PREFERRED)) == {"V2": ["A1", "A2"]}
