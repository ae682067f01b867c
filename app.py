"""The launcher: Streamlit's pages, the base map and the health check behind one address.

The entry script is ``pages/main.py`` and not this file, because a ``pages`` folder beside the entry script
makes a freshly started Streamlit run single pages without the frame (``docs/adr/0003-frame-and-pages.md``).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lastmile_core import __version__
from lastmile_core.jobs.run import tend
from lastmile_core.settings import PROJECT_ROOT, load_settings
from lastmile_core.store import Store
from lastmile_core.travel.basemap import basemap_file

# Nothing but this origin: no fonts, tiles or telemetry can be fetched even by mistake. Streamlit's bundle needs
# inline styles and plotly and the map need eval and blob workers.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: data: blob:; "
    "worker-src 'self' blob:; child-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
}


class SafeHeaders:
    """Middleware that adds the security headers Streamlit does not send."""

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
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def basemap(request: Request) -> Response:
    """Serve one file of a prepared region's base map: streets only, never orders or addresses of customers."""
    settings = load_settings()
    path = basemap_file(settings, request.path_params["region"], request.path_params["name"])
    if path is None:
        return Response("No such map file.", status_code=404)
    return FileResponse(path, headers={"cache-control": "public, max-age=3600"})


async def health(request: Request) -> Response:
    """Say that the server is up."""
    return JSONResponse({"status": "ok", "version": __version__})


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Bring the database up to date and name jobs whose worker died before the first page is drawn."""
    settings = load_settings()
    with Store.open(settings.database) as store:
        tend(settings, store)
    yield {}


app = st.App(
    PROJECT_ROOT / "pages" / "main.py",
    routes=[Route("/basemap/{region}/{name:path}", basemap), Route("/health", health)],
    middleware=[Middleware(SafeHeaders)],
    lifespan=lifespan,
)
