"""The last door of the command line: whatever goes wrong inside reaches a person as a sentence, not as a traceback."""

from __future__ import annotations

import json
import logging
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import click

from lastmile_core import __version__
from lastmile_core.clock import utc_now
from lastmile_core.settings import load_settings

FAILED, INTERRUPTED = 2, 130
DEBUG = "LASTMILE_DEBUG"
KEPT_LOGS = 50


def wants_trace() -> bool:
    """Whether a person asked to see traces (``--debug`` or ``LASTMILE_DEBUG=1``)."""
    return os.environ.get(DEBUG, "") not in ("", "0")


def allow_any_text() -> None:
    """Let a terminal that cannot write a letter show a question mark instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def tell_incident(error: BaseException, arguments: Sequence[str]) -> None:
    """Write the trace to a log of its own and say in one sentence what happened, what is safe and where the log is."""
    number = uuid4().hex[:6].upper()
    log = _write_log(number, error, arguments)
    message = f"Something went wrong inside the program (incident {number})."
    if isinstance(error, MemoryError):
        message = f"There was not enough memory for this (incident {number})."
    where = f"The details are in {log}." if log else "Its log could not be written; --debug shows the details."
    mend = f"{_what_is_safe(arguments)} {where}".strip()
    if "--json" in arguments:
        click.echo(json.dumps({"error": message, "mend": mend, "incident": number, "log": str(log or "")}))
    click.echo(f"Error: {message} {mend}", err=True)
    if wants_trace():
        click.echo("".join(traceback.format_exception(error)), err=True)


def _what_is_safe(arguments: Sequence[str]) -> str:
    """Look before calling anything safe: odd values may come from a damaged database."""
    from lastmile_core.store.database.soundness import damaged_error, look_through

    try:
        given = arguments[arguments.index("--db") + 1] if "--db" in arguments[:-1] else None
        path = load_settings(given).database
        if path.exists() and not look_through(path).is_sound:
            return str(damaged_error(path))
    except (OSError, RuntimeError, ValueError):
        return ""
    return "What was stored before is safe."


class _Told(logging.Handler):
    """Says a warning of the program in one line; its trace, if any, goes to the log of commands."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(f"Warning: {record.getMessage()}", err=True)
        with suppress(OSError, RuntimeError):
            folder = load_settings().home / "logs"
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "commands.log").open("a", encoding="utf-8", errors="replace") as log:
                log.write(_FORM.format(record) + "\n")


_FORM = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


def tell_warnings() -> None:
    """Let what the program logs reach a person as words: Python itself would print traces."""
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(_Told(logging.WARNING))


def _write_log(number: str, error: BaseException, arguments: Sequence[str]) -> Path | None:
    try:
        folder = load_settings().home / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("incident-*.log"), key=lambda path: path.stat().st_mtime)[: -KEPT_LOGS + 1]:
            old.unlink(missing_ok=True)
        path = folder / f"incident-{number}.log"
        lines = [
            f"incident {number} at {utc_now().isoformat()}",
            f"lastmile {__version__}, Python {platform.python_version()}, {platform.platform()}",
            "lastmile " + " ".join(arguments),
            "".join(traceback.format_exception(error)),
        ]
        # The command line may hold names of customers and of files.
        path.touch(mode=0o600)
        path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    except (OSError, RuntimeError):
        return None
    return path
