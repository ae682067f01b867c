"""The place where goods are fetched is never the place where they go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.files.headings.heading_meaning import understand

Answer = dict[str, Any]
POINTS = ("48.401234, 9.991234", "48.402345, 9.982345", "48.413456, 9.973456")


def orders_file(place: str, address: str, *, split: bool = False) -> str:
    rows = []
    for number, point in enumerate(POINTS, 1):
        cells = point.split(", ") if split else [f'"{point}"']
        rows.append(",".join([f"A{number}", "Pat", *cells, f"{number} Rose Row Ulm", "1"]))
    return "\n".join([f"Order number,Customer,{place},{address},Parcels", *rows]) + "\n"


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("Pickup coordinates", "Delivery address"),
        ("Origin", "Destination address"),
        ("pickup_latlng", "dropoff_address"),
        ("Sender location", "Recipient address"),
        ("Warehouse GPS", "Address"),
        ("Collection point", "Ship to address"),
        ("Start location", "Address"),
        ("Depot coordinates", "Address"),
        ("Coordonnées expéditeur", "Adresse de livraison"),
        ("Abholort", "Lieferadresse"),
        ("Coordenadas de origem", "Endereço de entrega"),
        ("Ubicación remitente", "Dirección de entrega"),
        ("Bodega GPS", "Dirección"),
        ("Yard GPS", "Address"),
        ("Ship from location", "Address"),
    ],
)
def test_coordinates_of_a_pickup_leave_the_order_waiting_for_its_place(
    answer_to: Callable[..., Answer], place: str, address: str
) -> None:
    answer = answer_to(orders_file(place, address), region=None)
    assert len(answer["rows"]) == 3
    assert {row["lat"] for row in answer["rows"]} == {None}
    assert {row["status"] for row in answer["rows"]} == {"needs_place"}
    assert answer["rows"][0]["address"] == "1 Rose Row Ulm"
    assert not {"lat", "latlon"} & set(answer["mapping"])


@pytest.mark.parametrize("place", ["from_lat,from_lng", "store_latitude,store_longitude", "pickup_lat,pickup_lng"])
def test_two_columns_of_a_pickup_are_no_place_of_delivery(answer_to: Callable[..., Answer], place: str) -> None:
    answer = answer_to(orders_file(place, "to_address", split=True), region=None)
    assert {row["lat"] for row in answer["rows"]} == {None}
    assert {"pickup_lat", "pickup_lon", "address"} <= set(answer["mapping"])


def test_coordinates_of_nobody_knows_what_are_asked_about_beside_an_address(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(orders_file("Foo", "Address"), region=None)
    assert answer["outcome"] == "ask"
    question = next(issue for issue in answer["warnings"] if issue["code"] == "COLUMN")
    assert question["message"].endswith("is it the place of delivery?")


def test_a_store_that_is_the_only_place_is_where_the_goods_go(answer_to: Callable[..., Answer]) -> None:
    text = "order,store_latitude,store_longitude\nA1,48.401234,9.991234\nA2,48.402345,9.982345\n"
    assert answer_to(text, region=None)["rows"][0]["lat"] == 48.401234


def test_a_pickup_and_a_delivery_are_a_pair_and_a_pickup_alone_is_a_collection(
    answer_to: Callable[..., Answer],
) -> None:
    text = (
        "order,pickup location,pickup from,delivery location\n"
        'P1,"48.401234, 9.991234",08:00,"48.451234, 9.951234"\nP2,"48.402345, 9.982345",09:00,\n'
    )
    pair, alone = answer_to(text, region=None)["rows"]
    assert (pair["lat"], pair["kind"]) == (48.451234, "delivery")
    assert (alone["lat"], alone["kind"], alone["tw_start"]) == (48.402345, "collection", "09:00")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("pickup.address.name", "pickup_name"),
        ("dropoff.address.telephone", "phone"),
        ("address.streetAddress", "address"),
        ("address.latlng", "latlon"),
        ("CUSTOMER_LATITUDE", "lat"),
        ("CUSTOMER_CODE", "customer_id"),
        ("Adresse d'enlèvement", "pickup_address"),
        ("Latitude Origem", "pickup_lat"),
        ("Kunden-PLZ", "postcode"),
        ("Driver phone", ""),
        ("Billing City", ""),
        ("Vehicle lat", ""),
        ("Pickup date", ""),
    ],
)
def test_a_heading_says_whose_place_it_is(heading: str, field: str) -> None:
    assert understand(heading).field == field


def test_vehicle_headings_lose_their_prefix() -> None:
    assert understand("VEHICLE_CAPACITY_KG", "vehicles").field == understand("CAPACITY_KG", "vehicles").field != ""


def test_googles_rows_name_their_loads_and_places_each(answer_to: Callable[..., Answer]) -> None:
    text = (
        "label,pickupArrivalWaypoint,pickupDuration,deliveryArrivalWaypoint,deliveryDuration,loadDemand1Type,"
        "loadDemand1Value,loadDemand2Type,loadDemand2Value\n"
        'A,"48.401234, 9.991234",600,,,pallets,2,,\n'
        'B,,,"48.402345, 9.982345",300,weight_lbs,1000,parcels,4,\n'
    )
    first, second = answer_to(text, region=None)["rows"]
    assert (first["kind"], first["lat"], first["service_min"], first["load"]) == (
        "collection", 48.401234, 10.0, {"pallets": 2.0},
    )  # fmt: skip
    assert second["load"] == {"kg": pytest.approx(453.59237), "parcels": 4.0}


def test_packages_are_counted_by_kind(answer_to: Callable[..., Answer]) -> None:
    text = (
        "type,address.streetAddress,address.name,comments,packages\n"
        "dropoff,1 Row Ulm,Pat,Ring twice,small-box=1 big-box=2\npickup,2 Row Ulm,Kim,,\n"
    )
    first, second = answer_to(text, region=None)["rows"]
    assert first["load"] == {"parcels": 3.0, "small-box": 1.0, "big-box": 2.0}
    assert (first["customer_name"], first["notes"], second["kind"]) == ("Pat", "Ring twice", "collection")


def test_empty_cells_at_the_end_are_no_cells(answer_to: Callable[..., Answer]) -> None:
    text = "order,lat,lon,weight_kg,\nT1,-30.03001,-51.22001,5,\nT2,-30.04001,-51.21001,6, \nT3,-30.05001,-51.2,7,,,\n"
    assert len(answer_to(text, region=None)["rows"]) == 3


def test_an_unquoted_decimal_comma_is_still_found(answer_to: Callable[..., Answer]) -> None:
    text = "order,address,weight,notes\nA1,1 Row,5,ring\nA2,2 Row,6,5,\n"
    assert [issue["code"] for issue in answer_to(text, region=None)["rejected"]] == ["FIELD_COUNT"]


@pytest.mark.parametrize("number", range(1, 12))
def test_the_files_of_the_bug_reports(answer_to: Callable[..., Answer], shared_data: Path, number: int) -> None:
    content = (shared_data / "bugs" / "case41" / f"v{number}.csv").read_bytes()
    answer = answer_to(content, region=None)
    assert [(row["lat"], row["status"]) for row in answer["rows"]] == [(None, "needs_place")] * 3
    assert all(row["address"] for row in answer["rows"])
