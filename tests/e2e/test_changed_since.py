"""A plan that notices: what has changed since is named on every page, taken in, and never published past unasked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from browser_tools import (
    PAGE_NAMES,
    Server,
    Visitor,
    call_myself,
    copy_home,
    end_searches,
    keep_shot,
    until,
)

from lastmile_core.clock import today_in, utc_now
from lastmile_core.model import EventKind, OrderStatus, Plan
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
DEPOT = "harbour"


def stored(server: Server) -> Store:
    return open_store(server.home / "lastmile.db")


def newest(server: Server) -> Plan:
    with stored(server) as store:
        plan = store.plans.latest(today_in("UTC"), DEPOT)
    assert plan is not None
    return plan


def address(server: Server, page: str, **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"day": str(today_in("UTC")), "depot": DEPOT, **more}.items())
    return f"{server.url}/{page}?{query}"


def bar(visitor: Visitor) -> str:
    return visitor.page.locator(".st-key-changes_bar").inner_text()


@pytest.fixture
def changing_server(planned_home: Path, tmp_path: Path) -> Iterator[Server]:
    """The planned and published sample with a van in reserve."""
    server = Server(home=copy_home(planned_home, tmp_path / "home"))
    with stored(server) as store:
        plan = store.plans.latest(today_in("UTC"), DEPOT)
        assert plan is not None
        spare = next(v for v in store.vehicles.of_depot(DEPOT) if v.vehicle_id == plan.routes_in_use[0].vehicle_id)
        store.vehicles.save(replace(spare, vehicle_id="SPARE", name="Spare van", driver_id=None))
        # Whatever the search left at home stays there, so that the spare van is the only free one.
        used = {route.vehicle_id for route in plan.routes_in_use} | {"SPARE"}
        for row in store.availability.for_day(today_in("UTC"), DEPOT):
            if row.vehicle_id not in used:
                store.availability.set(replace(row, is_available=False))
    server.start()
    yield server
    server.stop()
    end_searches(server.home)


def test_what_changed_is_named_on_every_page_and_taken_in(
    changing_server: Server, visit_without_maps: Callable[..., Visitor]
) -> None:
    server, day = changing_server, today_in("UTC")
    plan = newest(server)
    first, second, third = plan.routes_in_use[:3]
    gone, late = second.stops[1].visit_id, "LATE-1"
    with stored(server) as store:
        names = {v.vehicle_id: v.name for v in store.vehicles.of_depot(DEPOT)}
        rows = {row.vehicle_id: row for row in store.availability.for_day(day, DEPOT)}
        order = store.orders.get(gone, day)
        assert order is not None
        store.availability.set(replace(rows[first.vehicle_id], is_available=False))
        store.orders.save_many(
            [replace(order, status=OrderStatus.SKIPPED), replace(order, order_id=late, windows=(), skills=frozenset())]
        )
    ana = visit_without_maps()
    for page in ("", *(name.lower() for name in PAGE_NAMES[1:6]), "setup"):
        ana.open(address(server, page))
        said = bar(ana)
        assert "changes since v1:" in said, page
        for words in (f"{names[first.vehicle_id]} off", f"{gone} cancelled", f"{late} new"):
            assert words in said, (page, said)
    call_myself(ana, "Ana")

    # Today says that it needs her, with the van and the stops that nobody drives.
    ana.open(address(server, ""))
    needs_her = f"{names[first.vehicle_id]} is off today but has {len(first.stops)} stops"
    until(lambda: needs_her in ana.text() and late in ana.text(), "Today names the van and the late order")
    assert "Nothing needs you" not in ana.text()
    keep_shot(ana, "changed-today")

    # The late order is among those without a route, on Plan and in the picker on Routes.
    ana.open(address(server, "plan"))
    row = ana.page.get_by_role("row").filter(has_text=late)
    assert "came after version 1" in row.inner_text()
    assert ana.page.get_by_role("row").filter(has_text=gone).count() == 0
    ana.open(address(server, "routes"))
    # At the edge of the window the list closes again as the page moves; and it shows only what fits.
    box = ana.page.get_by_role("combobox", name=re.compile("without a route"))
    box.evaluate("element => element.scrollIntoView({block: 'center'})")
    box.click()
    box.press_sequentially(late)
    ana.page.get_by_role("option").filter(has_text=late).wait_for()
    ana.page.keyboard.press("Escape")

    # Each button does its own thing; the rest stays open.
    ana.button("Take off")
    until(lambda: newest(server).version == 2, "the cancelled order is off")
    assert f"{gone} cancelled" not in bar(ana)
    assert f"{names[first.vehicle_id]} off" in bar(ana)
    assert stops_of(newest(server), first.vehicle_id) == [stop.visit_id for stop in first.stops]
    ana.button("Put in")
    until(lambda: newest(server).version == 3, "the late order is in")
    assert any(stop.visit_id == late for route in newest(server).routes for stop in route.stops)
    assert third.stops[0].visit_id in {s.visit_id for r in newest(server).routes for s in r.stops}

    # Publishing past what is left asks by name.
    ana.open(address(server, "plan"))
    publish = ana.page.get_by_role("button", name=re.compile("Publish version 3"))
    assert publish.is_disabled()
    keep_shot(ana, "changed-publish")
    assert ana.page.get_by_text("Publish without these 2 changes").count() == 1  # the van that is off, and the spare
    ana.button("Hand over")
    until(lambda: newest(server).version == 4, "the route is handed over")
    after = newest(server)
    assert stops_of(after, first.vehicle_id) == []
    assert stops_of(after, "SPARE") == [stop.visit_id for stop in first.stops]
    # The newer draft knows it all; the bar says that drivers do not have it.
    ana.idle()
    assert "is not published: drivers still have v1" in bar(ana)
    accept = ana.page.get_by_text("I have seen them and accept them")
    if accept.count():
        accept.click()
        ana.idle()
    ana.button("Publish version 4")
    until(lambda: newest(server).is_published, "version 4 is published")
    ana.idle()
    assert ana.page.locator(".st-key-changes_bar").count() == 0
    assert not ana.strangers


def stops_of(plan: Plan, vehicle_id: str) -> list[str]:
    return [stop.visit_id for route in plan.routes if route.vehicle_id == vehicle_id for stop in route.stops]


def test_a_day_that_runs_is_marked_now_and_replanned(
    planned_server: Server, visit_without_maps: Callable[..., Visitor]
) -> None:
    server, day = planned_server, today_in("UTC")
    route = newest(server).routes_in_use[0]
    stop = route.stops[0].visit_id
    ana, ben = visit_without_maps(), visit_without_maps()
    ana.open(address(server, "routes", stop=stop))

    # “When” is now: each mark carries the moment of its click, however long ago the page was loaded.
    for kind in (EventKind.ARRIVED, EventKind.DELIVERED):
        before = utc_now()
        if kind is EventKind.DELIVERED:
            ana.page.get_by_test_id("stPopover").get_by_role("button", name=re.compile("^.*Delivered")).click()
            ana.page.get_by_role("button", name="Mark delivered").click()
        else:
            ana.page.get_by_role("button", name="Arrived").click()
        until(lambda kind=kind: kind in marks(server), f"{kind.value} is stored")
        assert before <= marks(server)[kind] <= utc_now()
        ana.idle()

    # The day is under way: nothing plans it anew.
    ana.open(address(server, "plan"))
    assert "This day is under way since" in ana.text()
    assert ana.page.get_by_role("button", name="Plan again").count() == 0
    keep_shot(ana, "under-way-plan")
    refused = server.command("plan", "--date", str(day), "--depot", DEPOT)
    assert refused.returncode == 2
    assert f"lastmile replan --date {day} --depot {DEPOT}" in refused.stderr
    ana.button("Re-plan the rest of the day")
    ana.page.get_by_role("button", name="Publish this one").first.wait_for(timeout=90_000)

    # Ben changes the plan while Ana looks at version 1: she is shown his, told so, and can pin hers.
    later = newest(server).routes_in_use[-1].stops[-1].visit_id
    ana.open(address(server, "routes", stop=later))
    ben.open(address(server, "routes", stop=later))
    call_myself(ben, "Ben")
    ben.button("Lock to this vehicle")
    until(lambda: newest(server).version == 2, "Ben's change is stored")
    ben.idle()
    assert "saved under your name" not in ben.text()
    assert "Ben saved" not in ben.text()
    ana.button("All routes")
    assert "Ben saved version 2" in ana.text()
    assert "Version 2 is not published: drivers have version 1" in ana.text()
    keep_shot(ana, "newer-version")
    ana.button("Keep looking at version 1")
    pin = ana.page.locator(".st-key-pinned_version")
    assert "Version 1 is pinned" in pin.inner_text()
    assert server.command("publish", "--date", str(day), "--depot", DEPOT, "--accept-violations").returncode == 0
    call_myself(ana, "Ana")
    assert "Version 1 is superseded: version 2 is what drivers have" in ana.text()
    keep_shot(ana, "pinned")
    ana.button("Show version 2")
    assert pin.count() == 0
    assert "superseded" not in ana.text()


def marks(server: Server) -> dict[EventKind, datetime]:
    with stored(server) as store:
        return {event.kind: event.occurred_at for event in store.events.of_day(today_in("UTC"), DEPOT)}
