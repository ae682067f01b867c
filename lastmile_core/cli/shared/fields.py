"""What ``show`` and ``set`` of the company's facts share: FIELD=VALUE, what was seen before, rows as text and JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any

import click

from lastmile_core.cli.shared.common import LOOK, answer, who

if TYPE_CHECKING:
    from lastmile_core.store import FieldChange, Store
    from lastmile_core.workflows.company.compare_and_save import Sheet
    from lastmile_core.workflows.company.set_fields import FieldEdit


def pairs(texts: Iterable[str], what: str = "FIELD=VALUE") -> dict[str, str]:
    """Return the names with what was written for them.

    Raises
    ------
    click.UsageError
        If one is no pair, or a name comes twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise click.UsageError(f"“{text}” does not say what to set; write {what}.")
        if name in found:
            raise click.UsageError(f"“{name}” is said twice; say it once.")
        found[name] = value
    return found


def set_options[F: Callable[..., Any]](command: F) -> F:
    """Add ``--was`` and ``--why``."""
    command = click.option("--why", default="", help="Reason, kept in the audit.")(command)
    return click.option(
        "--was",
        multiple=True,
        metavar="FIELD=VALUE",
        help="What you saw; nothing is saved when somebody else changed it since.",
    )(command)


def seen_of(was: Iterable[str], values: Mapping[str, str]) -> dict[str, str]:
    """Return what was seen before, each of a field that is set.

    Raises
    ------
    click.UsageError
        If one is not.
    """
    seen = pairs(was)
    for name in seen:
        if name not in values:
            raise click.UsageError(f"--was names “{name}”, which is not set here; leave it out or set it.")
    return seen


def save(
    store: Store, sheets: Sequence[Sheet], edit: FieldEdit, *, why: str, as_json: bool, words: str = "Saved"
) -> None:
    """Save an edit like a form, and say what became different; ends the command when somebody else was first."""
    from lastmile_core.workflows.company.set_fields import FieldConflictError, set_fields
    from lastmile_core.workflows.company.sheet_field import value_words

    try:
        changes = set_fields(store, sheets, edit, by=who(), why=why)
    except FieldConflictError as error:
        if as_json:
            answer({"error": error.message, "mend": error.mend})
        click.echo(f"{error.message} {error.mend}", err=True)
        sys.exit(LOOK)
    if as_json:
        answer({"changed": [_change(one) for one in changes]})
        return
    for one in changes:
        name = one.row if edit.by_row else f"{one.row}: {one.field}"
        click.echo(f"  {name} {value_words(one.old) or 'nothing'} → {value_words(one.new) or 'nothing'}")
    click.echo(f"{words}." if changes else "Nothing to save: it is so already.")


def _change(one: FieldChange) -> dict[str, Any]:
    return {"row": one.row, "field": one.field, "was": plain(one.old), "is": plain(one.new)}


def plain(value: Any) -> Any:
    """Return a cell for JSON: clocks as 07:00."""
    return f"{value:%H:%M}" if isinstance(value, time) else value


def rows_as_json(sheets: Sequence[Sheet], keys: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Return the rows with their fields, by the names that ``set`` takes."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        for key, row in sheet.read(keys).items():
            found.setdefault(key, {}).update({one.name: plain(row.get(one.name)) for one in sheet.fields})
    return found


def show_rows(sheets: Sequence[Sheet], only: str | None = None) -> int:
    """Print each row field by field, with what the field means; return how many."""
    from lastmile_core.workflows.company.sheet_field import value_words

    rows: dict[str, list[tuple[str, str, str]]] = {}
    for sheet in sheets:
        for key, row in sheet.read([] if only is None else [only]).items():
            cells = [(one.name, value_words(row.get(one.name)), one.label) for one in sheet.fields]
            rows.setdefault(key, []).extend(cells)
    shown = {key: cells for key, cells in rows.items() if only in (None, key)}
    for key, cells in shown.items():
        click.echo(key)
        name_width = max(len(name) for name, _, _ in cells)
        for name, value, label in cells:
            click.echo(f"  {name:{name_width}}  {value or '-':<24}  {label}")
    return len(shown)
