"""The one door to SQLite: model types in, model types out, the only SQL there is.

* ``database/``: the file, the connection, transactions, values in rows, copies.
* ``company/``: depots, docks, fleet, drivers, rules, settings, names of loads.
* ``orders/``: orders, customers and what else they are called, places.
* ``days/``: plan versions, events, breakdowns, orders left out, kept sums of days.
* ``records/``: audit, imports and what they remember, jobs, undo.
* ``migrations/``: the form of the tables, step by step.

Read ``store`` first: it holds every repository; ``open_store`` opens it. ``restore`` and ``verify`` stand beside it.
Repositories import ``database`` and no other repository.
"""

from lastmile_core.store.company.settings import Setting
from lastmile_core.store.days.events import AppendResult
from lastmile_core.store.days.kept_days import DayMark, KeptDay
from lastmile_core.store.days.plans import PlanHead
from lastmile_core.store.orders.orders import SaveResult
from lastmile_core.store.orders.places import PlaceFix
from lastmile_core.store.records.audit import AuditEntry, FieldChange
from lastmile_core.store.records.imports import ImportRecord
from lastmile_core.store.records.jobs import JobSignal
from lastmile_core.store.store import Store

__all__ = [
    "AppendResult",
    "AuditEntry",
    "DayMark",
    "FieldChange",
    "ImportRecord",
    "JobSignal",
    "KeptDay",
    "PlaceFix",
    "PlanHead",
    "SaveResult",
    "Setting",
    "Store",
]
