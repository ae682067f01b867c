"""Orders come in: a file is read, shown, and stored whole in one transaction together with its import record."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from lastmile_core.clock import utc_now
from lastmile_core.files.raw_table import issue_as_dict
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.store.records.imports import ImportRecord
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_comparison import compare_with_store
from lastmile_core.workflows.imports.import_dry_run import dry_run
from lastmile_core.workflows.imports.import_memory import remember, remember_reading
from lastmile_core.workflows.imports.import_preparation import (
    PreparedImport,
    UnderstoodFile,
    understand,
)
from lastmile_core.workflows.imports.import_report import ImportReport
from lastmile_core.workflows.orders.undoable import Undoable

_MOST_ISSUES = 20_000
__all__ = ["ImportReport", "dry_run", "import_orders", "preview_orders"]


def preview_orders(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    service_date: date,
    depot_id: str | None = None,
    answers: ImportAnswers = NO_ANSWERS,
) -> ImportReport:
    """Return what :func:`import_orders` would do, and store nothing. Parameters as there."""
    file = understand(store, content, file_name, service_date, depot_id, answers)
    return (file if isinstance(file, PreparedImport) else compare_with_store(store, file)).report


def import_orders(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    service_date: date,
    depot_id: str | None = None,
    by: str,
    answers: ImportAnswers = NO_ANSWERS,
) -> ImportReport:
    """Read a file and store its good orders, all in one transaction with the record of the import.

    The same file again changes nothing; an order that is known and differs is updated and named in ``changes``.

    Parameters
    ----------
    service_date
        Day of rows that name none.
    depot_id
        Depot of all orders; None goes by the depot column, else the nearest depot.
    by
        Who imports, for the audit.
    answers
        Which column holds what, and answers to questions of the file; remembered for files with the same headings.
    """
    file = understand(store, content, file_name, service_date, depot_id, answers)
    if isinstance(file, PreparedImport):
        return file.report
    with store.atomic():
        # Compared inside the transaction: what somebody saves meanwhile is seen, not overwritten.
        prepared = compare_with_store(store, file)
        if not prepared.to_save:
            return prepared.report
        record = _record(file, prepared, depot_id, service_date, by)
        orders = [replace(order, import_id=record.import_id) for order in prepared.to_save]
        store.imports.add(record, content)
        undoable = Undoable(store, orders, prepared.customers.to_save() if prepared.customers else [])
        store.customers.save_many(undoable.customers)
        if prepared.customers:
            store.customer_aliases.add_many(prepared.customers.new_aliases(by))
        store.orders.save_many(orders)
        undoable.keep(record.import_id, "import", record.import_id, by)
        remember(store, prepared.signature, answers, by)
        if file.plain_signature not in ("", prepared.signature):
            remember_reading(store, file.plain_signature, answers, by)
        store.audit.write(by, "import", subject=record.import_id, detail={"file": file_name, **record.counts})
    return replace(prepared.report, import_id=record.import_id, orders=orders)


def _record(
    file: UnderstoodFile, prepared: PreparedImport, depot_id: str | None, service_date: date, by: str
) -> ImportRecord:
    report = prepared.report
    return ImportRecord(
        import_id=f"imp-{uuid.uuid4().hex[:12]}",
        file_name=file.file_name,
        file_hash=file.file_hash,
        depot_id=depot_id,
        service_date=service_date,
        imported_at=utc_now(),
        imported_by=by,
        counts={
            "rows": report.rows,
            "new": report.new,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "refused": report.refused,
            "blank": report.blank,
            "merged": report.merged,
        },
        mapping={
            "fields": report.mapping,
            **file.answers.to_json(),
            "source": report.source,
            "remembered": file.memory.answers.to_json(),
            "rejected_rows": report.rejected_rows,
        },
        issues=[issue_as_dict(issue) for issue in report.issues[:_MOST_ISSUES]],
    )
