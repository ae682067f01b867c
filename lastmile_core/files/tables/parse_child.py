"""The child process that parses a file: takes its limits, reads standard input, answers in JSON.

Started by :mod:`lastmile_core.files.tables.read_table`; a file that kills it kills nothing else.
"""

from __future__ import annotations

import json
import sys
import zipfile
import zlib
from typing import Any

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import RawTable, ReadLimits, issue_as_dict
from lastmile_core.model import ImportAnswers

_ORIGIN = ("encoding", "separator", "sheet", "has_header", "sheets", "header_row", "first_lines", "odd_rows")


# What the process says of itself when its memory is used up; the parent has the words.
TOO_MUCH_MEMORY = "memory"


def parse(content: bytes, limits: ReadLimits, answers: ImportAnswers) -> RawTable:
    """Parse one file in this process.

    Parameters
    ----------
    answers
        What a person decided about the file; only how it is read counts here.
    """
    # Imported late so that the memory limit already holds.
    from lastmile_core.files.tables.sniff import check_workbook, sniff

    header: int | None = -1
    if answers.is_yes("no_header"):
        header = None
    elif answers.is_yes("header_row"):
        header = int(answers.replies["header_row"]) - 1
    kind = sniff(content)
    if kind == "text":
        return _parse_text(content, limits, answers, header)
    from lastmile_core.files.tables.workbook import read_workbook

    notes = check_workbook(content, limits) if kind == "zip" else []
    try:
        table = read_workbook(content, limits, answers.text("sheet"), header)
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, OSError, RuntimeError) as error:
        raise _damaged() from error
    except BaseException as error:
        # The reader of workbooks panics outside of Exception on parts that contradict each other.
        if type(error).__name__ == "PanicException":
            raise _damaged() from error
        raise
    return table.with_notes(notes)


def _damaged() -> FileError:
    return FileError("The workbook is damaged.", "Export or upload it again.", "DAMAGED")


def _parse_text(content: bytes, limits: ReadLimits, answers: ImportAnswers, header: int | None) -> RawTable:
    from lastmile_core.files.tables.build_table import build_table
    from lastmile_core.files.tables.csv_rows import read_csv
    from lastmile_core.files.tables.decode import decode
    from lastmile_core.files.tables.json_rows import read_json

    text, encoding, notes = decode(content, answers.text("encoding"))
    most = limits.max_rows + 100
    objects = None if answers.is_yes("separator") else read_json(text, most)
    if objects is not None:
        return build_table(objects, limits, ragged=False, header=0, encoding=encoding).with_notes(notes)
    records, separator = read_csv(text, answers.text("separator"), most)
    table = build_table(records, limits, ragged=True, header=header, encoding=encoding, separator=separator)
    return table.with_notes(notes)


def take_limits(limits: ReadLimits) -> None:
    """Bind this process to the limits, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's wall clock alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read one request from standard input, answer on standard output."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = ReadLimits(**request["limits"])
    take_limits(limits)
    answer: dict[str, Any]
    try:
        table = parse(sys.stdin.buffer.read(), limits, ImportAnswers.from_json(request["answers"]))
        answer = {name: getattr(table, name) for name in ("headings", "rows", *_ORIGIN)}
        text = json.dumps({"table": {**answer, "notes": [issue_as_dict(note) for note in table.notes]}})
    except FileError as error:
        text = json.dumps({"error": [error.message, error.mend, error.code]})
    except MemoryError:
        text = json.dumps({"error": ["", "", TOO_MUCH_MEMORY]})
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
