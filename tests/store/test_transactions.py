"""All or nothing: killed writers, nested blocks, other connections, the write-ahead log."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.model import Order
from lastmile_core.store import Store
from lastmile_core.store.database import connection as connection_module
from lastmile_core.store.open_store import open_store

DAY = date(2026, 11, 23)

_IMPORT = """
import sys
from datetime import date
from lastmile_core.model import Order
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
orders = [Order(order_id=f"K{i}", service_date=date(2026, 11, 23), depot_id="harbour") for i in range(5000)]
with open_store(sys.argv[1]) as store:
    with store.atomic():
        store.orders.save_many(orders[:2500])
        print("half", flush=True)
        if sys.argv[2] == "inside":
            sys.stdin.read()
        store.orders.save_many(orders[2500:])
    print("saved", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(("moment", "word", "left"), [("inside", "half", 0), ("after", "saved", 5000)])
def test_a_killed_import_leaves_all_or_nothing(store: Store, database: Path, moment: str, word: str, left: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(database), moment],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    while writer.stdout.readline().strip() != word:
        pass
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert len(store.orders.due_on(DAY)) == left
    store.settings.set("targets", True)


def test_an_error_in_the_block_undoes_everything(store: Store, make_order: Callable[..., Order]) -> None:
    def fail() -> None:
        with store.atomic():
            store.orders.save(make_order("A1"))
            store.audit.write("Ana", "import")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    assert store.orders.due_on(DAY) == []
    assert store.audit.latest(1) == []


def test_a_failed_inner_block_undoes_its_own_part(store: Store, make_order: Callable[..., Order]) -> None:
    def fail() -> None:
        with store.atomic():
            store.orders.save(make_order("A2"))
            raise RuntimeError("inner")

    with store.atomic():
        store.orders.save(make_order("A1"))
        with pytest.raises(RuntimeError, match="inner"):
            fail()
    assert [order.order_id for order in store.orders.due_on(DAY)] == ["A1"]


def test_data_version_moves_with_every_change_by_anybody(store: Store, database: Path) -> None:
    seen = [store.data_version()]
    store.settings.set("targets", 1)
    seen.append(store.data_version())
    with open_store(database) as other:
        other.settings.set("targets", 2)
    seen.append(store.data_version())
    assert seen[0] < seen[1] < seen[2]
    assert store.settings.get("targets") == 2
    with store.atomic():
        store.settings.get("targets")
    assert store.data_version() == seen[2]


def test_signs_of_life_do_not_move_data_version(store: Store) -> None:
    job = store.jobs.create("plan", "2026-11-23/harbour", {})
    store.jobs.claim(job.job_id, 1)
    before = store.data_version()
    store.jobs.beat(job.job_id, "searching", 0.4, {"curve": [[1, 2]]})
    assert store.data_version() == before
    store.jobs.request_cancel(job.job_id)
    assert store.data_version() > before


def test_a_writer_waits_for_another_instead_of_failing(store: Store, database: Path) -> None:
    ready, done = threading.Event(), threading.Event()

    def other() -> None:
        with open_store(database) as second:
            ready.set()
            second.settings.set("metric_rules", True)
        done.set()

    with store.atomic():
        store.settings.set("targets", True)
        thread = threading.Thread(target=other)
        thread.start()
        assert ready.wait(30)
        assert not done.is_set()
    thread.join(30)
    assert (store.settings.get("targets"), store.settings.get("metric_rules")) == (True, True)


def test_a_database_that_stays_busy_says_so(store: Store, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "BUSY_TIMEOUT_S", 0.01)
    with open_store(database) as second, store.atomic():
        store.settings.set("targets", True)
        with pytest.raises(LastmileError, match="Somebody else is saving"):
            second.settings.set("metric_rules", True)


def test_a_long_log_is_folded_back(store: Store, database: Path, make_order: Callable[..., Order]) -> None:
    log = database.with_name(database.name + "-wal")
    for day in range(1, 13):
        store.orders.save_many(
            make_order(f"A{i}", service_date=date(2026, 12, day), notes="n" * 500) for i in range(1000)
        )
        assert log.stat().st_size < connection_module.WAL_FOLD_BYTES + 2_000_000
    assert database.stat().st_size > 6_000_000
    assert len(store.orders.between(date(2026, 12, 1), date(2026, 12, 12))) == 12_000
