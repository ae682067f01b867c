"""Who may serve whom: customers with the vehicles that never, only or rather serve them."""

from __future__ import annotations

import re

from lastmile_core.model import CustomerVehicle, ServiceKind
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.serve_whom import (
    CustomerRow,
    VehicleWords,
    all_vehicles,
    customer_words,
    save_customer_rows,
)
from lastmile_core.workflows.company.sheet_field import SheetField

_COLUMNS = {"never": ServiceKind.FORBIDDEN, "only": ServiceKind.ALLOWED, "rather": ServiceKind.PREFERRED}
FIELDS = (
    SheetField(name="customer", label="Customer", letters=120),
    SheetField(name="never", label="Never", letters=400),
    SheetField(name="only", label="Only", letters=400),
    SheetField(name="rather", label="Rather", letters=400),
)


def customer_vehicles_sheet(store: Store) -> Sheet:
    """Return the customers of whom something is said, by the number or name that it was said of."""
    return Sheet(
        what="change who serves whom",
        subject="customers",
        read=lambda _keys: _rows(store),
        write=lambda found: _write(store, found),
        labels={"number": "Number"},
        fields=FIELDS,
    )


def _rows(store: Store) -> dict[str, Row]:
    people, vehicles = customer_words(store), VehicleWords(all_vehicles(store))
    found: dict[str, list[CustomerVehicle]] = {}
    for pair in store.customer_vehicles.all():
        found.setdefault(pair.customer_id, []).append(pair)
    numbers = {customer_id: people.customer_of(customer_id)[0] for customer_id in found}
    return {
        customer_id: {
            "customer": people.names.get(numbers[customer_id]) or customer_id,
            "number": numbers[customer_id] if numbers[customer_id] in people.names else "",
            **{
                name: ", ".join(vehicles.shown(pair.vehicle_id) for pair in pairs if pair.kind is kind)
                for name, kind in _COLUMNS.items()
            },
        }
        for customer_id, pairs in found.items()
    }


def _write(store: Store, found: Comparison) -> None:
    rows = {
        key: CustomerRow(
            customer=str(row["customer"] or ""),
            vehicles={kind: _parts(row[name]) for name, kind in _COLUMNS.items()},
        )
        for key, row in found.rows.items()
    }
    save_customer_rows(store, rows, found.removed)


def _parts(text: str | None) -> list[str]:
    return [part for piece in re.split(r"[;,|\n]", text or "") if (part := " ".join(piece.split()))]
