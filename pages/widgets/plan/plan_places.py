"""What the roads say about the day's places before it is planned: no road, a far stop, roads that are missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.units import show_distance
from lastmile_core.workflows.day.check_places import check_places
from lastmile_core.workflows.day.far_stops import AWAY_M, FarStop
from lastmile_core.workflows.day.prepare_day import load_inputs
from pages.charts.far_stops_map import describe_far_stops, far_stops_map
from pages.widgets.shared import table
from pages.widgets.shared.day_map import map_style
from pages.widgets.shared.page import PageContext, show_error
from pages.widgets.shared.text import md_escape, plural

PlaceWords = tuple[list[str], list[FarStop], list[str]]
"""A line for each order without a road, the stops that need a look, and what else to know."""

_FIT_PX = (320, 420)
"""The frame fits a phone too; a wide screen shows more around it."""

_DRAWN = 200


def show(page: PageContext) -> None:
    """Name orders that no road leads to or that a vehicle stops far from, before anybody plans."""
    try:
        version = page.store.data_version()
        lines, stops, notes = _words(str(page.settings.database), version, page.service_date, page.depot.depot_id, page)
    except LastmileError as error:
        show_error(error)
        return
    for words in notes:
        st.info(md_escape(words, 400), icon=":material/add_road:")
    if stops:
        _show_stops(page, stops)
    if not lines:
        return
    st.warning(
        f"{plural(len(lines), 'order')} cannot be reached by road and will not be planned. "
        "Most likely the pin is wrong: correct it on the Orders page.",
        icon=":material/wrong_location:",
    )
    with st.expander("Which ones"):
        st.text("\n".join(lines[:200]))


@st.cache_data(max_entries=20, ttl=3600, show_spinner="Looking for roads to every order")
def _words(database: str, data_version: int, service_date: date, depot_id: str, _page: PageContext) -> PlaceWords:
    """Return what the roads say of the places; kept until anything in the store changes."""
    found = check_places(_page.settings, load_inputs(_page.store, service_date, depot_id))
    lines = [
        f"{order.order_id} {order.customer_name}: {show_distance(metres)} from any road" for order, metres in found.far
    ]
    lines += [f"{order.order_id} {order.customer_name}: no way from the depot and back" for order in found.cut_off]
    return lines, list(found.stops), [words for words in (found.missing_roads, found.note) if words]


def headline(stops: Sequence[FarStop]) -> str:
    """Return how many stops are far and how many lie across something."""
    across = sum(bool(one.across) for one in stops)
    far = sum(one.metres > AWAY_M for one in stops)
    parts = [f"{plural(far, 'order')} farther than {AWAY_M} m from where a vehicle stops"] if far else []
    parts += [f"{plural(across, 'stop')} across a motorway, trunk road or railway from the door"] if across else []
    return " · ".join(parts)


def _show_stops(page: PageContext, stops: Sequence[FarStop]) -> None:
    with st.expander(headline(stops), icon=":material/directions_walk:"):
        drawn = [one for one in stops if one.stop is not None][:_DRAWN]
        left, right = st.columns([3, 2], gap="medium")
        if drawn:
            left.pydeck_chart(
                far_stops_map(drawn, page.depot, theme=page.theme, style_url=map_style(page), size_px=_FIT_PX),
                height=_FIT_PX[1],
                key=f"plan_far_stops_{page.service_date}_{page.theme}",
                alt=describe_far_stops(drawn),
            )
        with right if drawn else left:
            _table(drawn, [one for one in stops if one not in drawn])
        st.caption(
            "Each line leads from the door to where the vehicle stops. Check the pins on the Orders page: a door "
            "across a motorway or a railway is often a pin on the wrong side."
        )


def _table(drawn: Sequence[FarStop], others: Sequence[FarStop]) -> None:
    """Draw a row for each stop, with the number that its door has on the map."""
    rows = [
        {
            "No.": number,
            "Order": one.order.order_id,
            "Metres": round(one.metres) if math.isfinite(one.metres) else None,
            "Why": one.reason,
            "Customer": one.order.customer_name,
            "Vehicle": one.profile.replace("_", " "),
        }
        for number, one in [*enumerate(drawn, 1), *((None, one) for one in others)]
    ]
    table.show(rows, alt="Orders whose vehicle stops far from the door, with metres and reason", take="far_stops")
