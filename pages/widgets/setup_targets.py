"""Targets: what the company aims at, beside what others publish."""

from __future__ import annotations

import streamlit as st

from lastmile_core.metrics import DEFINITIONS
from lastmile_core.workflows.report_period import read_targets
from pages.widgets import grid
from pages.widgets.page import Here


def show(now: Here) -> None:
    """Edit the company's targets; an empty cell falls back to the published one, where there is an honest one."""
    st.caption("Shares are in per cent. An empty target falls back to the published one where there is one.")
    own = dict(now.store.settings.get("targets", {}) or {})
    targets = read_targets(now.store)
    rows = []
    for key, definition in DEFINITIONS.items():
        scale = 100 if definition.unit == "share" else 1
        rows.append(
            {
                "key": key,
                "name": definition.name,
                "target": own[key] * scale if own.get(key) is not None else None,
                "unit": "%" if scale == 100 else now.depot.currency if definition.unit == "money" else definition.unit,
                "better": {"higher": "▲ higher", "lower": "▼ lower"}.get(definition.better, ""),
                "published": definition.default_target * scale if definition.default_target is not None else None,
                "source": targets[key].source if key in targets else "",
            }
        )
    column = st.column_config
    grid.edit(
        "targets",
        rows,
        columns={
            "key": None,
            "name": column.TextColumn("Figure", disabled=True),
            "target": column.NumberColumn("Your target"),
            "unit": column.TextColumn("Unit", disabled=True),
            "better": column.TextColumn("Better", disabled=True),
            "published": column.NumberColumn("Published", disabled=True),
            "source": column.TextColumn("Source", disabled=True),
        },
        locked=["name", "unit", "better", "published", "source"],
        can_add=False,
        save=lambda edited: _save(now, own, edited),
        alt="Targets of the figures",
    )


def _save(now: Here, own: dict[str, float], edited: list[grid.Row]) -> int:
    wanted = {}
    for row in edited:
        if row["target"] is not None:
            scale = 100 if DEFINITIONS[row["key"]].unit == "share" else 1
            wanted[row["key"]] = float(row["target"]) / scale
    changed = [key for key in wanted.keys() | own.keys() if wanted.get(key) != own.get(key)]
    with now.store.atomic():
        now.store.settings.set("targets", wanted)
        now.store.audit.write(who=now.user, what="change targets", detail={"changed": sorted(changed)})
    return len(changed)
