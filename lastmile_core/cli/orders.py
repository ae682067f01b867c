"""``lastmile orders``: orders of a day shown, changed and taken out as a file."""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lastmile_core.cli.shared.common import answer, day_options, db_option, json_option, one_depot, opened, plain_errors
from lastmile_core.cli.shared.fields import pairs, rows_as_json, save, seen_of, set_options, show_rows
from lastmile_core.errors import LastmileError
from lastmile_core.units import plural

if TYPE_CHECKING:
    from lastmile_core.model import Depot
    from lastmile_core.store import Store
    from lastmile_core.workflows.company.compare_and_save import Sheet


@click.group()
def orders() -> None:
    """Show and change orders of a day, and take them out as a file.

    \b
    Examples:
      lastmile orders show PA-200003 --date 2026-11-23 --depot harbour
      lastmile orders set PA-200003 priority=high service=8 --date 2026-11-23 --depot harbour
      lastmile orders export orders.csv --date 2026-11-23 --depot harbour
    """


def _sheets(store: Store, service_date: date, depot: Depot) -> list[Sheet]:
    """Return what knows the fields of orders; they stand in two tables of the page."""
    from lastmile_core.workflows.orders.order_rules_sheet import order_rules_sheet
    from lastmile_core.workflows.orders.order_sheet import order_sheet

    return [make(store, service_date, depot) for make in (order_sheet, order_rules_sheet)]


def _known(store: Store, service_date: date, depot_id: str, order_id: str) -> None:
    order = store.orders.get(order_id, service_date)
    if order is None or order.depot_id != depot_id:
        raise LastmileError(
            f"There is no order “{order_id}” at {depot_id} on {service_date.isoformat()}.",
            "Look at the number, the day and the depot.",
        )


@orders.command()
@click.argument("order_id")
@day_options
@db_option
@json_option
@plain_errors
def show(order_id: str, service_date: date, depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Show the order ORDER_ID, by the names of fields that “set” takes."""
    with opened(db) as (_, store):
        depot = one_depot(store, depot_id)
        _known(store, service_date, depot.depot_id, order_id)
        sheets = _sheets(store, service_date, depot)
        if as_json:
            answer({"orders": rows_as_json(sheets, [order_id])})
        else:
            show_rows(sheets, order_id)


@orders.command("set")
@click.argument("order_id")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@day_options
@set_options
@db_option
@json_option
@plain_errors
def set_(
    order_id: str,
    values: tuple[str, ...],
    service_date: date,
    depot_id: str | None,
    was: tuple[str, ...],
    why: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """Set fields of the order ORDER_ID; an empty value empties a field. All of it is saved, or nothing.

    Exit code 1 when --was says something else than what is stored: somebody else changed it.
    """
    from lastmile_core.workflows.company.set_fields import FieldEdit

    texts = pairs(values)
    edit = FieldEdit(noun="order", values={order_id: texts}, seen={order_id: seen_of(was, texts)})
    with opened(db) as (_, store):
        depot = one_depot(store, depot_id)
        _known(store, service_date, depot.depot_id, order_id)
        save(store, _sheets(store, service_date, depot), edit, why=why, as_json=as_json)


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
    half = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        half.write_bytes(content)
        half.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise LastmileError(f"{file} cannot be written: {error}.", "Choose another place.") from error
    if as_json:
        answer({"file": str(file), "orders": number, "service_date": service_date.isoformat(), "depot": depot.depot_id})
    else:
        click.echo(f"{plural(number, 'order')} written to {file}.")
