"""Serves the page and the map files of the region in LASTMILE_HOME."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from lastmile_core.settings import load_settings
from lastmile_core.travel.base_map.served_files import basemap_file


async def map_file(request: Request) -> Response:
    path = basemap_file(load_settings(), request.path_params["region"], request.path_params["file"])
    return FileResponse(path) if path else Response(status_code=404)


app = st.App("frame.py", routes=[Route("/basemap/{region}/{file:path}", map_file)])
