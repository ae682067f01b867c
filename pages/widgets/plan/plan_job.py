"""A search while it runs, and what became of the last one."""

from __future__ import annotations

import streamlit as st

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import PlanPayload, payload_of
from lastmile_core.model import Job, JobStatus
from lastmile_core.units import show_distance, show_duration
from lastmile_core.workflows.long_work import stop_job, tend_jobs
from lastmile_core.workflows.plan.plan_day import is_recovered, recover_job, start_planning
from lastmile_core.workflows.plan.search_news import SearchProgress, StoredVersion
from pages.charts.plan_charts import cost_curve
from pages.widgets.shared import plan_version, state
from pages.widgets.shared.page import PageContext, fresh, remember_message, show_error
from pages.widgets.shared.text import md_escape, plural


def show(page: PageContext) -> bool:
    """Show the running search; return whether one runs."""
    tend_jobs(page.settings, page.store)
    subject = page.day_key.subject
    job = page.store.jobs.active(PlanPayload.kind, subject)
    if job is not None:
        _watch(page, job.job_id)
        return True
    _last(page, page.store.jobs.latest(PlanPayload.kind, subject))
    return False


@st.fragment(run_every="1s")
def _watch(page: PageContext, job_id: str) -> None:
    """Look at the job row once a second; the search itself does not know that this page exists."""
    with fresh(page) as inner:
        tend_jobs(inner.settings, inner.store)
        job = inner.store.jobs.find(job_id)
        if job is None or not job.is_active:
            if job is not None and job.status in (JobStatus.DONE, JobStatus.CANCELLED):
                remember_message(job.message)
                plan_version.unpin(page)
            st.rerun()
        _panel(inner, job)


def _panel(page: PageContext, job: Job) -> None:
    age_s = (utc_now() - (job.started_at or job.created_at)).total_seconds()
    with st.container(border=True, key="plan_running"):
        st.progress(
            min(1.0, job.share or 0.0),
            text=f"{md_escape(job.message or 'Waiting for a free worker')} · {show_duration(age_s)}",
        )
        drawn = SearchProgress.from_json(job.progress)
        if drawn.num_visits:
            with st.container(horizontal=True):
                st.metric("Stops placed", f"{drawn.num_placed} of {drawn.num_visits}", border=True)
                st.metric("Routes", drawn.num_routes, border=True)
                st.metric("Distance", show_distance(drawn.distance_m), border=True)
        if len(drawn.curve) > 1:
            st.plotly_chart(
                cost_curve(drawn.curve, page.depot.currency, theme=page.theme),
                key="plan_curve",
                theme=None,
                config={"displayModeBar": False},
                height=220,
                alt="Cost of the best plan so far over search time",
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            asked = job.cancel_requested
            if st.button(
                "Stopping…" if asked else "Stop and keep the best so far",
                icon=":material/stop_circle:",
                key="plan_stop",
                disabled=asked,
            ):
                stop_job(page.store, job.job_id, by=page.user)
                st.rerun(scope="fragment")
            st.caption(
                f"Started by {md_escape(job.created_by)}. You can close this page: "
                "the search goes on and is here when you come back."
            )


def _last(page: PageContext, job: Job | None) -> None:
    """Say what happened to a search that did not end well, with the way on."""
    if job is None or job.status in (JobStatus.DONE, JobStatus.CANCELLED) or state.get("plan_job_seen") == job.job_id:
        return
    if StoredVersion.from_json(job.result) or is_recovered(page.store, job):
        return
    best = job.progress.get("best")
    if job.status is JobStatus.LOST:
        drawn = SearchProgress.from_json(job.progress)
        text = "The search ended before it was done: its worker stopped answering. Plans and orders are as they were."
        if best:
            text += f" Its best so far ({drawn.num_placed} of {drawn.num_visits} stops) was kept."
        st.warning(text, icon=":material/heart_broken:")
    else:
        st.error(md_escape(job.message, 500), icon=":material/error:")
    with st.container(horizontal=True):
        if best and st.button("Use the best so far", icon=":material/restore:", key="plan_recover"):
            _recover(page, job)
        # What has to be mended first is not mended by starting again.
        may_help = job.status is JobStatus.LOST or job.result.get("again", True)
        if may_help and st.button("Start it again", icon=":material/replay:", key="plan_again"):
            _again(page, job)
        if st.button("Dismiss", key="plan_dismiss"):
            state.put("plan_job_seen", job.job_id)
            st.rerun()


def _recover(page: PageContext, job: Job) -> None:
    try:
        plan = recover_job(page.settings, page.store, job, by=page.user)
    except LastmileError as error:
        show_error(error)
        return
    state.put("plan_job_seen", job.job_id)
    if plan is not None:
        remember_message(f"Version {plan.version} holds the best so far: {plural(plan.num_stops, 'stop')}.")
    st.rerun()


def _again(page: PageContext, job: Job) -> None:
    try:
        asked = payload_of(PlanPayload, job)
        start_planning(
            page.settings,
            page.store,
            PlanPayload(day=page.day_key, time_limit_s=asked.time_limit_s, why=asked.why, keep=asked.keep),
            by=page.user,
        )
    except LastmileError as error:
        show_error(error)
        return
    st.rerun()
