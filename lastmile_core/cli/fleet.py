"""``lastmile fleet``: vehicles, drivers and loading bays, as the Fleet page has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lastmile_core.cli.shared.common import answer, db_option, json_option, one_depot, opened, plain_errors
from lastmile_core.cli.shared.fields import pairs, rows_as_json, save, seen_of, set_options, show_rows
from lastmile_core.errors import LastmileError

if TYPE_CHECKING:
    from lastmile_core.model import Depot
    from lastmile_core.store import Store
    from lastmile_core.workflows.company.compare_and_save import Sheet

KINDS = ("vehicles", "drivers", "docks")
_kind = click.argument("kind", type=click.Choice(KINDS))
_depot = click.option("--depot", "depot_id", default=None, help="Depot id; may be left out when there is one.")


@click.group()
def fleet() -> None:
    """Show and change vehicles, drivers and docks of a depot.

    \b
    Examples:
      lastmile fleet show vehicles --depot harbour
      lastmile fleet set vehicles V03 kg=800 max_stops=60 --depot harbour
      lastmile fleet set drivers D07 --new name="Ada Berg" shift_start=06:00 --depot harbour
    """


def _sheets(store: Store, kind: str, depot: Depot) -> list[Sheet]:
    """Return what knows the fields of a kind; a vehicle's stand in three tables of the page."""
    from lastmile_core.workflows.company.sheets.dock_sheet import dock_sheet
    from lastmile_core.workflows.company.sheets.driver_sheet import driver_sheet
    from lastmile_core.workflows.company.sheets.vehicle_hours_sheet import vehicle_hours_sheet
    from lastmile_core.workflows.company.sheets.vehicle_rules_sheet import vehicle_rules_sheet
    from lastmile_core.workflows.company.sheets.vehicle_sheet import vehicle_sheet

    if kind == "vehicles":
        return [make(store, depot) for make in (vehicle_sheet, vehicle_hours_sheet, vehicle_rules_sheet)]
    return [driver_sheet(store, depot, active_only=False) if kind == "drivers" else dock_sheet(store, depot)]


@fleet.command()
@_kind
@click.argument("row_id", required=False, metavar="[ID]")
@_depot
@db_option
@json_option
@plain_errors
def show(kind: str, row_id: str | None, depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Show vehicles, drivers or docks, or the one of this ID, by the names of fields that “set” takes.

    Those out of use are shown too (active: no).
    """
    with opened(db) as (_, store):
        sheets = _sheets(store, kind, one_depot(store, depot_id))
        rows = rows_as_json(sheets)
        if row_id is not None and row_id not in rows:
            raise LastmileError(f"There is no “{row_id}” among the {kind}.", f"Known: {', '.join(rows) or 'none yet'}.")
        if as_json:
            answer({kind: rows if row_id is None else {row_id: rows[row_id]}})
        elif not show_rows(sheets, row_id):
            click.echo(f"No {kind} yet. Bring a file in (lastmile import), or: lastmile fleet set {kind} ID --new …")


@fleet.command("set")
@_kind
@click.argument("row_id", metavar="ID")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--new", "is_new", is_flag=True, help="Add one of this id; what is not said is as on the page.")
@click.option("--remove", is_flag=True, help="Take a dock off the list; vehicles and drivers: active=no.")
@_depot
@set_options
@db_option
@json_option
@plain_errors
def set_(
    kind: str,
    row_id: str,
    values: tuple[str, ...],
    is_new: bool,
    remove: bool,
    depot_id: str | None,
    was: tuple[str, ...],
    why: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """Set fields of one vehicle, driver or dock; an empty value empties a field. All of it is saved, or nothing.

    Exit code 1 when --was says something else than what is stored: somebody else changed it.
    """
    from lastmile_core.workflows.company.set_fields import FieldEdit

    if remove and (kind != "docks" or values or is_new):
        raise click.UsageError(
            "--remove takes a dock off the list, alone; a vehicle or driver stays for past plans: set active=no."
        )
    if not values and not is_new and not remove:
        raise click.UsageError("Say what to set: FIELD=VALUE; lastmile fleet show lists the fields.")
    texts = pairs(values)
    edit = FieldEdit(
        noun=kind.removesuffix("s"),
        values={row_id: texts},
        seen={row_id: seen_of(was, texts)},
        is_new=is_new,
        is_gone=remove,
    )
    with opened(db) as (_, store):
        sheets = _sheets(store, kind, one_depot(store, depot_id))
        save(store, sheets, edit, why=why, as_json=as_json)
