"""Uploaded files have a total, however they are sent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgi_tools import Inner, ask, run, scope_of
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.web import UploadBound
from lastmile_core.web.serving import MEGABYTE
from lastmile_core.web.uploads import LEAST_CHARGE, MOST_AT_ONCE, Patience, charge

CHUNK = b"x" * MEGABYTE


class Memory(Inner):
    """Stands where Streamlit's upload memory stands."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, list[int]] = {}
        self.gone: set[str] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await super().__call__(scope, receive, send)
        self.files.setdefault(scope["path"].split("/")[3], []).append(len(self.bodies.pop()))

    def held(self) -> dict[str, int]:
        return {window: sum(charge(size) for size in sizes) for window, sizes in self.files.items()}

    def release(self) -> None:
        for window in self.gone:
            self.files.pop(window, None)


def bound(total_mb: int, **patience: float) -> tuple[Memory, UploadBound]:
    memory = Memory()
    return memory, UploadBound(
        memory,
        held=memory.held,
        release=memory.release,
        total=total_mb * MEGABYTE,
        patience=Patience(**{"drain_s": 0.05, **patience}),
    )


def put(window: str, length: int | None = None) -> dict[str, Any]:
    headers = [] if length is None else [("content-length", str(length))]
    return scope_of(headers, method="PUT", path=f"/_stcore/upload_file/{window}/file")


def test_windows_together_stay_below_the_total() -> None:
    memory, app = bound(20)

    async def story() -> list[tuple[int, str]]:
        return [await ask(app, put(f"w{i}", 4 * MEGABYTE), [CHUNK] * 4) for i in range(8)]

    answers = run(story)
    assert [status for status, _ in answers] == [204] * 5 + [413] * 3
    assert "already hold as many uploaded files as fit (20 MB together" in answers[-1][1]
    assert sum(memory.held().values()) == 20 * MEGABYTE


def test_one_window_takes_half_at_most() -> None:
    _, app = bound(20)

    async def story() -> list[int]:
        return [(await ask(app, put("w", 4 * MEGABYTE), [CHUNK] * 4))[0] for _ in range(4)]

    assert run(story) == [204, 204, 413, 413]


@pytest.mark.parametrize("length", [None, 1])
def test_a_body_without_a_true_length_is_stopped_on_its_way(length: int | None) -> None:
    memory, app = bound(20)
    assert run(lambda: ask(app, put("w", length), [CHUNK] * 200))[0] == 413
    assert memory.held() == {}
    # Nothing is left counted.
    assert run(lambda: ask(app, put("w", MEGABYTE), [CHUNK]))[0] == 204


def test_tiny_files_are_not_free() -> None:
    memory, app = bound(4)

    async def story() -> list[int]:
        return [(await ask(app, put(f"w{i % 4}", 0)))[0] for i in range(100)]

    taken = run(story).count(204)
    assert taken == 4 * MEGABYTE // LEAST_CHARGE
    assert sum(len(sizes) for sizes in memory.files.values()) == taken


def test_windows_that_left_make_room() -> None:
    memory, app = bound(20)
    memory.files["left"] = [10 * MEGABYTE]
    memory.files["here"] = [8 * MEGABYTE]
    assert run(lambda: ask(app, put("new", 4 * MEGABYTE), [CHUNK] * 4))[0] == 413
    memory.gone.add("left")
    assert run(lambda: ask(app, put("new", 4 * MEGABYTE), [CHUNK] * 4))[0] == 204
    assert set(memory.files) == {"here", "new"}


def test_a_silent_upload_is_given_up() -> None:
    memory, app = bound(20, idle_s=0.05)
    status, sentence = run(lambda: ask(app, put("w", 4 * MEGABYTE), [CHUNK, None, None]))
    assert (status, sentence) == (408, "The upload stopped arriving and was given up. Try it again.")
    assert memory.files == {}


def test_an_upload_drop_by_drop_is_given_up() -> None:
    memory, app = bound(20, start_s=0.05, least_rate=1e6)
    status, sentence = run(lambda: ask(app, put("w", 4 * MEGABYTE), [0.02] * 500))
    assert status == 408
    assert "too slow" in sentence
    assert memory.files == {}


def test_slow_uploads_do_not_keep_others_out_for_what_they_only_announce() -> None:
    async def story() -> tuple[list[int], int, int]:
        _, app = bound(20, idle_s=30.0)
        slow = [asyncio.create_task(ask(app, put(f"s{i}", 10 * MEGABYTE), [CHUNK[:10], None])) for i in range(5)]
        while len(app._coming) < len(slow):
            await asyncio.sleep(0)
        taken = [(await ask(app, put(f"w{i}", 4 * MEGABYTE), [CHUNK] * 4))[0] for i in range(4)]
        more = [asyncio.create_task(ask(app, put(f"m{i}", MEGABYTE), [None])) for i in range(MOST_AT_ONCE - len(slow))]
        while len(app._coming) < MOST_AT_ONCE:
            await asyncio.sleep(0)
        one_too_many = (await ask(app, put("x", 1)))[0]
        for task in (*slow, *more):
            task.cancel()
        await asyncio.gather(*slow, *more, return_exceptions=True)
        return taken, one_too_many, (await ask(app, put("x", 1)))[0]

    assert run(story) == ([204] * 4, 503, 204)


def test_nothing_else_is_counted() -> None:
    _, app = bound(1)
    for scope in (
        scope_of([("content-length", "99999999")], method="DELETE", path="/_stcore/upload_file/w/f"),
        scope_of([("content-length", "99999999")], method="PUT", path="/elsewhere/x/y"),
    ):
        assert run(lambda scope=scope: ask(app, scope))[0] == 204


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.lists(st.integers(0, 2 * MEGABYTE), max_size=4),
            st.one_of(st.none(), st.integers(0, 9 * MEGABYTE)),
        ),
        max_size=12,
    )
)
def test_no_order_of_uploads_gets_past_the_total(uploads: list[tuple[str, list[int], int | None]]) -> None:
    memory, app = bound(5)

    async def story() -> None:
        await asyncio.gather(
            *(ask(app, put(window, length), [b"x" * size for size in sizes]) for window, sizes, length in uploads)
        )

    run(story)
    assert sum(memory.held().values()) <= 5 * MEGABYTE
    assert all(size <= 5 * MEGABYTE // 2 for size in memory.held().values())
    assert app._coming == {}
