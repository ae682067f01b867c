"""A solver that holds its interpreter for an hour freezes nobody but itself."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fault_targets

from lastmile_core.jobs.supervise import Outcome, supervise
from lastmile_core.model import JobStatus
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store

Until = Callable[[Callable[[], Any]], Any]


def test_a_frozen_solver_does_not_stop_signs_of_life_nor_the_wish_to_stop(
    fault_settings: Settings, fault_store: Store, tmp_path: Path, until: Until
) -> None:
    ticks = tmp_path / "ticks"
    job = fault_store.jobs.claim(fault_store.jobs.create("plan", "day/yard", {}).job_id, os.getpid())
    assert job is not None
    outcomes: list[Outcome] = []

    def watch() -> None:
        with open_store(fault_settings.database) as store:
            args = (str(ticks),)
            outcomes.append(
                supervise(store, job, fault_targets.holds_the_interpreter, args, beat_s=0.1, news_s=0.05, grace_s=0.1)
            )

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        until(lambda: fault_store.jobs.get(job.job_id).progress.get("best"))
        until(_stands_still(ticks))
        frozen_at = ticks.stat().st_size
        for _ in range(5):
            last = fault_store.jobs.get(job.job_id).heartbeat_at
            until(lambda last=last: fault_store.jobs.get(job.job_id).heartbeat_at > last)
        assert fault_store.jobs.reap() == []
        assert ticks.stat().st_size == frozen_at > 0
    finally:
        fault_store.jobs.request_cancel(job.job_id)
        watcher.join(timeout=60)
    assert not watcher.is_alive()
    assert (outcomes[0].status, outcomes[0].best) == (JobStatus.CANCELLED, {"cost": 9})


def _stands_still(file: Path) -> Callable[[], bool]:
    """Return a condition that holds when a file that is written all the time has stopped growing for twenty looks."""
    sizes: list[int] = []

    def look() -> bool:
        sizes.append(file.stat().st_size)
        return len(sizes) > 20 and len(set(sizes[-20:])) == 1

    return look
