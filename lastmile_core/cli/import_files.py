"""``lastmile import`` and ``lastmile events``: files in."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from lastmile_core.cli.shared.common import (
    DONE,
    LOOK,
    answer,
    day_options,
    db_option,
    json_option,
    new_option,
    one_depot,
    opened,
    plain_errors,
    who,
)
from lastmile_core.errors import LastmileError
from lastmile_core.model import ImportAnswers, ImportOutcome, Issue, Severity

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KINDS = ["orders", "vehicles", "drivers", "depots", "customer-vehicles"]
SHOWN = 40
MARKS = {Severity.STOPS: "refused", Severity.LOOK: "look   ", Severity.NOTE: "note   "}


@click.command("import")
@click.argument("file", type=FILE, required=False)
@day_options
@click.option("--kind", type=click.Choice(KINDS), default="orders", show_default=True, help="What the file holds.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen; nothing is stored.")
@click.option("--context", type=FILE, default=None, help="JSON with region, depot and answers, for --dry-run.")
@click.option("--answer", "answers", multiple=True, help="Answer a question, e.g. swap_lat_lon=true, date_order=dmy.")
@click.option("--map", "corrections", multiple=True, help="Correct a column, e.g. address='Ship to street'.")
@click.option("--list", "listed", is_flag=True, help="List the newest imports.")
@click.option("--show", "shown", default=None, metavar="ID", help="Read an import back: columns, issues, decisions.")
@click.option(
    "--save-file", type=click.Path(path_type=Path), default=None, help="With --show: write its raw file here."
)
@click.option("--save-refused", type=click.Path(path_type=Path), help="With --show: write its refused rows here.")
@click.option("--take-back", default=None, metavar="ID", help="Take a whole import back while nothing is published.")
@click.option("--why", default="", help="With --take-back: the reason, for the log.")
@new_option
@db_option
@json_option
@plain_errors
def import_file(
    file: Path | None,
    service_date: date,
    depot_id: str | None,
    kind: str,
    dry_run: bool,
    context: Path | None,
    answers: tuple[str, ...],
    corrections: tuple[str, ...],
    listed: bool,
    shown: str | None,
    save_file: Path | None,
    save_refused: Path | None,
    take_back: str | None,
    why: str,
    new: bool,
    db: Path | None,
    as_json: bool,
) -> None:
    """Bring in FILE (CSV, Excel, ODS or JSON lines): orders, vehicles, drivers, depots, or who may serve whom.

    Good rows go in together; each row that is refused is named with column, reason and mend. The same file twice
    changes nothing. Without --depot, orders go to the depot that the file names, else to the nearest.
    """
    if listed or shown or take_back:
        from lastmile_core.cli import kept_imports

        if listed:
            kept_imports.list_imports(db, as_json)
        elif shown:
            kept_imports.show(shown, save_file, save_refused, db, as_json)
        elif take_back:
            kept_imports.take_back(take_back, why, db, as_json)
        return
    if file is None:
        raise LastmileError("There is no file to import.", "Name one, or use --list, --show ID or --take-back ID.")
    if dry_run and kind == "depots":
        raise LastmileError("A dry run of depots is not offered.", "Import them; they can be changed on Settings.")
    if dry_run and kind == "customer-vehicles":
        mend = "Import it; the table on Fleet, Who serves whom, can be changed."
        raise LastmileError("A dry run of who may serve whom is not offered.", mend)
    if dry_run:
        _dry_run(file, service_date, kind, context, _answers(answers, corrections), as_json)
    said = _answers(answers, corrections)
    with opened(db, new=new) as (settings, store):
        if kind == "orders":
            from lastmile_core.workflows.imports.bring_in_orders import bring_in_orders

            if depot_id is not None:
                one_depot(store, depot_id)
            report: Any = bring_in_orders(
                store,
                settings,
                file.read_bytes(),
                file.name,
                service_date=service_date,
                depot_id=depot_id,
                by=who(),
                answers=said,
            )
        elif kind == "depots":
            from lastmile_core.workflows.imports.import_depots import import_depots

            report = import_depots(store, file.read_bytes(), file.name, by=who(), answers=said)
        elif kind == "customer-vehicles":
            from lastmile_core.workflows.imports.import_customer_vehicles import import_customer_vehicles as bring_pairs

            report = bring_pairs(store, file.read_bytes(), file.name, by=who(), answers=said)
        else:
            from lastmile_core.workflows.imports.import_fleet import import_drivers, import_vehicles

            depot = one_depot(store, depot_id)
            bring = import_drivers if kind == "drivers" else import_vehicles
            report = bring(store, file.read_bytes(), file.name, depot_id=depot.depot_id, by=who(), answers=said)
    _report(report, as_json)


def _answers(answers: tuple[str, ...], corrections: tuple[str, ...]) -> ImportAnswers:
    """Return what ``--answer`` and ``--map`` say."""
    return ImportAnswers(columns=_pairs(corrections), replies=_pairs(answers))


def _pairs(words: tuple[str, ...]) -> dict[str, Any]:
    """Return ``name=value`` words as a dictionary; true and false become booleans."""
    pairs: dict[str, Any] = {}
    for word in words:
        name, separator, value = word.partition("=")
        if not separator:
            raise LastmileError(f"“{word}” is not of the form name=value.", "Write for example date_order=dmy.")
        pairs[name] = {"true": True, "false": False, "none": None}.get(value.lower(), value)
    return pairs


def _dry_run(
    file: Path,
    service_date: date,
    kind: str,
    context: Path | None,
    answers: ImportAnswers,
    as_json: bool,
) -> None:
    """Answer in the form that scripts and tests use, and end."""
    from lastmile_core.workflows.imports.import_orders import dry_run

    known: dict[str, Any] = {}
    if context is not None:
        try:
            known = json.loads(context.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:
            raise LastmileError(
                f"{context.name} is not JSON: {error}", "Mend the file or leave out --context."
            ) from error
        if not isinstance(known, Mapping):
            raise LastmileError(f"{context.name} does not hold a JSON object.", "Write {...} with region and answers.")
    for name in ("region", "answers", "mapping"):
        if not isinstance(known.get(name) or {}, Mapping):
            raise LastmileError(f"“{name}” in the context is no JSON object.", f'Write "{name}": {{...}}.')
    known["answers"] = {**(known.get("answers") or {}), **answers.replies}
    known["mapping"] = {**(known.get("mapping") or {}), **answers.columns}
    try:
        result = dry_run(file, service_date, known, kind)
    except (TypeError, ValueError, LookupError, AttributeError, OSError) as error:
        if context is None:
            raise
        raise LastmileError(
            f"{context.name} has a value that cannot be used ({error}).", "See “For scripts” in docs/import.md."
        ) from error
    if as_json:
        answer(result)
    else:
        click.echo(f"{result['outcome']}: {len(result['rows'])} rows would go in, {len(result['rejected'])} problems")
        for issue in [*result["rejected"], *result["warnings"]][:SHOWN]:
            place = f"row {issue['row']}" if issue["row"] else "file"
            click.echo(
                f"  {place} {issue['column'] or ''}: {issue['message']} {issue.get('mend', '')} [{issue['code']}]"
            )
    sys.exit(DONE if ImportOutcome(result["outcome"]).is_accepted else LOOK)


def _report(report: Any, as_json: bool) -> None:
    issues: list[Issue] = report.issues
    if as_json:
        answer(
            {
                "outcome": report.outcome.value,
                "sentence": report.sentence,
                "import_id": getattr(report, "import_id", ""),
                "new": report.new,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "refused": report.refused,
                "blank": report.blank,
                "merged": report.merged,
                "placed": getattr(report, "num_placed", 0),
                "notices": list(getattr(report, "notices", ())),
                "issues": [
                    {
                        "row": issue.row,
                        "column": issue.column,
                        "code": issue.code,
                        "severity": issue.severity.value,
                        "message": issue.message,
                        "mend": issue.mend,
                    }
                    for issue in issues
                ],
            }
        )
    else:
        click.echo(report.sentence)
        for notice in getattr(report, "notices", ()):
            click.echo(notice)
        for issue in issues[:SHOWN]:
            place = f"row {issue.row}" if issue.row else "file"
            column = f" {issue.column}" if issue.column else ""
            click.echo(f"  {MARKS[issue.severity]} {place}{column}: {issue.message} {issue.mend} [{issue.code}]")
        if len(issues) > SHOWN:
            click.echo(f"  … and {len(issues) - SHOWN} more (--json lists them all)")
    sys.exit(DONE if report.outcome.is_accepted else LOOK)


@click.command()
@click.argument("file", type=FILE)
@day_options
@click.option("--answer", "answers", multiple=True, help="Answer a question, e.g. date_order=dmy.")
@click.option("--map", "corrections", multiple=True, help="Say what a column holds, e.g. kind='Situação'; remembered.")
@db_option
@json_option
@plain_errors
def events(
    file: Path,
    service_date: date,
    depot_id: str | None,
    answers: tuple[str, ...],
    corrections: tuple[str, ...],
    db: Path | None,
    as_json: bool,
) -> None:
    """Bring in what happened from FILE: arrivals, deliveries, failures, dock times.

    Events are appended and never changed; an event that is known already is counted and left alone, in whatever
    order they come. A row whose vehicle or order nobody knows is held and counts nowhere, a moment outside the day is
    refused, and good rows go in. Fields for --map: order_id, vehicle_id, kind, occurred_at, date, reason, note.
    """
    from lastmile_core.files.events.event_checks import HELD_CODES
    from lastmile_core.files.headings.synonyms_fleet import EVENT_SYNONYMS
    from lastmile_core.workflows.imports.import_events import import_events

    said = _answers(answers, corrections)
    if unknown := [name for name in said.columns if name not in EVENT_SYNONYMS]:
        raise LastmileError(
            f"There is no field “{unknown[0]}” in an events file.", f"Known: {', '.join(EVENT_SYNONYMS)}."
        )

    with opened(db) as (_, store):
        depot = one_depot(store, depot_id)
        report = import_events(
            store,
            file.read_bytes(),
            file.name,
            service_date=service_date,
            depot_id=depot.depot_id,
            by=who(),
            answers=said,
        )
    if as_json:
        answer(
            {
                "outcome": report.outcome.value,
                "stored": report.stored,
                "duplicates": report.duplicates,
                "conflicts": report.conflicts,
                "refused": report.refused,
                "held": report.held,
                "mapping": report.mapping,
                "issues": [
                    {"row": i.row, "column": i.column, "code": i.code, "message": i.message, "mend": i.mend}
                    for i in report.issues
                ],
            }
        )
    else:
        click.echo(report.sentence)
        for issue in report.issues[:SHOWN]:
            place = f"row {issue.row}" if issue.row else "file"
            column = f" {issue.column}" if issue.column else ""
            mark = "held   " if issue.code in HELD_CODES else MARKS[issue.severity]
            click.echo(f"  {mark} {place}{column}: {issue.message} {issue.mend} [{issue.code}]")
        if len(report.issues) > SHOWN:
            click.echo(f"  … and {len(report.issues) - SHOWN} more (--json lists them all)")
    sys.exit(DONE if report.outcome.is_accepted and not report.conflicts else LOOK)
