"""Depots come in from a file, with their docks; known ones are updated, nothing is deleted."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.errors import FileError
from lastmile_core.files.fleet.read_depots import read_depots
from lastmile_core.files.raw_table import file_refused
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Dock, ImportOutcome
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.store import Store
from lastmile_core.workflows.imports.import_fleet import FleetReport
from lastmile_core.workflows.imports.import_memory import recall, remember, signature_of


def import_depots(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    by: str,
    timezone: str = "",
    answers: ImportAnswers = NO_ANSWERS,
) -> FleetReport:
    """Add or update the depots of a file; a depot without docks in the store gets as many as its row says.

    Of a depot that is known only what the file has columns for is changed.

    Parameters
    ----------
    timezone
        Taken for rows that name none.
    """
    try:
        table = read_table(content, file_name, answers=answers)
    except FileError as error:
        issue = file_refused(error)
        return FleetReport(issues=[issue], outcome=ImportOutcome.REJECT_FILE, sentence=str(error))
    signature = f"depots:{signature_of(table)}"
    read = read_depots(table, timezone, answers.after(recall(store, signature).answers))
    if read.is_asking:
        sentence = f"{file_name}: {read.issues[-1].message} {read.issues[-1].mend}"
        return FleetReport(issues=read.issues, outcome=ImportOutcome.ASK, sentence=sentence, unused=read.unused)
    new = changed = 0
    with store.atomic():
        if answers:
            remember(store, signature, answers, by)
        for (row, num_docks), said in zip(read.depots, read.said, strict=True):
            known = store.depots.get(row.depot_id)
            depot = row if known is None else replace(known, **{name: getattr(row, name) for name in said})
            new += known is None
            changed += known is not None and known != depot
            store.depots.save(depot)
            if not store.docks.of_depot(depot.depot_id):
                for number in range(1, num_docks + 1):
                    name = f"{depot.depot_id}-{number}"
                    store.docks.save(
                        Dock(
                            dock_id=name,
                            depot_id=depot.depot_id,
                            name=f"Dock {number}",
                            opens=depot.opens,
                            closes=depot.closes,
                        )
                    )
        if new or changed:
            store.audit.write(by, "import depots", subject=file_name, detail={"new": new, "changed": changed})
    refused = len(read.rejected_rows)
    if not read.depots and not refused:
        sentence = f"{file_name}: {read.issues[-1].message} {read.issues[-1].mend}"
        return FleetReport(
            issues=read.issues, blank=read.blank_rows, outcome=ImportOutcome.REJECT_FILE, sentence=sentence
        )
    sentence = f"{file_name}: {new} new depots, {changed} changed, {len(read.depots) - new - changed} as before"
    return FleetReport(
        new=new,
        changed=changed,
        unchanged=len(read.depots) - new - changed,
        refused=refused,
        blank=read.blank_rows,
        issues=read.issues,
        outcome=ImportOutcome.ACCEPT
        if not refused
        else ImportOutcome.PARTIAL
        if read.depots
        else ImportOutcome.REJECT_FILE,
        sentence=sentence + (f"; {refused} rows refused." if refused else "."),
    )
