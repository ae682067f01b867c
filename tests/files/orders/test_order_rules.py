"""Order files say pickups, set-up, release, wishes, relations and chances in the words of several languages."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import OrdersRead, read_orders
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.files.writers.templates import order_template_csv
from lastmile_core.model import Depot, Issue, Location, Order, Severity, TimeWindow

ZONE = ZoneInfo("Europe/Berlin")
DEPOT = Depot(
    depot_id="south",
    name="South",
    location=Location(lat=48.7758, lon=9.1829),
    address="Hafenstraße 1, Stuttgart",
    timezone="Europe/Berlin",
)
DAY = date(2026, 11, 23)
WHERE = "Order number;Customer;Latitude;Longitude;Service time (min)"


def read(headings: str, *rows: str, first: str = "") -> OrdersRead:
    """Read rows of rule columns behind a number, a customer and a place."""
    lines = [f"{WHERE};{headings}"]
    lines += [f"{first or f'A{n}'};Ana {n};48.7{n}000;9.18000;5;{row}" for n, row in enumerate(rows, 1)]
    table = read_table("\n".join(lines).encode(), "orders.csv")
    ctx = ReadContext(service_date=DAY, depot_id="south", depots=(DEPOT,), timezone="Europe/Berlin")
    return read_orders(table, map_columns(table.headings, table.rows), ctx)


def said(found: OrdersRead) -> list[Issue]:
    """Everything but notes."""
    return [issue for issue in found.issues if issue.severity is not Severity.NOTE]


def one(headings: str, row: str) -> Order:
    found = read(headings, row)
    assert said(found) == []
    (order,) = found.orders
    return order


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    "headings",
    [
        "Set-up (min);Loading time;Release time;Preferred from;Preferred until;Early price;Late price",
        "Rüstzeit (min);Verladezeit;Ware bereit ab;Bevorzugt ab;Bevorzugt bis;Preis zu früh;Verspätungskosten",
        "Temps d'accès (mn);Temps de chargement;Marchandise prête;Souhaité de;Souhaité jusqu'à;Prix avance;Prix retard",
    ],
)
def test_times_and_prices_in_three_languages(headings: str) -> None:
    order = one(headings, "2;30 s;07:45;10:00;11:30;0;12,50")
    assert (order.set_up_s, order.dock_s, order.release_at) == (120, 30, at("07:45"))
    assert order.preferred == TimeWindow(earliest=at("10:00"), latest=at("11:30"))
    assert (order.early_price, order.late_price) == (0.0, 12.5)


@pytest.mark.parametrize(
    "headings",
    [
        "Same route;Not with;Only vehicles;Forbidden vehicles;Chance by hour",
        "Gleiche Tour;Nicht zusammen mit;Nur Fahrzeuge;Ausgeschlossene Fahrzeuge;Erfolgschance",
        "Même tournée;Tournées différentes;Véhicules autorisés;Véhicules exclus;Chance de succès",
    ],
)
def test_relations_and_chances_in_three_languages(headings: str) -> None:
    order = one(headings, "sofa,  set 2;;V1, V 2;V3;40 % 80 % 100 %")
    assert (order.same_route, order.different_routes) == ({"sofa", "set 2"}, frozenset())
    assert (order.allowed_vehicles, order.forbidden_vehicles) == ({"V1", "V 2"}, {"V3"})
    assert order.chances == (0.4, 0.8, 1.0)


@pytest.mark.parametrize(
    "headings",
    [
        "Pickup name;Pickup address;Pickup lat;Pickup lon;Pickup from;Pickup to;Pickup service (min);Pickup notes",
        "Abholname;Abholadresse;Abholung Lat;Abholung Lon;Abholung ab;Abholung bis;Abholdauer (min);Abholhinweis",
        (
            "Contact enlèvement;Adresse d'enlèvement;Latitude enlèvement;Longitude enlèvement;Enlèvement à partir de;"
            "Enlèvement jusqu'à;Durée d'enlèvement (mn);Consignes enlèvement"
        ),
    ],
    ids=["en", "de", "fr"],
)
def test_pickups_in_three_languages(headings: str) -> None:
    pickup = one(headings, "Shop;9 Rose Row;48.80000;9.20000;09:00;10:30;6;Ring").pickup
    assert pickup is not None
    assert (pickup.name, pickup.address, pickup.notes) == ("Shop", "9 Rose Row", "Ring")
    assert pickup.location == Location(lat=48.8, lon=9.2)
    assert pickup.windows == (TimeWindow(earliest=at("09:00"), latest=at("10:30")),)
    assert pickup.service_s == 360


def test_goods_fetched_at_the_depot_are_no_pickup() -> None:
    assert one("Pickup address;Pickup lat;Pickup lon", "Dock;48.77590;9.18300").pickup is None
    assert one("Pickup address", "hafenstrasse 1, stuttgart").pickup is None


def test_a_pickup_without_coordinates_is_named_once_and_the_order_is_kept() -> None:
    found = read("Pickup address", "Rose Row 9", "Rose Row 9", "Mill Lane 3")
    assert [order.pickup for order in found.orders] == [None, None, None]
    assert [(issue.code, issue.value) for issue in said(found)] == [
        ("PICKUP_PLACE", "Rose Row 9"),
        ("PICKUP_PLACE", "Mill Lane 3"),
    ]
    collection = read("Type;Pickup lat;Pickup lon", "collection;48.8;9.2")
    assert [issue.code for issue in said(collection)] == ["PICKUP_PLACE"]
    assert collection.orders[0].kind.value == "collection"


@pytest.mark.parametrize(
    ("headings", "good", "row", "code", "column"),
    [
        ("Chance by hour", "0.5", "often", "NUMBER", "Chance by hour"),
        ("Chance by hour", "0.5", " ".join(["0.5"] * 60), "CHANCES", "Chance by hour"),
        ("Chance by hour", "0.5", "250", "CHANCES", "Chance by hour"),
        ("Set-up (min)", "3", "long", "NUMBER", "Set-up (min)"),
        ("Late price", "3", "-3", "NEGATIVE", "Late price"),
        ("Release time", "7:00", "25:00", "TIME_FORMAT", "Release time"),
        ("Preferred from;Preferred to", "10:00;11:00", "11:00;10:00", "WINDOW_ORDER", "Preferred to"),
        ("Pickup lat;Pickup lon", "48.8;9.2", "148.8;9.2", "COORD_RANGE", "Pickup lat"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_its_column(
    headings: str, good: str, row: str, code: str, column: str
) -> None:
    found = read(headings, good, row, good)
    assert [(issue.code, issue.column) for issue in said(found)] == [(code, column)]
    assert found.rejected_rows == [2]
    assert [order.order_id for order in found.orders] == ["A1", "A3"]


def test_a_number_that_means_a_reload_is_refused() -> None:
    found = read("Notes", "x", first="reload/7")
    assert [issue.code for issue in said(found)] == ["ID_RESERVED"]


def test_the_template_comes_in_as_it_is() -> None:
    table = read_table(order_template_csv(), "t.csv")
    ctx = ReadContext(service_date=DAY, depot_id="south", depots=(DEPOT,), timezone="Europe/Berlin")
    first, second = read_orders(table, map_columns(table.headings, table.rows), ctx).orders
    assert (first.set_up_s, first.late_price, first.same_route) == (120, 12.5, {"sofa set"})
    assert (first.release_at, first.chances, first.allowed_vehicles) == (at("07:30"), (0.8,), {"EXAMPLE-VAN-1"})
    assert (second.set_up_s, second.pickup, second.preferred) == (0, None, None)


@pytest.mark.parametrize("heading", ["Kerb side", "Curbside", "Straßenseite", "Côté de la rue"])
@pytest.mark.parametrize(("cell", "said_so"), [("yes", True), ("nein", False), ("", None)])
def test_an_order_says_whether_its_side_of_the_road_counts(heading: str, cell: str, said_so: bool | None) -> None:
    assert one(f"{heading};Set-up (min)", f"{cell};2").kerb_side is said_so


def test_a_kerb_side_that_is_neither_yes_nor_no_is_refused_by_name() -> None:
    found = read("Kerb side", "perhaps", "yes")
    (issue,) = said(found)
    assert (issue.code, issue.column) == ("YES_NO", "Kerb side")
    assert [order.order_id for order in found.orders] == ["A2"]
