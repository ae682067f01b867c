"""Reads a file without a store and answers in JSON values: the door of scripts and tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from lastmile_core.errors import FileError
from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.fleet.fleet_mapping import understand_fleet
from lastmile_core.files.fleet.read_fleet import read_drivers, read_vehicles
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import read_orders
from lastmile_core.files.raw_table import RawTable, ReadLimits, file_refused, issue_as_dict
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Depot, ImportAnswers, ImportOutcome, Issue, Location, Severity
from lastmile_core.places.keys import line_key


def dry_run(
    path: Path | str,
    service_date: date,
    context: Mapping[str, Any] | None = None,
    kind: str = "orders",
    limits: ReadLimits | None = None,
) -> dict[str, Any]:
    """Read a file without a store and return what would happen, as JSON values for ``--dry-run --json``.

    Parameters
    ----------
    context
        What the company knows: ``region`` with ``bbox`` (smallest latitude, smallest longitude, largest latitude,
        largest longitude), ``tz``, ``depot`` (latitude, longitude), ``hours`` (two times); ``answers``; ``mapping``.
    kind
        ``orders``, ``vehicles`` or ``drivers``.
    limits
        What reading may cost; the usual limits when None.
    """
    context = context or {}
    try:
        answers = ImportAnswers(columns=context.get("mapping") or {}, replies=dict(context.get("answers") or {}))
        table = read_table(Path(path), Path(path).name, limits, answers)
        if kind != "orders":
            return _dry_run_fleet(table, kind, context, answers)
        mapping = map_columns(table.headings, table.rows, answers=answers, has_header=table.has_header)
        read = read_orders(table, mapping, _context_from(context, service_date, answers))
    except FileError as error:
        return as_answer(ImportOutcome.REJECT_FILE, [], [file_refused(error)], set())
    answer = as_answer(read.outcome, read.rows, read.issues, set(read.rejected_rows))
    counts = {"rows": len(table.rows), "orders": len(read.orders), "refused": len(read.rejected_rows)}
    answer["counts"] = {**counts, "merged": read.merged_rows, "blank": read.blank_rows, "waiting": read.waiting}
    answer["mapping"] = mapping.as_dict()
    return answer


def as_answer(
    outcome: ImportOutcome, rows: list[dict[str, Any]], issues: list[Issue], refused: set[int]
) -> dict[str, Any]:
    """Return the JSON object of a dry run."""
    rejected: list[dict[str, Any]] = []
    warnings: list[dict[str, Any]] = []
    for issue in issues:
        entry = {**issue_as_dict(issue), "severity": issue.severity.value}
        is_rejection = issue.severity is Severity.STOPS and outcome is not ImportOutcome.ASK
        (rejected if is_rejection or (issue.row in refused and issue.row) else warnings).append(entry)
    return {"outcome": outcome.value, "rows": rows, "rejected": rejected, "warnings": warnings}


def _context_from(context: Mapping[str, Any], service_date: date, answers: ImportAnswers) -> ReadContext:
    region = context.get("region")
    if not isinstance(region, Mapping):  # the values stand at the top, or the region is its box alone
        region = {**context, "bbox": region or context.get("bbox")}
    timezone = str(region.get("tz") or region.get("timezone") or "UTC")
    place: Any = region.get("depot")
    depots: tuple[Depot, ...] = ()
    if isinstance(place, Mapping):
        place = (place.get("lat"), place.get("lon", place.get("lng")))
    if place:
        location = Location(lat=float(place[0]), lon=float(place[1]))
        depots = (Depot(depot_id="depot", name="Depot", location=location, timezone=timezone),)
    hours = region.get("hours") or region.get("depot_hours") or (None, None)
    if isinstance(hours, Mapping):
        hours = tuple(hours.values())
    bbox = region.get("bbox")
    return ReadContext(
        service_date=service_date,
        depots=depots,
        timezone=timezone,
        region=tuple(float(value) for value in bbox) if bbox else None,  # type: ignore[arg-type]
        opens=time.fromisoformat(hours[0]) if hours[0] else None,
        closes=time.fromisoformat(hours[1]) if hours[1] else None,
        largest=_largest(region),
        front_door=line_key,
        answers=answers,
    )


def _largest(region: Mapping[str, Any]) -> dict[str, float]:
    """Return the most that any vehicle takes, from ``capacity`` (by dimension) or ``vehicles`` (with capacity_kg)."""
    given = region.get("capacity") or region.get("max_capacity") or {}
    if isinstance(given, int | float):
        given = {"kg": given}
    found = [vehicle.get("capacity_kg") for vehicle in region.get("vehicles") or () if isinstance(vehicle, Mapping)]
    kilos = [float(kilo) for kilo in found if isinstance(kilo, int | float)]
    if kilos and len(kilos) == len(found):
        given = {"kg": max(kilos), **given}
    return {str(name): float(amount) for name, amount in given.items()}


def _dry_run_fleet(table: RawTable, kind: str, context: Mapping[str, Any], answers: ImportAnswers) -> dict[str, Any]:
    region = context.get("region")
    timezone = region.get("tz", "UTC") if isinstance(region, Mapping) else context.get("tz", "UTC")
    file = understand_fleet(table, kind, answers, timezone=str(timezone))
    read = (read_drivers if kind == "drivers" else read_vehicles)(file.table, file.mapping, "depot")
    return as_answer(read.outcome, read.rows, read.issues, set(read.rejected_rows))
