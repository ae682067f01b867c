"""The door for files: bytes in, a table of text out, parsed in a child with limits on memory, CPU and time."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import RawTable, ReadLimits, issue_from_dict
from lastmile_core.files.tables.parse_child import TOO_MUCH_MEMORY, parse
from lastmile_core.files.tables.sniff import check_workbook, sniff
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.settings import PROJECT_ROOT

_FILLED_LINE = re.compile(rb"[^\r\n,;|\t \x00\"][^\r\n]*")
_TOO_MUCH = "Copy only the rows you need into a new file, or split it."


def read_table(
    source: Path | bytes,
    name: str = "",
    limits: ReadLimits | None = None,
    answers: ImportAnswers = NO_ANSWERS,
) -> RawTable:
    """Read a CSV or workbook of unknown origin.

    Parameters
    ----------
    source
        The file or its bytes; the kind is found from the bytes, never from ``name``.
    name
        Shown in messages.
    answers
        What a person decided about the file; only how it is read counts here.

    Raises
    ------
    FileError
        The whole file is refused; ``code`` says why.
    """
    limits = limits or ReadLimits()
    reading = answers.reading
    content = _content(source, name, limits)
    kind = sniff(content)
    if kind == "zip":
        check_workbook(content, limits)
    if kind == "text":
        _refuse_many_lines(content, limits)
    if not limits.in_child:
        return parse(content, limits, reading)
    answer = _ask_child(content, limits, reading)
    if "error" in answer:
        message, mend, code = answer["error"]
        if code == TOO_MUCH_MEMORY:
            raise _too_much_memory()
        raise FileError(message, mend, code)
    values = answer["table"]
    return RawTable(**{**values, "notes": [issue_from_dict(note) for note in values["notes"]]})


def _content(source: Path | bytes, name: str, limits: ReadLimits) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = source.stat().st_size
        except OSError as error:
            raise FileError(f"The file {name or source} cannot be opened.", "Check its path.", "DAMAGED") from error
    if size > limits.max_bytes:
        raise _too_big(source, size, limits)
    return source if isinstance(source, bytes) else source.read_bytes()


def _too_big(source: Path | bytes, size: int, limits: ReadLimits) -> FileError:
    """Say that a file is too big: by its lines where it has some, else by its size. Nothing is kept in memory."""
    lines = 0
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        is_zip = stream.read(2) == b"PK"
        while not is_zip and lines <= limits.max_rows and (piece := stream.read(1 << 20)):
            lines += piece.count(b"\n")
    if lines > limits.max_rows:
        message = f"The file has {size / 1e6:,.0f} MB and more than {limits.max_rows:,} rows."
        return FileError(message, "Split it, for example by day or depot.", "TOO_MANY_ROWS")
    message = f"The file has {size / 1e6:,.0f} MB; the limit is {limits.max_bytes / 1e6:,.0f} MB."
    return FileError(message, _TOO_MUCH, "FILE_SIZE")


def _refuse_many_lines(content: bytes, limits: ReadLimits) -> None:
    """Refuse a text of far too many lines before anything is taken apart; lines inside quoted cells are let pass."""
    if content.count(b"\n") + content.count(b"\r") <= limits.max_rows + 100:
        return
    filled = sum(1 for _ in _FILLED_LINE.finditer(content))
    if filled > limits.max_rows + 100 and content.count(b'"') < filled / 20:
        message = f"The file has {filled:,} lines; one import takes {limits.max_rows:,} rows."
        raise FileError(message, "Split it, for example by day or depot.", "TOO_MANY_ROWS")


def _ask_child(content: bytes, limits: ReadLimits, answers: ImportAnswers) -> dict[str, Any]:
    request = json.dumps({"limits": asdict(limits), "answers": answers.to_json()}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "lastmile_core.files.tables.parse_child"],
            input=request + content,
            capture_output=True,
            timeout=limits.wall_s,
            check=False,
            cwd=PROJECT_ROOT,
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(f"The file takes longer than {limits.wall_s:.0f} s to read.", _TOO_MUCH, "FILE_SIZE") from error
    if done.returncode == 0 and done.stdout:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    if done.returncode in (-24, -9):  # SIGXCPU, or killed for want of memory
        raise FileError(f"The file needs more than {limits.cpu_s} s of computing to read.", _TOO_MUCH, "FILE_SIZE")
    if done.returncode == -6 or b"memory" in done.stderr.lower() or b"MemoryError" in done.stderr:
        raise _too_much_memory()
    raise FileError(
        "The file cannot be read; reading it broke off.",
        "Open it in your spreadsheet program, save it as XLSX or CSV and import that.",
        "DAMAGED",
    )


def _too_much_memory() -> FileError:
    return FileError(
        "The file needs more memory to read than is allowed; often one stray cell far below or to the right.",
        "Delete empty rows and columns around the table and save it again, or save it as CSV.",
        "FILE_SIZE",
    )
