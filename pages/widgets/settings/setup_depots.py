"""Depots: add and change."""

from __future__ import annotations

from zoneinfo import available_timezones

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model.basics.opening_hours import NIGHT_HELP
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import compare_and_save
from lastmile_core.workflows.company.compare_rows import Row
from lastmile_core.workflows.company.sheets.depot_sheet import FIELDS, NEW, PRICES, depot_row, depot_sheet, id_of_name
from pages.widgets.shared import form, state
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape

CURRENCIES = ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "BRL", "INR", "KES", "AUD", "CAD"]


@st.cache_data(show_spinner=False)
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


_LABELS = {one.name: one.label for one in FIELDS}
_PRICE_HELP = (
    "In the currency above, for vehicles that name no price of their own; plans weigh vehicles, km and hours by it."
)


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
            _LABELS["name"], old["name"], max_chars=60, placeholder="e.g. Harbour depot", key=key("name")
        ).strip()
        row["address"] = st.text_input(_LABELS["address"], old["address"], max_chars=120, key=key("address")).strip()
        left, right = st.columns(2)
        row["lat"] = left.number_input(_LABELS["lat"], -90.0, 90.0, old["lat"], format="%.6f", key=key("lat"))
        row["lon"] = right.number_input(_LABELS["lon"], -180.0, 180.0, old["lon"], format="%.6f", key=key("lon"))
        left, right = st.columns(2)
        at = zones.index(old["timezone"]) if old["timezone"] in zones else None
        row["timezone"] = left.selectbox(_LABELS["timezone"], zones, index=at, key=key("timezone"))
        at = currencies.index(old["currency"]) if old["currency"] in currencies else None
        row["currency"] = right.selectbox(_LABELS["currency"], currencies, index=at, key=key("currency"))
        left, right = st.columns(2)
        row["opens"] = left.time_input(_LABELS["opens"], old["opens"], step=900, key=key("opens"))
        row["closes"] = right.time_input(_LABELS["closes"], old["closes"], step=900, key=key("closes"), help=NIGHT_HELP)
        row["loading"] = st.number_input(_LABELS["loading"], 0, 240, old["loading"], key=key("loading"))
        for name_, column in zip(PRICES, st.columns(3), strict=True):
            row[name_] = column.number_input(_LABELS[name_], 0.0, 1e8, old[name_], key=key(name_), help=_PRICE_HELP)
        pressed = st.form_submit_button(label, type="primary", icon=":material/save:")
    return row, pressed


def add(store: Store, user: str) -> None:
    """Add a depot."""
    row, pressed = _form("add_depot", NEW, "Add depot")
    if not pressed:
        return
    depot_id = id_of_name(row["name"])
    try:
        sheet = depot_sheet(store, depot_id, what="add depot")
        saved = compare_and_save(store, sheet, {}, {depot_id: row}, by=user)
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
    name, stored = f"change_depot_{depot_id}", depot_row(page.depot)
    sheet = depot_sheet(page.store, depot_id)
    seen = form.shown(name, "name", stored)
    form.say_changed(name, sheet, seen, stored)
    typed, pressed = _form(name, seen, "Save depot")
    form.save(page, name, sheet, depot_id, seen, typed, pressed=pressed, message="The depot was saved.")
