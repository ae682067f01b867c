"""``lastmile traffic``: how many times longer drives take, by the hour, as Settings, Planning rules has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lastmile_core.cli.shared.common import answer, db_option, json_option, one_depot, opened, plain_errors
from lastmile_core.cli.shared.fields import pairs, save, seen_of, set_options

if TYPE_CHECKING:
    from lastmile_core.store import Store
    from lastmile_core.workflows.company.compare_and_save import Sheet

_depot = click.option("--depot", "depot_id", default=None, help="Depot id; may be left out when there is one.")
_FORM = "HOURS=FACTOR, such as 7=1.4 or 16-18=1.3"


@click.group()
def traffic() -> None:
    """Show and change traffic by the hour: 1 is as the roads say, 1.4 makes 14 minutes of 10.

    \b
    Examples:
      lastmile traffic set 7-9=1.4 16-18=1.3 --depot harbour
      lastmile traffic set 7-9=1.8 --district Centre --depot harbour
    """


def _sheet(store: Store, depot_id: str, district: str | None) -> Sheet:
    from lastmile_core.workflows.company.sheets.traffic_sheet import traffic_sheet

    own = [name for name, _ in store.planning_rules.of_depot(depot_id).district_traffic]
    more = [district] if district is not None and district not in own else []
    return traffic_sheet(store, depot_id, [*own, *more], own)


@traffic.command()
@_depot
@db_option
@json_option
@plain_errors
def show(depot_id: str | None, db: Path | None, as_json: bool) -> None:
    """Show the factors of each hour, everywhere and in districts of their own."""
    with opened(db) as (_, store):
        sheet = _sheet(store, one_depot(store, depot_id).depot_id, None)
        rows = sheet.read([])
    columns = {one.name: one.label.removesuffix(" (×)") for one in sheet.fields}
    if as_json:
        answer({"traffic": {hour: {label: row[name] for name, label in columns.items()} for hour, row in rows.items()}})
        return
    for hour, row in rows.items():
        cells = [f"{label} {row[name]:g}" for name, label in columns.items() if row[name] is not None]
        click.echo(f"{hour}  {'  '.join(cells)}")


@traffic.command("set")
@click.argument("values", nargs=-1, required=True, metavar="HOURS=FACTOR...")
@click.option("--district", default=None, help="Only for drives that begin in this part of town.")
@_depot
@set_options
@db_option
@json_option
@plain_errors
def set_(
    values: tuple[str, ...],
    district: str | None,
    depot_id: str | None,
    was: tuple[str, ...],
    why: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """Set factors of hours: 7 is from 07:00 to 08:00, 7-9 from 07:00 to 09:00. All of it is saved, or nothing.

    An empty factor of a district is as everywhere; 0-24= takes the district off the list.
    """
    from lastmile_core.workflows.company.set_fields import FieldEdit
    from lastmile_core.workflows.company.sheets.traffic_sheet import EVERYWHERE, district_cell

    if district is not None and not district.strip():
        raise click.UsageError("--district is empty; name a part of town as the orders do, or leave it out.")
    column = EVERYWHERE if district is None else district_cell(district.strip())
    texts = _by_hour(pairs(values, _FORM))
    seen = seen_of(was, pairs(values, _FORM))
    edit = FieldEdit(
        noun="hour",
        values={hour: {column: text} for hour, text in texts.items()},
        seen={hour: {column: text} for hour, text in _by_hour(seen).items()},
        by_row=True,
    )
    with opened(db) as (_, store):
        sheet = _sheet(store, one_depot(store, depot_id).depot_id, None if district is None else district.strip())
        save(store, [sheet], edit, why=why, as_json=as_json)


def _by_hour(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a factor for each hour's row."""
    from lastmile_core.workflows.company.sheets.traffic_sheet import HOURS, hour_word

    found: dict[str, str] = {}
    for hours, factor in texts.items():
        match = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", hours)
        first = int(match[1]) if match else -1
        end = int(match[2]) if match and match[2] else first + 1
        if not 0 <= first < end <= HOURS:
            raise click.UsageError(f"“{hours}” is no hour; write one from 0 to 23, or a span such as 7-9.")
        for hour in range(first, end):
            if hour_word(hour) in found:
                raise click.UsageError(f"The hour {hour} is said twice; say it once.")
            found[hour_word(hour)] = factor
    return found
