"""Hands better routes on to whoever judges them, without letting the judging eat the search."""

from __future__ import annotations

import time
from collections.abc import Callable

Routes = dict[int, list[int]]
OnBest = Callable[[Routes], None]

LEAST_PAUSE_S = 0.2
PAUSE_FACTOR = 9
"""A listener that takes a second is left alone for nine: at most a tenth of the time, whatever the size of the day."""


class PacedListener:
    """Tells a listener about better routes; the newest of each worker is never lost.

    Parameters
    ----------
    on_best
        Told in the thread that calls :meth:`tell`; None when nobody listens.
    is_paced
        False tells everything at once: with a limit on rounds the clock must not decide what is seen.
    """

    def __init__(self, on_best: OnBest | None, *, is_paced: bool) -> None:
        self._on_best = on_best
        self._is_paced = is_paced
        self._pause_until = 0.0
        self._waiting: dict[int, Routes] = {}

    def tell(self, routes: Routes, worker: int = 0) -> None:
        """Hand better routes of a worker on, now or after the pause."""
        self._waiting[worker] = routes
        if not (self._is_paced and time.monotonic() < self._pause_until):
            self.hand_on()

    def hand_on(self) -> None:
        """Hand on what still waits; to be called once more when the search is over."""
        begun = time.monotonic()
        for routes in self._waiting.values():
            if self._on_best is not None:
                self._on_best(routes)
        self._waiting.clear()
        now = time.monotonic()
        self._pause_until = now + max(LEAST_PAUSE_S, PAUSE_FACTOR * (now - begun))
