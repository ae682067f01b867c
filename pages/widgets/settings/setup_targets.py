"""Targets: what the company aims at, beside what others publish."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lastmile_core.metrics import DEFINITIONS
from lastmile_core.store import Setting
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.reports.report_period import read_targets
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show(page: PageContext) -> None:
    """Edit the company's targets; an empty cell falls back to the published one, where there is an honest one."""
    st.caption("Shares are in per cent. An empty target falls back to the published one where there is one.")
    own = dict(page.store.settings.get(Setting.TARGETS, {}) or {})
    targets = read_targets(page.store)
    rows: dict[str, Row] = {}
    for key, definition in DEFINITIONS.items():
        scale = _scale(key)
        rows[key] = {
            "key": key,
            "name": definition.name,
            "target": _shown(own, key),
            "unit": "%" if scale == 100 else page.depot.currency if definition.unit == "money" else definition.unit,
            "better": {"higher": "▲ higher", "lower": "▼ lower"}.get(definition.better, ""),
            "published": definition.default_target * scale if definition.default_target is not None else None,
            "source": targets[key].source if key in targets else "",
        }
    column = st.column_config
    columns = {
        "key": None,
        "name": column.TextColumn("Figure", disabled=True),
        "target": column.NumberColumn("Your target"),
        "unit": column.TextColumn("Unit", disabled=True),
        "better": column.TextColumn("Better", disabled=True),
        "published": column.NumberColumn("Published", disabled=True),
        "source": column.TextColumn("Source", disabled=True),
    }
    grid.edit(
        page,
        "targets",
        rows,
        Sheet(
            what="change targets",
            subject="targets",
            read=lambda _keys: _read(page),
            write=lambda found: _write(page, found),
            labels=grid.labels(columns),
        ),
        grid.Look(
            columns=columns,
            locked=["name", "unit", "better", "published", "source"],
            row_words={key: definition.name for key, definition in DEFINITIONS.items()},
            alt="Targets of the figures",
        ),
    )


def _scale(key: str) -> int:
    return 100 if DEFINITIONS[key].unit == "share" else 1


def _shown(own: Mapping[str, float], key: str) -> float | None:
    return own[key] * _scale(key) if own.get(key) is not None else None


def _read(page: PageContext) -> dict[str, Row]:
    own = dict(page.store.settings.get(Setting.TARGETS, {}) or {})
    return {key: {"target": _shown(own, key)} for key in DEFINITIONS}


def _write(page: PageContext, found: Comparison) -> None:
    wanted = dict(page.store.settings.get(Setting.TARGETS, {}) or {})
    for key, row in found.rows.items():
        wanted.pop(key, None)
        if row["target"] is not None:
            wanted[key] = float(row["target"]) / _scale(key)
    page.store.settings.set(Setting.TARGETS, wanted)
