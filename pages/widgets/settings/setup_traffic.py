"""How much longer drives take, by the hour and by district."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from lastmile_core.model import PlanningRules
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext

EVERYWHERE = "Everywhere"
HOURS = 24
LEAST, MOST = 0.1, 10.0
_KEY = "district: "


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
        columns = _columns(more)
        grid.edit(
            page,
            f"traffic_{page.depot.depot_id}",
            _rows(rules, more),
            Sheet(
                what="change traffic",
                subject=page.depot.depot_id,
                read=lambda _keys: _rows(page.store.planning_rules.of_depot(page.depot.depot_id), more),
                write=lambda found: _write(page, found, own, more),
                labels=grid.labels(columns),
            ),
            grid.Look(
                columns=columns,
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


def _columns(districts: list[str]) -> dict[str, Any]:
    column = st.column_config
    return {
        "hour": column.TextColumn("Hour", disabled=True, pinned=True),
        EVERYWHERE: column.NumberColumn("Everywhere (×)", min_value=LEAST, max_value=MOST, step=0.05),
        **{
            _KEY + name: column.NumberColumn(f"{name} (×)", min_value=LEAST, max_value=MOST, step=0.05)
            for name in districts
        },
    }


def _at(factors: tuple[float, ...], hour: int) -> float | None:
    # The last factor holds for later hours.
    return factors[min(hour, len(factors) - 1)] if factors else None


def _rows(rules: PlanningRules, districts: list[str]) -> dict[str, Row]:
    """Return a row an hour; a district that is as everywhere else shows an empty cell, as it is written."""
    own = dict(rules.district_traffic)
    hours = [f"{hour:02d}:00–{hour + 1:02d}:00" for hour in range(HOURS)]
    return {
        word: {"hour": word, EVERYWHERE: _everywhere(rules, hour)}
        | {_KEY + name: _own(own.get(name, ()), rules, hour) for name in districts}
        for hour, word in enumerate(hours)
    }


def _everywhere(rules: PlanningRules, hour: int) -> float:
    factor = _at(rules.traffic, hour)
    return 1.0 if factor is None else factor


def _own(factors: tuple[float, ...], rules: PlanningRules, hour: int) -> float | None:
    factor = _at(factors, hour)
    return None if factor == _everywhere(rules, hour) else factor


def factors_of(rows: list[Row], column: str, name: str, fill: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Return the factors of a column; () when it is empty or changes nothing.

    Parameters
    ----------
    fill
        What an empty cell means, by hour; () for 1.

    Raises
    ------
    ValueError
        If a factor is out of range; the sentence names the place, the hour and the mend.
    """
    if all(row[column] is None for row in rows):
        return ()
    found = []
    for hour, row in enumerate(rows):
        factor = _at(fill, hour) if row[column] is None else float(row[column])
        factor = 1.0 if factor is None else factor
        if not LEAST <= factor <= MOST:
            raise ValueError(f"traffic of {name} at {hour:02d}:00 is {factor:g}; give {LEAST:g} to {MOST:g}")
        found.append(factor)
    return () if not fill and set(found) == {1.0} else tuple(found)


def _write(page: PageContext, found: Comparison, own: list[str], chosen: list[str]) -> None:
    depot_id = page.depot.depot_id
    before = page.store.planning_rules.of_depot(depot_id)
    # A district that was left out of the choice goes; one that somebody else has added meanwhile stays.
    districts = [name for name, _ in before.district_traffic if name in chosen or name not in own]
    districts += [name for name in chosen if name not in districts]
    rows = _rows(before, districts)
    edited = [{**row, **found.rows.get(key, {})} for key, row in rows.items()]
    traffic = factors_of(edited, EVERYWHERE, "everywhere")
    factors = [(name, factors_of(edited, _KEY + name, name, traffic)) for name in districts]
    rules = replace(before, traffic=traffic, district_traffic=tuple((name, one) for name, one in factors if one))
    page.store.planning_rules.save(depot_id, rules)
