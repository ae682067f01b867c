"""Nine hundred recurring customers with habits: when somebody is there to open the door."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data.maker.addresses import Address
from sample_data.maker.geo import rng_for, to_lonlat
from sample_data.maker.names import FIRST_NAMES, FOOD_WORDS, LAST_NAMES, OFFICE_WORDS, SHOP_WORDS

NUM_CUSTOMERS = 900
MARKET_HALL = "C0001"
PARTS = ("before_10", "morning", "midday", "afternoon", "evening")
"""Parts of the day: before 10:00, to 12:00, to 15:00, to 18:00, later."""

_SHARES = {"old": 0.19, "inner": 0.41, "mid": 0.20, "suburb": 0.16, "industrial": 0.03, "port": 0.01}
_KINDS = ("private", "office", "shop", "restaurant")
_KIND_SHARES = {
    "old": (0.50, 0.15, 0.21, 0.14),
    "inner": (0.60, 0.19, 0.14, 0.07),
    "mid": (0.78, 0.09, 0.09, 0.04),
    "suburb": (0.88, 0.04, 0.06, 0.02),
    "industrial": (0.0, 0.6, 0.4, 0.0),
    "port": (0.0, 0.7, 0.3, 0.0),
}
# Chance that somebody opens, by part of the day; used by the simulation only, never by the product.
_HABITS = {
    "private": (0.93, 0.93, 0.925, 0.935, 0.97),
    "office": (0.95, 0.985, 0.97, 0.975, 0.80),
    "shop": (0.93, 0.98, 0.98, 0.98, 0.93),
    "restaurant": (0.92, 0.975, 0.97, 0.97, 0.97),
}
_OLD_TOWN = {
    "private": (0.42, 0.84, 0.93, 0.95, 0.97),
    "office": (0.72, 0.97, 0.97, 0.97, 0.80),
    "shop": (0.55, 0.97, 0.98, 0.98, 0.93),
    "restaurant": (0.60, 0.94, 0.97, 0.97, 0.97),
}
_NOTES = (
    "Ring twice",
    "Second floor, no lift",
    "Leave with the porter",
    "Gate code 4711",
    "Beware of the dog, it only looks fierce",
    "Back door",
    "Call on arrival",
    "Blue door beside the bakery",
    "Loading zone on the left",
    "Neighbour at number 2 takes parcels",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One row of ``customers.csv``."""

    customer_id: str
    name: str
    kind: str
    address: Address
    lon: float
    lat: float
    depot: str
    phone: str
    notes: str
    habits: tuple[float, ...]


def person(rng: np.random.Generator) -> str:
    """Return an invented name."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"


def phone(rng: np.random.Generator) -> str:
    """Return a number from the range kept for fiction."""
    return f"+1 555 01{int(rng.integers(0, 100)):02d} {int(rng.integers(100, 1000))}"


def _name(kind: str, rng: np.random.Generator) -> str:
    family = str(rng.choice(LAST_NAMES))
    if kind == "office":
        return f"{family} {rng.choice(OFFICE_WORDS)}"
    if kind == "shop":
        return f"{family} {rng.choice(SHOP_WORDS)}"
    if kind == "restaurant":
        return f"{family}'s {rng.choice(FOOD_WORDS)}"
    return person(rng)


def choose_addresses(addresses: list[Address], count: int, purpose: str) -> list[Address]:
    """Return different addresses, as many from each kind of district as people live there."""
    rng = rng_for("choose", purpose)
    chosen: list[Address] = []
    for kind, share in _SHARES.items():
        pool = [address for address in addresses if address.district.kind == kind]
        picks = rng.choice(len(pool), round(count * share), replace=False)
        chosen += [pool[i] for i in sorted(picks)]
    return [chosen[i] for i in rng.permutation(len(chosen))][:count]


def depot_line(addresses: list[Address]) -> float:
    """Return the y north of which Northgate delivers: somewhat over two fifths of the customers."""
    return float(np.quantile([address.y for address in addresses], 0.57))


def _habits(kind: str, address: Address, rng: np.random.Generator) -> tuple[float, ...]:
    base = (_OLD_TOWN if address.district.name == "Old Town" else _HABITS)[kind]
    return tuple(round(float(np.clip(chance + rng.normal(0, 0.02), 0.05, 0.995)), 3) for chance in base)


def make_customers(addresses: list[Address], square: tuple[float, float]) -> list[CustomerRow]:
    """Return the customers; the first is the Market Hall beside the square, where drivers wait."""
    places = choose_addresses(addresses, NUM_CUSTOMERS + 20, "customers")
    hall = min(
        (a for a in addresses if a.district.name == "Old Town"),
        key=lambda a: (a.x - square[0]) ** 2 + (a.y - square[1]) ** 2,
    )
    border = depot_line(places)
    rows = [_row(0, hall, border, "site")]
    for place in places:
        if place != hall and len(rows) < NUM_CUSTOMERS:
            rng = rng_for("kind", place.text)
            rows.append(_row(len(rows), place, border, str(rng.choice(_KINDS, p=_KIND_SHARES[place.district.kind]))))
    return rows


def _row(number: int, place: Address, border: float, kind: str) -> CustomerRow:
    rng = rng_for("customer", number)
    lon, lat = to_lonlat(place.x, place.y)
    is_site = kind == "site"
    return CustomerRow(
        customer_id=f"C{number + 1:04d}",
        name="Market Hall" if is_site else _name(kind, rng),
        kind=kind,
        address=place,
        lon=lon,
        lat=lat,
        depot="northgate" if place.y > border else "harbour",
        phone=phone(rng),
        notes="Unloading bay at the back, ask for a slot"
        if is_site
        else (str(rng.choice(_NOTES)) if rng.random() < 0.3 else ""),
        habits=(0.99,) * 5 if is_site else _habits(kind, place, rng),
    )
