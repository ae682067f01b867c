"""A bounded number of windows, and a sentence for the rest."""

from __future__ import annotations

import asyncio

from asgi_tools import Inner, ask, run, scope_of

from lastmile_core.web import VisitorBound

STREAM = "/_stcore/stream"
HTML = [("accept", "text/html,application/xhtml+xml")]


def test_the_third_window_of_two_is_told_so_and_gets_in_when_one_leaves() -> None:
    async def story() -> None:
        inner = Inner(hold=asyncio.Event())
        bound = VisitorBound(inner, most=2)
        window = scope_of([], kind="websocket", path=STREAM)
        open_ = [asyncio.create_task(ask(bound, window)) for _ in range(2)]
        while bound.connected < 2:
            await asyncio.sleep(0)
        status, sentence = await ask(bound, window)
        assert status == 503
        assert "2 browser windows are open" in sentence
        status, page = await ask(bound, scope_of(HTML, path="/routes"))
        assert status == 503
        assert "<h1>Lastmile is full</h1>" in page
        assert "Close a window nobody needs" in page
        # What open windows ask for, and what machines ask, goes on.
        for path in ("/health", "/_stcore/health", "/static/js/index.js", "/basemap/town/roads.geojson", "/media/x"):
            assert (await ask(bound, scope_of(HTML, path=path)))[0] == 204
        inner.hold.set()  # type: ignore[union-attr]
        assert [await task for task in open_] == [(101, ""), (101, "")]
        assert bound.connected == 0
        assert (await ask(bound, scope_of(HTML)))[0] == 204

    run(story)


def test_a_window_that_dies_gives_its_place_back() -> None:
    async def broken(scope: object, receive: object, send: object) -> None:
        raise ConnectionResetError

    async def story() -> None:
        bound = VisitorBound(broken, most=1)  # type: ignore[arg-type]
        for _ in range(5):
            try:
                await ask(bound, scope_of([], kind="websocket", path=STREAM))
            except ConnectionResetError:
                continue
        assert bound.connected == 0

    run(story)
