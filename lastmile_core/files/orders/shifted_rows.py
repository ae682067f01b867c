"""Rows whose cells stand a column or two beside their headings, though their number is right."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.raw_table import stop
from lastmile_core.files.tables.row_shapes import find_shift, shapes_of, where_it_went_wrong

_SHIFTS = (1, -1, 2, -2)


def name_shifted(drafts: list[OrderDraft], headings: Sequence[str]) -> None:
    """Replace the many faults of a shifted row by the one that explains them, in place."""
    if not any(draft.issues for draft in drafts):
        return
    shapes = shapes_of((draft.cells for draft in drafts if not draft.issues), len(headings))
    for draft in drafts if shapes else ():
        if not draft.issues:
            continue
        shift = find_shift(draft.cells, shapes, _SHIFTS)
        if shift is None:
            continue
        way = "right" if shift.columns > 0 else "left"
        by = "a column" if abs(shift.columns) == 1 else f"{abs(shift.columns)} columns"
        column, where = where_it_went_wrong(shift, headings)
        message = f"The cells stand {by} too far to the {way} ({shift.misfits} of them do not fit their headings)."
        cause = "is the separator inside a text, or a cell too many?" if shift.columns > 0 else "is a cell missing?"
        mend = f"{where}: {cause}"
        # What was said of its cells is said of the wrong ones.
        draft.issues = [stop("FIELD_COUNT", message, mend, row=draft.row, column=column, value=" | ".join(draft.cells))]
