"""One real day in a real browser: orders in, plan, map, change, publish, sheets, outcomes, figures."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from browser_tools import Server, Visitor, type_into_cell, until, until_seen
from PIL import Image

from lastmile_core.clock import today_in
from lastmile_core.model import OrderKind, Plan, Stop
from lastmile_core.store.open_store import open_store
from pages.charts.palette import route_styles

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
DEPOT = "harbour"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOT = Path(__file__).resolve().parents[2]


def bad_workbook() -> tuple[bytes, str]:
    """The sample file with one window that ends before it begins; also return that order's number."""
    book = openpyxl.load_workbook(ROOT / "sample_data" / "orders_today.xlsx")
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    earliest, latest = headings.index("Earliest") + 1, headings.index("Latest") + 1
    depot, number = headings.index("Depot") + 1, 1
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, earliest).value and "arbour" in str(sheet.cell(row, depot).value):
            sheet.cell(row, earliest).value = "12:00"
            sheet.cell(row, latest).value = "09:00"
            found = str(sheet.cell(row, number).value)
            break
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), found


def newest_plan(server: Server) -> Plan:
    with open_store(server.home / "lastmile.db") as store:
        plan = store.plans.latest(today_in("UTC"), DEPOT)
    assert plan is not None
    return plan


def early_stop(plan: Plan) -> tuple[str, Stop, int]:
    """A stop whose window closes long before its route ends: moved to the end it must be late."""
    for route in plan.routes_in_use:
        for stop in route.stops:
            if stop.window is not None and (route.stops[-1].arrival - stop.window.latest).total_seconds() > 3600:
                return route.vehicle_id, stop, len(route.stops)
    raise AssertionError("no route has a stop with an early window")


def painted(png: bytes, colour: tuple[int, int, int]) -> int:
    """How many pixels have (nearly) this colour."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return int((abs(pixels - np.array(colour)).max(axis=2) < 30).sum())


def hex_rgb(text: str) -> tuple[int, int, int]:
    return tuple(int(text.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4))  # type: ignore[return-value]


def test_a_day_from_file_to_figures(bare_sample_server: Server, visit: Callable[..., Visitor]) -> None:
    server, me = bare_sample_server, visit()
    day = today_in("UTC").isoformat()
    address = f"day={day}&depot={DEPOT}"

    # Orders: upload, one row refused with its reason, mended in place, everything in.
    content, bad_order = bad_workbook()
    me.open(f"{server.url}/orders?{address}")
    assert "No orders for" in me.text()
    me.page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(
        {"name": "orders_today.xlsx", "mimeType": XLSX, "buffer": content}
    )
    me.page.get_by_text("row refused", exact=False).first.wait_for()
    me.idle()
    assert "WINDOW_ORDER" in server_issue_codes(server, content)
    headings = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][1]]
    type_into_cell(me, "mend_", headings.index("Earliest") + 2, "12:00", "08:00", "Read again with 1 correction")
    me.button("Read again with 1 correction")
    refused = me.page.get_by_test_id("stMetric").filter(has_text="Refused")
    until_seen(me, lambda: refused.inner_text().split()[-1] == "0", "no row is refused any more")
    me.page.get_by_role("button", name=re.compile("^Import \\d+ orders")).click()
    me.page.get_by_text(re.compile("orders are ready")).first.wait_for()
    me.idle()
    with open_store(server.home / "lastmile.db") as store:
        mended = store.orders.get(bad_order, today_in("UTC"))
    assert mended is not None
    assert f"{mended.windows[0].earliest:%H:%M}" == "08:00"

    # Plan: start, watch, done.
    me.open(f"{server.url}/plan?{address}")
    me.page.get_by_text("Quick · 10 s").click()
    me.idle()
    me.page.get_by_role("button", name="Plan the day").click()
    me.page.get_by_text("Stops placed").first.wait_for(timeout=60_000)
    me.page.get_by_role("button", name=re.compile("Publish version 1")).wait_for(timeout=120_000)
    me.idle()
    plan = newest_plan(server)
    assert plan.num_stops > 100
    assert not plan.violations

    # Map: the colours of the routes are really painted.
    me.open(f"{server.url}/routes?{address}")
    with open_store(server.home / "lastmile.db") as store:
        fleet = sorted(vehicle.vehicle_id for vehicle in store.vehicles.of_depot(DEPOT, active_only=False))
    styles = route_styles([*fleet, *(route.vehicle_id for route in plan.routes)], "light")
    # The longest: a short one can lie wholly under the discs and lines of others.
    longest = sorted(plan.routes_in_use, key=lambda route: -route.distance_m)[:3]
    colours = [hex_rgb(styles[route.vehicle_id].colour) for route in longest]
    chart = me.page.get_by_test_id("stDeckGlJsonChart")

    def all_painted() -> bool:
        png = chart.screenshot()
        return all(painted(png, colour) > 100 for colour in colours)

    until(all_painted, "the three longest routes are painted on the map", 120)

    # Change: the last position of a stop with an early window breaks it; saved, then undone.
    vehicle_id, stop, length = early_stop(plan)
    me.open(f"{server.url}/routes?{address}&route={vehicle_id}&stop={stop.visit_id}")
    position = me.page.get_by_label(re.compile("^Position"))
    position.fill(str(length))
    position.press("Enter")
    me.idle()
    me.page.get_by_text(re.compile("after its window|late", re.IGNORECASE)).first.wait_for()
    me.button("Save as version 2")
    until(lambda: newest_plan(server).version == 2, "version 2 is stored")
    assert any(v.visit_id == stop.visit_id for v in newest_plan(server).violations)
    me.page.get_by_role("button", name="Undo").click()
    until(lambda: newest_plan(server).version == 3, "the undo is stored")
    assert not newest_plan(server).violations
    me.idle()

    # Publish, and take a sheet along.
    me.open(f"{server.url}/plan?{address}")
    me.page.get_by_role("button", name=re.compile("Publish version 3")).click()
    me.page.get_by_text("is published since").first.wait_for()
    me.open(f"{server.url}/routes?{address}&route={vehicle_id}")
    with me.page.expect_download() as download:
        me.page.get_by_role("button", name="Driver sheets (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    assert re.search(r"v3|version-?3", download.value.suggested_filename)

    # What happened: two delivered, one not; the figures are theirs.
    route = next(route for route in newest_plan(server).routes if route.vehicle_id == vehicle_id)
    with open_store(server.home / "lastmile.db") as store:
        brought = {o.order_id for o in store.orders.due_on(today_in("UTC"), DEPOT) if o.kind is OrderKind.DELIVERY}
    for number, done in enumerate([stop for stop in route.stops if stop.visit_id in brought][:3]):
        me.open(f"{server.url}/routes?{address}&route={vehicle_id}&stop={done.visit_id}")
        me.button("Arrived")
        if number < 2:
            me.button("Delivered")
            me.button("Mark delivered")
        else:
            me.button("Could not be delivered")
            me.page.get_by_test_id("stPopoverBody").get_by_role("combobox").click()
            me.page.get_by_role("option", name="Nobody was home").click()
            me.idle()
            me.button("Mark failed")
    me.open(f"{server.url}/performance?{address}")
    card = me.page.get_by_test_id("stMetric").filter(has_text="First-attempt delivery rate").first
    card.wait_for()
    # By hand: two of three first attempts succeeded.
    assert f"{2 / 3 * 100:.1f} %" in card.inner_text()
    assert me.strangers == []


def server_issue_codes(server: Server, content: bytes) -> set[str]:
    """What the command line says about the same file: page and script must agree."""
    path = server.home / "bad.xlsx"
    path.write_bytes(content)
    done = server.command("import", str(path), "--dry-run", "--json")
    import json

    return {issue["code"] for issue in json.loads(done.stdout)["rejected"]}
