"""The one door to SQLite: model types in, model types out, the only SQL there is."""

from lastmile_core.store.audit import AuditEntry, FieldChange
from lastmile_core.store.events import AppendResult
from lastmile_core.store.imports import ImportRecord
from lastmile_core.store.jobs import JobSignal
from lastmile_core.store.kept_days import DayMark, KeptDay
from lastmile_core.store.orders import SaveResult
from lastmile_core.store.places import PlaceFix
from lastmile_core.store.plans import PlanHead
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
    "Store",
]
