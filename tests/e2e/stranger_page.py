"""What the tests of the doors attack with: a page on another port, a raw window, a watched server."""

from __future__ import annotations

import http.client
import http.server
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from browser_tools import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

# Python runs this file first in every process of the server: whoever is asked outside this machine is noted.
WATCH = """
import os, sys
def note(event, args):
    if event not in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        return
    asked = args[0] if event == "socket.getaddrinfo" else args[1]
    host = asked[0] if isinstance(asked, tuple) else asked
    host = host.decode() if isinstance(host, bytes) else str(host)
    if not (host.startswith(("127.", "/")) or host in ("localhost", "::1", "None", "0.0.0.0")):
        with open(os.environ["WATCH_LOG"], "a") as log:
            log.write(f"{event} {asked}\\n")
sys.addaudithook(note)
"""


@dataclass
class WatchedServer(Server):
    """A server with settings of its own that notes every look outside this machine."""

    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        (self.home / "watch").mkdir(exist_ok=True)
        (self.home / "watch" / "sitecustomize.py").write_text(WATCH)
        watched = {"PYTHONPATH": str(self.home / "watch"), "WATCH_LOG": str(self.watch_log)}
        return {**super().environment, **watched, **self.settings}

    @property
    def watch_log(self) -> Path:
        return self.home / "watch.log"

    def looks_outside(self) -> list[str]:
        return self.watch_log.read_text().splitlines() if self.watch_log.exists() else []


@contextmanager
def stranger() -> Iterator[str]:
    """Serve an empty page on a port of its own and yield its address."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>elsewhere</title>")

        def log_message(self, *args: object) -> None:
            """Be quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def health_watched(server: Server) -> Iterator[list[float]]:
    """Ask for the health without a pause and collect the seconds of each answer."""
    seconds: list[float] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            begun = time.monotonic()
            with urllib.request.urlopen(f"{server.url}/health", timeout=60) as answer:
                answer.read()
            seconds.append(time.monotonic() - begun)
            over.wait(0.02)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield seconds
    finally:
        over.set()
        thread.join()


@dataclass
class RawWindow:
    """A window without a browser: the WebSocket alone."""

    server: Server
    socket: ClientConnection
    stack: ExitStack
    session_id: str = ""
    token: str = ""

    @classmethod
    def open(cls, server: Server) -> RawWindow:
        """Connect, ask for the page once and learn the session's id."""
        stack = ExitStack()
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        link = stack.enter_context(
            connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=60, close_timeout=0.2)
        )  # type: ignore[list-item]
        window = cls(server, link, stack)
        ask = BackMsg()
        ask.rerun_script.query_string = ""
        link.send(ask.SerializeToString())
        while not window.session_id:
            answer = ForwardMsg()
            answer.ParseFromString(link.recv(timeout=60))  # type: ignore[arg-type]
            if answer.WhichOneof("type") == "new_session":
                window.session_id = answer.new_session.initialize.session_id
        with urllib.request.urlopen(f"{server.url}/_stcore/health") as health:
            window.token = health.headers["set-cookie"].partition("=")[2].partition(";")[0]
        return window

    def upload(self, size: int, *, chunked: bool = False) -> tuple[int, str]:
        """Send a file of so many bytes; returns status and sentence."""
        edge = "edgeedgeedge"
        head = f'--{edge}\r\ncontent-disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'.encode()
        body = head + b"x" * size + f"\r\n--{edge}--\r\n".encode()
        headers = {
            "content-type": f"multipart/form-data; boundary={edge}",
            "cookie": f"_streamlit_xsrf={self.token}",
            "x-xsrftoken": self.token,
        }
        link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        pieces = [body[at : at + 65536] for at in range(0, len(body), 65536)]
        try:
            path = f"/_stcore/upload_file/{self.session_id}/{uuid.uuid4()}"
            with suppress(BrokenPipeError, ConnectionResetError):
                link.request("PUT", path, iter(pieces) if chunked else body, headers, encode_chunked=chunked)
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        finally:
            link.close()

    def close(self) -> None:
        self.stack.close()
