"""An ASGI client of a few lines: it sends exactly what it is told, as no tidy client would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Inner:
    """The app behind a middleware; keeps what came through."""

    scopes: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    hold: asyncio.Event | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            if self.hold is not None:
                await self.hold.wait()
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def scope_of(
    headers: Iterable[tuple[str, str]],
    *,
    kind: str = "http",
    method: str = "GET",
    path: str = "/",
    server: tuple[str, int | None] | None = ("127.0.0.1", 8501),
    scheme: str | None = None,
) -> dict[str, Any]:
    scope: dict[str, Any] = {
        "type": kind,
        "scheme": scheme or ("ws" if kind == "websocket" else "http"),
        "path": path,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "server": server,
    }
    return scope | ({"method": method} if kind == "http" else {"extensions": {"websocket.http.response": {}}})


async def ask(app: Any, scope: dict[str, Any], chunks: Iterable[bytes | float | None] = ()) -> tuple[int, str]:
    """Send a request and return its status and body; ``None`` is silence for ever, a number that many seconds of it."""
    sent: list[dict[str, Any]] = []
    left = list(chunks)

    async def receive() -> dict[str, Any]:
        if not left:
            return {"type": "http.request", "body": b"", "more_body": False}
        chunk = left.pop(0)
        if chunk is None:
            await asyncio.Event().wait()
        if isinstance(chunk, float):
            await asyncio.sleep(chunk)
            chunk = b""
        return {"type": "http.request", "body": chunk, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if sent[0]["type"] == "websocket.accept":
        return 101, ""
    if sent[0]["type"] == "websocket.close":
        return sent[0]["code"], sent[0]["reason"]
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]).decode()


def run(make: Callable[[], Any]) -> Any:
    # In a thread of its own: a browser driver that another test of this process started keeps a loop running here.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(make())).result()
