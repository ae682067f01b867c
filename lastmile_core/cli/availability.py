"""``lastmile availability``: who drives what on one day, as the Fleet page has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lastmile_core.cli.shared.common import answer, day_options, db_option, json_option, one_depot, opened, plain_errors
from lastmile_core.cli.shared.fields import pairs, rows_as_json, save, seen_of, set_options, show_rows


@click.group()
def availability() -> None:
    """Show and change which vehicles go out on a day, with whom and when.

    \b
    Examples:
      lastmile availability show --date 2026-11-23 --depot harbour
      lastmile availability set V03 out=no note="in the workshop" --date 2026-11-23 --depot harbour
    """


@availability.command()
@day_options
@db_option
@json_option
@plain_errors
def show(service_date: date, depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Show every vehicle of the day: out or in, driver, shift."""
    from lastmile_core.workflows.company.sheets.availability_sheet import availability_sheet

    with opened(db) as (_, store):
        depot = one_depot(store, depot_id)
        sheets = [availability_sheet(store, service_date, depot)]
        if as_json:
            answer({"service_date": service_date.isoformat(), "depot": depot.depot_id, "roster": rows_as_json(sheets)})
        elif not show_rows(sheets):
            click.echo("No vehicles yet. Add them on the Fleet page, from a file, or with: lastmile fleet set vehicles")


@availability.command("set")
@click.argument("vehicle_id")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@day_options
@set_options
@db_option
@json_option
@plain_errors
def set_(
    vehicle_id: str,
    values: tuple[str, ...],
    service_date: date,
    depot_id: str | None,
    was: tuple[str, ...],
    why: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """Set what holds for one vehicle on one day; the driver by number. All of it is saved, or nothing.

    Exit code 1 when --was says something else than what is stored: somebody else changed it.
    """
    from lastmile_core.workflows.company.set_fields import FieldEdit
    from lastmile_core.workflows.company.sheets.availability_sheet import availability_sheet

    texts = pairs(values)
    edit = FieldEdit(noun="vehicle", values={vehicle_id: texts}, seen={vehicle_id: seen_of(was, texts)})
    with opened(db) as (_, store):
        sheet = availability_sheet(store, service_date, one_depot(store, depot_id))
        save(store, [sheet], edit, why=why, as_json=as_json)
