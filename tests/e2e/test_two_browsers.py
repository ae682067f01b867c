"""Two people at once: nobody overwrites anybody, and a search belongs to the day, not to a tab or a server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_tools import Server, Visitor, call_myself, keep_shot, type_into_cell, until

from lastmile_core.clock import today_in
from lastmile_core.model import DayKey, Depot, Job, JobStatus
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
DEPOT = "harbour"


def stored(server: Server) -> Store:
    return open_store(server.home / "lastmile.db")


def newest_job(server: Server) -> Job:
    with stored(server) as store:
        job = store.jobs.latest("plan", DayKey(today_in("UTC"), DEPOT).subject)
    assert job is not None
    return job


def test_the_second_to_save_is_told(planned_server: Server, visit_without_maps: Callable[..., Visitor]) -> None:
    server, day = planned_server, today_in("UTC")
    with stored(server) as store:
        plan = store.plans.latest(day, DEPOT)
    assert plan is not None
    first, second = plan.routes_in_use[0], plan.routes_in_use[1]
    mine, theirs = first.stops[0].visit_id, second.stops[0].visit_id
    address = f"{server.url}/routes?day={day}&depot={DEPOT}&stop="
    ana, ben = visit_without_maps(), visit_without_maps()
    for person, name, order_id in ((ana, "Ana", mine), (ben, "Ben", theirs)):
        person.open(address + order_id)
        call_myself(person, name)

    ana.button("Take off the route")
    until(lambda: newest_version(server) == 2, "Ana's change is stored")
    with stored(server) as store:
        saved_by_ana = store.plans.get(day, DEPOT, 2)
    # Ben's page still shows version 1; his save must not go through.
    ben.button("Lock to this vehicle")
    told = ben.page.get_by_test_id("stAlert").filter(has_text="Ana saved version 2 while you were working on version 1")
    told.wait_for()
    ben.idle()
    with stored(server) as store:
        assert [head.version for head in store.plans.versions(day, DEPOT)] in ([1, 2], [2, 1])
        assert store.plans.latest(day, DEPOT) == saved_by_ana
        assert not [entry for entry in store.audit.latest(20) if entry.who == "Ben"]
    assert saved_by_ana is not None
    assert saved_by_ana.created_by == "Ana"
    assert not any(stop.is_locked for route in saved_by_ana.routes for stop in route.stops)
    assert mine in {left.order_id for left in saved_by_ana.unassigned}

    # Ben's page shows Ana's version now, and he makes his change on it.
    ben.page.get_by_text("Version 2", exact=True).first.wait_for()
    assert ben.page.get_by_role("button", name="Show version 2").count() == 0
    ben.button("Lock to this vehicle")
    until(lambda: newest_version(server) == 3, "Ben's change is stored on top of Ana's")
    with stored(server) as store:
        both = store.plans.latest(day, DEPOT)
    assert both is not None
    assert mine in {left.order_id for left in both.unassigned}
    assert [stop.visit_id for route in both.routes for stop in route.stops if stop.is_locked] == [theirs]


def newest_version(server: Server) -> int | None:
    with stored(server) as store:
        return store.plans.head(today_in("UTC"), DEPOT)


def test_a_search_outlives_tab_and_server(planned_server: Server, visit_without_maps: Callable[..., Visitor]) -> None:
    server = planned_server
    address = f"{server.url}/plan?day={today_in('UTC')}&depot={DEPOT}"
    ana, ben = visit_without_maps(), visit_without_maps()
    ana.open(address)
    call_myself(ana, "Ana")
    ana.page.get_by_text("Best · 2 min").click()
    ana.idle()
    ana.page.get_by_role("button", name="Plan again").click()
    ana.page.get_by_text("Stops placed").first.wait_for(timeout=90_000)
    job = newest_job(server)

    # Somebody else sees it, and cannot start a second one.
    ben.page.goto(address)
    ben.page.get_by_text("Started by Ana").wait_for()
    ben.page.get_by_text("Stops placed").first.wait_for()
    assert ben.page.get_by_role("button", name="Plan again").count() == 0

    # The first tab closes, the search goes on.
    ana.context.close()
    beat = newest_job(server).heartbeat_at
    until(lambda: newest_job(server).heartbeat_at != beat, "the search goes on without the tab", 30)

    # The server goes down and comes up, the search goes on.
    server.stop()
    beat = newest_job(server).heartbeat_at
    until(lambda: newest_job(server).heartbeat_at != beat, "the search goes on without the server", 30)
    server.start()
    assert newest_job(server).job_id == job.job_id
    assert newest_job(server).is_active
    eva = visit_without_maps()
    eva.page.goto(address)
    eva.page.get_by_text("Started by Ana").wait_for()
    eva.page.get_by_text("Stops placed").first.wait_for()

    # Stopping it keeps the best so far.
    eva.page.get_by_role("button", name="Stop and keep the best so far").click()
    until(lambda: not newest_job(server).is_active, "the search has ended", 60)
    ended = newest_job(server)
    assert ended.status is JobStatus.CANCELLED
    eva.page.get_by_role("button", name="Publish version 2").wait_for()
    with stored(server) as store:
        kept = store.plans.latest(today_in("UTC"), DEPOT)
    assert kept is not None
    assert kept.version == 2
    assert kept.num_stops > 100
    assert kept.created_by == "Ana"


def stored_depot(server: Server) -> Depot:
    with stored(server) as store:
        depot = store.depots.get(DEPOT)
    assert depot is not None
    return depot


def save_depot(visitor: Visitor, **fields: str) -> None:
    """Fill fields of the depot's form and press its button."""
    form = visitor.page.locator(".st-key-change_depot_harbour_form, form, [data-testid=stForm]").first
    for label, value in fields.items():
        box = form.get_by_label(label.replace("_", " "))
        box.fill(value)
        box.press("Tab")
    visitor.button("Save depot")


def test_two_people_at_one_form_and_one_table(
    bare_sample_server: Server, visit_without_maps: Callable[..., Visitor]
) -> None:
    """Different fields of two people both stand; one field typed by both is asked; typed cells survive a save."""
    server, ana, ben = bare_sample_server, visit_without_maps(), visit_without_maps()
    before = stored_depot(server)
    for person, name in ((ana, "Ana"), (ben, "Ben")):
        person.open(f"{server.url}/setup?depot={DEPOT}")
        call_myself(person, name)
    save_depot(ana, Address="Quay 1")
    until(lambda: stored_depot(server).address == "Quay 1", "Ana's address is stored")
    save_depot(ben, Address="Quay 2", Loading_a_vehicle_takes="25")
    asked = ben.page.locator(".st-key-change_depot_harbour_conflicts")
    asked.get_by_text("Ana saved “Quay 1” at").wait_for()
    assert "you typed “Quay 2”" in asked.inner_text()
    assert f"you saw “{before.address}”" in asked.inner_text() or "you saw nothing" in asked.inner_text()
    assert stored_depot(server).loading_s == before.loading_s
    keep_shot(ben, "conflict_form")
    ben.button("Use mine")
    until(lambda: stored_depot(server).loading_s == 1500, "Ben's two fields are stored")
    assert stored_depot(server).address == "Quay 2"
    asked.wait_for(state="detached")

    # The list of changes names old and new, and no table offers the framework's own CSV, which holds live formulas.
    ben.page.get_by_role("tab", name="Who changed what").click()
    ben.idle()
    table = ben.page.get_by_test_id("stDataFrame").locator("visible=true").first
    table.hover()
    bar = ben.page.get_by_test_id("stElementToolbar").locator("visible=true").first
    bar.get_by_role("button").first.wait_for()
    assert ben.page.get_by_role("button", name="Download as CSV").count() == 0
    with ben.page.expect_download() as taken:
        ben.page.get_by_role("button", name="Take as CSV").locator("visible=true").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert "Address: Quay 1 → Quay 2" in text

    # A table: what Ben has typed is still there after Ana saved, and both notes are shown.
    for person in (ana, ben):
        person.open(f"{server.url}/fleet?depot={DEPOT}")
        call_myself(person, "Ana" if person is ana else "Ben")
    type_into_cell(ben, "roster_", 5, "", "late", "Save changes")
    type_into_cell(ana, "roster_", 5, "", "sick", "Save changes")
    ana.button("Save changes")
    until(lambda: "sick" in notes(server), "Ana's note is stored")
    ben.button("Save changes")
    asked = ben.page.locator("[class*='st-key-roster_'][class*='_conflicts']")
    asked.get_by_text("Ana saved “sick” at").wait_for()
    assert "you typed “late”" in asked.inner_text()
    assert "late" not in notes(server)
    keep_shot(ben, "conflict_table")
    ben.button("Use mine")
    until(lambda: "late" in notes(server), "Ben's note is stored after he said so")
    assert "sick" not in notes(server)


def notes(server: Server) -> set[str]:
    with stored(server) as store:
        return {entry.note for entry in store.availability.for_day(today_in("UTC"), DEPOT)}
