"""A day with every rule at once, drawn: the dock board, the map, the time line with breaks, trips and waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_tools import Server, Visitor, copy_home, keep_shot, listen, num_colours, run_on, until

from lastmile_core.clock import today_in
from lastmile_core.model import Plan
from lastmile_core.store.open_store import open_store
from tests.planning import every_rule_day
from tests.prepared import prepared

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
DEPOT = "harbour"
FEWEST_COLOURS = 1000


@pytest.fixture(scope="module")
def ruled_server(bare_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Port Alder's harbour with every rule on forty orders, planned."""

    def make(home: Path) -> None:
        copy_home(bare_home, home)
        run_on(home, "demo", "--load-only", "--no-history")
        with open_store(home / "lastmile.db") as store:
            every_rule_day.add_every_rule(store, DEPOT, today_in("UTC"))
        run_on(home, "plan", "--depot", DEPOT, "--time-limit", "8")

    ruled = prepared("ruled-city", make, [Path(__file__), Path(every_rule_day.__file__)])
    server = Server(home=copy_home(ruled, tmp_path_factory.mktemp("ruled") / "home"))
    server.start()
    yield server
    server.stop()


def _plan(server: Server) -> Plan:
    with open_store(server.home / "lastmile.db") as store:
        plan = store.plans.latest(today_in("UTC"), DEPOT)
    assert plan is not None
    return plan


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_rule_is_drawn(ruled_server: Server, visit: Callable[..., Visitor], scheme: str) -> None:
    plan = _plan(ruled_server)
    assert plan.violations == ()
    address = f"day={today_in('UTC').isoformat()}&depot={DEPOT}"
    me = visit(scheme=scheme)
    ears = listen(me)

    me.open(f"{ruled_server.url}/plan?{address}")
    board = me.page.get_by_role("figure").filter(has=me.page.locator(".barlayer")).first
    board.wait_for()
    for words in ("loadings at 2 bays", "Bay 1", "What matters"):
        assert words in me.text()
    me.page.get_by_text("What matters").first.click()
    me.page.get_by_text("must find a free bay").first.wait_for()
    keep_shot(me, f"plan-{scheme}")

    me.open(f"{ruled_server.url}/routes?{address}")
    chart = me.page.get_by_test_id("stDeckGlJsonChart")
    chart.locator("canvas").first.wait_for()
    legend = me.page.locator(".legendtext")
    legend.first.wait_for()
    named = [one.text_content() or "" for one in legend.all()]
    for words in ("break", "loading", "reload", "at the stop", "driving"):
        assert any(words in name for name in named), (words, named)
    until(lambda: num_colours(chart.screenshot()) > FEWEST_COLOURS, "the map is painted")
    keep_shot(me, f"routes-{scheme}")

    with_trips = max(plan.routes_in_use, key=lambda route: len(route.reloads))
    me.open(f"{ruled_server.url}/routes?{address}&route={with_trips.vehicle_id}")
    assert f"{with_trips.num_trips} trips" in me.text()
    assert "↻ Trip 2" in me.text()
    until(lambda: num_colours(chart.screenshot()) > FEWEST_COLOURS, "the map is painted again")
    keep_shot(me, f"route-{scheme}")
    assert ears.errors == []
    assert me.strangers == []


def test_rules_are_set_where_people_look_for_them(
    ruled_server: Server, visit_without_maps: Callable[..., Visitor]
) -> None:
    me = visit_without_maps()
    address = f"day={today_in('UTC').isoformat()}&depot={DEPOT}"
    for page, tab, words in (
        ("fleet", "Vehicles", "Trips, hours and ends"),
        ("fleet", "Drivers", "Save changes"),
        ("orders", "Rules", "Save rules"),
        ("setup", "Planning rules", "Familiar territory · on"),
    ):
        me.open(f"{ruled_server.url}/{page}?{address}")
        me.page.get_by_role("tab", name=tab, exact=True).click()
        me.idle()
        me.page.get_by_text(words).locator("visible=true").first.wait_for()
        keep_shot(me, f"{page}-{tab.split()[0].lower()}")
