"""A real server, a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
]
READY_S = 120.0


def chromium_path() -> str:
    """Find the browser; where it must be there (CI), its absence is a failure and not a skip."""
    found = os.environ.get("LASTMILE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("LASTMILE_REQUIRE_BROWSER"):
        pytest.fail("no Chromium found, and LASTMILE_REQUIRE_BROWSER is set; install the package “chromium”")
    pytest.skip("no Chromium found: install the package “chromium” or set LASTMILE_CHROMIUM")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
        log = (self.home / "server.log").open("ab")
        program = [sys.executable, "-m", "lastmile_core.cli", "serve", "--port", str(self.port)]
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


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Port Alder loaded once, with its roads; tests copy it."""
    home = tmp_path_factory.mktemp("sample")
    server = Server(home=home)
    done = server.command("demo", "--load-only")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def sample_server(sample_home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of its own on a copy of the sample."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, ignore=shutil.ignore_patterns("*.log", "logs"))
    server = Server(home=home)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bare_sample_server(sample_home: Path, tmp_path: Path) -> Iterator[Server]:
    """The sample's roads with a new database: depots and fleet, but no orders."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copytree(sample_home / "regions", home / "regions")
    server = Server(home=home)
    done = server.command("demo", "--load-only", "--no-orders", "--no-history")
    assert done.returncode == 0, done.stderr
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


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
            if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
                strangers.append(request.url)

        context.on("request", watch)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return Visitor(context=context, page=page, strangers=strangers)

    yield make
    for context in opened:
        context.close()
