"""``lastmile orders``: the orders of a day as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lastmile_core.cli.shared.common import answer, day_options, db_option, json_option, one_depot, opened, plain_errors
from lastmile_core.errors import LastmileError
from lastmile_core.units import plural


@click.group()
def orders() -> None:
    """Take the orders of a day out as a file.

    \b
    Example:
      lastmile orders export orders.csv --date 2026-11-23 --depot harbour
    """


@orders.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Write over FILE when it exists.")
@day_options
@db_option
@json_option
@plain_errors
def export(
    file: Path, overwrite: bool, service_date: date, depot_id: str | None, db: Path | None, as_json: bool
) -> None:
    """Write the day's orders with all their fields to FILE, by its name as CSV (.csv) or Excel (.xlsx).

    “lastmile import” reads the file again without loss.
    """
    from lastmile_core.workflows.orders.export_orders import ORDER_FILE_KINDS, orders_file

    kind = file.suffix.lower().removeprefix(".")
    if kind not in ORDER_FILE_KINDS:
        raise click.UsageError(f"“{file.name}” says no kind of file; end it with .csv or .xlsx.")
    if file.exists() and not overwrite:
        raise LastmileError(f"{file} exists already.", "Choose another name, or write over it with --overwrite.")
    with opened(db) as (_, store):
        depot = one_depot(store, depot_id)
        number = len(store.orders.due_on(service_date, depot.depot_id))
        content = orders_file(store, service_date, depot.depot_id, kind)
    try:
        half = file.with_name(f"{file.name}.part")
        half.write_bytes(content)
        half.replace(file)
    except OSError as error:
        raise LastmileError(f"{file} cannot be written: {error}.", "Choose another place.") from error
    if as_json:
        answer({"file": str(file), "orders": number, "service_date": service_date.isoformat(), "depot": depot.depot_id})
    else:
        click.echo(f"{plural(number, 'order')} written to {file}.")
