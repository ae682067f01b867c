"""The security headers Streamlit does not send."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lastmile_core.web.addresses import read_host
from lastmile_core.web.answers import header_values

# Nothing but this origin: no fonts, tiles or telemetry can be fetched even by mistake. Streamlit's bundle needs
# inline styles and plotly and the map need eval and blob workers.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{sockets} data: blob:; "
    "worker-src 'self' blob:; child-src 'self' blob:; object-src 'none'; frame-ancestors 'self'; base-uri 'self'; "
    "form-action 'self'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    # Pages elsewhere cannot embed what is served here, neither as picture nor as script.
    "cross-origin-resource-policy": "same-origin",
}


def content_policy(scope: Scope) -> str:
    """Return the policy for the address a page was opened at.

    Older Safari does not take ``'self'`` for WebSockets, so the same host and port is named with ``ws`` and ``wss``.
    """
    hosts = header_values(scope, "host")
    host = read_host(hosts[0]) if len(hosts) == 1 else None
    sockets = "" if host is None else f" ws://{host.authority} wss://{host.authority}"
    return CONTENT_POLICY.format(sockets=sockets)


class SafeHeaders:
    """Middleware that adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = content_policy(scope)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers)
