"""The worker program: ``python -m lastmile_core.workflows.worker --db FILE [JOB]``.

The jobs room knows no kind of work. Here, above it, each kind gets the function that does it.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence

from lastmile_core.jobs.handlers import Handler, Handlers
from lastmile_core.jobs.payloads import PlanPayload, ReplanPayload, RoadsPayload, TradeOffPayload
from lastmile_core.jobs.work import work
from lastmile_core.settings import load_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the job that is named, then whatever waits."""
    parser = argparse.ArgumentParser(prog="lastmile-worker", description="Works through jobs of a Lastmile database.")
    parser.add_argument("--db", required=True, help="the database file")
    parser.add_argument("job", nargs="?", help="the job to begin with; without it, whatever waits")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    work(load_settings(chosen.db), chosen.job, all_handlers())
    return 0


def all_handlers() -> Handlers:
    """Return the handler of every kind of job that this program can do."""
    handlers = Handlers()
    handlers.register(PlanPayload.kind, _planning)
    handlers.register(ReplanPayload.kind, _replanning)
    handlers.register(TradeOffPayload.kind, _weighing)
    handlers.register(RoadsPayload.kind, _preparing_roads)
    return handlers


def _planning() -> Handler:
    from lastmile_core.workflows.plan.plan_day import run_plan_job

    return run_plan_job


def _replanning() -> Handler:
    from lastmile_core.workflows.running_day.replan_job import run_replan_job

    return run_replan_job


def _weighing() -> Handler:
    from lastmile_core.workflows.plan.trade_off_day import run_trade_off_job

    return run_trade_off_job


def _preparing_roads() -> Handler:
    from lastmile_core.workflows.places.prepare_region import run_roads_job

    return run_roads_job


if __name__ == "__main__":
    raise SystemExit(main())
