"""Depots: add and change."""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import available_timezones

import streamlit as st

from lastmile_core.model import Depot, Location
from lastmile_core.store import Store
from pages.widgets import state
from pages.widgets.page import Here, remember_message
from pages.widgets.text import md_escape

CURRENCIES = ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "BRL", "INR", "KES", "AUD", "CAD"]


@st.cache_data(show_spinner=False)
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def _form(key: str, old: Depot | None) -> Depot | None:
    """Draw the form; return the depot when it was submitted and is right."""
    zones = _zones()
    with st.form(key, border=False):
        name = st.text_input("Name", value=old.name if old else "", max_chars=60, placeholder="e.g. Harbour depot")
        address = st.text_input("Address", value=old.address if old else "", max_chars=120)
        left, right = st.columns(2)
        lat = left.number_input("Latitude (°)", -90.0, 90.0, old.location.lat if old else None, format="%.6f")
        lon = right.number_input("Longitude (°)", -180.0, 180.0, old.location.lon if old else None, format="%.6f")
        left, right = st.columns(2)
        zone = left.selectbox(
            "Time zone", zones, index=zones.index(old.timezone) if old and old.timezone in zones else None
        )
        currencies = CURRENCIES if old is None or old.currency in CURRENCIES else [old.currency, *CURRENCIES]
        currency = right.selectbox("Currency", currencies, index=currencies.index(old.currency) if old else 0)
        left, right = st.columns(2)
        opens = left.time_input("Opens", old.opens if old else time(5, 0), step=900)
        closes = right.time_input("Closes", old.closes if old else time(22, 0), step=900)
        loading = st.number_input("Loading a vehicle takes (min)", 0, 240, (old.loading_s // 60) if old else 15)
        if not st.form_submit_button("Save depot" if old else "Add depot", type="primary", icon=":material/save:"):
            return None
    missing = [
        label
        for label, value in (("a name", name.strip()), ("a latitude", lat), ("a longitude", lon), ("a time zone", zone))
        if value in (None, "")
    ]
    if missing:
        st.error(f"The depot needs {', '.join(missing)}. Nothing was saved.", icon=":material/error:")
        return None
    if closes <= opens:
        st.error("The depot closes before it opens. Swap the two times; nothing was saved.", icon=":material/error:")
        return None
    assert lat is not None
    assert lon is not None
    assert zone is not None
    return Depot(
        depot_id=old.depot_id if old else re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "depot",
        name=name.strip(),
        location=Location(lat=lat, lon=lon),
        address=address.strip(),
        timezone=zone,
        opens=opens,
        closes=closes,
        loading_s=int(loading) * 60,
        currency=currency,
    )


def add(store: Store, user: str) -> None:
    """Add a depot."""
    depot = _form(f"add_depot_{state.count('add_depot')}", None)
    if depot is None:
        return
    if store.depots.get(depot.depot_id) is not None:
        st.error("There is a depot with this name already. Choose another name.", icon=":material/error:")
        return
    _save(store, depot, user, "add depot")
    state.count("add_depot", 1)
    state.put("depot", depot.depot_id)
    remember_message(f"{md_escape(depot.name)} was added. Next: vehicles and drivers on the Fleet page.")
    st.rerun()


def change(now: Here) -> None:
    """Change the depot that is chosen in the side bar."""
    depot = _form(f"change_depot_{now.depot.depot_id}", now.depot)
    if depot is not None:
        _save(now.store, depot, now.user, "change depot")
        remember_message("The depot was saved.")
        st.rerun()


def _save(store: Store, depot: Depot, user: str, what: str) -> None:
    with store.atomic():
        store.depots.save(depot)
        store.audit.write(who=user, what=what, subject=depot.depot_id, detail={"name": depot.name})
