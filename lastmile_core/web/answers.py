"""Short plain answers of the doors, for requests and for WebSockets."""

from __future__ import annotations

import logging

from starlette.types import Scope, Send

# "Policy violation" and "try again later" of RFC 6455.
CLOSE_REFUSED, CLOSE_LATER = 1008, 1013


async def answer(
    scope: Scope,
    send: Send,
    status: int,
    body: str,
    *,
    media_type: str = "text/plain",
    headers: dict[str, str] | None = None,
) -> None:
    """Answer a request, or refuse a WebSocket before it is opened, with a sentence."""
    content = body.encode()
    fields = {
        "content-type": f"{media_type}; charset=utf-8",
        "content-length": str(len(content)),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        **(headers or {}),
    }
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields.items()]
    kind = "http.response"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in (scope.get("extensions") or {}):
            code = CLOSE_LATER if status == 503 else CLOSE_REFUSED
            await send({"type": "websocket.close", "code": code, "reason": body[:100]})
            return
        kind = "websocket.http.response"
    await send({"type": f"{kind}.start", "status": status, "headers": raw})
    await send({"type": f"{kind}.body", "body": content})


def header_values(scope: Scope, name: str) -> list[str]:
    """Return every value of a header, in the order they came."""
    wanted = name.lower().encode("latin-1")
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == wanted]


def quiet_refusals() -> None:
    """Keep uvicorn from logging a fault for every WebSocket that was refused with a sentence.

    It reports "ASGI callable returned without completing handshake" although the answer was sent as the ASGI
    extension says; a page elsewhere that tries without end would fill the disk.
    """
    logging.getLogger("uvicorn.error").addFilter(
        lambda record: "without completing handshake" not in record.getMessage()
    )
