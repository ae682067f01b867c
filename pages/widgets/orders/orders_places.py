"""The list of places: orders that need a place or a look, beside a map on which the pin is put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Location, Order, OrderStatus
from lastmile_core.places import PlaceAnswer
from lastmile_core.workflows.places.doubtful_places import (
    confirm_places,
    doubtful_groups,
    doubtful_orders,
    other_places,
)
from lastmile_core.workflows.places.place_orders import fix_list, place_orders
from pages.widgets.orders import orders_pin
from pages.widgets.orders.orders_settle import done, look_at, say_settled, settle
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext, show_error
from pages.widgets.shared.text import md_escape, plural

_SHOWN = 12
_SHOWN_GROUPS = 12
_SHOWN_ORDERS = 6
_ROUGH = {"postcode", "town"}
KINDS = {
    "house": "at the door",
    "interpolated": "between known doors",
    "street": "the street",
    "postcode": "the postcode area",
    "town": "the town",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """One line of the list: the order, what it could be, and why it waits."""

    order: Order
    answer: PlaceAnswer
    reason: str

    @property
    def needs_look(self) -> bool:
        return self.order.status is OrderStatus.NEEDS_LOOK


def show(page: PageContext, orders: Sequence[Order]) -> None:
    """Show the list while orders of the day wait for a place or a look."""
    if not any(order.status in (OrderStatus.NEEDS_PLACE, OrderStatus.NEEDS_LOOK) for order in orders):
        say_settled(page, [])
        return
    waiting, notices = _waiting(page)
    if not waiting:
        return
    with st.container(border=True):
        st.subheader("Places to settle")
        _headline(waiting)
        for notice in notices:
            st.info(md_escape(notice, 500), icon=":material/info:")
        _confirm_together(page, [one for one in waiting if one.needs_look])
        left, right = st.columns([2, 3], gap="medium")
        with left:
            chosen = _choose(page, waiting)
            if chosen.needs_look:
                guesses = other_places(page.store, page.settings, page.depot, chosen.order)
                chosen = replace(chosen, answer=PlaceAnswer(guesses=tuple(guesses)))
            remember = _about(page, chosen)
        with right:
            orders_pin.show(page, chosen.order, chosen.answer.guesses, remember=remember)


def _waiting(page: PageContext) -> tuple[list[_Waiting], tuple[str, ...]]:
    """Return what waits, the quickest to settle first; guesses of doubtful ones are looked up when they are chosen."""
    without, notices = fix_list(page.store, page.settings, page.service_date, page.depot.depot_id)
    found = [_Waiting(order=one.order, answer=one.answer, reason=one.answer.note) for one in without]
    found += [
        _Waiting(order=one.order, answer=PlaceAnswer(), reason=one.reason)
        for one in doubtful_orders(page.store, page.service_date, page.depot.depot_id)
    ]
    return sorted(found, key=_effort), notices


def _effort(one: _Waiting) -> int:
    """Return how much work an order makes: a guess to take, a place to look at, an address to find, nothing at all."""
    if one.answer.guesses:
        return 0
    if one.needs_look:
        return 1
    return 2 if one.order.address else 3


def _headline(waiting: list[_Waiting]) -> None:
    places = sum(not one.needs_look for one in waiting)
    looks = len(waiting) - places
    parts = [f"{plural(places, 'order')} without a place"] if places else []
    parts += [f"{plural(looks, 'order')} whose place needs a look"] if looks else []
    st.caption(f"{' and '.join(parts)}. None of them is planned before you settle it here.")


def _line(one: _Waiting) -> str:
    order = one.order
    address = ", ".join(part for part in (order.address, f"{order.postcode} {order.city}".strip()) if part)
    sign = "▲ look" if one.needs_look else "○ no place"
    parts = (order.order_id, order.customer_name, address or "no address", sign)
    return " · ".join(part for part in parts if part)


def _choose(page: PageContext, waiting: list[_Waiting]) -> _Waiting:
    """Let one line be chosen; the next one is chosen when one is settled."""
    by_id = {one.order.order_id: one for one in waiting}
    say_settled(page, list(by_id))
    pages = -(-len(by_id) // _SHOWN)
    leaf = min(int(state.widget("places_page") or 1), pages)
    shown = list(by_id)[(leaf - 1) * _SHOWN : leaf * _SHOWN]
    chosen = st.radio(
        "Orders that wait",
        shown,
        format_func=lambda order_id: md_escape(_line(by_id[order_id]), 140),
        key=f"places_choice_{state.count('places_done')}_{leaf}",
    )
    if pages > 1:
        st.pagination(pages, default=leaf, key="places_page")
    look_at(page, chosen)
    return by_id[chosen]


def _about(page: PageContext, one: _Waiting) -> bool:
    """Show why the order waits, and the guesses with a button each; return whether the place is to be remembered."""
    if one.reason:
        st.markdown(f"**Why it waits:** {md_escape(one.reason, 300)}")
    remember = bool(one.order.address or one.order.customer_id) and st.checkbox(
        f"Remember for {md_escape(one.order.customer_name or 'this address', 60)}",
        value=True,
        key=f"places_remember_{one.order.order_id}",
        help="Later orders of this customer to this address get the same place by themselves.",
    )
    if one.needs_look and st.button(
        "The place is right", key=f"places_right_{one.order.order_id}", icon=":material/check:"
    ):
        _confirm(page, [one.order.order_id])
    guesses = one.answer.guesses
    if not guesses:
        st.caption("No guess. Put the pin on the map, or type where it is.")
    for number, guess in enumerate(guesses):
        words, button = st.columns([3, 2], vertical_alignment="center")
        words.markdown(
            f"**{number + 1}** · {md_escape(guess.matched, 90)}  \n"
            f"{KINDS.get(guess.kind.value, '')}, {guess.confidence:.0%} sure"
        )
        if guess.kind.value in _ROUGH:
            button.caption("too rough to take")
        elif button.button(
            "Take this", key=f"places_take_{one.order.order_id}_{number}", icon=":material/check:", width="stretch"
        ):
            settle(page, one.order, guess.location, remember=remember)
    return remember


def _confirm_together(page: PageContext, doubtful: list[_Waiting]) -> None:
    """Say of several orders at once, by name, that their places are right."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if doubtful:
            with st.popover("Their places are right", icon=":material/done_all:"):
                _confirm_groups(page)
        if st.button("Look the addresses up again", key="places_again", icon=":material/travel_explore:"):
            _look_again(page)


def _confirm_groups(page: PageContext) -> None:
    """Let points be chosen, each with its orders and reasons; nothing is chosen before somebody looked."""
    groups = doubtful_groups(page.store, page.service_date, page.depot.depot_id)
    st.caption("Choose only what you have looked at; it is remembered for the building.")
    chosen = []
    for number, group in enumerate(groups[:_SHOWN_GROUPS]):
        orders = ", ".join(f"{order.order_id} {order.customer_name}".strip() for order in group.orders[:_SHOWN_ORDERS])
        more = len(group.orders) - _SHOWN_ORDERS
        text = orders + (f" and {more} more" if more > 0 else "")
        key = f"places_group_{state.count('places_done')}_{number}"
        if st.checkbox(md_escape(text, 300), key=key, help=md_escape(" ".join(group.reasons), 400)):
            chosen += [order.order_id for order in group.orders]
        st.caption(f"{_point(group.location)} · {md_escape(' '.join(group.reasons), 300)}")
    if len(groups) > _SHOWN_GROUPS:
        st.caption(f"{len(groups) - _SHOWN_GROUPS} more points come when these are settled.")
    label = "This one is right" if len(chosen) == 1 else f"These {len(chosen)} are right"
    if st.button(label, key="places_all_go", type="primary", disabled=not chosen):
        _confirm(page, chosen)


def _point(place: Location | None) -> str:
    return f"{place.lat:.5f}, {place.lon:.5f}" if place else "no place"


def _confirm(page: PageContext, order_ids: list[str]) -> None:
    try:
        mend = confirm_places(page.store, page.service_date, order_ids, by=page.user)
    except LastmileError as error:
        show_error(error)
        return
    done(f"{plural(len(mend.orders), 'place')} confirmed.")


def _look_again(page: PageContext) -> None:
    orders = page.store.orders.due_on(page.service_date, page.depot.depot_id)
    with st.spinner("Looking for places"):
        report = place_orders(page.store, page.settings, orders, by=page.user)
    done(" ".join([report.sentence, *report.notices]))
