"""The file on the screen, read once for each set of decisions and not again for every click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from lastmile_core.model import ImportAnswers
from lastmile_core.workflows.imports.correct_rows import rows_of_file
from lastmile_core.workflows.imports.import_orders import preview_orders
from lastmile_core.workflows.imports.import_report import ImportReport
from pages.widgets.imports.import_decisions import Decisions
from pages.widgets.shared.page import PageContext


@st.cache_resource(max_entries=4, ttl=900, show_spinner="Reading the file")
def _preview(
    database: str,
    data_version: int,
    file_key: str,
    service_date: date,
    depot_id: str | None,
    answers: ImportAnswers,
    _content: bytes,
    _name: str,
    _page: PageContext,
) -> ImportReport:
    return preview_orders(
        _page.store,
        _content,
        _name,
        service_date=service_date,
        depot_id=depot_id,
        answers=answers,
    )


def preview(
    page: PageContext, content: bytes, name: str, file_key: str, depot_id: str | None, made: Decisions
) -> ImportReport:
    """Return what importing the file would do; kept until the file, a decision or the store changes.

    Raises
    ------
    LastmileError
        If there is no depot to bring orders to.
    """
    return _preview(
        str(page.settings.database),
        page.store.data_version(),
        file_key,
        page.service_date,
        depot_id,
        made.answers,
        content,
        name,
        page,
    )


@st.cache_data(max_entries=4, ttl=900, show_spinner=False)
def _rows(
    file_key: str, rows: tuple[int, ...], answers: ImportAnswers, _content: bytes, _name: str
) -> tuple[list[str], dict[int, list[str]]]:
    return rows_of_file(_content, _name, rows, answers)


def rows_on_file(
    content: bytes, name: str, file_key: str, rows: Sequence[int], made: Decisions
) -> tuple[list[str], dict[int, list[str]]]:
    """Return headings and cells of some rows as the file has them, or as a person typed them since.

    Raises
    ------
    FileError
        If the file cannot be read.
    """
    return _rows(file_key, tuple(rows), made.answers, content, name)
