"""How long the Performance page's report takes, in CPU seconds of a program that has just started.

    lastmile demo --load-only && python benchmarks/report_speed.py

A copy of the database is measured; the given one stays as it is.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.reports.report_period import report_period

LENGTHS = (1, 7, 28)


def measure(path: Path, depot_id: str, end: date, length: int) -> float:
    """Return the CPU seconds of one report in this program, without its imports."""
    with open_store(path) as store:
        began = time.process_time()
        report_period(store, end - timedelta(days=length - 1), end, depot_id)
        return time.process_time() - began


def in_new_program(path: Path, depot_id: str, end: date, length: int) -> float:
    """Return the same of a program that has just started."""
    command = [sys.executable, __file__, "--db", str(path), "--once", depot_id, end.isoformat(), str(length)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def add_event(store: Store, depot_id: str, end: date) -> None:
    """Record one more event of the last day, as a page does."""
    last = store.events.of_day(end, depot_id)[-1]
    store.events.append([replace(last, event_id=f"bench-{time.time_ns()}")])


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, help="database file; else LASTMILE_DB or the one in LASTMILE_HOME")
    parser.add_argument("--depot", default="")
    parser.add_argument("--once", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        depot_id, end, length = given.once
        print(measure(Path(given.db), depot_id, date.fromisoformat(end), int(length)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.db"
        with closing(sqlite3.connect(load_settings(given.db).database)) as raw, closing(sqlite3.connect(path)) as copy:
            raw.backup(copy)
        with open_store(path) as store:
            depot_id = given.depot or store.depots.all()[0].depot_id
            end = max(day for day in store.plans.dates(depot_id) if store.events.of_day(day, depot_id))
            num_orders = len(store.orders.due_on(end, depot_id))
            print(f"depot {depot_id}, up to {end}, {num_orders} orders on the last day; CPU seconds")
            for length in LENGTHS:
                store.kept_days.forget()
                first = in_new_program(path, depot_id, end, length)
                again = in_new_program(path, depot_id, end, length)
                measure(path, depot_id, end, length)
                add_event(store, depot_id, end)
                event = measure(path, depot_id, end, length)
                print(f"{length:2d} days: first ever {first:5.2f}   new program {again:5.2f}   one event {event:5.2f}")


if __name__ == "__main__":
    main()
