"""Who may serve whom: brought in from a file, kept for all days, laid over orders, and named where it decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.model import (
    Customer,
    CustomerVehicle,
    Depot,
    Driver,
    ImportAnswers,
    Location,
    Order,
    PlanNotes,
    PlanOrigin,
    ServiceKind,
    Vehicle,
    ViolationCause,
)
from lastmile_core.schedule.edits import MoveStop
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.company.serve_whom import CustomerRow, save_customer_rows, with_customer_rules
from lastmile_core.workflows.day.changed_since_plan import changed_since_plan
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.imports.import_customer_vehicles import import_customer_vehicles
from lastmile_core.workflows.imports.import_orders import import_orders
from lastmile_core.workflows.plan.edit_route import edit_route
from lastmile_core.workflows.plan.judged_plan import judged_plan

DAY = date(2030, 11, 25)
F, A, P = ServiceKind.FORBIDDEN, ServiceKind.ALLOWED, ServiceKind.PREFERRED


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return load_settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.database) as opened:
        opened.depots.save(Depot(depot_id="d", name="Depot", location=Location(lat=48.1, lon=11.5)))
        for number, plate in enumerate(("AAA1A11", "BBB2B22"), 1):
            opened.drivers.save(Driver(driver_id=f"D{number}", name="Dora", depot_id="d"))
            van = Vehicle(vehicle_id=f"V{number}", name=f"Van {number}", depot_id="d", plate=plate)
            opened.vehicles.save(replace(van, driver_id=f"D{number}"))
        opened.customers.save(Customer(customer_id="C01", name="Mercado Azul"))
        opened.customers.save_many([Customer(customer_id=name, name="Twins") for name in ("C02", "C03")])
        opened.orders.save_many([order(1, "C01", "Mercado Azul"), order(2, "C02", "Twins")])
        yield opened


def order(number: int, customer_id: str | None = None, name: str = "", **more: object) -> Order:
    place = Location(lat=48.1 + number / 100, lon=11.5)
    who = {"customer_id": customer_id, "customer_name": name, "location": place}
    return Order(**{"order_id": f"A{number}", "service_date": DAY, "depot_id": "d", **who, **more})


def say(store: Store, *pairs: tuple[str, str, ServiceKind]) -> None:
    store.customer_vehicles.save_many(
        [CustomerVehicle(customer_id=who, vehicle_id=what, kind=kind) for who, what, kind in pairs]
    )


def bring(store: Store, text: str, name: str = "who_may_not.csv", **replies: object):
    return import_customer_vehicles(store, text.encode(), name, by="Ana", answers=ImportAnswers(replies=replies))


def pairs(store: Store) -> list[tuple[str, str, ServiceKind]]:
    return [(one.customer_id, one.vehicle_id, one.kind) for one in store.customer_vehicles.all()]


def test_customers_by_number_or_name_and_vehicles_by_number_name_or_plate(store: Store) -> None:
    report = bring(store, "customer,vehicle\nc01,V1\nMercado azul,van 2\nTwins,aaa-1a11\n")
    assert report.outcome == "accept"
    assert pairs(store) == [("C01", "V1", F), ("C01", "V2", F), ("Twins", "V1", F)]
    assert report.sentence == (
        "who_may_not.csv: 3 pairs of customer and vehicle (3 forbidden): 3 new, 0 changed, 0 as before."
    )
    again = bring(store, "customer,vehicle,kind\nC01,V1,preferred\nC01,V2,forbidden\n")
    assert (again.new, again.changed, again.unchanged) == (0, 1, 1)


def test_unknown_customers_are_kept_and_unknown_vehicles_refused_row_by_row(store: Store) -> None:
    report = bring(store, "customer,vehicle\nC99,V1\nC01,Ghost\n")
    assert report.outcome == "partial"
    assert pairs(store) == [("C99", "V1", F)]
    assert [(one.code, one.row) for one in report.issues] == [("SERVE_VEHICLE", 2), ("SERVE_CUSTOMER", 1)]
    assert report.issues[0].mend.startswith("Add it or its plate on the Fleet page")


def test_one_pair_with_two_kinds_is_refused_by_name(store: Store) -> None:
    report = bring(store, "customer,vehicle,kind\nC01,V1,forbidden\nC02,V1,forbidden\nMercado Azul,AAA1A11,allowed\n")
    assert pairs(store) == [("C02", "V1", F)]
    assert report.refused == 2
    assert report.issues[0].message == "“V1” is forbidden for “C01” in row 1 and allowed in row 3."


def test_the_kind_is_asked_once_for_files_with_these_headings(store: Store) -> None:
    assert bring(store, "customer,vehicle\nC01,V1\n", "list.csv").outcome == "ask"
    assert pairs(store) == []
    assert bring(store, "customer,vehicle\nC01,V1\n", "list.csv", kind="allowed").outcome == "accept"
    assert bring(store, "customer,vehicle\nC02,V1\n", "list2.csv").outcome == "accept"
    # What a file says itself goes before what was said of another.
    assert bring(store, "customer,vehicle\nC03,V1\n", "forbidden.csv").outcome == "accept"
    assert pairs(store) == [("C01", "V1", A), ("C02", "V1", A), ("C03", "V1", F)]


def test_the_shared_file_is_read(store: Store, shared_data: Path) -> None:
    path = shared_data / "real_days" / "who_may_not.csv"
    report = import_customer_vehicles(store, path.read_bytes(), path.name, by="Ana")
    assert pairs(store) == [("C01", "V1", F), ("C03", "V1", F), ("C03", "V2", F)]
    assert report.outcome == "accept"


def test_an_order_is_ruled_by_number_and_without_one_by_name(store: Store) -> None:
    say(store, ("C01", "V1", F), ("Twins", "V2", F), ("Tomorrow", "V1", F))
    orders = [
        order(1, "C01", "Other words"),
        order(2, None, "mercado azul"),
        order(3, "C03", "Twins"),
        order(4, "C77", "Tomorrow"),
        order(5, "C78", "Mercado Azul"),
        order(6),
    ]
    found = [one.forbidden_vehicles for one in with_customer_rules(store, orders)]
    assert found == [{"V1"}, {"V1"}, {"V2"}, {"V1"}, frozenset(), frozenset()]


def test_a_customer_known_without_number_is_found_by_the_number_that_orders_bring(store: Store) -> None:
    def come(text: str) -> None:
        import_orders(store, text.encode(), "o.csv", service_date=DAY, depot_id="d", by="Ana")

    come("Order,Customer,Address,Lat,Lon,Parcels\n1,Padaria Sol,Rua Um 5,48.11,11.5,1\n")
    come("Order,Customer,Customer number,Address,Lat,Lon,Parcels\n2,Padaria Sol,K55,Rua Um 5,48.11,11.5,1\n")
    assert bring(store, "customer,vehicle\nK55,V1\n").outcome == "accept"
    ruled = {one.order_id: one.forbidden_vehicles for one in load_inputs(store, DAY, "d").orders}
    assert ruled["1"] == ruled["2"] == {"V1"}


def test_a_later_word_takes_the_place_of_one_from_before_the_customer_was_known(store: Store) -> None:
    bring(store, "customer,vehicle\nNew Shop,V1\nNew Shop,V2\n")
    store.customers.save(Customer(customer_id="C88", name="New shop"))
    report = bring(store, "customer,allowed vehicle\nC88,V1\n")
    assert pairs(store) == [("C88", "V1", A), ("C88", "V2", F)]
    assert (report.new, report.changed) == (0, 1)


vehicles = st.frozensets(st.sampled_from(["V1", "V2", "V3"]))


@given(own=vehicles, never=vehicles, allowed=vehicles, forbidden=vehicles)
def test_what_is_left_is_what_the_order_and_its_customer_both_leave(
    own: frozenset[str], never: frozenset[str], allowed: frozenset[str], forbidden: frozenset[str]
) -> None:
    class _Store:
        class customer_vehicles:  # noqa: N801
            @staticmethod
            def all() -> list[CustomerVehicle]:
                kinds = [(A, allowed - forbidden), (F, forbidden)]
                said = [(name, kind) for kind, names in kinds for name in names]
                return [CustomerVehicle(customer_id="C", vehicle_id=name, kind=kind) for name, kind in said]

        class customers:  # noqa: N801
            @staticmethod
            def names() -> dict[str, str]:
                return {}

        class customer_aliases:  # noqa: N801
            @staticmethod
            def by_alias() -> dict[str, str]:
                return {}

    one = order(1, "C", allowed_vehicles=own, forbidden_vehicles=never)
    [found] = with_customer_rules(_Store(), [one])  # type: ignore[arg-type]
    fleet = {"V1", "V2", "V3"}
    expected = (own or fleet) - never
    expected &= ((allowed - forbidden) or fleet) - forbidden
    assert (found.allowed_vehicles or fleet) - found.forbidden_vehicles == expected


def test_a_new_rule_is_a_change_since_the_plan_and_no_rule_is_none(settings: Settings, store: Store) -> None:
    say(store, ("C02", "V2", P))
    prepared = prepare_day(settings, load_inputs(store, DAY, "d"))
    plan = judged_plan(settings, prepared, {"V1": ["A1", "A2"]}, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    store.plans.add(plan, expected_head=0)
    assert changed_since_plan(settings, store, DAY, "d").changes == ()
    say(store, ("C01", "V1", F))
    assert "A1" in changed_since_plan(settings, store, DAY, "d").sentence


def test_a_stop_moved_onto_a_forbidden_vehicle_is_a_violation_with_the_rule(settings: Settings, store: Store) -> None:
    say(store, ("C01", "V2", F))
    prepared = prepare_day(settings, load_inputs(store, DAY, "d"))
    plan = judged_plan(settings, prepared, {"V1": ["A1", "A2"]}, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    store.plans.add(plan, expected_head=0)
    move = MoveStop(visit_id="A1", vehicle_id="V2", position=0)
    edit_route(settings, store, DAY, "d", 1, move, by="Ana", why="test")
    moved = store.plans.get(DAY, "d", 2)
    assert moved is not None
    assert [(one.cause, one.message) for one in moved.violations] == [
        (ViolationCause.LOCK, "Van 2 may not serve #A1, by a rule of the order or its customer")
    ]


def test_an_order_that_nobody_may_serve_names_the_rule(settings: Settings, store: Store) -> None:
    say(store, ("C01", "V1", F), ("C01", "V2", F))
    prepared = prepare_day(settings, load_inputs(store, DAY, "d"))
    plan = judged_plan(settings, prepared, {"V1": ["A2"]}, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    [left] = plan.unassigned
    assert left.message == "Van 1 and Van 2 may not serve it, by a rule of the order or its customer."
    assert left.mend.startswith("Let any vehicle serve it (Fleet, Who serves whom")


def test_rows_of_the_page_replace_what_was_said_of_a_customer(store: Store) -> None:
    say(store, ("C01", "V1", F), ("C02", "V1", A))
    rows = {
        "C01": CustomerRow(customer="Mercado Azul", vehicles={F: ["Van 2"], A: ["bbb-2b22"], P: []}),
    }
    with pytest.raises(ValueError, match="both forbidden and allowed for Mercado Azul"):
        save_customer_rows(store, rows, [])
    rows = {"C01": CustomerRow(customer="Mercado Azul", vehicles={F: ["Van 2"], A: [], P: ["V1"]})}
    save_customer_rows(store, rows, ["C02"])
    assert pairs(store) == [("C01", "V1", P), ("C01", "V2", F)]


@pytest.mark.parametrize(
    ("customer", "vehicle", "said"),
    [
        ("Mercado Azul", "V1", "Mercado Azul has a row already"),
        ("New", "Ghost", "“Ghost” of New names no vehicle"),
        ("--", "V1", "a row names no customer"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_by_name(store: Store, customer: str, vehicle: str, said: str) -> None:
    say(store, ("C01", "V1", F))
    with pytest.raises(ValueError, match=said):
        save_customer_rows(store, {customer: CustomerRow(customer=customer, vehicles={F: [vehicle]})}, [])
    assert pairs(store) == [("C01", "V1", F)]
