"""Targets: what the company aims at, beside what others publish."""

from __future__ import annotations

import streamlit as st

from lastmile_core.metrics import DEFINITIONS
from lastmile_core.workflows.company.compare_rows import Row
from lastmile_core.workflows.company.sheets.targets_sheet import scale_of, targets_sheet
from lastmile_core.workflows.reports.report_period import read_targets
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show(page: PageContext) -> None:
    """Edit the company's targets; an empty cell falls back to the published one, where there is an honest one."""
    st.caption("Shares are in per cent. An empty target falls back to the published one where there is one.")
    sheet = targets_sheet(page.store)
    own = sheet.read([])
    targets = read_targets(page.store)
    rows: dict[str, Row] = {}
    for key, definition in DEFINITIONS.items():
        scale = scale_of(key)
        rows[key] = {
            "key": key,
            "name": definition.name,
            "target": own[key]["target"],
            "unit": "%" if scale == 100 else page.depot.currency if definition.unit == "money" else definition.unit,
            "better": {"higher": "▲ higher", "lower": "▼ lower"}.get(definition.better, ""),
            "published": definition.default_target * scale if definition.default_target is not None else None,
            "source": targets[key].source if key in targets else "",
        }
    column = st.column_config
    columns = {
        "key": None,
        "name": column.TextColumn("Figure", disabled=True),
        "target": column.NumberColumn(sheet.label("target")),
        "unit": column.TextColumn("Unit", disabled=True),
        "better": column.TextColumn("Better", disabled=True),
        "published": column.NumberColumn("Published", disabled=True),
        "source": column.TextColumn("Source", disabled=True),
    }
    grid.edit(
        page,
        "targets",
        rows,
        sheet,
        grid.Look(
            columns=columns,
            locked=["name", "unit", "better", "published", "source"],
            row_words={key: definition.name for key, definition in DEFINITIONS.items()},
            alt="Targets of the figures",
        ),
    )
