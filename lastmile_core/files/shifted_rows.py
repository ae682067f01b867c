"""Rows whose cells stand a column or two beside their headings, though their number is right."""

from __future__ import annotations

from lastmile_core.files.column_mapping import ColumnMapping
from lastmile_core.files.evidence import fits
from lastmile_core.files.order_draft import OrderDraft
from lastmile_core.files.raw_table import stop
from lastmile_core.model import Severity

_TYPED = ("lat", "lon", "latlon", "date", "email", "tw_start", "tw_end", "tw_range", "weight", "volume", "service")
_SHIFTS = (1, -1, 2, -2)
_FEWEST = 2


def name_shifted(drafts: list[OrderDraft], mapping: ColumnMapping) -> None:
    """Replace the many faults of a shifted row by the one that explains them, in place."""
    typed = {name: mapping.fields[name].index for name in _TYPED if name in mapping.fields}
    if len(typed) < _FEWEST + 1:
        return
    for draft in drafts:
        faults = [issue for issue in draft.issues if issue.severity is Severity.STOPS]
        if len(faults) < _FEWEST or not (shift := _shift_of(draft.cells, typed)):
            continue
        way = "right" if shift > 0 else "left"
        columns = "a column" if abs(shift) == 1 else f"{abs(shift)} columns"
        message = f"The cells stand {columns} too far to the {way} ({len(faults)} of them do not fit their headings)."
        draft.issues = [issue for issue in draft.issues if issue.severity is not Severity.STOPS]
        draft.issues.append(
            stop(
                "FIELD_COUNT",
                message,
                "Put the row back under its headings.",
                row=draft.row,
                value=" | ".join(draft.cells),
            )
        )


def _shift_of(cells: tuple[str, ...], typed: dict[str, int]) -> int:
    """Return by how many columns a row is shifted; 0 when no shift makes all typed cells fit."""
    for shift in _SHIFTS:
        found = {name: cells[index + shift] if 0 <= index + shift < len(cells) else "" for name, index in typed.items()}
        filled = {name: text for name, text in found.items() if text}
        if len(filled) > _FEWEST and all(fits(name, [text]) == 1.0 for name, text in filled.items()):
            return shift
    return 0
