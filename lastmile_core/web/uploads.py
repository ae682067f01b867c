"""A bound on uploaded files: Streamlit keeps each in memory for as long as its window lives, without a total."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lastmile_core.web.answers import answer, header_values
from lastmile_core.web.serving import MEGABYTE

UPLOAD = "/_stcore/upload_file/"
# What a file costs beside its bytes, so that a million empty ones are not free.
LEAST_CHARGE = 64 * 1024
MOST_AT_ONCE = 24
# Bytes of one upload between two looks at what is held.
LOOK_EVERY = MEGABYTE
TOO_LARGE, TOO_SLOW, BUSY = 413, 408, 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How slow an upload may be.

    Attributes
    ----------
    idle_s
        Longest wait for the next bytes, in seconds.
    start_s
        Seconds every upload has, however small.
    least_rate
        Bytes a second that are expected beyond that.
    drain_s
        Seconds in which the rest of a refused upload is read and dropped, so that the browser gets the answer.
    """

    idle_s: float = 20.0
    start_s: float = 60.0
    least_rate: float = 50_000.0
    drain_s: float = 10.0


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The upload is not taken; carries the status and the sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def charge(size: int) -> int:
    """Return what a file of this many bytes counts for."""
    return max(size, LEAST_CHARGE)


class UploadBound:
    """Middleware that keeps the sum of all uploaded files below a bound.

    Parameters
    ----------
    held
        Says what each window holds now: window id to bytes (with ``charge``).
    release
        Lets go of what windows hold that are no longer connected; called when there is no room.
    total
        Bytes all windows may hold together; one window may hold half of it.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        held: Callable[[], Mapping[str, int]],
        release: Callable[[], None],
        total: int,
        patience: Patience | None = None,
    ) -> None:
        self.app = app
        self._held = held
        self._release = release
        self.total = total
        self.share = max(total // 2, LEAST_CHARGE)
        self._patience = patience or Patience()
        # Bytes on their way, for each upload: its window and what has arrived.
        self._coming: dict[object, tuple[str, int]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on an upload there is room for, and stop it when it grows beyond."""
        if scope["type"] != "http" or scope["method"] not in ("PUT", "POST") or UPLOAD not in scope["path"]:
            await self.app(scope, receive, send)
            return
        started = False

        async def noting_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        ticket = object()
        try:
            counted = self._counted(scope, receive, ticket)
            await self.app(scope, counted, noting_send)
        except Refused as refusal:
            if started:
                raise
            await self._drop_rest(receive)
            await answer(scope, send, refusal.status, refusal.sentence, headers={"connection": "close"})
        finally:
            self._coming.pop(ticket, None)

    def _counted(self, scope: Scope, receive: Receive, ticket: object) -> Receive:
        window = scope["path"].partition(UPLOAD)[2].partition("/")[0]
        self._admit(scope, window)
        self._coming[ticket] = (window, 0)
        patience, begun = self._patience, time.monotonic()
        size, looked = 0, 0

        async def counting_receive() -> Message:
            nonlocal size, looked
            try:
                message = await asyncio.wait_for(receive(), patience.idle_s)
            except TimeoutError:
                raise Refused(TOO_SLOW, "The upload stopped arriving and was given up. Try it again.") from None
            size += len(message.get("body", b""))
            self._coming[ticket] = (window, size)
            more = bool(message.get("more_body"))
            if more and time.monotonic() - begun > patience.start_s + size / patience.least_rate:
                raise Refused(TOO_SLOW, "The upload is too slow and was given up. Try it on a better connection.")
            if not more or size - looked >= LOOK_EVERY:
                looked = size
                self._check_room(window, 0)
            return message

        return counting_receive

    def _admit(self, scope: Scope, window: str) -> None:
        if len(self._coming) >= MOST_AT_ONCE:
            raise Refused(BUSY, "Many files are being uploaded at this moment. Try it again in a minute.")
        length = (header_values(scope, "content-length") or ["0"])[0]
        declared = int(length[:12]) if length.isascii() and length.isdigit() else 0
        self._check_room(window, charge(declared))

    def _check_room(self, window: str, more: int) -> None:
        if self._has_room(window, more):
            return
        self._release()
        if not self._has_room(window, more):
            raise Refused(TOO_LARGE, full_sentence(self.total))

    def _has_room(self, window: str, more: int) -> bool:
        held = self._held()
        coming = sum(size for _, size in self._coming.values())
        mine = held.get(window, 0) + sum(size for owner, size in self._coming.values() if owner == window)
        return sum(held.values()) + coming + more <= self.total and mine + more <= self.share

    async def _drop_rest(self, receive: Receive) -> None:
        """Read what is still coming and forget it, for a while: a browser reads no answer while it sends."""
        end = time.monotonic() + self._patience.drain_s
        try:
            while (left := end - time.monotonic()) > 0:
                message = await asyncio.wait_for(receive(), left)
                if message["type"] != "http.request" or not message.get("more_body"):
                    return
        except TimeoutError:
            return


def full_sentence(total: int) -> str:
    """Say that there is no room for a file and what to do."""
    return (
        f"Not taken: the open windows already hold as many uploaded files as fit ({total // MEGABYTE} MB together, "
        "half of it in one window). Remove files you no longer need with the cross beside them or close their "
        "windows, then try again; files on this machine can be read by path with “lastmile import”."
    )
