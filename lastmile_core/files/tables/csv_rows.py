"""Text to rows of cells: the separator from the words of the header, quotes taken strictly."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lastmile_core.errors import FileError
from lastmile_core.files.tables.header_row import header_score

SEPARATORS = (",", ";", "\t", "|")
_MAX_QUOTE_FAULTS = 50
_LOOKED_AT = 25


@dataclass(slots=True)
class Record:
    """One record of a text file.

    Attributes
    ----------
    quote_fault, json_fault
        The line on which a quotation mark went wrong, or that is no JSON object; 0 when all is well.
    """

    cells: list[str] = field(default_factory=list)
    quote_fault: int = 0
    json_fault: int = 0


def read_csv(text: str, separator: str = "", max_records: int = 1_000_000) -> tuple[list[Record], str]:
    """Split a text into records.

    Parameters
    ----------
    separator
        What a person chose; empty to find out.
    max_records
        Reading ends after so many records that are not blank; the table then says that there are too many.

    Returns
    -------
    tuple
        The records (blank lines as records without cells) and the separator.

    Raises
    ------
    FileError
        QUOTE when quotation marks are so broken that rows cannot be told apart.
    """
    lines = list(io.StringIO(text, newline=""))
    declared = re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE) if lines else None
    if declared:
        lines = lines[1:]
        separator = separator or declared.group(1)
    separator = separator or _choose_separator(lines)
    return list(_up_to(_records(lines, separator), max_records)), separator


def _up_to(records: Iterator[Record], max_records: int) -> Iterator[Record]:
    filled = 0
    for record in records:
        yield record
        filled += any(record.cells)
        if filled > max_records:
            return


def _choose_separator(lines: list[str]) -> str:
    """Return the separator under which most headings are known; frequency alone misleads (decimal commas)."""
    best, chosen = (-1, -1.0, -1), ","
    for separator in SEPARATORS:
        rows = [row for row in _lenient(lines[: _LOOKED_AT * 2], separator) if any(row)][:_LOOKED_AT]
        if not rows:
            continue
        lengths = [len(row) for row in rows]
        usual = max(set(lengths), key=lengths.count)
        steady = lengths.count(usual) / len(lengths) if usual > 1 else 0.0
        rank = (max(header_score(row) for row in rows), steady, usual)
        if rank > best:
            best, chosen = rank, separator
    return chosen


def _lenient(lines: list[str], separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        return


def _records(lines: list[str], separator: str) -> Iterator[Record]:
    start, faults = 0, 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=separator, strict=True)
        begun = 0  # physical lines finished by whole records
        try:
            for cells in reader:
                if reader.line_num - begun > 1 and _swallowed_rows(cells, separator):
                    raise csv.Error("a quoted cell holds whole rows")
                yield Record(cells)
                begun = reader.line_num
            return
        except csv.Error:
            faults += 1
            if faults > _MAX_QUOTE_FAULTS:
                raise FileError(
                    f"Quotation marks do not match in more than {_MAX_QUOTE_FAULTS} lines, the first near line "
                    f"{start + begun + 1}.",
                    'Export the file again; a quotation mark inside a text must be doubled ("").',
                    "QUOTE",
                ) from None
            # Only the line on which the broken record began is lost; the next line starts afresh.
            yield Record(quote_fault=start + begun + 1)
            start += begun + 1


def _swallowed_rows(cells: list[str], separator: str) -> bool:
    """Return whether a cell over several lines holds what looks like whole rows: an unclosed quote met the next one."""
    for cell in cells:
        parts = re.split(r"\r\n|\r|\n", cell)
        if len(parts) > 1 and any(part.count(separator) >= max(3, len(cells) // 2) for part in parts[1:]):
            return True
    return False
