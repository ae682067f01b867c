"""Docks of a depot."""

from __future__ import annotations

from lastmile_core.model import Depot, Dock
from lastmile_core.model.basics.opening_hours import hours_fault
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField

FIELDS = (
    SheetField(name="name", label="Name", letters=60),
    SheetField(name="opens", label="Opens", kind=FieldKind.CLOCK),
    SheetField(name="closes", label="Closes", kind=FieldKind.CLOCK),
)


def dock_sheet(store: Store, depot: Depot) -> Sheet:
    """Return the docks of a depot, by id."""
    return Sheet(
        what="change docks",
        subject=depot.depot_id,
        read=lambda _keys: {dock.dock_id: _row(dock) for dock in store.docks.of_depot(depot.depot_id)},
        write=lambda found: _write(store, depot, found),
        labels={"dock_id": "Id"},
        fields=FIELDS,
        new_row=lambda key: {"dock_id": key, "name": "", "opens": depot.opens, "closes": depot.closes},
    )


def _row(dock: Dock) -> Row:
    return {"dock_id": dock.dock_id, "name": dock.name, "opens": dock.opens, "closes": dock.closes}


def _write(store: Store, depot: Depot, found: Comparison) -> None:
    for dock_id, row in found.rows.items():
        opens, closes = row.get("opens") or depot.opens, row.get("closes") or depot.closes
        if fault := hours_fault(opens, closes):
            raise ValueError(f"dock {dock_id} {fault}")
        name = str(row.get("name") or dock_id)
        store.docks.save(Dock(dock_id=dock_id, depot_id=depot.depot_id, name=name, opens=opens, closes=closes))
    for dock_id in found.removed:
        store.docks.remove(dock_id)
