"""The worker program: ``python -m lastmile_core.workflows.worker --db FILE [JOB]``."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence

from lastmile_core.jobs.work import work
from lastmile_core.settings import load_settings

# Loaded only when such a job comes: a search does not need the road tools, nor the other way round.
HANDLERS = {
    "plan": "lastmile_core.workflows.plan.plan_day:run_plan_job",
    "replan": "lastmile_core.workflows.running_day.replan_job:run_replan_job",
    "trade-off": "lastmile_core.workflows.plan.trade_off_day:run_trade_off_job",
    "roads": "lastmile_core.workflows.places.prepare_region:run_roads_job",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the job that is named, then whatever waits."""
    parser = argparse.ArgumentParser(prog="lastmile-worker", description="Works through jobs of a Lastmile database.")
    parser.add_argument("--db", required=True, help="the database file")
    parser.add_argument("job", nargs="?", help="the job to begin with; without it, whatever waits")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    work(load_settings(chosen.db), chosen.job, HANDLERS)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
