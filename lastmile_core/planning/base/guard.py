"""An error in one part of a search costs that part, never the plan that was found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lastmile_core.planning.base.plan_result import Progress

log = logging.getLogger(__name__)


class Guard:
    """Takes the errors of the parts of one search and keeps them for whoever asks why it is not better.

    Attributes
    ----------
    errors
        What went wrong, first come first.
    """

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self._of_listener: Exception | None = None

    def listener(self, on_progress: Callable[[Progress], None] | None) -> Callable[[Progress], None] | None:
        """Return the listener again; its own errors are the caller's, they end the search."""
        if on_progress is None:
            return None

        def tell(progress: Progress) -> None:
            try:
                on_progress(progress)
            except Exception as error:
                self._of_listener = error
                raise

        return tell

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Let a part fail alone: its error is logged with its trace, and the search goes on behind it."""
        try:
            yield
        except Exception as error:  # whatever a part dies of, the others go on
            if error is self._of_listener:
                raise
            self.take(name, error)

    def take(self, name: str, error: Exception) -> None:
        """Note an error that happened in another thread."""
        self.errors.append(error)
        log.error("The search goes on without its part “%s”: %s", name, error, exc_info=error)

    def raise_first(self) -> None:
        """Raise the first error, for a search that has nothing to show."""
        if self.errors:
            raise self.errors[0]
