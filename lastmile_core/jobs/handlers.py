"""Which function does which kind of job: the worker program fills the table from above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.model import Job, JobStatus
from lastmile_core.settings import Settings
from lastmile_core.store import Store

Ending = tuple[JobStatus, str, dict[str, Any]]
"""How a job ended, in words, and what is to be stored as its result."""
Handler = Callable[[Settings, Store, Job], Ending]


class Handlers:
    """Handlers by kind of job. Each is loaded when the first job of its kind comes.

    A search does not need the road tools, nor the other way round, and loading either takes a second.
    """

    def __init__(self) -> None:
        self._loaders: dict[str, Callable[[], Handler]] = {}

    def register(self, kind: str, load: Callable[[], Handler]) -> None:
        """Say which function returns the handler of a kind of job.

        Raises
        ------
        ValueError
            If the kind has one already.
        """
        if kind in self._loaders:
            raise ValueError(f"work of the kind {kind!r} has a handler already; register each kind once")
        self._loaders[kind] = load

    def load(self, kind: str) -> Handler:
        """Return the handler of a kind of job.

        Raises
        ------
        LastmileError
            If no handler was registered, as when a newer release started the job.
        """
        load = self._loaders.get(kind)
        if load is None:
            raise LastmileError(f"This program does not know work of the kind “{kind}”.", "Update the program.")
        return load()
