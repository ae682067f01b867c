"""Imports read back and taken back: the part of ``lastmile import`` that needs no file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lastmile_core.cli.shared.common import answer, opened, who
from lastmile_core.errors import LastmileError

_SHOWN = 40


def list_imports(db: Path | None, as_json: bool) -> None:
    """Print the newest imports."""
    with opened(db) as (_, store):
        records = store.imports.latest(_SHOWN)
    if as_json:
        answer(
            {
                "imports": [
                    {
                        "import_id": record.import_id,
                        "file_name": record.file_name,
                        "imported_at": record.imported_at.isoformat(),
                        "imported_by": record.imported_by,
                        "counts": record.counts,
                    }
                    for record in records
                ]
            }
        )
        return
    for record in records:
        counts = record.counts
        click.echo(
            f"{record.import_id}  {record.imported_at:%Y-%m-%d %H:%M} UTC  {record.file_name}: "
            f"{counts.get('new', 0)} new, {counts.get('changed', 0)} changed, {counts.get('refused', 0)} refused "
            f"({record.imported_by})"
        )
    if not records:
        click.echo("Nothing was imported yet.")


def show(import_id: str, save_file: Path | None, save_refused: Path | None, db: Path | None, as_json: bool) -> None:
    """Print one import, and write its raw file or its refused rows where they are wanted."""
    from lastmile_core.workflows.imports.show_import import raw_file, refused_rows, show_import

    with opened(db) as (_, store):
        shown = show_import(store, import_id)
        if save_file is not None:
            _write(save_file, raw_file(store, import_id)[1])
        if save_refused is not None:
            _write(save_refused, refused_rows(store, import_id))
    if as_json:
        answer(shown)
        return
    _print(shown)
    for path in (save_file, save_refused):
        if path is not None:
            click.echo(f"Written: {path}")


def take_back(import_id: str, why: str, db: Path | None, as_json: bool) -> None:
    """Take one import back."""
    from lastmile_core.workflows.imports.take_back_import import take_back_import

    with opened(db) as (_, store):
        taken = take_back_import(store, import_id, by=who(), why=why)
    if as_json:
        days = [{"date": day.isoformat(), "depot_id": depot_id} for day, depot_id in taken.to_plan_again]
        answer(
            {
                "import_id": taken.import_id,
                "sentence": taken.sentence,
                "removed": taken.removed,
                "restored": taken.restored,
                "left": taken.left,
                "to_plan_again": days,
            }
        )
    else:
        click.echo(taken.sentence)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise LastmileError(f"{path} cannot be written: {error}.", "Choose another place.") from error


def _print(shown: dict[str, Any]) -> None:
    click.echo(
        f"{shown['file_name']} ({shown['import_id']}), {shown['imported_at']} by {shown['imported_by'] or 'nobody'}"
    )
    click.echo("  " + ", ".join(f"{count} {name}" for name, count in shown["counts"].items()))
    if shown["source"]:
        click.echo(f"  a file of {shown['source']}")
    columns = ", ".join(f"{name} = {guess['heading']}" for name, guess in shown["columns"].items())
    click.echo(f"  columns: {columns}")
    for name, decisions in shown["decisions"].items():
        if decisions and any(decisions.values() if isinstance(decisions, dict) else [decisions]):
            click.echo(f"  {name}: {decisions}")
    if shown["taken_back"]:
        click.echo(f"  taken back: {shown['taken_back']}")
    for issue in shown["issues"][:_SHOWN]:
        place = f"row {issue['row']}" if issue["row"] else "file"
        click.echo(
            f"  {issue['severity']:5} {place} {issue['column']}: {issue['message']} {issue['mend']} [{issue['code']}]"
        )
    if len(shown["issues"]) > _SHOWN:
        click.echo(f"  … and {len(shown['issues']) - _SHOWN} more (--json lists them all)")
