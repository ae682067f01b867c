"""``lastmile rules``: what matters to a depot's plans, as Settings, Planning rules has it."""

from __future__ import annotations

from pathlib import Path

import click

from lastmile_core.cli.shared.common import answer, db_option, json_option, one_depot, opened, plain_errors
from lastmile_core.cli.shared.fields import pairs, rows_as_json, save, seen_of, set_options, show_rows

_depot = click.option("--depot", "depot_id", default=None, help="Depot id; may be left out when there is one.")


@click.group()
def rules() -> None:
    """Show and change planning rules: prices of what a plan should avoid, side of the road, loading bays.

    A price of 0 turns a rule off. Traffic by the hour has a command of its own: lastmile traffic.

    \b
    Example:
      lastmile rules set late_price=12 use_docks=yes --depot harbour
    """


@rules.command()
@_depot
@db_option
@json_option
@plain_errors
def show(depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Show the rules of a depot, by the names of fields that “set” takes."""
    from lastmile_core.workflows.company.sheets.planning_rules_sheet import planning_rules_sheet

    with opened(db) as (_, store):
        sheets = [planning_rules_sheet(store, one_depot(store, depot_id).depot_id)]
        if as_json:
            answer({"rules": rows_as_json(sheets)})
        else:
            show_rows(sheets)


@rules.command("set")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_depot
@set_options
@db_option
@json_option
@plain_errors
def set_(
    values: tuple[str, ...], depot_id: str | None, was: tuple[str, ...], why: str, db: Path | None, as_json: bool
) -> None:
    """Set rules of a depot; the next plan uses them. All of it is saved, or nothing.

    Exit code 1 when --was says something else than what is stored: somebody else changed it.
    """
    from lastmile_core.workflows.company.set_fields import FieldEdit
    from lastmile_core.workflows.company.sheets.planning_rules_sheet import planning_rules_sheet

    texts = pairs(values)
    seen = seen_of(was, texts)
    with opened(db) as (_, store):
        depot = one_depot(store, depot_id).depot_id
        edit = FieldEdit(noun="planning rule", values={depot: texts}, seen={depot: seen})
        save(store, [planning_rules_sheet(store, depot)], edit, why=why, as_json=as_json)
