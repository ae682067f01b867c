"""The one place that draws tables: plain, safe to take along, and with titles that a table can have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lastmile_core.files.safe_cells import csv_cell
from pages.widgets.text import md_escape

_LONGEST_TITLE = 60
NO_TITLE = "(no heading)"


def show(data: pd.DataFrame | Sequence[Mapping[str, Any]], *, alt: str, take: str = "", **options: Any) -> Any:
    """Draw a table to read; ``options`` as of ``st.dataframe``.

    Parameters
    ----------
    take
        Name of a CSV file that can be taken along, its cells harmless to a spreadsheet; "" for none.
    """
    frame = data if isinstance(data, pd.DataFrame) else pd.DataFrame(list(data))
    if isinstance(data, pd.DataFrame) and not data.columns.is_unique:
        frame = data.set_axis(unique_titles([str(title) for title in data.columns]), axis=1)
    picked = st.dataframe(frame, hide_index=True, alt=alt, **options)
    if take and len(frame):
        st.download_button(
            "Take as CSV",
            lambda: safe_csv(frame),
            f"{take}.csv",
            "text/csv",
            key=f"take_{take}",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )
    return picked


def edit(frame: pd.DataFrame, *, key: str, alt: str, **options: Any) -> pd.DataFrame:
    """Draw a table to type in; ``options`` as of ``st.data_editor``."""
    edited = st.data_editor(frame, key=key, hide_index=True, alt=alt, **options)
    assert isinstance(edited, pd.DataFrame)
    return edited


def facts(rows: Mapping[str, object], *, alt: str | None = None, limit: int = 400, **options: Any) -> None:
    """Draw names with their values, as ``st.table`` does, the values letter by letter."""
    st.table({md_escape(name, 80): md_escape(text, limit) for name, text in rows.items()}, alt=alt, **options)


def safe_csv(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV in which no cell becomes a formula, with the mark that spreadsheets need for UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([csv_cell(str(title)) for title in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([csv_cell(_plain(value)) for value in row])
    return ("\ufeff" + text.getvalue()).encode()


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT:
        return None
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, str | int | float | bool) or hasattr(value, "strftime") else str(value)


def unique_titles(headings: Iterable[object], taken: Iterable[str] = ()) -> list[str]:
    """Return headings that a table can have: text on one line, none empty, none too long, none twice.

    Parameters
    ----------
    taken
        Titles that the table has already.
    """
    used = set(taken)
    titles = []
    for heading in headings:
        flat = " ".join("".join(c if c.isprintable() else " " for c in str("" if heading is None else heading)).split())
        base = (flat[: _LONGEST_TITLE - 1] + "…" if len(flat) > _LONGEST_TITLE else flat) or NO_TITLE
        title, number = base, 1
        while title in used:
            number += 1
            title = f"{base} ({number})"
        used.add(title)
        titles.append(title)
    return titles
