"""What a search found becomes a plan version: once for each job, together with its audit line and the job's end."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lastmile_core.model import Job, JobStatus, Plan
from lastmile_core.store import Store
from lastmile_core.units import plural
from lastmile_core.workflows.plan.search_news import FoundRoutes, StoredVersion

Ending = tuple[JobStatus, str, dict[str, Any]]


def keep_found(
    store: Store,
    job: Job,
    plan: Plan,
    *,
    status: JobStatus | None,
    found: FoundRoutes,
    incident: str = "",
    recovered_by: str = "",
) -> tuple[Plan | None, Ending]:
    """Store a plan as the version of its job, write the audit line and end the job: all of it or nothing.

    A worker that is killed at any moment leaves either no version and a job that was lost, or the version and a
    job that says so; whoever does the job again finds the version and makes no other.

    Parameters
    ----------
    status
        How the running job ends; None for a job that was lost, whose end stays as it is and learns its version.
    found
        What the plan was made of; parts of the search that died and were left out are said in the job's words.
    incident
        Number under which the log says why the whole search died; its best so far is this plan. "" when it did not.
    recovered_by
        Who asked for the best of a lost job.

    Returns
    -------
        The stored version and how the job ended; no version when the job had made one before, or belongs to nobody
        any more.
    """
    with store.atomic():
        made = store.plans.of_job(job.job_id)
        if made is not None:
            return None, (JobStatus.DONE, f"Version {made} was stored already.", StoredVersion(version=made).to_json())
        if status is not None and not store.jobs.get(job.job_id).is_active:
            # Given up by others: another search may own the day, so nothing is stored.
            return None, (JobStatus.LOST, "The search was ended from outside.", {})
        stored = store.plans.add(plan, expected_head=None, job_id=job.job_id)
        store.audit.write(
            who=job.created_by,
            what="plan day",
            why=plan.why,
            subject=job.subject,
            detail={"version": stored.version, "job": job.job_id, "cost": asdict(stored.cost)},
        )
        words = _words(stored, is_early=status is not JobStatus.DONE, has_failed_parts=found.failed_parts > 0)
        result = StoredVersion(version=stored.version, curve=found.curve, incident=incident).to_json()
        if incident:
            words += f" The search failed before its end (incident {incident}); this is the best it had found."
        if status is None:
            store.jobs.note_result(job.job_id, result)
            store.recovered_jobs.add(job.job_id, stored.version, by=recovered_by)
        else:
            store.jobs.finish(job.job_id, status, words, result)
        return stored, (status or job.status, words, result)


def _words(plan: Plan, *, is_early: bool, has_failed_parts: bool) -> str:
    words = f"Version {plan.version}: {plural(plan.num_stops, 'stop')} on {plural(len(plan.routes_in_use), 'route')}"
    if plan.unassigned:
        words += f", {len(plan.unassigned)} not served"
    if has_failed_parts:
        words += " (a part of the search failed and was left out, the log says why)"
    if is_early:
        words += " (stopped early, best so far kept)"
    return words + "."
