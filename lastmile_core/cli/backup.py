"""``lastmile backup``, ``restore`` and ``verify``: copies of the database, and the way back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lastmile_core.cli.shared.common import DONE, LOOK, answer, db_option, json_option, plain_errors, who
from lastmile_core.settings import load_settings


@click.command()
@click.option(
    "--to", type=click.Path(path_type=Path), default=None, help="File or folder of the copy; default: backups/."
)
@click.option(
    "--keep", type=click.IntRange(0, 1000), default=None, help="From now on keep so many nightly copies; 0: make none."
)
@db_option
@json_option
@plain_errors
def backup(to: Path | None, keep: int | None, db: Path | None, as_json: bool) -> None:
    """Copy the database while it is in use: whole, looked through, with its digest beside it."""
    from lastmile_core.workflows.installation.keep_backups import back_up

    made = back_up(load_settings(db), to, keep=keep, by=who())
    if as_json:
        answer({"file": str(made.file), "bytes": made.file.stat().st_size, "rows": made.counts, "kept": made.kept})
        return
    rows = sum(made.counts.values())
    click.echo(f"Copied to {made.file} ({made.file.stat().st_size / 1e6:.1f} MB, {rows:,} rows, looked through).")
    if keep is not None:
        click.echo(f"The newest {keep} nightly copies are kept." if keep else "No nightly copies are made any more.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--even-if-incomplete", is_flag=True, help="Take a file that was copied by hand and may lack its newest rows."
)
@db_option
@json_option
@plain_errors
def restore(file: Path, even_if_incomplete: bool, db: Path | None, as_json: bool) -> None:
    """Put the backup FILE in the place of the database.

    Stop the app first. The copy is looked through before anything is changed; the database that was there stays
    beside it under a name that says until when it was in use.
    """
    from lastmile_core.workflows.installation.keep_backups import bring_back

    settings = load_settings(db)
    done = bring_back(settings, file, even_if_incomplete=even_if_incomplete, by=who())
    if as_json:
        answer(
            {
                "database": str(settings.database),
                "from": str(file),
                "old": str(done.kept) if done.kept else None,
                "rows": done.verified.counts,
            }
        )
        return
    click.echo(f"{settings.database} is {file.name} now ({sum(done.verified.counts.values()):,} rows, looked through).")
    if done.kept is not None:
        click.echo(f"What was there before: {done.kept}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@db_option
@json_option
@plain_errors
def verify(file: Path | None, db: Path | None, as_json: bool) -> None:
    """Look through the database, or the backup FILE: pages, references, form, rows, audit, digest.

    Exit code 0: sound; 1: sound, but it may lack its newest rows; 2: must not be used.
    """
    from lastmile_core.workflows.installation.keep_backups import look_at, mend_of

    settings = load_settings(db)
    found = look_at(settings, file)
    chosen = file or settings.database
    mend = "" if found.is_sound else mend_of(settings, file)
    if as_json:
        answer(
            {
                "file": str(chosen),
                "sound": found.is_sound,
                "faults": found.faults,
                "doubts": found.doubts,
                "form": found.form,
                "digest": found.has_digest,
                "rows": found.counts,
            }
        )
    elif not found.is_sound:
        click.echo(f"Error: {chosen} must not be used: {'; '.join(found.faults)}. {mend}", err=True)
    else:
        digest = ", its digest agrees" if found.has_digest else ""
        click.echo(f"{chosen} is sound: {sum(found.counts.values()):,} rows, form {found.form}{digest}.")
        for doubt in found.doubts:
            click.echo(f"  But {doubt}.")
    sys.exit(2 if not found.is_sound else LOOK if found.doubts else DONE)
