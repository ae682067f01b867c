"""The first thing a request meets: it must be addressed to us, and come from our own page.

A web page elsewhere can make the browser of a dispatcher send requests to this app. Two headers give it away, and no
page can forge them: ``Host`` (the name in the address bar, which DNS rebinding points at 127.0.0.1) and ``Origin``
(the page that asks). Both are looked at before Streamlit sees anything, because Streamlit asks an outside address
about origins it does not know, and the whole server stands still meanwhile.
"""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Receive, Scope, Send

from lastmile_core.web.addresses import LOOPBACK_NAMES, HostName, is_loopback, plain_ip, read_host, read_origin
from lastmile_core.web.answers import answer, header_values
from lastmile_core.web.serving import Serving

MISDIRECTED, FORBIDDEN = 421, 403
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_NOTES = 200
_log = logging.getLogger(__name__)


def reached(scope: Scope) -> HostName:
    """Return the address of this machine that the connection arrived at."""
    name, port = scope.get("server") or ("", None)
    return HostName(plain_ip(str(name)) or str(name), port)


def host_is_ours(host: HostName, at: HostName, scheme: str, allowed: tuple[HostName, ...]) -> bool:
    """Whether a Host header names this app: this machine, the address that was reached, or a name that is allowed."""
    port = host.port_for(scheme)
    # Without a port of our own (a unix socket) there is none to compare.
    if (host.name in LOOPBACK_NAMES or host.name == at.name) and at.port in (None, port):
        return True
    return any(host.name == place.name and place.port in (None, port) for place in allowed)


def origin_is_ours(origin: tuple[str, HostName], host: HostName, scheme: str, allowed: tuple[HostName, ...]) -> bool:
    """Whether the asking page is this app's own, or one under an allowed name (a proxy may rewrite Host)."""
    from_scheme, page = origin
    port = page.port_for(from_scheme)
    if scheme in ("https", "wss") and from_scheme == "http":
        return False
    if page.name == host.name and port == host.port_for(from_scheme):
        return True
    return any(page.name == place.name and place.port_for(from_scheme) == port for place in allowed)


class Doors:
    """Middleware that lets in what is meant for this app and comes from its own pages; the rest never gets further."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self.app = app
        self.serving = serving
        self._noted: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 or 421 with a sentence."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope)
        if refusal is not None:
            status, sentence = refusal
            self._note(sentence)
            await answer(scope, send, status, sentence)
            return
        await self.app(self._with_own_origin(scope), receive, send)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the sentence for a request that may not come in."""
        at, scheme = reached(scope), str(scope.get("scheme", "http"))
        if not self.serving.insecure and plain_ip(at.name) is not None and not is_loopback(at.name):
            return FORBIDDEN, (
                "Lastmile has no sign-in yet and answers on its own machine only. "
                "Whoever runs it can open it to this network with --insecure."
            )
        hosts = header_values(scope, "host")
        host = read_host(hosts[0]) if len(hosts) == 1 else None
        if host is None or not str(scope.get("path", "/")).startswith("/"):
            return MISDIRECTED, "Lastmile cannot tell which address this request was for. Open it at its own address."
        if not host_is_ours(host, at, scheme, self.serving.allowed):
            return MISDIRECTED, (
                f"Lastmile is not at “{host.authority}”. Open it at http://localhost:{at.port}; or, if this name is "
                f"right, whoever runs it can add it: lastmile serve --allow-host {host.authority}"
            )
        return self._origin_refusal(scope, host, scheme)

    def _origin_refusal(self, scope: Scope, host: HostName, scheme: str) -> tuple[int, str] | None:
        sentence = "This came from another web page and was refused; nothing was read or changed. Open Lastmile itself."
        origins = header_values(scope, "origin")
        if not origins:
            # No browser leaves Origin out of a WebSocket or of a change from elsewhere; old ones say it here.
            changes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
            elsewhere = any(value in ("cross-site", "same-site") for value in header_values(scope, "sec-fetch-site"))
            return (FORBIDDEN, sentence) if changes and elsewhere else None
        origin = read_origin(origins[0]) if len(origins) == 1 else None
        if origin is None or not origin_is_ours(origin, host, scheme, self.serving.allowed):
            return FORBIDDEN, sentence
        return None

    @staticmethod
    def _with_own_origin(scope: Scope) -> Scope:
        """Write Origin as scheme and Host exactly: Streamlit compares letters, and looks outside when they differ."""
        hosts, origins = header_values(scope, "host"), header_values(scope, "origin")
        if not origins:
            return scope
        own = f"{origins[0].partition('://')[0].lower()}://{hosts[0]}".encode("latin-1")
        headers = [(name, own if name.lower() == b"origin" else value) for name, value in scope["headers"]]
        return {**scope, "headers": headers}

    def _note(self, sentence: str) -> None:
        """Log each kind of refusal once: a page that tries without end must not fill the disk."""
        if sentence not in self._noted and len(self._noted) < MOST_NOTES:
            self._noted.add(sentence)
            _log.warning("Refused a request: %s", sentence)
