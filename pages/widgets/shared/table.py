"""The one place that draws tables: plain, safe to take along, and with titles that a table can have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from lastmile_core.files.cells.safe_cells import csv_cell
from pages.widgets.shared.text import md_escape

_LONGEST_TITLE = 60
_REFERENCES = ("_index", "_pos:")
NO_TITLE = "(no heading)"


def show(data: pd.DataFrame | Styler | Sequence[Mapping[str, Any]], *, alt: str, take: str = "", **options: Any) -> Any:
    """Draw a table to read; ``options`` as of ``st.dataframe``.

    Parameters
    ----------
    take
        Name of a CSV file that can be taken along, its cells harmless to a spreadsheet; "" for none.
    """
    drawn = data if isinstance(data, pd.DataFrame | Styler) else pd.DataFrame(list(data))
    if isinstance(drawn, pd.DataFrame):
        drawn = titled(drawn)
    picked = st.dataframe(drawn, hide_index=True, alt=alt, **options)
    frame = drawn.data if isinstance(drawn, Styler) else drawn
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
    """Draw a table to type in; ``options`` as of ``st.data_editor``. Columns keep their names, for what is typed."""
    edited = st.data_editor(
        frame if _are_names(list(frame.columns)) else titled(frame), key=key, hide_index=True, alt=alt, **options
    )
    assert isinstance(edited, pd.DataFrame)
    return edited


def _are_names(titles: list[object]) -> bool:
    """Return whether titles can name columns that are typed into."""
    texts = [title for title in titles if isinstance(title, str) and not title.startswith(_REFERENCES)]
    return len(set(texts)) == len(titles)


def facts(rows: Mapping[str, object], *, alt: str | None = None, limit: int = 400, **options: Any) -> None:
    """Draw names with their values, as ``st.table`` does, the values letter by letter."""
    st.table({md_escape(name, 80): md_escape(text, limit) for name, text in rows.items()}, alt=alt, **options)


def wrapped(rows: Sequence[Mapping[str, object]], *, alt: str, limit: int = 400) -> None:
    """Draw a short table whose cells wrap their lines, the values letter by letter."""
    cells = [{md_escape(name, 80): md_escape(text, limit) for name, text in row.items()} for row in rows]
    st.table(cells, border="horizontal", hide_index=True, alt=alt)


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


def titled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with titles that a table can have; the same frame when it has them.

    One title may be empty: a column of signs has none.
    """
    names = list(frame.columns)
    if names.count("") == 1 and frame.columns.is_unique:
        at = names.index("")
        rest = unique_titles([*names[:at], *names[at + 1 :]])
        titles = [*rest[:at], "", *rest[at:]]
    else:
        titles = unique_titles(names)
    return frame if titles == names else frame.set_axis(titles, axis=1)


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
        # Streamlit reads these as references to the index and to positions.
        base = f"column {base}" if base.startswith(_REFERENCES) else base
        title, number = base, 1
        while title in used:
            number += 1
            title = f"{base} ({number})"
        used.add(title)
        titles.append(title)
    return titles
