"""Import a file and be killed (as by ``kill -9``) at a given moment: ``DATABASE FILE DAY MOMENT``.

Moments: ``read`` (before anything is written), ``record`` (the import record is written, no order), ``half``
(half of the orders are written), ``orders`` (all are), ``audit`` (everything is, before the commit), ``saved``
(after the commit), ``never``.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lastmile_core.store.database.connection import Connection
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.imports.import_orders import import_orders

DATABASE, FILE, DAY, MOMENT = sys.argv[1:5]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at(moment: str) -> None:
    if moment == MOMENT:
        die()


def wrap(owner: object, name: str, *, before: str = "", after: str = "") -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        at(before)
        result = original(*args, **kwargs)
        at(after)
        return result

    setattr(owner, name, wrapped)


def break_off_half_way() -> None:
    """Kill after half of the rows of a large write have reached the database."""
    original = Connection.write_many

    def write_many(self: Connection, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        rows = list(rows)
        if "orders" in sql and len(rows) > 1000:
            original(self, sql, rows[: len(rows) // 2])
            die()
        original(self, sql, rows)

    Connection.write_many = write_many  # type: ignore[method-assign]


with open_store(DATABASE) as store:
    if MOMENT == "half":
        break_off_half_way()
    wrap(store.imports, "add", before="read", after="record")
    wrap(store.orders, "save_many", after="orders")
    wrap(store.audit, "write", after="audit")
    report = import_orders(
        store, Path(FILE).read_bytes(), "big.csv", service_date=date.fromisoformat(DAY), depot_id="yard", by="Ana"
    )
    at("saved")
    print(report.new, report.unchanged, report.refused)
