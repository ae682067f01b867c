"""What the company aims at, figure by figure."""

from __future__ import annotations

from lastmile_core.metrics import DEFINITIONS
from lastmile_core.store import Store
from lastmile_core.store.company.settings import Setting
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField

FIELDS = (SheetField(name="target", label="Your target", kind=FieldKind.NUMBER),)


def targets_sheet(store: Store) -> Sheet:
    """Return the company's own targets by figure, shares in per cent; None where it has none."""
    return Sheet(
        what="change targets",
        subject="targets",
        read=lambda _keys: _read(store),
        write=lambda found: _write(store, found),
        fields=FIELDS,
    )


def scale_of(key: str) -> int:
    """Return by how much a figure is shown larger than it is kept: shares in per cent."""
    return 100 if DEFINITIONS[key].unit == "share" else 1


def _own(store: Store) -> dict[str, float]:
    return dict(store.settings.get(Setting.TARGETS, {}) or {})


def _read(store: Store) -> dict[str, Row]:
    own = _own(store)
    return {key: {"target": own[key] * scale_of(key) if own.get(key) is not None else None} for key in DEFINITIONS}


def _write(store: Store, found: Comparison) -> None:
    wanted = _own(store)
    for key, row in found.rows.items():
        wanted.pop(key, None)
        if row["target"] is not None:
            wanted[key] = float(row["target"]) / scale_of(key)
    store.settings.set(Setting.TARGETS, wanted)
