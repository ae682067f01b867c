"""Depots: add and change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from zoneinfo import available_timezones

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Depot, Location
from lastmile_core.model.basics.opening_hours import NIGHT_HELP, hours_fault
from lastmile_core.model.company.usual_prices import UsualPrices
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet, compare_and_save
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.usual_prices import rules_in_step
from pages.widgets.shared import form, state
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape

CURRENCIES = ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "BRL", "INR", "KES", "AUD", "CAD"]


@st.cache_data(show_spinner=False)
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


LABELS = {
    "name": "Name",
    "address": "Address",
    "lat": "Latitude (°)",
    "lon": "Longitude (°)",
    "place": "Place",
    "timezone": "Time zone",
    "currency": "Currency",
    "opens": "Opens",
    "closes": "Closes",
    "loading": "Loading a vehicle takes (min)",
    "per_day": "A vehicle's day costs",
    "per_km": "A km costs",
    "per_hour": "A paid hour costs",
    "prices": "What a vehicle costs",
}
_PRICES = ("per_day", "per_km", "per_hour")
_NEW: Row = {
    "name": "",
    "address": "",
    "lat": None,
    "lon": None,
    "timezone": None,
    "currency": None,
    "opens": time(5, 0),
    "closes": time(22, 0),
    "loading": 15,
    **dict.fromkeys(_PRICES),
}
_NEEDED = {
    "name": "a name",
    "lat": "a latitude",
    "lon": "a longitude",
    "timezone": "a time zone",
    "currency": "a currency",
}


_PRICE_HELP = (
    "In the currency above, for vehicles that name no price of their own; plans weigh vehicles, km and hours by it."
)


def _row(depot: Depot) -> Row:
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
        **{name: getattr(depot.prices, name) if depot.prices else None for name in _PRICES},
    }


def _form(name: str, old: Row, label: str) -> tuple[Row, bool]:
    """Draw the form; return what it holds and whether its button was pressed."""
    zones = _zones()
    zones = zones if old["timezone"] in (None, *zones) else [str(old["timezone"]), *zones]
    currencies = CURRENCIES if old["currency"] in (None, *CURRENCIES) else [str(old["currency"]), *CURRENCIES]

    def key(cell: str) -> str:
        return form.key(name, cell)

    row: Row = {}
    with st.form(f"{name}_form", border=False):
        row["name"] = st.text_input(
            LABELS["name"], old["name"], max_chars=60, placeholder="e.g. Harbour depot", key=key("name")
        ).strip()
        row["address"] = st.text_input(LABELS["address"], old["address"], max_chars=120, key=key("address")).strip()
        left, right = st.columns(2)
        row["lat"] = left.number_input(LABELS["lat"], -90.0, 90.0, old["lat"], format="%.6f", key=key("lat"))
        row["lon"] = right.number_input(LABELS["lon"], -180.0, 180.0, old["lon"], format="%.6f", key=key("lon"))
        left, right = st.columns(2)
        at = zones.index(old["timezone"]) if old["timezone"] in zones else None
        row["timezone"] = left.selectbox(LABELS["timezone"], zones, index=at, key=key("timezone"))
        at = currencies.index(old["currency"]) if old["currency"] in currencies else None
        row["currency"] = right.selectbox(LABELS["currency"], currencies, index=at, key=key("currency"))
        left, right = st.columns(2)
        row["opens"] = left.time_input(LABELS["opens"], old["opens"], step=900, key=key("opens"))
        row["closes"] = right.time_input(LABELS["closes"], old["closes"], step=900, key=key("closes"), help=NIGHT_HELP)
        row["loading"] = st.number_input(LABELS["loading"], 0, 240, old["loading"], key=key("loading"))
        for name_, column in zip(_PRICES, st.columns(3), strict=True):
            row[name_] = column.number_input(LABELS[name_], 0.0, 1e8, old[name_], key=key(name_), help=_PRICE_HELP)
        pressed = st.form_submit_button(label, type="primary", icon=":material/save:")
    return row, pressed


def _depot(depot_id: str, row: Row, *, is_new: bool = False) -> Depot:
    """Return the depot of a row.

    Raises
    ------
    ValueError
        If something is missing or cannot be meant.
    """
    missing = [word for name, word in _NEEDED.items() if row[name] in (None, "")]
    if missing:
        raise ValueError(f"the depot needs {', '.join(missing)}")
    amounts = [row[name] for name in _PRICES]
    if any(amount is None for amount in amounts) and (is_new or any(amount is not None for amount in amounts)):
        raise ValueError("the depot needs what a vehicle costs there: a day, a km and a paid hour")
    if fault := hours_fault(row["opens"], row["closes"]):
        raise ValueError(f"the depot {fault}")
    return Depot(
        depot_id=depot_id,
        name=row["name"],
        location=Location(lat=row["lat"], lon=row["lon"]),
        address=row["address"],
        timezone=row["timezone"],
        opens=row["opens"],
        closes=row["closes"],
        loading_s=int(row["loading"]) * 60,
        currency=row["currency"],
        prices=None if amounts[0] is None else UsualPrices(**dict(zip(_PRICES, map(float, amounts), strict=True))),
    )


def _sheet(store: Store, what: str, depot_id: str) -> Sheet:
    def read(_keys: Sequence[str]) -> dict[str, Row]:
        stored = store.depots.get(depot_id)
        return {} if stored is None else {depot_id: _row(stored)}

    def write(found: Comparison) -> None:
        for row in found.rows.values():
            is_new = store.depots.get(depot_id) is None
            depot = _depot(depot_id, row, is_new=is_new)
            store.depots.save(depot)
            if is_new and depot.prices is not None:
                store.planning_rules.save(depot_id, rules_in_step(depot.prices))

    wholes = {"place": ("lat", "lon"), "prices": _PRICES}
    return Sheet(what=what, subject=depot_id, read=read, write=write, wholes=wholes, labels=LABELS)


def add(store: Store, user: str) -> None:
    """Add a depot."""
    row, pressed = _form("add_depot", _NEW, "Add depot")
    if not pressed:
        return
    depot_id = re.sub(r"[^a-z0-9]+", "-", row["name"].lower()).strip("-") or "depot"
    try:
        saved = compare_and_save(store, _sheet(store, "add depot", depot_id), {}, {depot_id: row}, by=user)
    except ValueError as error:
        st.error(f"Nothing was saved: {md_escape(error, 400)}.", icon=":material/error:")
        return
    except LastmileError as error:
        show_error(error)
        return
    if saved.conflicts or not saved.num_rows:
        st.error("There is a depot with this name already. Choose another name.", icon=":material/error:")
        return
    form.start_afresh("add_depot")
    state.put("depot", depot_id)
    remember_message(f"{row['name']} was added. Next: vehicles and drivers on the Fleet page.")
    st.rerun()


def change(page: PageContext) -> None:
    """Change the depot that is chosen in the side bar."""
    depot_id = page.depot.depot_id
    name, stored = f"change_depot_{depot_id}", _row(page.depot)
    sheet = _sheet(page.store, "change depot", depot_id)
    seen = form.shown(name, "name", stored)
    form.say_changed(name, sheet, seen, stored)
    typed, pressed = _form(name, seen, "Save depot")
    form.save(page, name, sheet, depot_id, seen, typed, pressed=pressed, message="The depot was saved.")
