"""Take the pictures of the user guide from the running app: ``make screenshots``.

The app is started on the sample city in a folder of its own, a real Chromium walks through it, and each picture is
written to ``docs/img`` as WebP. Names given after the command take only those pictures.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "e2e")]

from browser_tools import Server, Visitor, copy_home, num_colours, until  # noqa: E402
from driven_day import DEPOT, drive_until_eleven, eleven, story_day  # noqa: E402

from lastmile_core.clock import today_in  # noqa: E402
from lastmile_core.store.open_store import open_store  # noqa: E402

IMAGES = ROOT / "docs" / "img"
WIDTH, HEIGHT = 1280, 860
LARGEST_BYTES = 120_000
FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--enable-unsafe-swiftshader"]
# As an older program of a German shop writes it: semicolons, decimal commas, one window the wrong way round.
ORDERS = (
    "Auftragsnummer;Kunde;Straße;Ort;Gewicht (kg);von;bis\n"
    "G1;Jürgen Groß;12 Sycamore Avenue;Port Alder;5,5;08:00;12:00\n"
    "G2;Zoë Weiß;3 Harbour Street;Port Alder;7,25;12:00;09:00\n"
    "G3;Änne Öz;Sycamor;Port Alder;1,5;08:00;12:00\n"
    "G4;Lena Kühn;Nowhere Lane 1;Port Alder;2,5;08:00;12:00\n"
)


def keep(png: bytes, name: str) -> None:
    """Write a picture as WebP, as good as its bound on bytes allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (86, 78, 68, 58, 48):
        written = io.BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= LARGEST_BYTES:
            break
    (IMAGES / f"{name}.webp").write_bytes(written.getvalue())
    print(f"{name}: {picture.width} x {picture.height}, {written.tell() / 1000:.0f} kB", flush=True)


def shoot(visitor: Visitor, name: str, height: int = HEIGHT) -> None:
    """Take the window at a height."""
    visitor.page.set_viewport_size({"width": WIDTH, "height": height})
    settle(visitor)
    keep(visitor.page.screenshot(), name)
    visitor.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def settle(visitor: Visitor) -> None:
    """Wait until the page has drawn itself, maps included."""
    visitor.idle()
    for chart in visitor.page.get_by_test_id("stDeckGlJsonChart").locator("visible=true").all():
        until(lambda chart=chart: _is_painted(chart), "the map is painted", 90)  # type: ignore[misc]
    visitor.idle()


def _is_painted(chart: Locator) -> bool:
    return num_colours(chart.screenshot()) > 400


def welcome(me: Visitor, server: Server) -> None:
    me.open(server.url)
    shoot(me, "welcome", 760)


def orders(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/orders?{today()}")
    shoot(me, "orders", 900)


def bring_in(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/orders?{today()}")
    me.page.get_by_text("Bring in orders", exact=True).click()
    field = me.page.get_by_test_id("stFileUploader").locator("visible=true").locator("input[type=file]")
    field.set_input_files({"name": "auftraege.csv", "mimeType": "text/csv", "buffer": ORDERS.encode("iso-8859-1")})
    me.page.get_by_text("3 · What will happen").wait_for()
    me.idle()
    top = me.page.get_by_text("1 · What I understood").first
    top.scroll_into_view_if_needed()
    shoot(me, "import", 1500)


def plan(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/plan?{today()}")
    shoot(me, "plan", 1230)


def routes(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/routes?{today()}")
    me.page.get_by_test_id("stPlotlyChart").first.wait_for()
    shoot(me, "routes", 1180)


def route(me: Visitor, server: Server) -> None:
    with open_store(server.home / "lastmile.db") as store:
        found = store.plans.latest_published(today_in("UTC"), DEPOT)
    assert found is not None
    chosen = sorted(found.routes_in_use, key=lambda one: len(one.stops))[len(found.routes_in_use) // 2]
    stop = chosen.stops[len(chosen.stops) // 2]
    me.open(f"{server.url}/routes?{today()}&route={chosen.vehicle_id}&stop={stop.visit_id}")
    me.page.get_by_test_id("stMetric").filter(has_text="Arrives").wait_for()
    shoot(me, "route", 1560)


def performance(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/performance?{today()}&day={_yesterday()}")
    me.page.get_by_test_id("stMetric").filter(has_text="First-attempt delivery rate").first.wait_for()
    shoot(me, "performance", 1000)


def fleet(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/fleet?{today()}")
    shoot(me, "fleet", 840)


def rules(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/setup?{today()}")
    me.page.get_by_role("tab", name="Planning rules").click()
    me.idle()
    shoot(me, "rules", 1000)


def running(me: Visitor, server: Server) -> None:
    me.open(f"{server.url}/?day={story_day().isoformat()}&depot={DEPOT}")
    shoot(me, "today", 900)


def offers(me: Visitor, server: Server) -> None:
    with open_store(server.home / "lastmile.db") as store:
        found = store.plans.latest_published(story_day(), DEPOT)
        names = {vehicle.vehicle_id: vehicle.name for vehicle in store.vehicles.of_depot(DEPOT)}
    assert found is not None
    broken = max(found.routes_in_use, key=lambda one: sum(stop.arrival > eleven() for stop in one.stops))
    me.page.set_viewport_size({"width": WIDTH, "height": 2200})
    me.open(f"{server.url}/?day={story_day().isoformat()}&depot={DEPOT}")
    panel = me.page.locator(".st-key-replan")
    panel.get_by_text("Re-plan the rest of the day").click()
    me.idle()
    panel.get_by_role("combobox").first.click()
    me.page.get_by_role("option", name=names[broken.vehicle_id], exact=True).click()
    me.idle()
    me.page.get_by_role("textbox", name="What happened").fill("gear box")
    panel.get_by_role("button", name="Mark").click()
    me.page.get_by_role("button", name="Publish this one").first.wait_for(timeout=90_000)
    me.page.get_by_test_id("stToast").first.wait_for(state="detached")
    me.idle()
    keep(panel.screenshot(), "offers")


def today() -> str:
    return f"day={today_in('UTC').isoformat()}&depot={DEPOT}"


def _yesterday() -> str:
    return (today_in("UTC") - timedelta(days=1)).isoformat()


Picture = Callable[[Visitor, Server], None]
# What each server holds, and the pictures that are taken of it.
EMPTY: dict[str, Picture] = {"welcome": welcome}
PLANNED: dict[str, Picture] = {
    "orders": orders,
    "plan": plan,
    "routes": routes,
    "route": route,
    "performance": performance,
    "fleet": fleet,
    "rules": rules,
    "import": bring_in,
}
RUNNING: dict[str, Picture] = {"today": running, "offers": offers}


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Run a server for the time of a block."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def take(browser: Browser, server: Server, pictures: dict[str, Picture]) -> None:
    """Take each picture in a window of its own."""
    with serving(server):
        for picture in pictures.values():
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page = context.new_page()
            page.set_default_timeout(60_000)
            picture(Visitor(context=context, page=page, strangers=[]), server)
            context.close()


def prepared(folder: Path, *words: str) -> Server:
    """Return a server on the sample city."""
    folder.mkdir(exist_ok=True)
    server = Server(home=folder)
    done = server.command("demo", "--load-only", *words)
    assert done.returncode == 0, done.stderr
    return server


def main(names: list[str]) -> None:
    """Take the named pictures, or all of them; ``--list`` only names them."""
    if names == ["--list"]:
        print(*EMPTY, *PLANNED, *RUNNING, sep="\n")
        return

    def wanted(pictures: dict[str, Picture]) -> dict[str, Picture]:
        return {name: picture for name, picture in pictures.items() if not names or name in names}

    browser_path = os.environ.get("LASTMILE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=FLAGS)
        home = Path(scratch)
        if chosen := wanted(EMPTY):
            (home / "empty").mkdir()
            take(browser, Server(home=home / "empty"), chosen)
        bare = prepared(home / "bare", "--no-orders", "--no-history") if wanted(PLANNED) or wanted(RUNNING) else None
        if bare is not None and (chosen := wanted(PLANNED)):
            shutil.copytree(bare.home / "regions", home / "planned" / "regions")
            server = prepared(home / "planned")
            for words in (["plan", "--time-limit", "10"], ["publish", "--accept-violations"]):
                assert server.command(*words, "--depot", DEPOT).returncode in (0, 1)
            take(browser, server, chosen)
        if bare is not None and (chosen := wanted(RUNNING)):
            server = Server(home=copy_home(bare.home, home / "running"))
            drive_until_eleven(server, time_limit=10)
            take(browser, server, chosen)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
