"""The worker program with the tests' own kinds of work."""

from __future__ import annotations

import sys

import job_targets

from lastmile_core.jobs.handlers import Handlers
from lastmile_core.jobs.work import work
from lastmile_core.settings import load_settings

HANDLERS = {
    "search": job_targets.run_search,
    "deaf": job_targets.run_deaf_search,
    "quick": job_targets.run_quick,
    "replan": job_targets.run_quick,
    "refused": job_targets.run_refused,
    "bug": job_targets.run_bug,
}

if __name__ == "__main__":
    database, job_id = sys.argv[2:4]
    handlers = Handlers()
    for kind, handler in HANDLERS.items():
        handlers.register(kind, lambda handler=handler: handler)
    work(load_settings(database), job_id, handlers, limit=2)
