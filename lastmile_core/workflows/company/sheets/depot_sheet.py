"""A depot: where it is, when it is open, what a vehicle usually costs there."""

from __future__ import annotations

import re
from datetime import time

from lastmile_core.model import Depot, Location
from lastmile_core.model.basics.opening_hours import hours_fault
from lastmile_core.model.company.usual_prices import UsualPrices
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField
from lastmile_core.workflows.company.usual_prices import rules_in_step

PRICES = ("per_day", "per_km", "per_hour")
MOST_PRICE = 1e8
_NUMBER, _CLOCK = FieldKind.NUMBER, FieldKind.CLOCK
FIELDS = (
    SheetField(name="name", label="Name", letters=60),
    SheetField(name="address", label="Address", letters=120),
    SheetField(name="lat", label="Latitude (°)", kind=_NUMBER, least=-90, most=90),
    SheetField(name="lon", label="Longitude (°)", kind=_NUMBER, least=-180, most=180),
    SheetField(name="timezone", label="Time zone", letters=60),
    SheetField(name="currency", label="Currency"),
    SheetField(name="opens", label="Opens", kind=_CLOCK),
    SheetField(name="closes", label="Closes", kind=_CLOCK),
    SheetField(name="loading", label="Loading a vehicle takes (min)", kind=FieldKind.WHOLE, least=0, most=240),
    SheetField(name="per_day", label="A vehicle's day costs", kind=_NUMBER, least=0, most=MOST_PRICE),
    SheetField(name="per_km", label="A km costs", kind=_NUMBER, least=0, most=MOST_PRICE),
    SheetField(name="per_hour", label="A paid hour costs", kind=_NUMBER, least=0, most=MOST_PRICE),
)
NEW: Row = {
    "name": "",
    "address": "",
    "lat": None,
    "lon": None,
    "timezone": None,
    "currency": None,
    "opens": time(5, 0),
    "closes": time(22, 0),
    "loading": 15,
    **dict.fromkeys(PRICES),
}
_NEEDED = {
    "name": "a name",
    "lat": "a latitude",
    "lon": "a longitude",
    "timezone": "a time zone",
    "currency": "a currency",
}


def id_of_name(name: str) -> str:
    """Return the id that a new depot of this name gets."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "depot"


def depot_sheet(store: Store, depot_id: str, *, what: str = "change depot") -> Sheet:
    """Return one depot by its id; no row while there is none of that id."""

    def read(_keys: object) -> dict[str, Row]:
        stored = store.depots.get(depot_id)
        return {} if stored is None else {depot_id: depot_row(stored)}

    wholes = {"place": ("lat", "lon"), "prices": PRICES}
    return Sheet(
        what=what,
        subject=depot_id,
        read=read,
        write=lambda found: _write(store, depot_id, found),
        wholes=wholes,
        labels={"place": "Place", "prices": "What a vehicle costs"},
        fields=FIELDS,
        new_row=lambda _key: dict(NEW),
    )


def depot_row(depot: Depot) -> Row:
    """Return a depot as its form shows it."""
    return {
        "name": depot.name,
        "address": depot.address,
        "lat": depot.location.lat,
        "lon": depot.location.lon,
        "timezone": depot.timezone,
        "currency": depot.currency,
        "opens": depot.opens,
        "closes": depot.closes,
        "loading": depot.loading_s // 60,
        **{name: getattr(depot.prices, name) if depot.prices else None for name in PRICES},
    }


def _depot(depot_id: str, row: Row, *, is_new: bool) -> Depot:
    """Return the depot of a row.

    Raises
    ------
    ValueError
        If something is missing or cannot be meant.
    """
    missing = [word for name, word in _NEEDED.items() if row[name] in (None, "")]
    if missing:
        raise ValueError(f"the depot needs {', '.join(missing)}")
    if row["opens"] is None or row["closes"] is None:
        raise ValueError("the depot needs opening hours; give the same time twice if it never closes")
    amounts = [row[name] for name in PRICES]
    if any(amount is None for amount in amounts) and (is_new or any(amount is not None for amount in amounts)):
        raise ValueError("the depot needs what a vehicle costs there: a day, a km and a paid hour")
    if fault := hours_fault(row["opens"], row["closes"]):
        raise ValueError(f"the depot {fault}")
    return Depot(
        depot_id=depot_id,
        name=row["name"],
        location=Location(lat=row["lat"], lon=row["lon"]),
        address=row["address"] or "",
        timezone=row["timezone"],
        opens=row["opens"],
        closes=row["closes"],
        loading_s=int(row["loading"] or 0) * 60,
        currency=str(row["currency"]).upper(),
        prices=None if amounts[0] is None else UsualPrices(**dict(zip(PRICES, map(float, amounts), strict=True))),
    )


def _write(store: Store, depot_id: str, found: Comparison) -> None:
    for row in found.rows.values():
        is_new = store.depots.get(depot_id) is None
        # What a file brought stands; what somebody writes has to be one.
        if "currency" in found.fields_of(depot_id) and not re.fullmatch(r"[A-Za-z]{3}", row["currency"] or "EUR"):
            raise ValueError(f"{row['currency']} is not a currency; write its three letters, such as EUR")
        depot = _depot(depot_id, row, is_new=is_new)
        store.depots.save(depot)
        if is_new and depot.prices is not None:
            store.planning_rules.save(depot_id, rules_in_step(depot.prices))
