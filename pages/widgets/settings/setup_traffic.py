"""How much longer drives take, by the hour and by district."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lastmile_core.model import PlanningRules
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.sheets.traffic_sheet import traffic_rows, traffic_sheet
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show(page: PageContext) -> None:
    """Edit traffic factors: rows are hours, columns the whole area and chosen districts."""
    rules = page.store.planning_rules.of_depot(page.depot.depot_id)
    is_on = bool(rules.traffic or rules.district_traffic)
    with st.expander(f"Traffic by the hour · {'on' if is_on else 'off'}", icon=":material/traffic:", expanded=is_on):
        st.caption(
            "How many times longer a drive takes than the roads say: 1 as they say, 1.4 for 14 min instead of 10. It "
            "counts at the hour in which it is driven. A district's own column is for drives that begin there; an "
            "empty cell takes the value of Everywhere."
        )
        st.markdown(_said(rules))
        own = [name for name, _ in rules.district_traffic if name]
        more = st.multiselect(
            "Districts with traffic of their own",
            sorted({*_districts(page), *own}),
            default=own,
            key=f"traffic_districts_{page.depot.depot_id}_{'|'.join(own)}",
            help="Parts of town as the orders of the day and the drivers name them",
        )
        sheet = traffic_sheet(page.store, page.depot.depot_id, more, own)
        grid.edit(
            page,
            f"traffic_{page.depot.depot_id}",
            traffic_rows(rules, more),
            sheet,
            grid.Look(
                columns=_columns(sheet),
                locked=["hour"],
                alt="Traffic factors; rows are hours of the day, columns the whole area and districts",
                save_label="Save traffic",
            ),
        )


def _districts(page: PageContext) -> set[str]:
    orders = page.store.orders.due_on(page.service_date, page.depot.depot_id)
    named = {order.district for order in orders if order.district}
    return named.union(*(driver.districts for driver in page.store.drivers.of_depot(page.depot.depot_id)))


def _said(rules: PlanningRules) -> str:
    if not rules.traffic:
        return "**Now:** the roads' own times at every hour."
    worst = max(rules.traffic)
    hour = rules.traffic.index(worst)
    return (
        f"**Now:** slowest from {hour:02d}:00 to {hour + 1:02d}:00, when 10 min of driving take {worst * 10:.0f} min."
    )


def _columns(sheet: Sheet) -> dict[str, Any]:
    column = st.column_config
    return {
        "hour": column.TextColumn("Hour", disabled=True, pinned=True),
        **{
            one.name: column.NumberColumn(one.label, min_value=one.least, max_value=one.most, step=0.05)
            for one in sheet.fields
        },
    }
