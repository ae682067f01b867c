"""Three ways through the rest of the day, side by side, and what each of them changes."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import by_visit, is_reload_id
from lastmile_core.planning.replan import ReplanMode
from lastmile_core.replanning.change_words import PARTS, change_sentences, is_goods, order_words
from lastmile_core.replanning.plan_changes import ChangeKind, ChangeList, StopChange
from lastmile_core.units import show_clock, show_duration, show_money
from lastmile_core.workflows.running_day.replan_day import Offer, ReplanOffers, publish_offer
from pages.widgets.shared import table
from pages.widgets.shared.day_map import names_of
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape, plural, visit_cell

TITLES = {
    ReplanMode.INSERT: ("Only put in", "Open orders go where they cost least. Nothing else moves."),
    ReplanMode.REORDER: ("Re-order routes", "The order of stops may change too; each stays on its vehicle."),
    ReplanMode.FREE: ("Change freely", "Whatever has not begun may change, at the price of change."),
}
WORTH_A_CHANGE = 2.0
"""A way that changes more must save at least this much, in the depot's currency, to be recommended."""
KINDS = {
    ChangeKind.MOVED: "to another vehicle",
    ChangeKind.REORDERED: "other order",
    ChangeKind.RETIMED: "other time",
    ChangeKind.ADDED: "new on a route",
    ChangeKind.LEFT_OUT: "left out",
    ChangeKind.KEPT: "as before",
}


def show(page: PageContext, offers: ReplanOffers) -> None:
    """Show the offers, and the changes of the one that is looked at."""
    clock = show_clock(offers.now.astimezone(page.day.midnight.tzinfo))
    st.caption(f"From {clock} on, against version {offers.version} as it would go on.")
    found = cards(page, offers, can_publish=True)
    modes = [offer.mode for offer in offers.offers]
    looked_at = st.segmented_control(
        "Look at",
        modes,
        default=_best(offers).mode,
        required=True,
        format_func=lambda mode: TITLES[mode][0],
        key=f"replan_look_{offers.version}_{offers.now.timestamp():.0f}",
    )
    if looked_at is not None:
        _details(page, found[looked_at])
    _money(page, found)


def cards(page: PageContext, offers: ReplanOffers, *, can_publish: bool) -> dict[ReplanMode, ChangeList]:
    """Show a card an offer and return the changes by mode."""
    orders = by_visit(page.store.orders.due_on(page.service_date, page.depot.depot_id))
    found = {offer.mode: offers.changes(offer.mode, orders) for offer in offers.offers}
    best = _best(offers)
    columns = st.columns(len(ReplanMode), gap="small")
    for column, mode in zip(columns, ReplanMode, strict=True):
        with column.container(border=True, height="stretch"):
            title, what = TITLES[mode]
            st.markdown(f"**{title}**")
            st.caption(what)
            offer = next((offer for offer in offers.offers if offer.mode is mode), None)
            if offer is None:
                st.markdown(":gray[Looking …]")
                continue
            _card(page, found[mode])
            same = _same_as(offer, offers)
            if same is not None:
                st.caption(f"The same plan as “{TITLES[same][0]}”.")
            elif can_publish:
                _publish(page, offers, offer, is_best=offer is best)
    return found


def _card(page: PageContext, changes: ChangeList) -> None:
    extra = changes.extra_cost
    st.metric(
        "Costs more" if extra >= 0 else "Costs less",
        show_money(abs(extra), page.depot.currency),
        help="Vehicles, driving, paid time and overtime against the day as it would go on.",
    )
    retimed = len(changes.of(ChangeKind.RETIMED))
    lines = [f"{plural(len(changes.changed), 'stop')} moved or new"]
    if retimed:
        lines.append(f"{plural(retimed, 'stop')} at another time")
    lines += [f"{plural(len(changes.vehicles), 'driver')} to tell", *_promises(changes)]
    lost = sum(stop.from_vehicle is not None for stop in changes.left_out)
    if lost:
        lines.append(f":red[✕ {plural(lost, 'order')} left out]")
    if still := len(changes.left_out) - lost:
        lines.append(f"{plural(still, 'order')} still on no route")
    st.markdown("  \n".join(lines))


def _promises(changes: ChangeList) -> list[str]:
    """Say who becomes late by this, apart from those who are late already."""
    newly = [stop for stop in changes.late if not stop.was_late_s]
    already = [stop for stop in changes.late if stop.was_late_s]
    if newly:
        worst = show_duration(max(60, *(stop.late_s for stop in newly)))
        lines = [f":orange[▲ {plural(len(newly), 'customer')} newly late], at most {worst}"]
    else:
        lines = [":green[● Nobody becomes late]" if already else ":green[● Every window kept]"]
    if not already:
        return lines
    words = f"{plural(len(already), 'customer')} late anyway"
    if (more := max(stop.later_by_s for stop in already)) >= 60:
        return [*lines, f":orange[▲ {words}], now by {'up to ' if len(already) > 1 else ''}{show_duration(more)} more"]
    return [*lines, words]


def _best(offers: ReplanOffers) -> Offer:
    """Return the offer that may change least among those that cost next to nothing more than the cheapest."""
    least = min(offer.plan.cost.total for offer in offers.offers)
    return next(offer for offer in offers.offers if offer.plan.cost.total < least + WORTH_A_CHANGE)


def _same_as(offer: Offer, offers: ReplanOffers) -> ReplanMode | None:
    routes = {route.vehicle_id: route.visit_ids for route in offer.plan.routes}
    for other in offers.offers:
        if other is offer:
            return None
        if routes == {route.vehicle_id: route.visit_ids for route in other.plan.routes}:
            return other.mode
    return None


def _publish(page: PageContext, offers: ReplanOffers, offer: Offer, *, is_best: bool) -> None:
    if not st.button(
        "Publish this one",
        type="primary" if is_best else "secondary",
        icon=":material/campaign:",
        key=f"replan_publish_{offer.mode.value}",
        width="stretch",
        help="Stores it as a new version and makes it what drivers and customers are told.",
    ):
        return
    try:
        plan = publish_offer(page.store, offers, offer.mode, by=page.user)
    except LastmileError as error:
        show_error(error)
        return
    remember_message(f"Version {plan.version} is published. Tell the drivers whose lists have changed.")
    st.rerun()


def _details(page: PageContext, changes: ChangeList) -> None:
    names = names_of(page)
    sentences = change_sentences(changes, names, page.depot.currency)
    st.markdown("\n".join(f"- {md_escape(sentence, 600)}" for sentence in sentences))
    if changes.stops:
        table.show(
            [_row(page, stop, names) for stop in changes.stops],
            height=min(35 * (len(changes.stops) + 1) + 3, 430),
            alt="Orders that this way changes, in the order of their new times",
        )


def _row(page: PageContext, stop: StopChange, names: dict[str, str]) -> dict[str, str]:
    zone = page.day.midnight.tzinfo

    def clock(moment: datetime | None) -> str:
        return show_clock(moment.astimezone(zone)) if moment is not None else ""

    window = f"{clock(stop.window.earliest)}–{clock(stop.window.latest)}" if stop.window else "any time"
    if stop.after is None:
        promise = "✕ not served"
    elif stop.late_s:
        promise = f"▲ {show_duration(max(60, stop.late_s))} late" + _anyway(stop)
    else:
        promise = "● kept"
    return {
        "Order": _order(stop.order_id, names),
        "Customer": stop.customer,
        "Change": KINDS[stop.kind],
        "From": names.get(stop.from_vehicle or "", stop.from_vehicle or ""),
        "To": names.get(stop.to_vehicle or "", stop.to_vehicle or ""),
        "Expected": clock(stop.before),
        "Now": clock(stop.after),
        "Window": window,
        "Promise": promise,
        "Why": f"{stop.reason} {stop.mend}".strip(),
    }


def _order(name: str, names: dict[str, str]) -> str:
    if not is_goods(name) and not is_reload_id(name):
        return visit_cell(name)
    words = order_words(name, names)
    return words[0].upper() + words[1:]


def _anyway(stop: StopChange) -> str:
    """Say how late it would have been without the change."""
    if not stop.was_late_s:
        return ""
    return f" ({show_duration(max(60, stop.was_late_s))} anyway)" if stop.later_by_s >= 60 else " (anyway)"


def _money(page: PageContext, found: dict[ReplanMode, ChangeList]) -> None:
    """Show every part of the cost that differs, all offers side by side."""
    parts = [part for part in PARTS if any(_difference(changes, part) for changes in found.values())]
    if not parts:
        return
    rows = [
        {"Difference": PARTS[part].capitalize()}
        | {
            TITLES[mode][0]: _money_words(_difference(changes, part), page.depot.currency)
            for mode, changes in found.items()
        }
        for part in parts
    ]
    rows += [
        {"Difference": "Driving (km)"} | {TITLES[mode][0]: f"{c.extra_m / 1000:+,.1f}" for mode, c in found.items()},
        {"Difference": "Paid time (min)"} | {TITLES[mode][0]: f"{c.extra_s / 60:+,.0f}" for mode, c in found.items()},
    ]
    with st.expander("What it costs, part by part"):
        table.show(rows, height="content", alt="Differences of the cost by part and offer")
        st.caption(
            "Lateness, orders left out and changes have prices so that the search can weigh them; nobody pays these."
        )


def _difference(changes: ChangeList, part: str) -> float:
    return round(sum(price.difference for price in changes.prices if price.part == part), 2)


def _money_words(amount: float, currency: str) -> str:
    return ("+" if amount > 0 else "") + show_money(amount, currency) if amount else "–"
