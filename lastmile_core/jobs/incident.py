"""What a person hears when work ended in a way that nobody foresaw; the trace stays in the log."""

from __future__ import annotations

import signal
from uuid import uuid4

from lastmile_core.errors import ProgramFaultError

MORE_MEMORY = "Close other programs or plan fewer orders at once, then start it again."


def new_incident() -> str:
    """Return a number that a person can read out on the telephone."""
    return uuid4().hex[:6].upper()


def program_fault(detail: str, exitcode: int | None) -> ProgramFaultError:
    """Return the error for work that crashed or was killed.

    Parameters
    ----------
    detail
        Its traceback, as far as there is one.
    exitcode
        Of its process; minus the number of the signal that ended it.
    """
    incident = new_incident()
    last = detail.strip().rpartition("\n")[2]
    if last.startswith(("MemoryError", "numpy._core._exceptions._ArrayMemoryError")):
        return ProgramFaultError(f"There was not enough memory (incident {incident}).", MORE_MEMORY, incident)
    if exitcode == -signal.SIGKILL:
        words = f"The system ended the work, most likely because memory ran out (incident {incident})."
        return ProgramFaultError(words, MORE_MEMORY, incident)
    kind = last.partition(":")[0] if "Traceback" in detail else ""
    why = (
        f"a fault of the program ({kind}) ended it"
        if kind.replace(".", "").isidentifier()
        else "its process ended unexpectedly"
    )
    return ProgramFaultError(
        f"The work did not come to its end: {why} (incident {incident}). Orders and plans are as they were.",
        "Start it again.",
        incident,
    )
