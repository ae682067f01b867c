"""Re-planning in a worker of its own: the page watches the offers come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lastmile_core.clock import utc_now
from lastmile_core.jobs.payloads import ReplanPayload, payload_of
from lastmile_core.model import DayKey, Job, JobStatus
from lastmile_core.planning.replan import ReplanMode
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.days.plan_json import plan_from_json, plan_to_json
from lastmile_core.workflows.long_work import start_job
from lastmile_core.workflows.running_day.replan_day import TIME_LIMIT_S, Offer, ReplanOffers, replan_day

LONGEST_START_S = 5.0
"""A job that waited longer for its worker stood in a line; it gets the whole time."""


def start_replan(
    settings: Settings,
    store: Store,
    day: DayKey,
    *,
    now: datetime,
    by: str,
    time_limit_s: float = TIME_LIMIT_S,
) -> Job:
    """Start re-planning in its own worker process and return its job row at once.

    Raises
    ------
    BusyError
        If the day is being re-planned already.
    """
    payload = ReplanPayload(day=day, now=now, time_limit_s=time_limit_s)
    return start_job(settings, store, payload, by=by)


def run_replan_job(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    """Do a re-planning job in the worker: three seconds need no child of their own."""
    payload = payload_of(ReplanPayload, job)
    store.jobs.beat(job.job_id, "Looking where everybody is", 0.1)

    def tell(offers: ReplanOffers) -> None:
        share = 0.1 + 0.9 * len(offers.offers) / len(ReplanMode)
        store.jobs.beat(job.job_id, "Looking for better ways", share, offers_to_json(offers))

    offers = replan_day(
        settings,
        store,
        payload.day,
        now=payload.now,
        time_limit_s=payload.time_limit_s,
        waited_s=_waited_s(job),
        on_offer=tell,
    )
    seconds = _age_s(job)
    return JobStatus.DONE, f"{len(offers.offers)} offers in {seconds:.1f} s.", offers_to_json(offers)


def _age_s(job: Job) -> float:
    return (utc_now() - job.created_at).total_seconds()


def _waited_s(job: Job) -> float:
    """Return how long somebody has waited for this job to come so far."""
    age = _age_s(job)
    return age if 0 <= age <= LONGEST_START_S else 0.0


def offers_to_json(offers: ReplanOffers) -> dict[str, Any]:
    """Return offers as JSON values."""
    return {
        "now": offers.now.isoformat(),
        "version": offers.version,
        "broken": list(offers.broken),
        "before": plan_to_json(offers.before),
        "offers": [
            {"mode": offer.mode.value, "plan": plan_to_json(offer.plan), "runtime_s": offer.runtime_s}
            for offer in offers.offers
        ],
    }


def offers_from_json(stored: dict[str, Any]) -> ReplanOffers | None:
    """Return the offers of a job's progress or result; None while there are none."""
    if not stored.get("offers"):
        return None
    return ReplanOffers(
        now=datetime.fromisoformat(stored["now"]),
        version=int(stored["version"]),
        broken=tuple(stored["broken"]),
        before=plan_from_json(stored["before"]),
        offers=tuple(
            Offer(mode=ReplanMode(one["mode"]), plan=plan_from_json(one["plan"]), runtime_s=float(one["runtime_s"]))
            for one in stored["offers"]
        ),
    )
