"""Settings: who is asked about addresses that the own map does not know; nobody, until somebody says so."""

from __future__ import annotations

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.places.elsewhere.remote_settings import PUBLIC_PER_SECOND, SERVICES, RemoteSettings
from lastmile_core.travel.regions import region_for
from lastmile_core.workflows.places.region_addresses import has_addresses
from lastmile_core.workflows.places.remote_geocoder import make_remote, remote_settings, service_key, set_remote
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape

_NAMES = {"nominatim": "Nominatim", "photon": "Photon", "pelias": "Pelias"}


def show(page: PageContext) -> None:
    """Say where addresses are looked up, and switch a server elsewhere on or off."""
    st.subheader("Addresses without coordinates")
    _own_map(page)
    chosen = remote_settings(page.store)
    # As the run before showed it: a button acts on that, not on what somebody else has chosen since.
    seen = state.get("geo_seen", chosen)
    state.put("geo_seen", chosen)
    if chosen is None:
        st.markdown("**No other server is asked.** Addresses stay on this machine.")
    else:
        st.markdown(f"**{_NAMES[chosen.service]} at {md_escape(chosen.host)} is asked.**")
        st.warning(md_escape(chosen.notice, 500), icon=":material/outbound:")
        if st.button("Ask nobody any more", key="geo_off", icon=":material/block:"):
            _set(page, None, seen, "No other server is asked any more.")
    with st.popover(
        "Ask a server elsewhere" if chosen is None else "Ask another one", icon=":material/travel_explore:"
    ):
        _choose(page, chosen, seen)


def _own_map(page: PageContext) -> None:
    region = region_for(page.settings, [page.depot.location])
    if region is None:
        st.info(
            "There is no map around this depot yet, so no address can be found here. Add its roads above.",
            icon=":material/map:",
        )
    elif not has_addresses(region):
        st.info(
            f"The map “{md_escape(region.name)}” has no addresses yet. Remove it and add its file again.",
            icon=":material/map:",
        )
    else:
        st.caption(f"First the addresses of your own map “{md_escape(region.name)}” are searched.")


def _choose(page: PageContext, chosen: RemoteSettings | None, seen: RemoteSettings | None) -> None:
    st.caption("Only addresses that your own map does not know are asked for, and each only once.")
    round_ = state.count("geo_round")
    service = st.selectbox("Kind of server", SERVICES, format_func=lambda one: _NAMES[one], key=f"geo_service_{round_}")
    url = st.text_input(
        "Address of the server",
        value=chosen.url if chosen else "",
        placeholder="https://nominatim.example.org",
        key=f"geo_url_{round_}",
    )
    rate = st.number_input(
        "Questions a second at most",
        min_value=0.1,
        max_value=100.0,
        value=chosen.per_second if chosen else PUBLIC_PER_SECOND,
        key=f"geo_rate_{round_}",
        help="Public servers allow one a second.",
    )
    if not url.strip():
        return
    try:
        wanted = make_remote(service, url, float(rate))
    except LastmileError as error:
        show_error(error)
        return
    st.warning(md_escape(wanted.notice, 500), icon=":material/outbound:")
    if not service_key():
        st.caption("A server that wants a key gets it from whoever runs Lastmile, not from this page.")
    agreed = st.checkbox("I have read what is sent, and my company allows it", key=f"geo_agreed_{round_}_{wanted.host}")
    if st.button("Switch it on", key="geo_on", type="primary", disabled=not agreed):
        _set(page, wanted, seen, f"{wanted.host} is asked from now on.")


def _set(page: PageContext, wanted: RemoteSettings | None, seen: RemoteSettings | None, message: str) -> None:
    """Store the choice unless somebody else made another one since it was shown."""
    try:
        set_remote(page.store, wanted, by=page.user, seen=seen)
    except LastmileError as error:
        show_error(error)
        return
    if wanted is not None:
        state.count("geo_round", 1)
    state.drop("geo_seen")
    remember_message(message)
    st.rerun()
