"""What matters to a depot's plans beyond the hard rules: prices, in groups that say what they do and cost."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lastmile_core.model import KerbRule
from lastmile_core.units import show_duration, show_money
from lastmile_core.workflows.company.compare_rows import Row
from lastmile_core.workflows.company.sheets.planning_rules_sheet import (
    KERB,
    KERB_WORDS,
    MOST_PRICE,
    PRICES,
    planning_rules_sheet,
)
from pages.widgets.shared import form
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape, plural


@dataclass(frozen=True, slots=True)
class Group:
    """Prices that belong together: (field, label without unit, what one unit is called in a sentence)."""

    title: str
    icon: str
    does: str
    prices: tuple[tuple[str, str, str], ...]


GROUPS = (
    Group(
        "First attempts",
        ":material/door_front:",
        "Orders whose chance by hour is known are served when somebody is likely to be there, even by a detour.",
        (("failed_attempt_price", PRICES["failed_attempt_price"], "a failed first attempt"),),
    ),
    Group(
        "Wished times",
        ":material/schedule:",
        "A time window always holds. Inside it a customer may wish for a time: service outside of the wish has this "
        "price, unless the order names its own.",
        (
            ("early_price", PRICES["early_price"], "an hour before a wished time"),
            ("late_price", PRICES["late_price"], "an hour after a wished time"),
        ),
    ),
    Group(
        "Waiting",
        ":material/hourglass_empty:",
        "A driver who waits at a closed door is paid as always. This comes on top, so that stops are put where nobody "
        "has to wait, for some more kilometres.",
        (("waiting_price", PRICES["waiting_price"], "an hour of waiting"),),
    ),
    Group(
        "Fair routes",
        ":material/balance:",
        "Makes long routes shorter and short ones longer. The day as a whole costs a little more for it.",
        (("balance_price", PRICES["balance_price"], "an hour of unfairness"),),
    ),
    Group(
        "Familiar territory",
        ":material/home_pin:",
        "Drivers keep to the districts that they know (Fleet, Drivers); who names none is at home everywhere. "
        "Customers keep to the vehicles that should rather serve them (Fleet, Who serves whom).",
        (("unfamiliar_price", PRICES["unfamiliar_price"], "a stop in a strange district"),),
    ),
    Group(
        "Keeping what was published",
        ":material/push_pin:",
        "After publishing, planning again changes only what is worth it. At 0 a new plan starts from a blank sheet.",
        (
            ("moved_stop_price", PRICES["moved_stop_price"], "a stop moved to another vehicle"),
            ("changed_time_price", PRICES["changed_time_price"], "an hour of a changed time"),
        ),
    ),
)


def show(page: PageContext) -> None:
    """Edit the prices of the depot, and whether its docks count."""
    depot_id = page.depot.depot_id
    name, sheet = f"rules_{depot_id}", planning_rules_sheet(page.store, depot_id)
    stored = sheet.read([])[depot_id]
    st.subheader(f"What matters at {md_escape(page.depot.name)}")
    st.caption(
        "Time windows, loads, shifts, skills and locks always hold. A price says how much it is worth to you to avoid "
        "something: it still happens when avoiding it costs more. 0 turns it off. The next plan uses what you save."
    )
    hour = _paid_hour(page)
    seen = form.shown(name, "use_docks", dict(stored))
    form.say_changed(name, sheet, seen, dict(stored))
    with st.form(f"planning_rules_{name}", border=False):
        typed: Row = {}
        for group in GROUPS:
            typed |= _group(page, group, seen, name, hour)
        typed |= _kerb(seen, name)
        typed["use_docks"] = _docks_wanted(page, seen, name)
        sent = st.form_submit_button("Save what matters", type="primary", icon=":material/save:")
    form.save(page, name, sheet, depot_id, seen, typed, pressed=sent, message="Saved. The next plan uses it.")


def _paid_hour(page: PageContext) -> float:
    """Return what an hour of a usual vehicle costs, to say prices in minutes."""
    prices = sorted(vehicle.cost_per_hour for vehicle in page.store.vehicles.of_depot(page.depot.depot_id))
    return prices[len(prices) // 2] if prices else 0.0


def _group(page: PageContext, group: Group, seen: Row, form_name: str, hour: float) -> dict[str, float]:
    is_on = any(seen[name] for name, _, _ in group.prices)
    found: dict[str, float] = {}
    with st.expander(f"{group.title} · {'on' if is_on else 'off'}", icon=group.icon, expanded=is_on):
        st.caption(group.does)
        for column, (name, label, words) in zip(st.columns(2), group.prices, strict=False):
            value = float(seen[name])
            found[name] = column.number_input(
                f"{label} ({md_escape(page.depot.currency, 8)})",
                0.0,
                MOST_PRICE,
                value,
                step=1.0,
                key=form.key(form_name, name),
            )
            column.caption(_worth(value, words, hour))
    return found


def _worth(price: float, words: str, hour: float) -> str:
    if not price:
        return f"Now off: {words} costs nothing extra."
    if not hour:
        return f"Now {words} counts {price:g}."
    return f"Now {words} weighs as much as {show_duration(price / hour * 3600)} of paid time."


def _kerb(seen: Row, form_name: str) -> Row:
    is_on = any(seen[cell] != "never" for cell in KERB)
    with st.expander(f"Side of the road · {'on' if is_on else 'off'}", icon=":material/swap_horiz:", expanded=is_on):
        st.caption(
            "Vehicles reach and leave a stop on the side where the door is, so that nobody carries parcels across "
            "traffic; routes get longer for it. Big roads are trunk, primary and secondary roads of the region's map."
        )
        options = list(KERB_WORDS.values())
        return {
            cell: column.selectbox(label, options, options.index(seen[cell]), key=form.key(form_name, cell))
            for column, (cell, label) in zip(st.columns(2), KERB.items(), strict=True)
        }


def _docks_wanted(page: PageContext, seen: Row, form_name: str) -> bool:
    docks = page.store.docks.of_depot(page.depot.depot_id)
    with st.expander(
        f"Loading bays · {'counted' if seen['use_docks'] else 'not counted'}",
        icon=":material/garage_door:",
        expanded=seen["use_docks"],
    ):
        st.caption(
            "When bays count, every loading and reload stands at one, and departures are staggered so that nobody "
            f"queues. A loading takes {show_duration(page.depot.loading_s)} (Settings, Depots), or the vehicle's own "
            "time (Fleet, Vehicles), and what each order adds (Orders, Loading)."
        )
        if docks:
            hours = ", ".join(f"{dock.name} {dock.opens:%H:%M}–{dock.closes:%H:%M}" for dock in docks)
            st.markdown(f"{plural(len(docks), 'bay')}: {md_escape(hours, 400)}. Change them on Fleet, Docks.")
        else:
            st.markdown("No bay yet: add them on Fleet, Docks.")
        return st.checkbox(
            "Every loading must find a free bay",
            seen["use_docks"],
            key=form.key(form_name, "use_docks"),
            disabled=not docks,
        )


def summary(page: PageContext) -> list[str]:
    """Return what matters now, a line for each price that is on; also traffic and docks."""
    rules, money = page.store.planning_rules.of_depot(page.depot.depot_id), page.depot.currency
    lines = [
        f"{label}: {show_money(getattr(rules, name), money)}"
        for group in GROUPS
        for name, label, _ in group.prices
        if getattr(rules, name)
    ]
    if rules.traffic or rules.district_traffic:
        most = max((*rules.traffic, *(f for _, factors in rules.district_traffic for f in factors)), default=1.0)
        lines.append(f"Traffic by the hour: drives take up to {most:g} times as long")
    for who, rule in (("Vans", rules.van_kerb), ("Cargo bikes", rules.cargo_bike_kerb)):
        if rule is not KerbRule.NEVER:
            lines.append(f"{who} stop on their side of the road: {KERB_WORDS[rule]}")
    if rules.use_docks:
        lines.append("Every loading must find a free bay")
    return lines
