"""The launcher: Streamlit's pages, base map, guide and health check behind one address, and the doors before them.

The entry script is ``pages/main.py`` and not this file, because a ``pages`` folder beside the entry script
makes a freshly started Streamlit run single pages without the frame (``docs/adr/0003-frame-and-pages.md``).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from lastmile_core import __version__
from lastmile_core.errors import LastmileError
from lastmile_core.settings import PROJECT_ROOT, load_settings
from lastmile_core.travel.base_map.served_files import basemap_file
from lastmile_core.web import Doors, SafeHeaders, UploadBound, VisitorBound, load_serving
from lastmile_core.web.help_site import HelpSite
from lastmile_core.workflows.installation.health import HealthWatch
from lastmile_core.workflows.installation.server_life import server_life
from pages.widgets.frame.streamlit_server import free_left_windows, held_uploads, keep_doors_shut, sweep_left_windows

watch = HealthWatch()


async def basemap(request: Request) -> Response:
    """Serve one file of a prepared region's base map: streets only, never orders or addresses of customers."""
    settings = load_settings()
    path = basemap_file(settings, request.path_params["region"], request.path_params["name"])
    if path is None:
        return Response("No such map file.", status_code=404)
    return FileResponse(path, headers={"cache-control": "public, max-age=3600"})


async def health(request: Request) -> Response:
    """Say whether the server can do its work, and if not, why (503)."""
    faults = await watch.faults(load_settings())
    answer = {"status": "bad" if faults else "ok", "version": __version__, "reasons": faults}
    return JSONResponse(answer, status_code=503 if faults else 200)


async def help_front(_: Request) -> Response:
    """Lead to the first page of the guide."""
    return RedirectResponse("/help/")


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Have everything in order before the first page is drawn, and looked after until the end."""
    keep_doors_shut(serving)
    sweeper = asyncio.create_task(sweep_left_windows())
    try:
        async with server_life(load_settings(), watch):
            yield {}
    finally:
        sweeper.cancel()


try:
    serving = load_serving()
except LastmileError as fault:
    sys.exit(f"Error: {fault}")
app = st.App(
    PROJECT_ROOT / "pages" / "main.py",
    routes=[
        Route("/basemap/{region}/{name:path}", basemap),
        Route("/health", health),
        Route("/help", help_front),
        Mount("/help", app=HelpSite(load_settings().help)),
    ],
    # The doors come before everything that could answer; only the headers are around them, for their answers too.
    middleware=[
        Middleware(SafeHeaders),
        Middleware(Doors, serving=serving),
        Middleware(VisitorBound, most=serving.most_windows),
        Middleware(UploadBound, held=held_uploads, release=free_left_windows, total=serving.upload_total),
    ],
    lifespan=lifespan,
)
