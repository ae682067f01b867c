"""Errors that reach a person: each says what happened and what to do about it."""

from __future__ import annotations

from typing import ClassVar


class LastmileError(Exception):
    """A failure with a plain-English message and the next step.

    Parameters
    ----------
    message
        What happened, in words a dispatcher understands.
    mend
        What to do next; may be empty when nothing can be done.
    """

    may_pass: ClassVar[bool] = False
    """Whether the same work may well succeed when it is started again with nothing mended."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # Solver children send errors through a pipe; the default reduce would drop the mend.
        return type(self), (self.message, self.mend)


class ProgramFaultError(LastmileError):
    """A fault of the program or the machine, not of what it was given; ``incident`` names the trace in the log."""

    may_pass = True

    def __init__(self, message: str, mend: str = "", incident: str = "") -> None:
        super().__init__(message, mend)
        self.incident = incident

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:  # type: ignore[override]
        return type(self), (self.message, self.mend, self.incident)


class StaleVersionError(LastmileError):
    """Somebody saved a newer plan version first; nothing was overwritten."""

    may_pass = True


class NotFoundError(LastmileError):
    """A thing that was asked for by its id is not in the store."""


class BusyError(LastmileError):
    """A job for the same day and depot is already running."""

    may_pass = True


class StoreBusyError(LastmileError):
    """Somebody else is saving at this moment; nothing was saved, and the same may be tried again."""


class RoadsError(LastmileError):
    """The road engine, a road server or a road file cannot be used."""

    may_pass = True


class FileError(LastmileError):
    """A whole file cannot be read; the code says why (see ``docs/issues.md``)."""

    def __init__(self, message: str, mend: str = "", code: str = "DAMAGED") -> None:
        super().__init__(message, mend)
        self.code = code

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:  # type: ignore[override]
        return type(self), (self.message, self.mend, self.code)
