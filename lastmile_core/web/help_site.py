"""The guide under ``/help/``: built from the checkout's ``docs`` when it is first asked for, then served as files."""

from __future__ import annotations

import asyncio
import html
import logging
import time
from pathlib import Path

from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from lastmile_core.errors import LastmileError
from lastmile_core.settings import PROJECT_ROOT
from lastmile_core.web.answers import answer
from lastmile_core.web.build_help import build_help, is_built, is_fresh

# Seconds between two looks at the sources, and before a build that failed is tried again.
LOOK_EVERY_S, TRY_AGAIN_S = 5.0, 60.0
SOURCE = "_source/"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
{refresh}<title>{title}</title>
<style>:root{{color-scheme:light dark}}
body{{font:16px/1.5 sans-serif;max-width:40em;margin:10vh auto;padding:0 1em}}</style>
</head><body><h1>{title}</h1>{body}</body></html>
"""
WAITING = """
<p>This takes a few seconds, once after an installation or an update.</p>
<p>The page opens by itself when it is ready.</p>
"""
_log = logging.getLogger(__name__)


class HelpSite:
    """An ASGI application that serves the built guide, and has it built where it is missing or out of date.

    Parameters
    ----------
    folder
        Where the built site lies.
    root
        The checkout that holds ``docs``.
    """

    def __init__(self, folder: Path, root: Path = PROJECT_ROOT) -> None:
        self.folder = folder
        self.root = root
        self.fault: str | None = None
        self._building: asyncio.Task[None] | None = None
        self._looked = self._failed = float("-inf")
        self._files = StaticFiles(directory=folder, html=True, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file of the guide, or with a page that says why there is none yet."""
        if scope["type"] != "http":
            return
        await self._look()
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        if path.startswith(SOURCE):
            await self._send_source(path.removeprefix(SOURCE), scope, send)
        elif is_built(self.folder):
            await self._files(scope, receive, _always_asked_again(send))
        elif self.fault is None:
            refresh = '<meta http-equiv="refresh" content="2">'
            page = PAGE.format(refresh=refresh, title="The guide is being put together", body=WAITING)
            await answer(scope, send, 503, page, media_type="text/html", headers={"retry-after": "2"})
        else:
            await answer(scope, send, 503, self._sources_page(scope, self.fault), media_type="text/html")

    async def _look(self) -> None:
        """Start a build when the guide is missing or its sources have changed; never wait for it."""
        now = time.monotonic()
        waits = self._building is not None or now - self._failed < TRY_AGAIN_S or now - self._looked < LOOK_EVERY_S
        if waits:
            return
        self._looked = now
        if not await asyncio.to_thread(is_fresh, self.folder, self.root) and self._building is None:
            self._building = asyncio.create_task(self._build())

    async def _build(self) -> None:
        try:
            await asyncio.to_thread(build_help, self.folder, self.root)
            self.fault = None
        except (LastmileError, OSError) as fault:
            self.fault, self._failed = str(fault), time.monotonic()
            _log.warning("%s", fault)
        finally:
            self._building = None

    def _sources_page(self, scope: Scope, fault: str) -> str:
        at = f"{scope.get('root_path', '')}/{SOURCE}"
        names = sorted(path.relative_to(self.root / "docs").as_posix() for path in self._pages())
        links = "".join(f'<li><a href="{html.escape(at + name)}">{html.escape(name)}</a></li>' for name in names)
        body = f"<p>{html.escape(fault)}</p><p>Its pages as plain text:</p><ul>{links}</ul>"
        return PAGE.format(refresh="", title="The guide could not be built here", body=body)

    def _pages(self) -> list[Path]:
        return sorted((self.root / "docs").rglob("*.md"))

    async def _send_source(self, name: str, scope: Scope, send: Send) -> None:
        """Answer with a page as it is written; only pages of ``docs`` have such an address."""
        wanted = self.root / "docs" / name
        if wanted not in self._pages():
            await answer(scope, send, 404, "The guide has no such page.")
            return
        await answer(scope, send, 200, wanted.read_text(encoding="utf-8"))


def _always_asked_again(send: Send) -> Send:
    """Let the browser ask whether a page is still the newest, so that an update is seen at once."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"cache-control", b"no-cache")]}
        await send(message)

    return send_on
