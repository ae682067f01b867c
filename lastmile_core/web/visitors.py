"""A bound on browser windows: each one holds memory and a thread, and the last one must not take down the rest."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from lastmile_core.web.answers import answer, header_values

STREAM = "/_stcore/stream"
# What a page asks for after it is open, and what machines ask; only new pages are turned away.
NO_PAGES = ("/_stcore/", "/static/", "/media/", "/component/", "/basemap/", "/app/static/", "/health", "/help")
FULL_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="30"><title>Lastmile is full</title>
<style>:root{{color-scheme:light dark}}
body{{font:16px/1.5 sans-serif;max-width:34em;margin:15vh auto;padding:0 1em}}</style>
</head><body><h1>Lastmile is full</h1><p>{sentence}</p></body></html>
"""


def full_sentence(most: int) -> str:
    """Say that no window is free and what to do."""
    windows = "1 browser window is" if most == 1 else f"{most} browser windows are"
    return (
        f"{windows} open, and no more can be connected at once. Close a window nobody needs; this page tries again by "
        "itself every 30 seconds. Whoever runs Lastmile can raise the bound with LASTMILE_MAX_WINDOWS."
    )


class VisitorBound:
    """Middleware that counts connected windows and turns new ones away with a sentence when all places are taken."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most
        self.connected = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what has a place."""
        if scope["type"] == "websocket" and scope["path"].endswith(STREAM):
            await self._window(scope, receive, send)
        elif self.connected >= self.most and self._is_new_page(scope):
            page = FULL_PAGE.format(sentence=full_sentence(self.most))
            await answer(scope, send, 503, page, media_type="text/html", headers={"retry-after": "30"})
        else:
            await self.app(scope, receive, send)

    async def _window(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.connected >= self.most:
            await answer(scope, send, 503, full_sentence(self.most))
            return
        self.connected += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.connected -= 1

    @staticmethod
    def _is_new_page(scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(NO_PAGES):
            return False
        return any("text/html" in value for value in header_values(scope, "accept"))
