"""Work for the children of the fault tests; found by name in the new process."""

from __future__ import annotations

import ctypes
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from lastmile_core.jobs.child import StopSignal


def holds_the_interpreter(connection: Connection, stop: StopSignal, ticks: str) -> None:
    """Freeze every Python thread of this process for an hour, as a solver does that never lets go of the lock."""
    beating = threading.Event()

    def tick() -> None:
        while True:
            with Path(ticks).open("a", encoding="utf-8") as file:
                file.write("x")
            beating.set()

    threading.Thread(target=tick, daemon=True).start()
    beating.wait()
    connection.send({"message": "searching", "best": {"cost": 9}})
    # PyDLL, unlike CDLL, keeps the interpreter's lock during the call.
    ctypes.PyDLL(None).sleep(3600)
