"""A day of orders, the way a shop would export it."""

from __future__ import annotations

from sample_data.maker.addresses import Address
from sample_data.maker.chances import chances_text
from sample_data.maker.customers import CustomerRow, choose_addresses, depot_line, person, phone
from sample_data.maker.geo import CITY, rng_for, to_lonlat
from sample_data.maker.order_draw import Drawn, draw_order

NUM_ORDERS = 320
_RECURRING = 0.7
HEADINGS = (
    "Order number",
    "Depot",
    "Customer",
    "Street",
    "Postcode",
    "City",
    "Latitude",
    "Longitude",
    "Type",
    "Parcels",
    "Weight (kg)",
    "Volume (m³)",
    "Earliest",
    "Latest",
    "Service (min)",
    "Priority",
    "Skills",
    "Phone",
    "Notes",
    "Chance by hour",
)
Row = list[object]


def _row(number: str, depot: str, name: str, place: Address, order: Drawn, telephone: str, notes: str) -> Row:
    lon, lat = to_lonlat(place.x, place.y)
    earliest, latest = order.window or ("", "")
    return [
        number,
        depot,
        name,
        place.text,
        place.district.postcode,
        CITY,
        round(lat, 6),
        round(lon, 6),
        order.kind,
        order.parcels,
        order.kg,
        order.m3,
        earliest,
        latest,
        order.service_min,
        order.priority,
        ", ".join(order.skills),
        telephone,
        notes,
    ]


def make_orders_today(customers: list[CustomerRow], addresses: list[Address]) -> list[Row]:
    """Return the rows: seven of ten from recurring customers, three hard ones at the end of the list on purpose."""
    rng = rng_for("today")
    known = round(NUM_ORDERS * _RECURRING)
    picks = [0, *(int(i) for i in 1 + rng.choice(len(customers) - 1, known - 1, replace=False))]
    border = depot_line([customer.address for customer in customers])
    strangers = choose_addresses(addresses, NUM_ORDERS - known + 12, "today")
    people: list[tuple[str, str, Address, str, str, str]] = []
    for i in picks:
        customer = customers[i]
        people.append((customer.depot, customer.name, customer.address, customer.kind, customer.phone, customer.notes))
    for place in strangers[: NUM_ORDERS - known]:
        depot = "northgate" if place.y > border else "harbour"
        people.append((depot, person(rng), place, "private", phone(rng), ""))
    rows = []
    for position, i in enumerate(rng.permutation(len(people))):
        depot, name, place, kind, telephone, notes = people[i]
        order = draw_order(kind, rng_for("today", position))
        row = _row(f"PA-{200_001 + position}", depot, name, place, order, telephone, notes)
        rows.append([*row, chances_text(kind, place, rng_for("chances", position))])
    return _make_hard(rows)


def _make_hard(rows: list[Row]) -> list[Row]:
    """Turn four orders into ones that cannot be served, or hardly: a person should see why."""
    column = {heading: i for i, heading in enumerate(HEADINGS)}
    changes: list[dict[str, object]] = [
        {"Volume (m³)": 8.6, "Weight (kg)": 240.0, "Parcels": 12, "Skills": "", "Notes": "Stage curtain, one piece"},
        {"Skills": "crane", "Notes": "Garden shed over the wall"},
        {"Earliest": "05:30", "Latest": "06:15", "Type": "delivery", "Notes": "Before the baker's first batch"},
        {"Earliest": "09:00", "Latest": "09:15", "Skills": "fridge, two_person", "Notes": "Ice sculpture"},
    ]
    for position, change in zip((40, 120, 200, 280), changes, strict=True):
        for heading, value in change.items():
            rows[position][column[heading]] = value
    return rows
