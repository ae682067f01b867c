"""Road regions: what is ready, and preparing another one."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import streamlit as st

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.model import JobStatus
from lastmile_core.travel.regions import list_regions, region_for
from lastmile_core.units import show_duration
from lastmile_core.workflows.long_work import stop_job, tend_jobs
from lastmile_core.workflows.places.prepare_region import start_finishing, start_preparing, take_region_away
from pages.widgets.shared import state, table
from pages.widgets.shared.page import PageContext, fresh, remember_message, show_error
from pages.widgets.shared.text import md_escape


def show(page: PageContext) -> None:
    """List regions and offer to prepare one."""
    _state_of_depot(page)
    regions = list_regions(page.settings)
    if regions:
        table.show(
            [
                {
                    "Region": region.name,
                    "For": " and ".join(profile.replace("_", " ") for profile in region.profiles),
                    "Base map": "ready" if region.has_basemap else "missing",
                    "From": f"{region.bbox[1]:.2f}° {region.bbox[0]:.2f}°",
                    "To": f"{region.bbox[3]:.2f}° {region.bbox[2]:.2f}°",
                    "Prepared": region.built_at[:16].replace("T", " "),
                    "Source": region.attribution,
                }
                for region in regions
            ],
            alt="Road regions that are ready",
        )
    if old := [region.name for region in regions if region.is_outdated]:
        st.warning(
            f"Prepared by an earlier release with other rules of where a van may stop: {md_escape(', '.join(old))}. "
            "Prepare these roads again from their files.",
            icon=":material/update:",
        )
    _running(page)
    _finish(page, [region.name for region in regions if not region.is_fast])
    _add(page)
    if regions:
        _remove(page, [region.name for region in regions])


def _state_of_depot(page: PageContext) -> None:
    if page.settings.osrm_url is not None:
        st.success("Driving times come from your own OSRM server (LASTMILE_OSRM_URL).", icon=":material/dns:")
        return
    region = region_for(page.settings, [page.depot.location])
    if region is not None:
        st.success(
            f"{md_escape(page.depot.name)} lies in **{md_escape(region.name)}**: plans use its roads.",
            icon=":material/route:",
        )
        return
    st.warning(
        f"No region covers {md_escape(page.depot.name)}: its driving times are estimates "
        "(straight line × 1.35 at a fixed speed) and every page says so. Add a road file that covers it.",
        icon=":material/warning:",
    )


def _running(page: PageContext) -> None:
    jobs = [job for job in page.store.jobs.list_active() if job.kind == "roads"]
    for job in jobs:
        _watch(page, job.job_id)
    done = state.get("roads_job")
    if done and not jobs:
        ended = page.store.jobs.find(done)
        if ended is not None and ended.status is not JobStatus.DONE:
            st.error(md_escape(ended.message or "Preparing the roads ended early.", 500), icon=":material/error:")


@st.fragment(run_every="1s")
def _watch(page: PageContext, job_id: str) -> None:
    with fresh(page) as inner:
        tend_jobs(inner.settings, inner.store)
        job = inner.store.jobs.find(job_id)
        if job is None or not job.is_active:
            if job is not None and job.status is JobStatus.DONE:
                remember_message(job.message)
                state.drop("roads_job")
            st.rerun()
        with st.container(border=True):
            st.progress(min(1.0, job.share or 0.0), text=md_escape(job.message or "Waiting for a free worker"))
            if st.button("Stop", icon=":material/stop_circle:", key=f"stop_{job_id}", disabled=job.cancel_requested):
                stop_job(inner.store, job_id, by=inner.user)
            age = (utc_now() - job.created_at).total_seconds()
            st.caption(f"Started {show_duration(age)} ago. You can close this page; the work goes on.")


def _add(page: PageContext) -> None:
    st.subheader("Prepare a region")
    st.caption(
        "OpenStreetMap extracts end in .osm.pbf. A city takes seconds, a small country minutes. "
        "On a server, “lastmile roads add FILE.osm.pbf --name NAME” does the same."
    )
    with st.form("roads_add", clear_on_submit=True):
        upload = st.file_uploader("Road file", type=["pbf"], key=f"roads_file_{state.count('roads_file')}")
        name = st.text_input("Short name", max_chars=40, placeholder="e.g. porto-alegre")
        if not st.form_submit_button("Prepare", type="primary", icon=":material/construction:"):
            return
    if upload is None:
        st.error("Choose a .osm.pbf file first.", icon=":material/error:")
        return
    chosen = name.strip() or re.sub(r"[^a-z0-9]+", "-", upload.name.lower().split(".")[0]).strip("-")
    folder = page.settings.home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".osm.pbf", delete=False) as file:
        file.write(upload.getbuffer())
    try:
        job = start_preparing(page.settings, page.store, Path(file.name), chosen, by=page.user, delete_file=True)
    except LastmileError as error:
        Path(file.name).unlink(missing_ok=True)
        show_error(error)
        return
    state.put("roads_job", job.job_id)
    state.count("roads_file", 1)
    st.rerun()


def _finish(page: PageContext, names: list[str]) -> None:
    """Offer to make quickly prepared regions fast: the same times, found sooner on large days."""
    if not names or page.store.jobs.list_active():
        return
    for name in names:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"{md_escape(name)} was prepared quickly. For days of several hundred orders, a minute of extra work "
                "makes its driving times come five times sooner."
            )
            if st.button("Do that now", key=f"finish_{name}", icon=":material/speed:"):
                try:
                    job = start_finishing(page.settings, page.store, name, by=page.user)
                except LastmileError as error:
                    show_error(error)
                    return
                state.put("roads_job", job.job_id)
                st.rerun()


def _remove(page: PageContext, names: list[str]) -> None:
    with st.popover("Remove a region", icon=":material/delete:"):
        name = st.selectbox("Region", names, key="roads_remove_name")
        st.caption("Plans keep the times they were made with. The file can be added again.")
        if st.button("Remove it", key="roads_remove"):
            try:
                take_region_away(page.settings, page.store, name, by=page.user)
            except LastmileError as error:
                show_error(error)
                return
            remember_message("The region was removed.")
            st.rerun()
