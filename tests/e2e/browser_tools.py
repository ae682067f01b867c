"""A real server, a real Chromium."""

from __future__ import annotations

import io
import itertools
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from lastmile_core.store.open_store import open_store
from tests.prepared import copy_home, prepared

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__)
READY_S = 120.0
_TURNS = itertools.count(os.getpid())


def free_port() -> int:
    """Return a port that nobody has: below those that systems hand out, each worker in its own range."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    while True:
        port = 20_000 + 1_000 * worker + next(_TURNS) % 1_000
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def until(condition: Callable[[], bool], what: str, limit_s: float = 60.0) -> None:
    """Wait for a condition; polling, never a fixed pause."""
    end = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"did not happen within {limit_s:.0f} s: {what}")
        time.sleep(0.05)


@dataclass
class Server:
    """The app as a process of its own."""

    home: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "LASTMILE_HOME": str(self.home), "LASTMILE_DB": str(self.home / "lastmile.db")}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a lastmile command on the same home."""
        program = [sys.executable, "-m", "lastmile_core.cli", *words]
        return subprocess.run(program, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=240)

    def start(self) -> None:
        program = [sys.executable, "-m", "lastmile_core.cli", "serve", "--port", str(self.port)]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                program, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until(self.is_up, f"server answers (log: {self.home / 'server.log'})", READY_S)

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            # The whole group: the command and the web server it runs.
            os.killpg(self.process.pid, 15)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, 9)
                self.process.wait(timeout=15)
            self.process = None


def run_on(home: Path, *words: str, codes: tuple[int, ...] = (0,)) -> None:
    """Run a lastmile command on a home, which must end as it should."""
    done = Server(home=home).command(*words)
    assert done.returncode in codes, done.stdout + done.stderr


@pytest.fixture(scope="session")
def bare_home() -> Path:
    """Port Alder's roads, depots and fleet; no orders and no history; tests copy it."""

    def make(home: Path) -> None:
        run_on(home, "demo", "--load-only", "--no-orders", "--no-history")

    return prepared("bare-city", make, [HERE])


@pytest.fixture(scope="session")
def sample_home(bare_home: Path) -> Path:
    """Port Alder with everything; tests copy it."""

    def make(home: Path) -> None:
        shutil.copytree(bare_home / "regions", home / "regions")
        run_on(home, "demo", "--load-only")

    return prepared("city", make, [HERE])


@pytest.fixture(scope="session")
def planned_home(sample_home: Path) -> Path:
    """The sample with today planned (version 1) and published at the harbour; tests copy it."""

    def make(home: Path) -> None:
        copy_home(sample_home, home)
        for words in (["plan", "--time-limit", "2"], ["publish", "--accept-violations"]):
            # 1 means that a person should look (orders without a route), which is normal.
            run_on(home, *words, "--depot", "harbour", codes=(0, 1))

    return prepared("planned-city", make, [HERE])


@pytest.fixture
def sample_server(sample_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of its own on a copy of the sample."""
    server = Server(home=copy_home(sample_home, tmp_path / "home"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bare_sample_server(bare_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server with the sample's roads, depots and fleet, but no orders."""
    server = Server(home=copy_home(bare_home, tmp_path / "home"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server without any data."""
    server = Server(home=tmp_path)
    server.start()
    yield server
    server.stop()


@dataclass
class Visitor:
    """A person with a browser window; notes every request that would leave the machine."""

    context: BrowserContext
    page: Page
    strangers: list[str]

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.idle()

    def idle(self, limit_s: float = 60.0) -> None:
        """Wait until the page has drawn itself: the script stays at rest for a moment."""
        end = time.monotonic() + limit_s
        rest: float | None = None
        while rest is None or time.monotonic() - rest < 0.3:
            if time.monotonic() > end:
                raise AssertionError(f"the page did not come to rest within {limit_s:.0f} s")
            app = self.page.query_selector('[data-testid="stApp"]')
            resting = app is not None and app.get_attribute("data-test-script-state") == "notRunning"
            rest = (rest or time.monotonic()) if resting else None
            self.page.wait_for_timeout(30)

    def text(self) -> str:
        return self.page.locator('[data-testid="stApp"]').inner_text()

    def button(self, name: str) -> None:
        """Click a button by its label and wait for the page."""
        self.page.get_by_role("button", name=name).first.click()
        self.idle()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a browser window of a given size and colour scheme."""
    yield from _windows(browser)


@pytest.fixture
def visit_without_webgl(flat_browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Do the same with a browser that cannot draw maps."""
    yield from _windows(flat_browser)


@pytest.fixture
def visit_without_maps(request: pytest.FixtureRequest) -> Callable[..., Visitor]:
    """Do the same for stories that never look at a map, unless people want pictures.

    Without a graphics card a page with a map costs four times as much as one without.
    """
    name = "visit" if os.environ.get("LASTMILE_SCREENSHOTS") else "visit_without_webgl"
    windows: Callable[..., Visitor] = request.getfixturevalue(name)
    return windows


def _windows(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    opened: list[BrowserContext] = []

    def make(width: int = 1400, height: int = 1000, scheme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
        )
        opened.append(context)
        strangers: list[str] = []

        def watch(request: Request) -> None:
            if not is_own(request.url):
                strangers.append(request.url)

        context.on("request", watch)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return Visitor(context=context, page=page, strangers=strangers)

    yield make
    for context in opened:
        context.close()


# Helpers of the page, city, two-browser and cold-server tests.

HARMLESS_PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's browser code looks for these under each page's path first, gets 404 and goes on to the right place."""
NO_WEBGL = "--disable-3d-apis"
PAGE_NAMES = ("Today", "Orders", "Plan", "Routes", "Performance", "Fleet", "Settings")


def picture(png: bytes) -> np.ndarray:
    """Return an image as rows of red, green, blue."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def num_colours(png: bytes) -> int:
    """How many different colours an image has; an empty map has a handful."""
    return len(np.unique(picture(png) @ np.array([65_536, 256, 1])))


def near_colour(png: bytes, colour: tuple[int, int, int], off: int = 30) -> int:
    """How many pixels have (nearly) this colour."""
    return int((abs(picture(png) - np.array(colour)).max(axis=2) < off).sum())


def keep_shot(visitor: Visitor, name: str) -> None:
    """Keep a picture of the whole page for people when LASTMILE_SCREENSHOTS names a folder."""
    folder = os.environ.get("LASTMILE_SCREENSHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    page, before = visitor.page, visitor.page.viewport_size
    assert before is not None
    height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]')?.scrollHeight || 0")
    page.set_viewport_size({"width": before["width"], "height": max(before["height"], min(int(height), 6000))})
    visitor.idle()
    page.screenshot(path=str(Path(folder) / f"{name}.png"))
    page.set_viewport_size(before)
    visitor.idle()


@dataclass
class Ears:
    """What the browser complained about, and which base map files it got."""

    errors: list[str] = field(default_factory=list)
    map_files: dict[str, int] = field(default_factory=dict)

    def heard(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not address.partition("?")[0].endswith(HARMLESS_PROBES):
            self.errors.append(f"{message.text} ({address})")

    def answered(self, response: Response) -> None:
        path = response.url.partition("?")[0]
        if "/basemap/" in path:
            self.map_files[path.partition("/basemap/")[2]] = response.status


def listen(visitor: Visitor) -> Ears:
    """Note console errors, uncaught exceptions and base map answers of a window from now on."""
    ears = Ears()
    visitor.page.on("console", ears.heard)
    visitor.page.on("pageerror", lambda error: ears.errors.append(f"uncaught: {error}"))
    visitor.page.on("response", ears.answered)
    return ears


def assert_framed(visitor: Visitor) -> None:
    """Check that the frame is around the page: day and depot in the side bar, demo banner, steps, all pages."""
    page = visitor.page
    bar = page.get_by_test_id("stSidebar")
    assert bar.get_by_text("Demo access").count() == 1
    assert bar.get_by_test_id("stSelectbox").filter(has_text="Depot").count() == 1
    assert bar.get_by_test_id("stDateInput").filter(has_text="Day").count() == 1
    links = [link.inner_text().split("\n")[-1] for link in bar.get_by_test_id("stSidebarNavLink").all()]
    assert links == list(PAGE_NAMES)
    assert page.locator(".st-key-stepper").get_by_test_id("stPageLink").count() >= 4
    assert "incident" not in visitor.text()


@pytest.fixture(scope="session")
def look_home(planned_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planned sample, only to be looked at."""
    return copy_home(planned_home, tmp_path_factory.mktemp("look") / "home")


@pytest.fixture(scope="session")
def look_server(look_home: Path) -> Iterator[Server]:
    """One server on it for all tests that change nothing."""
    server = Server(home=look_home)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def planned_server(planned_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of its own on a copy of the planned sample."""
    server = Server(home=copy_home(planned_home, tmp_path / "home"))
    server.start()
    yield server
    server.stop()
    end_searches(server.home)


def end_searches(home: Path) -> None:
    """Stop what a failed test left running; searches outlive their server on purpose."""
    with open_store(home / "lastmile.db") as store:
        for job in store.jobs.list_active():
            store.jobs.request_cancel(job.job_id)
        until(lambda: not store.jobs.list_active(), "searches have ended", 30)


@pytest.fixture(scope="session")
def flat_browser(browser: Browser, launch_options: dict[str, Any]) -> Iterator[Browser]:
    """A Chromium that cannot draw maps."""
    flat = browser.browser_type.launch(**{**launch_options, "args": [*launch_options["args"], NO_WEBGL]})
    yield flat
    flat.close()


PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
PHONE_WIDTH = 390


@pytest.fixture
def visit_phone(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a window as a phone has it: narrow, touched, and saying that it is a phone."""
    opened: list[BrowserContext] = []

    def make(scheme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": PHONE_WIDTH, "height": 844},
            color_scheme=scheme,  # type: ignore[arg-type]
            is_mobile=True,
            has_touch=True,
            user_agent=PHONE_AGENT,
        )
        opened.append(context)
        strangers: list[str] = []
        context.on("request", lambda request: None if is_own(request.url) else strangers.append(request.url))
        page = context.new_page()
        page.set_default_timeout(30_000)
        return Visitor(context=context, page=page, strangers=strangers)

    yield make
    for context in opened:
        context.close()


def is_own(url: str) -> bool:
    """Whether a request stays on this machine."""
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


def until_seen(visitor: Visitor, condition: Callable[[], bool], what: str, limit_s: float = 60.0) -> None:
    """Wait for something that the browser reports: it is only listened to while it is asked something."""
    until(lambda: bool(visitor.page.evaluate("true")) and condition(), what, limit_s)


def call_myself(visitor: Visitor, name: str) -> None:
    """Fill in the name that is kept with every change."""
    field_ = visitor.page.get_by_role("textbox", name="Your name")
    field_.fill(name)
    field_.press("Enter")
    visitor.idle()


def choose_row(visitor: Visitor, key_prefix: str, row: int) -> None:
    """Tick a row (from 0) of a table on canvas."""
    table = visitor.page.locator(f"[class*='st-key-{key_prefix}'] canvas").first
    table.scroll_into_view_if_needed()
    # The table's scroller lies over its canvas and takes the click, as it should.
    table.click(position={"x": 15, "y": 52 + 35 * row}, force=True)


def upload(visitor: Visitor, name: str, content: str) -> None:
    """Give a CSV file to the page's uploader."""
    visitor.page.get_by_test_id("stFileUploader").locator("visible=true").locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )
    visitor.idle()


def type_into_cell(visitor: Visitor, key_prefix: str, right: int, old: str, text: str, saved: str) -> None:
    """Edit one cell of a table on canvas by keyboard, starting from its first cell.

    Keys can be lost while the table still loads: the editor must open on the cell that holds ``old``, and the page is
    asked whether it took the new text: the button ``saved`` opens.
    """
    table = visitor.page.locator(f"[class*='st-key-{key_prefix}'] canvas").first
    button = visitor.page.get_by_role("button", name=saved)

    def attempt() -> bool:
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box is not None
        # The canvas lies under the table's own scroller, so the mouse goes to a place and not to an element.
        visitor.page.mouse.click(box["x"] + 20, box["y"] + 52)
        for _ in range(right):
            visitor.page.keyboard.press("ArrowRight")
        visitor.page.keyboard.press("Enter")
        editor = visitor.page.locator(".gdg-input")
        try:
            editor.wait_for(timeout=3000)
        except PlaywrightTimeout:
            return False
        if editor.input_value() != old:
            visitor.page.keyboard.press("Escape")
            return False
        editor.fill(text)
        visitor.page.keyboard.press("Enter")
        visitor.idle()
        return button.count() > 0 and button.is_enabled()

    until(attempt, f"the cell takes “{text}”", 90)
