"""Do a planning job, or keep the best of a lost one, and be killed at a given moment: ``DATABASE JOB DEED MOMENT``.

Deeds: ``work`` (as the worker does; the search itself is left out, its best comes from the job row) and ``recover``.
Moments, of which all but the last two are inside the transaction: ``judged`` (before it), ``version`` (the version is
written), ``audit`` (the audit line too), ``all`` (the end of the job too, before the commit), ``commit`` (while the
commit writes its pages), ``saved`` (after the commit, before anybody heard of it), ``never``.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from lastmile_core.jobs.handlers import Handlers
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.jobs.supervise import Outcome
from lastmile_core.jobs.work import work
from lastmile_core.model import JobStatus
from lastmile_core.settings import load_settings
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.days.plans import Plans
from lastmile_core.store.open_store import open_store
from lastmile_core.store.records.audit import Audit
from lastmile_core.store.records.jobs import Jobs
from lastmile_core.workflows.plan import plan_day

DATABASE, JOB, DEED, MOMENT = sys.argv[1:5]


def die_at(moment: str) -> None:
    if moment == MOMENT:
        os.kill(os.getpid(), signal.SIGKILL)


def wrap(owner: Any, name: str, *, before: str = "", after: str = "") -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        die_at(before)
        result = original(*args, **kwargs)
        die_at(after)
        return result

    setattr(owner, name, wrapped)


def break_off_the_commit() -> None:
    """End the process while the commit writes: the log may grow by less than the commit needs.

    The signal of that limit ends a process like a kill: nothing of it runs afterwards.
    """
    import resource

    original = Jobs.finish if DEED == "work" else Jobs.note_result

    def last_deed(self: Jobs, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        connection: Connection = self._db
        log = connection.path.with_name(connection.path.name + "-wal")
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        grown = log.stat().st_size + 6_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (grown, grown))
        return result

    setattr(Jobs, original.__name__, last_deed)


if MOMENT == "commit":
    break_off_the_commit()
wrap(plan_day, "keep_found", before="judged", after="saved")
wrap(Plans, "add", after="version")
wrap(Audit, "write", after="audit")
wrap(Jobs, "finish" if DEED == "work" else "note_result", after="all")
settings = load_settings(DATABASE)
if DEED == "work":
    with open_store(DATABASE) as store:
        best = store.jobs.get(JOB).progress["best"]
    plan_day.supervise = lambda *args, **kwargs: Outcome(status=JobStatus.DONE, done=best)  # type: ignore[attr-defined]
    handlers = Handlers()
    handlers.register(PlanPayload.kind, lambda: plan_day.run_plan_job)
    work(settings, JOB, handlers)
else:
    with open_store(DATABASE) as store:
        plan = plan_day.recover_job(settings, store, store.jobs.get(JOB))
        print(plan.version if plan is not None else "kept already")
