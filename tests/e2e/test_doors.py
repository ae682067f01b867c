"""The doors in a real browser: a rebound name, a page on another port, too many windows, too many files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_tools import ROOT, Visitor, free_port, listen, until
from playwright.sync_api import Browser, Error, Page
from stranger_page import RawWindow, WatchedServer, health_watched, stranger
from websockets.exceptions import InvalidStatus

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
MB = 1024 * 1024
# A frozen server answered after 20 s; a busy test machine takes its time as well.
FROZEN_S = 3.0
TRY_ALL = """async ([http, ws]) => {
    const out = {};
    for (const [name, url, options] of [
        ["read", http + "/health", {}],
        ["blind", http + "/health", {mode: "no-cors"}],
        ["write", http + "/_stcore/upload_file/a/b", {method: "PUT", body: "x"}],
    ]) out[name] = await fetch(url, options).then(a => a.type === "opaque" ? "opaque" : a.status, () => "refused");
    out.socket = await new Promise(done => {
        const socket = new WebSocket(ws + "/_stcore/stream", ["streamlit"]);
        socket.onopen = () => done("open");
        socket.onerror = () => done("refused");
    });
    return out;
}"""

SPEAK_TO = """url => !url.startsWith("ws") ? fetch(url) : new Promise((done, fail) => {
    const socket = new WebSocket(url);
    socket.onopen = done;
    socket.onerror = fail;
})"""


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedServer]:
    """An empty app with room for three windows and 20 MB."""
    settings = {"LASTMILE_MAX_WINDOWS": "3", "LASTMILE_UPLOAD_TOTAL_MB": "20"}
    server = WatchedServer(home=tmp_path_factory.mktemp("doors"), settings=settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def rebound_page(browser: Browser, launch_options: dict[str, Any]) -> Iterator[Page]:
    """A page of a browser whose name server says that evil.test is this machine."""
    rule = "--host-resolver-rules=MAP evil.test 127.0.0.1"
    other = browser.browser_type.launch(**{**launch_options, "args": [*launch_options["args"], rule]})
    yield other.new_page()
    other.close()


def test_a_rebound_name_reaches_nothing(small_server: WatchedServer, rebound_page: Page) -> None:
    address = f"http://evil.test:{small_server.port}"
    with health_watched(small_server) as seconds:
        answer = rebound_page.goto(address)
        assert answer is not None
        assert answer.status == 421
        assert f"Lastmile is not at “evil.test:{small_server.port}”." in rebound_page.inner_text("body")
        got = rebound_page.evaluate(TRY_ALL, [address, address.replace("http", "ws")])
    assert got == {"read": 421, "blind": 421, "write": 421, "socket": "refused"}
    assert small_server.looks_outside() == []
    print(f"health while rebound: {len(seconds)} answers, slowest {max(seconds):.3f} s")
    assert max(seconds) < FROZEN_S


def test_a_page_on_another_port_reaches_nothing(small_server: WatchedServer, visit: Callable[..., Visitor]) -> None:
    me = visit()
    with stranger() as elsewhere, health_watched(small_server) as seconds:
        me.page.goto(elsewhere)
        for name in ("127.0.0.1", "localhost"):
            http_, ws = (f"{scheme}://{name}:{small_server.port}" for scheme in ("http", "ws"))
            for _ in range(5):
                got = me.page.evaluate(TRY_ALL, [http_, ws])
                # The blind request is a plain GET without an Origin; its answer cannot be read by the page.
                assert got["socket"] == got["read"] == got["write"] == "refused", got
                assert got["blind"] in ("refused", "opaque")
    assert small_server.looks_outside() == []
    print(f"health while attacked: {len(seconds)} answers, slowest {max(seconds):.3f} s")
    assert max(seconds) < FROZEN_S


def test_the_app_itself_works_and_its_policy_names_it_alone(
    small_server: WatchedServer, visit: Callable[..., Visitor]
) -> None:
    me = visit()
    ears = listen(me)
    answer = me.page.goto(small_server.url)
    assert answer is not None
    me.page.get_by_role("heading", level=1).first.wait_for()
    me.idle()
    policy = answer.headers["content-security-policy"]
    own = f"ws://127.0.0.1:{small_server.port}"
    assert f"connect-src 'self' {own} {own.replace('ws', 'wss', 1)} data: blob:;" in policy
    assert ears.errors == []
    with stranger() as elsewhere:
        # Even a script inside the page cannot speak to anybody else.
        for url in (elsewhere, "http://evil.test", elsewhere.replace("http", "ws")):
            with pytest.raises(Error):
                me.page.evaluate(SPEAK_TO, url)
    assert small_server.looks_outside() == []


def test_the_fourth_window_of_three_is_told_so(small_server: WatchedServer, visit: Callable[..., Visitor]) -> None:
    windows: list[RawWindow] = []

    def fill() -> bool:
        try:
            windows.append(RawWindow.open(small_server))
        except InvalidStatus:
            return len(windows) == 3
        return False

    until(fill, "all places are taken")
    me = visit()
    answer = me.page.goto(small_server.url)
    assert answer is not None
    assert answer.status == 503
    me.page.get_by_role("heading", name="Lastmile is full").wait_for()
    assert "3 browser windows are open" in me.page.inner_text("body")
    windows.pop().close()

    def gets_in() -> bool:
        again = me.page.goto(small_server.url)
        return again is not None and again.status == 200

    until(gets_in, "a place is free again")
    me.page.get_by_role("heading", level=1).first.wait_for()
    for window in windows:
        window.close()


def open_window(server: WatchedServer) -> RawWindow:
    """Open a raw window as soon as the windows of the story before have gone."""
    opened: list[RawWindow] = []

    def opens() -> bool:
        try:
            opened.append(RawWindow.open(server))
        except InvalidStatus:
            return False
        return True

    until(opens, "a place is free")
    return opened[0]


def test_uploads_have_a_total_and_left_windows_let_go(small_server: WatchedServer) -> None:
    one, two, three = (open_window(small_server) for _ in range(3))
    with health_watched(small_server) as seconds:
        assert [one.upload(4 * MB)[0] for _ in range(3)] == [204, 204, 413]
        assert one.upload(30 * MB, chunked=True)[0] == 413
        assert [two.upload(4 * MB, chunked=chunked)[0] for chunked in (True, False)] == [204, 204]
        status, sentence = three.upload(5 * MB)
        assert status == 413
        assert "already hold as many uploaded files as fit (20 MB together" in sentence
        # The files of a window that left make room at once.
        one.close()
        until(lambda: three.upload(5 * MB)[0] == 204, "there is room again")
    assert max(seconds) < FROZEN_S
    for window in (two, three):
        window.close()


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        (["lastmile_core.cli", "serve", "--host", "0.0.0.0"], {}),
        (["lastmile_core.cli", "demo", "--host", "::"], {}),
        (["streamlit", "run", "app.py"], {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}),
        (["streamlit", "run", "app.py", "--server.address="], {}),
    ],
)
def test_an_open_address_is_refused_however_it_is_started(
    tmp_path: Path, words: list[str], settings: dict[str, str]
) -> None:
    server = WatchedServer(home=tmp_path, settings=settings)
    port = "--server.port" if words[0] == "streamlit" else "--port"
    program = [sys.executable, "-m", *words, port, str(free_port())]
    done = subprocess.run(program, cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 2
    assert "it has no sign-in yet" in done.stderr
    assert "--insecure" in done.stderr
    assert "Traceback" not in done.stderr
    assert server.looks_outside() == []
