"""Whatever the bytes: no exception but FileError, and no row vanishes."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastmile_core.errors import FileError
from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import read_orders
from lastmile_core.files.raw_table import RawTable, ReadLimits
from lastmile_core.files.tables.read_table import read_table
from tests.files import conftest as c

LIMITS = ReadLimits(in_child=False)
FIELDS = c.HEADINGS.split(",")
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "48.77",
            "9,18",
            "0900",
            "22:00",
            "02:00",
            "5 kg",
            "-1",
            "1.234",
            "03/04/2026",
            "31.12.26",
            "#N/A",
            '"',
            "A1",
            "a1",
            "0",
        ]
    ),
    st.floats().map(str),
    st.integers().map(str),
)
GOOD = c.as_csv(c.good_rows()).encode()


def _read(content: bytes) -> None:
    try:
        table = read_table(content, "x", LIMITS)
    except FileError as error:
        refused = error
    else:
        _check(table)
        return
    assert refused.code
    assert refused.message


def _check(table: RawTable) -> None:
    mapping = map_columns(table.headings, table.rows, has_header=table.has_header)
    read = read_orders(table, mapping, ReadContext(service_date=c.DAY, timezone="Europe/Berlin"))
    assert (
        len(table.rows)
        == len(read.orders) + len(read.rejected_rows) + read.merged_rows + read.blank_rows + read.waiting
    )
    assert len(read.rows) == len(read.orders)
    named = {issue.row for issue in read.issues}
    assert set(read.rejected_rows) <= named
    if read.outcome == "ask":
        assert not read.orders


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(WORDS, min_size=14, max_size=14), min_size=1, max_size=6))
def test_any_cells_under_known_headings(rows: list[list[str]]) -> None:
    _read(c.as_csv([dict(zip(FIELDS, row, strict=True)) for row in rows]).encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 30), st.binary(max_size=8))
def test_a_good_file_with_a_bite_taken_out(start: int, length: int, instead: bytes) -> None:
    _read(GOOD[:start] + instead + GOOD[start + length :])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    _read(content)
