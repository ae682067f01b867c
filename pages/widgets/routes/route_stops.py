"""The stops of one route as a list: stops, trips, breaks and waits, each with its word, shape and colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from lastmile_core.model import Order, OrderKind, Plan, Route, RouteBreak, RouteReload, Stop, by_visit
from lastmile_core.units import show_clock, show_duration
from pages.charts.palette import STATES, Theme
from pages.widgets.shared import selection, table
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.selection import Selection
from pages.widgets.shared.text import md_escape, show_load, visit_cell

Row = dict[str, object]
_TINT = "40"
"""Strength of the colour behind a word, as two hex digits, so that the word stays readable in both themes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the list: its cells, and the stop that it stands for; None for a break or a reload."""

    cells: Row
    stop: Stop | None = None
    state: str = ""


def show(page: PageContext, plan: Plan, route: Route, chosen: Selection, name: str) -> None:
    """Show the list; choosing a stop selects it everywhere."""
    orders = by_visit(page.store.orders.due_on(plan.service_date, plan.depot_id))
    broken = {violation.visit_id for violation in plan.violations if violation.visit_id}
    lines = lines_of(route, orders, broken, page.day.midnight.tzinfo)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**Stops of {md_escape(name)}**{_ends(route)}")
        if st.button("All routes", icon=":material/close:", key="all_routes", type="tertiary"):
            selection.choose(None, None)
            st.rerun()
    index = next((i for i, line in enumerate(lines) if line.stop and line.stop.visit_id == chosen.order_id), None)
    event = table.show(
        _coloured(lines, page.theme),
        height=230,
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [index] if index is not None else []}},
        key=selection.widget_key("stops_table"),
        alt="Stops, trips and breaks of the selected route; choose a stop to see and change it",
        column_config={
            "#": st.column_config.TextColumn(width=36),
            "What": st.column_config.TextColumn(width=112),
            "At": st.column_config.TextColumn(width=52),
            "Window": st.column_config.TextColumn(width=92),
            "Waits": st.column_config.TextColumn(width=66),
            "Customer": st.column_config.TextColumn(width=140),
        },
    )
    picked = selection.rows_of(event)
    stop = lines[picked[0]].stop if picked else None
    if stop is not None and stop.visit_id != chosen.order_id:
        selection.choose(route.vehicle_id, stop.visit_id)
        st.rerun()


def _ends(route: Route) -> str:
    words = []
    if route.num_trips > 1:
        words.append(f"{route.num_trips} trips")
    if route.is_open_start:
        words.append("begins at its first stop")
    if route.is_open_end:
        words.append("ends at its last stop")
    return "".join(f" · {word}" for word in words)


def lines_of(route: Route, orders: Mapping[str, Order], broken: set[str], zone: tzinfo | None) -> list[Line]:
    """Return the lines in the order in which they happen.

    Parameters
    ----------
    orders
        By the names of their visits.
    broken
        Visits at which a rule is broken.
    """
    lines: list[Line] = []
    for index in range(len(route.stops) + 1):
        lines += _between(route, index, zone)
        if index < len(route.stops):
            stop = route.stops[index]
            lines.append(_stop(index + 1, stop, orders.get(stop.visit_id), stop.visit_id in broken, zone))
    return lines


def _between(route: Route, index: int, zone: tzinfo | None) -> list[Line]:
    """Return breaks and reloads before the stop of an index, by the clock."""
    found = [(pause.start, _break(pause, zone)) for pause in route.breaks if _place(pause, route) == index]
    found += [
        (reload.arrival, _reload(reload, number, zone))
        for number, reload in enumerate(route.reloads, start=2)
        if reload.before_stop == index
    ]
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def _place(pause: RouteBreak, route: Route) -> int:
    return min(pause.before_stop, len(route.stops))


def _break(pause: RouteBreak, zone: tzinfo | None) -> Line:
    words = f"until {show_clock(pause.end.astimezone(zone))}"
    cells = _cells(f"{STATES['break'].shape} break", show_clock(pause.start.astimezone(zone)), customer=words)
    return Line(cells=cells, state="break")


def _reload(reload: RouteReload, trip: int, zone: tzinfo | None) -> Line:
    words = f"at the depot, leaves {show_clock(reload.end.astimezone(zone))}"
    cells = _cells(
        f"↻ reload, trip {trip}",
        show_clock(reload.arrival.astimezone(zone)),
        wait_s=reload.wait_s,
        customer=words,
        load=show_load(reload.load_after),
    )
    return Line(cells=cells, state="loading")


def _stop(number: int, stop: Stop, order: Order | None, is_broken: bool, zone: tzinfo | None) -> Line:
    window = "any time"
    if stop.window is not None:
        ends = stop.window.earliest, stop.window.latest
        window = "–".join(show_clock(end.astimezone(zone)) for end in ends)
    locked = "place and vehicle" if stop.has_locked_position else "vehicle" if stop.is_locked else ""
    cells = _cells(
        what_of(stop, order),
        show_clock(stop.arrival.astimezone(zone)),
        number=str(number),
        window=("▲ " if is_broken else "") + window,
        wait_s=stop.wait_s,
        customer=order.customer_name if order else visit_cell(stop.visit_id),
        address=order.address if order else "",
        load=show_load(order.load) if order else "",
        order=visit_cell(stop.visit_id),
        locked=locked,
    )
    return Line(cells=cells, stop=stop)


def what_of(stop: Stop, order: Order | None) -> str:
    """Return what happens at a stop, with its sign: down for goods that leave, up for goods that come on board."""
    if stop.is_pickup:
        return "↑ pickup"
    return "↑ collection" if order is not None and order.kind is OrderKind.COLLECTION else "↓ delivery"


def _cells(what: str, clock: str, *, number: str = "", wait_s: int = 0, **more: str) -> Row:
    wait = f"{STATES['waiting'].shape} {show_duration(wait_s)}" if wait_s >= 30 else ""
    return {
        "#": number,
        "What": what,
        "At": clock,
        "Waits": wait,
        "Customer": more.get("customer", ""),
        "Window": more.get("window", ""),
        "Address": more.get("address", ""),
        "Load": more.get("load", ""),
        "Order": more.get("order", ""),
        "Locked": more.get("locked", ""),
    }


def _coloured(lines: list[Line], theme: Theme) -> Styler:
    frame = pd.DataFrame([line.cells for line in lines])

    def tint(row: pd.Series) -> list[str]:
        line = lines[int(str(row.name))]
        styles = []
        for column in row.index:
            state = line.state if line.state and column in ("What", "At") else ""
            if column == "Waits" and row[column]:
                state = "waiting"
            styles.append(f"background-color: {STATES[state].colour(theme)}{_TINT}" if state else "")
        return styles

    return frame.style.apply(tint, axis=1)
