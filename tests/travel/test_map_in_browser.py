"""The base map in a real Chromium: land, sea, roads and names are painted, and nobody else is asked."""

import io
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Browser, Page, Request, Response

from lastmile_core.settings import PROJECT_ROOT, Settings
from lastmile_core.travel.base_map.palette import PALETTES
from lastmile_core.travel.regions import RegionInfo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def map_page(town_settings: Settings, town: RegionInfo) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = Path(__file__).parent / "map_app" / "app.py"
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    options |= {"browser.gatherUsageStats": "false", "server.fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    command += [f"--{name}={value}" for name, value in options.items()]
    environment = {**os.environ, "LASTMILE_HOME": str(town_settings.home), "PYTHONPATH": str(PROJECT_ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, env=environment, cwd=app.parent, **pipes) as process:
        for line in process.stdout:
            if "URL:" in line:
                break
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def shares(page: Page, theme: str) -> dict[str, float]:
    """Return the share of the map's pixels in the theme's colours."""
    png = page.get_by_test_id("stDeckGlJsonChart").screenshot()
    picture = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return {
        name: float((np.abs(picture - np.array(ImageColor.getrgb(PALETTES[theme][name]))).max(axis=2) < 3).mean())
        for name in ("sea", "built", "land", "park", "road", "place")
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_is_painted_from_this_server_alone(map_page: str, browser: Browser, theme: str) -> None:
    trouble: list[str] = []
    fetched: list[str] = []

    def note(request: Request) -> None:
        fetched.append(request.url)
        if not request.url.startswith((map_page, "data:", "blob:", map_page.replace("http", "ws"))):
            trouble.append(request.url)

    def check(response: Response) -> None:
        if response.status >= 400:
            trouble.append(f"{response.status} {response.url}")

    page = browser.new_page(viewport={"width": 900, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    page.on("request", note)
    page.on("response", check)
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.goto(f"{map_page}/?theme={theme}")
    page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas", timeout=60_000)
    painted = shares(page, theme)
    for _ in range(120):
        if painted["place"] > 0:
            break
        page.wait_for_timeout(250)
        painted = shares(page, theme)
    page.close()
    assert trouble == []
    assert painted["sea"] > 0.15, painted
    assert painted["built"] > 0.01, painted
    assert painted["road"] > 0.002, painted
    assert painted["place"] > 0, painted
    assert {url.rsplit("/", 1)[-1] for url in fetched} >= {"roads.geojson", "ground.geojson", "0-255.pbf"}
