"""``lastmile depots``: where vehicles begin, as the Settings page has them."""

from __future__ import annotations

from pathlib import Path

import click

from lastmile_core.cli.shared.common import answer, db_option, json_option, one_depot, opened, plain_errors
from lastmile_core.cli.shared.fields import pairs, rows_as_json, save, seen_of, set_options, show_rows


@click.group()
def depots() -> None:
    """Show and change depots: place, time zone, currency, opening hours, loading time, usual prices.

    \b
    Examples:
      lastmile depots show harbour
      lastmile depots set harbour opens=05:30 loading=20
    """


@depots.command()
@click.argument("depot_id", required=False)
@db_option
@json_option
@plain_errors
def show(depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Show the depot DEPOT_ID, or all, by the names of fields that “set” takes."""
    from lastmile_core.workflows.company.sheets.depot_sheet import depot_sheet

    with opened(db) as (_, store):
        chosen = [one_depot(store, depot_id)] if depot_id is not None else store.depots.all()
        sheets = [depot_sheet(store, depot.depot_id) for depot in chosen]
        if as_json:
            answer({"depots": rows_as_json(sheets)})
            return
        show_rows(sheets)
    if not chosen:
        click.echo("No depot yet. Add one: lastmile depots set ID --new name=… lat=… lon=… (and its other fields).")


@depots.command("set")
@click.argument("depot_id")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--new", "is_new", is_flag=True, help="Add a depot of this id.")
@set_options
@db_option
@json_option
@plain_errors
def set_(
    depot_id: str, values: tuple[str, ...], is_new: bool, was: tuple[str, ...], why: str, db: Path | None, as_json: bool
) -> None:
    """Set fields of the depot DEPOT_ID; an empty value empties a field. All of it is saved, or nothing.

    Exit code 1 when --was says something else than what is stored: somebody else changed it.
    """
    from lastmile_core.workflows.company.set_fields import FieldEdit
    from lastmile_core.workflows.company.sheets.depot_sheet import depot_sheet

    texts = pairs(values)
    edit = FieldEdit(noun="depot", values={depot_id: texts}, seen={depot_id: seen_of(was, texts)}, is_new=is_new)
    with opened(db) as (_, store):
        if not is_new:
            one_depot(store, depot_id)
        what = "add depot" if is_new else "change depot"
        save(store, [depot_sheet(store, depot_id, what=what)], edit, why=why, as_json=as_json)
