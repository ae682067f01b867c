from __future__ import annotations

import io
from datetime import date, time

import openpyxl
import pytest

from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.files.writers import templates

KINDS = {"orders": "order", "vehicles": "vehicle", "drivers": "driver"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_import_understands_every_column_of_its_own_template(kind, form):
    content = getattr(templates, f"{KINDS[kind]}_template_{form}")()
    table = read_table(content, f"template.{form}")
    assert len(table.rows) == 2
    mapping = map_columns(table.headings, table.rows, kind)
    assert not mapping.unknown
    assert not mapping.questions
    assert len(mapping.fields) == len(table.headings)


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_sheet_explains_each_column(kind):
    book = openpyxl.load_workbook(io.BytesIO(getattr(templates, f"{KINDS[kind]}_template_xlsx")()))
    first, notes = book.worksheets
    explained = [row[0].value for row in notes.iter_rows(min_row=2)]
    assert explained == [cell.value for cell in first[1]]


def test_orders_of_the_template_come_back_as_written():
    from lastmile_core.files.orders.read_context import ReadContext
    from lastmile_core.files.orders.read_orders import read_orders

    for content in (templates.order_template_csv(), templates.order_template_xlsx()):
        table = read_table(content, "template")
        mapping = map_columns(table.headings, table.rows)
        ctx = ReadContext(service_date=date(2026, 11, 24), depot_id="harbour", timezone="Europe/Lisbon")
        orders = {order.order_id: order for order in read_orders(table, mapping, ctx).orders}
        first = orders["EXAMPLE-1"]
        assert (first.customer_name, first.address, first.postcode) == ("Ana Meyer", "12 Quay Street", "01200")
        assert first.load.as_dict() == {"kg": 5.5, "m3": 0.05, "parcels": 2}
        assert first.service_s == 240
        assert first.phone == "+351 555 0100"
        assert first.windows[0].earliest.time() == time(9)
        assert orders["EXAMPLE-2"].kind.value == "collection"
        assert orders["EXAMPLE-2"].skills == {"fridge"}
