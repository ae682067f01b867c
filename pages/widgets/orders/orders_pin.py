"""The pin of one order: put on the map by clicks that come closer and closer, or typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lastmile_core.files.cells.coordinates import km_between, read_pair
from lastmile_core.files.cells.map_links import read_plus_code
from lastmile_core.files.cells.values import CellError
from lastmile_core.model import Location, Order
from lastmile_core.places import PlaceGuess
from lastmile_core.travel.regions import region_for
from pages.charts.places_map import Spots, clicked_place, describe_places_map, places_map
from pages.widgets.orders.orders_settle import settle
from pages.widgets.shared import state
from pages.widgets.shared.day_map import map_style
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape

_QUARTER_M, _STREET_M = 1500.0, 250.0
_CITY_M = (5000.0, 30_000.0)
_EXACT = {"house", "interpolated", "street"}
_FIT_PX = (400, 480)
"""The frame fits a phone too; a wide screen shows more around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pin:
    """Where the pin is (None before it was put) and how close the map is: 0 the city, 1 a quarter, 2 a street."""

    place: Location | None = None
    closeness: int = 0


def show(page: PageContext, order: Order, guesses: Sequence[PlaceGuess], *, remember: bool) -> None:
    """Show the map with the guesses, take clicks and typed places, and settle the order where the pin is."""
    name = f"places_pin_{page.service_date}_{order.order_id}"
    pin = state.get(name) or _begin(order, guesses)
    spots = _spots(page, pin, guesses)
    key = f"places_map_{order.order_id}_{pin.closeness}_{spots.middle.lat}_{spots.middle.lon}_{page.theme}"
    event = st.pydeck_chart(
        places_map(guesses, pin.place, spots, page.depot, theme=page.theme, style_url=map_style(page), size_px=_FIT_PX),
        height=_FIT_PX[1],
        key=key,
        on_select="rerun",
        alt=describe_places_map(f"order {order.order_id}", guesses, pin.place),
    )
    _say_blank(page, spots.middle)
    clicked = clicked_place(event, guesses, spots)
    if clicked is not None and clicked != pin.place:
        _put(name, _Pin(place=clicked, closeness=min(2, pin.closeness + 1)))
    _closeness(name, pin)
    typed = _typed(page, order, pin)
    if typed is not None and typed != pin.place:
        _put(name, _Pin(place=typed, closeness=2))
    label = f"Put order {md_escape(order.order_id, 40)} here"
    # The key names the order: a click on a list that somebody else shortened must not settle the next one.
    if st.button(
        label,
        type="primary",
        key=f"places_here_{order.order_id}",
        icon=":material/pin_drop:",
        disabled=pin.place is None,
    ):
        assert pin.place is not None
        state.drop(name)
        settle(page, order, pin.place, remember=remember)


def _say_blank(page: PageContext, middle: Location) -> None:
    """Say why there are no streets where the map looks at a place outside the road file."""
    region = region_for(page.settings, [page.depot.location])
    if region is not None and not region.holds(middle):
        name = md_escape(region.name, 60)
        st.caption(f"▲ The road file “{name}” ends before this place, so the map shows no streets here.")


def _begin(order: Order, guesses: Sequence[PlaceGuess]) -> _Pin:
    """Begin close where something is known, else with the whole city."""
    if order.location is not None:
        return _Pin(place=order.location, closeness=1)
    exact = [guess for guess in guesses if guess.kind.value in _EXACT]
    if not exact:
        return _Pin()
    first = exact[0].location
    apart = max(km_between((first.lat, first.lon), (one.location.lat, one.location.lon)) for one in exact) * 1000
    return _Pin(closeness=2 if apart < _STREET_M else 1 if apart < _QUARTER_M else 0)


def _put(name: str, pin: _Pin) -> None:
    state.put(name, pin)
    st.rerun()


def _spots(page: PageContext, pin: _Pin, guesses: Sequence[PlaceGuess]) -> Spots:
    """Return the square that takes clicks: around the pin, the best guess, or the depot."""
    home = page.depot.location
    if pin.closeness:
        middle = pin.place or (guesses[0].location if guesses else home)
        return Spots(middle=middle, half_m=_STREET_M if pin.closeness == 2 else _QUARTER_M)
    region = region_for(page.settings, [home])
    if region is None:
        return Spots(middle=home, half_m=_CITY_M[0])
    west, south, east, north = region.bbox
    half = 520 * max(km_between((south, west), (north, west)), km_between((north, west), (north, east)))
    if half > _CITY_M[1]:  # a whole country: begin around the depot
        return Spots(middle=home, half_m=_CITY_M[1])
    return Spots(middle=Location(lat=(south + north) / 2, lon=(west + east) / 2), half_m=max(_CITY_M[0], half))


def _closeness(name: str, pin: _Pin) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Wider", key="places_wider", icon=":material/zoom_out:", disabled=pin.closeness == 0):
            _put(name, _Pin(place=pin.place, closeness=pin.closeness - 1))
        if st.button("Closer", key="places_closer", icon=":material/zoom_in:", disabled=pin.closeness == 2):
            _put(name, _Pin(place=pin.place, closeness=pin.closeness + 1))
        st.caption("Click inside the dashed frame to put the pin; each click comes closer.")


def _typed(page: PageContext, order: Order, pin: _Pin) -> Location | None:
    """Return the place that was typed; None while nothing is, or when it is none (which is said)."""
    shown = f"{pin.place.lat:.6f}, {pin.place.lon:.6f}" if pin.place else ""
    text = st.text_input(
        "Or type the place: latitude, longitude, or a link of a map",
        value=shown,
        key=f"places_typed_{order.order_id}_{shown}",
        placeholder="48.77531, 9.18290",
    )
    if not text.strip() or text == shown:
        return None
    home = (page.depot.location.lat, page.depot.location.lon)
    try:
        pair = read_pair(text) or read_plus_code(text, home)
        if pair is not None:
            return Location(lat=round(pair[0], 6), lon=round(pair[1], 6))
    except (CellError, ValueError) as error:
        st.error(md_escape(error, 300), icon=":material/error:")
        return None
    st.error("That is no place. Write latitude and longitude such as 48.77531, 9.18290.", icon=":material/error:")
    return None
