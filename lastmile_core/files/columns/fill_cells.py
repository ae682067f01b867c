"""Rows typed again, and empty cells filled for a whole column: "set all 17 missing service times to 4 min"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lastmile_core.files.columns.column_mapping import ColumnGuess, ColumnMapping
from lastmile_core.files.raw_table import RawTable, note
from lastmile_core.model import Issue


def mend_rows(table: RawTable, cells: Mapping[str, Sequence[str]]) -> RawTable:
    """Return the table with some rows as a person typed them; what was said about these rows before no longer holds.

    Parameters
    ----------
    cells
        Row number (as text, the way answers are kept) → its cells.
    """
    typed = {int(number): [str(cell or "").strip() for cell in row] for number, row in cells.items()}
    typed = {number: row for number, row in typed.items() if 0 < number <= len(table.rows)}
    if not typed:
        return table
    rows, width = list(table.rows), len(table.headings)
    for number, row in typed.items():
        rows[number - 1] = (row + [""] * width)[:width]
    notes = [one for one in table.notes if one.row not in typed]
    odd = {number: row for number, row in table.odd_rows.items() if int(number) not in typed}
    return replace(table, rows=rows, notes=notes, odd_rows=odd)


def fill_cells(
    table: RawTable, mapping: ColumnMapping, fill: Mapping[str, str]
) -> tuple[RawTable, ColumnMapping, list[Issue]]:
    """Return the table with the empty cells of some fields filled, the mapping that fits it, and notes.

    Parameters
    ----------
    fill
        Field → text. A field without a column gets one behind all others.
    """
    rows, headings, fields, notes = [list(row) for row in table.rows], list(table.headings), dict(mapping.fields), []
    blank = table.blank_rows
    for name, text in fill.items():
        if not str(text).strip():
            continue
        guess = fields.get(name)
        if guess is None:
            headings.append(name)
            fields[name] = guess = ColumnGuess(heading=name, index=len(headings) - 1, confidence=1.0)
            for row in rows:
                row.append("")
        filled = [number for number, row in enumerate(rows, 1) if number not in blank and not row[guess.index]]
        for number in filled:
            rows[number - 1][guess.index] = str(text)
        if filled:
            message = f"{len(filled)} empty cells were filled with {text!r}, as you said."
            notes.append(note("FILLED", message, "Nothing to do.", column=guess.heading, value=str(text)))
    return replace(table, rows=rows, headings=headings), replace(mapping, fields=fields), notes
