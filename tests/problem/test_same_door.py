"""Orders at one front door share their set-up, however their coordinates are rounded and their flats are written."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import read_orders
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Depot, ImportAnswers, Location, Order
from lastmile_core.problem.building.day_places import metres_apart
from lastmile_core.problem.building.same_door import SAME_DOOR_M, same_doors

DAY = date(2026, 11, 23)
HERE = Location(lat=48.42695, lon=9.98)


def _at(metres: float, address: str = "4 Dockside", number: int = 1, city: str = "Ulm") -> Order:
    place = Location(lat=HERE.lat + metres / 111_320, lon=HERE.lon)
    return Order(
        order_id=f"N{number}",
        service_date=DAY,
        depot_id="north",
        customer_name="T",
        location=place,
        address=address,
        city=city,
        set_up_s=600,
    )


def test_flats_of_one_block_are_one_door() -> None:
    written = ["Flat 1, 4 Dockside", "4 Dockside #12", "3/400 Dockside", "Unit 9/4 Dockside", "4, Dockside"]
    orders = [_at(number, text, number) for number, text in enumerate(written)]
    assert same_doors(orders) == [0, 0, 2, 0, 0]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (_at(14), True),
        (_at(16), False),
        (_at(5, "6 Dockside"), False),
        (_at(5, city="Neu-Ulm"), False),
        (_at(0.5, "", city=""), False),
    ],
)
def test_a_door_is_one_street_address_within_fifteen_metres(other: Order, same: bool) -> None:
    assert (same_doors([_at(0), other]) == [0, 0]) is same


def test_without_an_address_only_the_last_digit_may_differ() -> None:
    assert same_doors([_at(0, ""), _at(0.9, ""), _at(3, "")]) == [0, 0, 2]


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60), st.sampled_from(["1 A St", "2 A St", ""])), max_size=25))
def test_doors_are_near_and_of_one_address(spots: list[tuple[float, float, str]]) -> None:
    squeeze = math.cos(math.radians(HERE.lat))
    orders = [
        Order(
            order_id=f"N{number}",
            service_date=DAY,
            depot_id="north",
            customer_name="T",
            location=Location(lat=HERE.lat + north / 111_320, lon=HERE.lon + east / 111_320 / squeeze),
            address=address,
        )
        for number, (north, east, address) in enumerate(spots)
    ]
    for idx, door in enumerate(same_doors(orders)):
        first, order = orders[door], orders[idx]
        assert same_doors(orders)[door] == door
        assert first.address == order.address
        assert first.location is not None
        assert order.location is not None
        assert metres_apart(first.location, order.location) <= SAME_DOOR_M


def test_six_tenants_of_a_real_file_are_one_door(shared_data: Path) -> None:
    path = shared_data / "bugs" / "case35" / "orders.csv"
    table = read_table(path.read_bytes(), path.name)
    depot = Depot(depot_id="north", name="North", location=HERE)
    context = ReadContext(service_date=DAY, depots=(depot,), answers=ImportAnswers(replies={"keep_latlon": True}))
    read = read_orders(table, map_columns(table.headings, table.rows), context)
    assert [order.set_up_s for order in read.orders] == [600] * 6
    assert set(same_doors(read.orders)) == {0}
