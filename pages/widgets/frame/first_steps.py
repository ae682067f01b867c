"""What a new, empty installation shows: two ways to begin."""

from __future__ import annotations

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from pages.widgets.settings import setup_depots
from pages.widgets.shared.page import show_error
from pages.widgets.shared.text import md_escape


def welcome(settings: Settings, store: Store, *, short: bool = False) -> None:
    """Offer the sample city or a first depot."""
    st.title("Welcome to Lastmile")
    st.markdown(
        "Orders in, routes out, promises kept. **There is no depot yet**: look around in a city we invented, "
        "or begin with your own depot."
    )
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True):
        st.subheader("Look around first")
        st.markdown(
            "Port Alder: 2 depots, 18 vans, 4 cargo bikes, eight weeks of history and a day of orders. "
            "It takes about half a minute and can be deleted with its database file."
        )
        with_orders = st.checkbox("With today's orders", value=True, key="sample_orders")
        if st.button("Load the sample city", type="primary", icon=":material/location_city:", key="load_sample"):
            _load(settings, store, with_orders=with_orders)
    with right, st.container(border=True):
        st.subheader("Begin with your depot")
        setup_depots.add(store, user="Dispatcher")


def _load(settings: Settings, store: Store, *, with_orders: bool) -> None:
    # Imported here: only a new installation needs it, and it is not light.
    from lastmile_core.workflows.sample.load_sample import load_sample

    bar = st.progress(0.0, text="Starting")

    def show_progress(share: float, step: str, detail: str) -> None:
        bar.progress(min(1.0, share), text=md_escape(f"{step}: {detail}" if detail else step))

    try:
        load_sample(
            store,
            settings,
            with_orders=with_orders,
            on_progress=show_progress,
        )
    except LastmileError as error:
        show_error(error)
        return
    st.rerun()
