"""Errors that reach a person: each says what happened and what to do about it."""

from __future__ import annotations


class LastmileError(Exception):
    """A failure with a plain-English message and the next step.

    Parameters
    ----------
    message
        What happened, in words a dispatcher understands.
    mend
        What to do next; may be empty when nothing can be done.
    """

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # Solver children send errors through a pipe; the default reduce would drop the mend.
        return type(self), (self.message, self.mend)


class StaleVersionError(LastmileError):
    """Somebody saved a newer plan version first; nothing was overwritten."""


class NotFoundError(LastmileError):
    """A thing that was asked for by its id is not in the store."""


class BusyError(LastmileError):
    """A job for the same day and depot is already running."""


class RoadsError(LastmileError):
    """The road engine, a road server or a road file cannot be used."""


class FileError(LastmileError):
    """A whole file cannot be read; the code says why (see ``docs/issues.md``)."""

    def __init__(self, message: str, mend: str = "", code: str = "DAMAGED") -> None:
        super().__init__(message, mend)
        self.code = code

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:  # type: ignore[override]
        return type(self), (self.message, self.mend, self.code)
