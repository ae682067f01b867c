"""A freshly started server must not run a page without its frame, whichever page is asked for first."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_tools import Server, Visitor, assert_framed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
HEADINGS = {
    "routes": "Routes",
    "orders": "Orders",
    "performance": "Performance",
    "plan": "Plan",
    "fleet": "Fleet",
    "setup": "Settings",
}


def fetch(server: Server, path: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for a path exactly as written: a browser or curl would tidy the dots away."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        link.request("GET", path)
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        link.close()


@pytest.mark.parametrize("pages", [("routes", "orders"), ("performance", "plan"), ("fleet", "setup")])
def test_a_cold_server_draws_the_frame(
    look_home: Path, visit_without_maps: Callable[..., Visitor], pages: tuple[str, str]
) -> None:
    server = Server(home=look_home)
    server.start()
    try:
        for name in pages:
            # A window of its own each time: nothing is remembered from the page before.
            me = visit_without_maps()
            me.open(f"{server.url}/{name}?depot=harbour")
            me.page.get_by_role("heading", level=1, name=HEADINGS[name], exact=True).wait_for()
            me.idle()
            assert_framed(me)
            assert f"/{name}" in me.page.url
    finally:
        server.stop()


def test_an_unknown_page_on_a_cold_server_falls_to_the_frame(
    look_home: Path, visit_without_maps: Callable[..., Visitor]
) -> None:
    server = Server(home=look_home)
    server.start()
    try:
        me = visit_without_maps()
        me.open(f"{server.url}/no-such-page?depot=harbour")
        me.page.get_by_text("Page not found").first.wait_for()
        me.page.get_by_role("heading", level=1, name="Today", exact=True).wait_for()
        me.idle()
        assert_framed(me)
    finally:
        server.stop()


@pytest.mark.parametrize("path", ["/", "/routes", "/health", "/_stcore/health", "/basemap/port-alder/style-light.json"])
def test_security_headers_are_on_every_answer(look_server: Server, path: str) -> None:
    status, headers, _ = fetch(look_server, path)
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/basemap/port-alder/../../../lastmile.db",
        "/basemap/port-alder/%2e%2e/%2e%2e/%2e%2e/lastmile.db",
        "/basemap/port-alder/..%2f..%2f..%2flastmile.db",
        "/basemap/port-alder/..%5c..%5c..%5clastmile.db",
        "/basemap/..%2f../lastmile.db",
        "/basemap/port-alder//etc/passwd",
        "/basemap/port-alder/%2fetc%2fpasswd",
        "/basemap/port-alder/glyphs/..%2f..%2f..%2f..%2flastmile.db",
        "/basemap/port-alder/roads.geojson%00.db",
        "/basemap/port-alder/basemap.json",
        "/basemap/nowhere/style-light.json",
    ],
)
def test_the_base_map_serves_nothing_else(look_server: Server, path: str) -> None:
    assert (look_server.home / "lastmile.db").is_file()
    status, _, body = fetch(look_server, path)
    assert status in (400, 404), body[:200]
    assert b"SQLite" not in body
    assert b"root:" not in body
