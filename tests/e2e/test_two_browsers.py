"""Two people at once: nobody overwrites anybody, and a search belongs to the day, not to a tab or a server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_tools import Server, Visitor, call_myself, until

from lastmile_core.clock import today_in
from lastmile_core.model import Job, JobStatus
from lastmile_core.store import Store
from lastmile_core.workflows.plan_day import subject_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
DEPOT = "harbour"


def stored(server: Server) -> Store:
    return Store.open(server.home / "lastmile.db")


def newest_job(server: Server) -> Job:
    with stored(server) as store:
        job = store.jobs.latest("plan", subject_of(today_in("UTC"), DEPOT))
    assert job is not None
    return job


def test_the_second_to_save_is_told(planned_server: Server, visit: Callable[..., Visitor]) -> None:
    server, day = planned_server, today_in("UTC")
    with stored(server) as store:
        plan = store.plans.latest(day, DEPOT)
    assert plan is not None
    first, second = plan.routes_in_use[0], plan.routes_in_use[1]
    mine, theirs = first.stops[0].order_id, second.stops[0].order_id
    address = f"{server.url}/routes?day={day}&depot={DEPOT}&stop="
    ana, ben = visit(), visit()
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
    assert [stop.order_id for route in both.routes for stop in route.stops if stop.is_locked] == [theirs]


def newest_version(server: Server) -> int | None:
    with stored(server) as store:
        return store.plans.head(today_in("UTC"), DEPOT)


def test_a_search_outlives_tab_and_server(planned_server: Server, visit: Callable[..., Visitor]) -> None:
    server = planned_server
    address = f"{server.url}/plan?day={today_in('UTC')}&depot={DEPOT}"
    ana, ben = visit(), visit()
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
    eva = visit()
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
