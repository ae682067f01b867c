"""Tables of any titles and cells can be drawn, and hand nothing on that a spreadsheet would calculate."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lastmile_core.store import Store
from pages.widgets.shared.table import safe_csv, titled, unique_titles

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROOT = Path(__file__).resolve().parents[2]
DRAWS_TABLES = "pages/widgets/shared/table.py"
DRAWERS = ("dataframe", "data_editor", "table", "experimental_data_editor")
ODD = [
    "", " ", "A", "A", "A (2)", "Row", "Why", None, 7, 7.0, "**b**", "![i](http://evil.test/x.png)", ":red[x]", "$x$",
    "<b>x</b>", "🚚", "a\nb", "a\r\n\tb", "x" * 500, "_index", "_pos:0", "=1+1", "\u202eabc", "col\x00umn", "é",
]  # fmt: skip
TITLES = st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=8), st.integers(), st.none()), max_size=9)


@given(titles=TITLES)
@example(titles=["A", "A", "A (2)", "A"])
@settings(CALM, max_examples=300)
def test_titles_of_any_kind_become_different_titles_on_one_line(titles: list[object]) -> None:
    found = unique_titles(titles, taken=("Row", "Why"))
    assert len(found) == len(titles)
    assert len({*found, "Row", "Why"}) == len(found) + 2
    for title in found:
        assert title.isprintable()
        assert title.strip()
        assert len(title) < 90
        assert not title.startswith(("_index", "_pos:"))
    assert unique_titles(found) == found, "good titles are left alone"


@given(titles=TITLES)
@settings(CALM)
def test_a_frame_of_any_titles_gets_titles_of_its_own(titles: list[object]) -> None:
    frame = pd.DataFrame([list(range(len(titles)))], columns=pd.Index(titles, dtype=object))
    found = titled(frame)
    assert found.columns.is_unique
    assert found.to_numpy().tolist() == frame.to_numpy().tolist()


def _drawn() -> None:
    """The script of a page that draws tables with odd titles and cells; its titles come by the session."""
    import pandas as pd
    import streamlit as st

    from pages.widgets.shared import table

    titles = st.session_state["titles"]
    frame = pd.DataFrame([titles, titles], columns=pd.Index(titles, dtype=object))
    table.show(frame, alt="to read", take="odd")
    table.edit(frame.set_axis(table.unique_titles(titles), axis=1), key="typed", alt="to type in")
    table.edit(frame, key="typed_too", alt="to type in")
    table.facts({str(title): title for title in titles})
    table.wrapped([{str(title): title for title in titles}], alt="wrapped")
    table.show([{str(title): title for title in titles}, {}, {"A": None}], alt="rows")


DRAWN = {
    "all at once": ODD,
    "two of one name": ["A", "A"],
    "made by hand": ["A", "A", "A (2)"],
    "none": [],
    "signs": ["", ""],
}


@pytest.mark.parametrize("titles", DRAWN.values(), ids=DRAWN)
def test_a_page_draws_tables_of_any_titles(titles: list[object]) -> None:
    app = AppTest.from_function(_drawn, default_timeout=30)
    app.session_state["titles"] = titles
    app.run()
    assert not app.exception, app.exception


@given(
    cells=st.lists(
        st.one_of(
            st.sampled_from(["=1+1", "+1", "-2", "@x", " =1", "\t=1", "＝1", "a\n=1", "'=1", '"', "a,b"]),
            st.text(max_size=6),
            st.integers(-(10**9), 10**9),
            st.floats(allow_nan=True),
            st.booleans(),
            st.none(),
            st.just(date(2026, 1, 2)),
            st.just(datetime(2026, 1, 2, 3, 4)),
            st.just(time(5, 6)),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(CALM, max_examples=200)
def test_no_cell_of_a_taken_table_becomes_a_formula(cells: list[object]) -> None:
    frame = pd.DataFrame([cells], columns=[f"=c{index}" for index in range(len(cells))], dtype=object)
    text = safe_csv(frame).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    for title in rows[0]:
        assert title.startswith("'")
    for value, cell in zip(rows[1], cells, strict=True):
        if isinstance(cell, str):
            assert not value.lstrip().startswith(("=", "+", "-", "@", "＝", "\t"))


def test_only_one_module_draws_tables() -> None:
    """The framework's own calls know nothing of doubled titles, Markdown in cells and formulas."""
    found = []
    for path in sorted([*(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]):
        if path.relative_to(ROOT).as_posix() == DRAWS_TABLES:
            continue
        calls = [
            node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ]
        found += [
            f"{path.relative_to(ROOT)}:{call.lineno} {call.attr}"
            for call in calls
            if isinstance(call, ast.Attribute) and call.attr in DRAWERS
        ]
    assert found == []


def test_the_framework_offers_no_csv_of_its_own() -> None:
    assert "disableDataExport = true" in (ROOT / ".streamlit" / "config.toml").read_text()


UPLOADS = {
    "one heading for two fields": 'Order no,Address,Zeitfenster\nA1,Quay 1,"09:00-10:00"\nA2,Quay 2,"11:00-10:00"\n',
    "equal headings": "Order no,Note,Note,Note (2),lat,lon\nA1,a,b,c,45.01,-30.0\n,x,y,z,99,0\n",
    "empty headings": "Order no,,,lat,lon\nA1,a,b,45.01,-30.0\nA2,,x,999,0\n",
    "headings of the table itself": "Row,Why,Order no,lat,lon\n1,x,A1,45.01,-30.0\n2,y,A2,999,0\n",
    "odd headings": 'Order no,"**b**","![i](http://evil.test/x.png)","a\nb",_index,_pos:0,🚚,7,lat,lon\n'
    "A1,1,2,3,4,5,6,7,45.01,-30.0\nA2,1,2,3,4,5,6,7,999,0\n",
    "a very long heading": f"Order no,{'x' * 900},lat,lon\nA1,1,45.01,-30.0\nA2,1,999,0\n",
}


@pytest.mark.parametrize("content", UPLOADS.values(), ids=UPLOADS)
def test_refused_rows_of_files_with_odd_headings_are_shown(
    look: Callable[..., AppTest], small_day: Store, content: str
) -> None:
    app = look("orders")
    app.file_uploader[0].set_value([("odd.csv", content.encode(), "text/csv")]).run()
    assert not app.exception, app.exception
    assert "incident" not in "".join(one.value for one in app.error)


@pytest.mark.parametrize("refused", ["11h-10h", "25h-30h"])
def test_the_refused_row_of_two_fields_in_one_column_is_shown(
    look: Callable[..., AppTest], small_day: Store, shared_data: Path, refused: str
) -> None:
    """Its heading serves both ends of the window; a late hour such as 24:30 is read, so another is put there."""
    path = shared_data / "real_days" / "two_fields_one_refused.csv"
    app = look("orders")
    content = path.read_text(encoding="utf-8").replace("24:30", refused)
    app.file_uploader[0].set_value([(path.name, content.encode(), "text/csv")]).run()
    assert not app.exception, app.exception
    assert "incident" not in "".join(one.value for one in app.error)
    table = next(one.value for one in app.data_editor if (one.key or "").startswith("mend_"))
    assert table["horaire"].tolist() == [refused]


def test_the_file_of_two_fields_in_one_column_does_not_end_the_page(
    look: Callable[..., AppTest], small_day: Store, shared_data: Path
) -> None:
    path = shared_data / "real_days" / "two_fields_one_refused.csv"
    app = look("orders")
    app.file_uploader[0].set_value([(path.name, path.read_bytes(), "text/csv")]).run()
    assert not app.exception, app.exception
    assert "incident" not in "".join(one.value for one in app.error)
    assert any("2 rows" in one.value for one in app.markdown)
