"""``lastmile targets``: what the company aims at, as Settings, Targets has it."""

from __future__ import annotations

from pathlib import Path

import click

from lastmile_core.cli.shared.common import answer, db_option, json_option, opened, plain_errors
from lastmile_core.cli.shared.fields import pairs, save, seen_of, set_options


@click.group()
def targets() -> None:
    """Show and change the company's targets of its figures; shares in per cent.

    \b
    Example:
      lastmile targets set on_time=96 first_attempt_rate=94
    """


@targets.command()
@db_option
@json_option
@plain_errors
def show(db: Path | None, as_json: bool) -> None:
    """Show each figure with the company's own target, and the published one where there is one."""
    from lastmile_core.metrics import DEFINITIONS
    from lastmile_core.workflows.company.sheets.targets_sheet import scale_of, targets_sheet

    with opened(db) as (_, store):
        own = {key: row["target"] for key, row in targets_sheet(store).read([]).items()}
    rows = {
        key: {
            "target": own[key],
            "published": None if one.default_target is None else one.default_target * scale_of(key),
            "unit": "%" if one.unit == "share" else one.unit,
            "better": one.better,
            "name": one.name,
        }
        for key, one in DEFINITIONS.items()
    }
    if as_json:
        answer({"targets": rows})
        return
    for key, row in rows.items():
        amounts = [f"{'-' if row[name] is None else format(row[name], 'g'):>8}" for name in ("target", "published")]
        click.echo(f"{key:26}{amounts[0]}{amounts[1]}  {row['unit']:10} {row['name']}")
    click.echo("Columns: figure, your target, the published one, unit, name. An empty target takes the published one.")


@targets.command("set")
@click.argument("values", nargs=-1, required=True, metavar="FIGURE=TARGET...")
@set_options
@db_option
@json_option
@plain_errors
def set_(values: tuple[str, ...], was: tuple[str, ...], why: str, db: Path | None, as_json: bool) -> None:
    """Set targets; an empty one falls back to the published target. All of it is saved, or nothing.

    Exit code 1 when --was says something else than what is stored: somebody else changed it.
    """
    from lastmile_core.workflows.company.set_fields import FieldEdit
    from lastmile_core.workflows.company.sheets.targets_sheet import targets_sheet

    texts = pairs(values, "FIGURE=TARGET")
    seen = seen_of(was, texts)
    edit = FieldEdit(
        noun="figure",
        values={key: {"target": text} for key, text in texts.items()},
        seen={key: {"target": text} for key, text in seen.items()},
        by_row=True,
    )
    with opened(db) as (_, store):
        save(store, [targets_sheet(store)], edit, why=why, as_json=as_json)
