"""How a process ends when a search was left behind in it."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn


def threads_left_behind() -> list[str]:
    """Return the names of threads that still run and that nobody will wait for."""
    here = (threading.current_thread(), threading.main_thread())
    return [thread.name for thread in threading.enumerate() if thread.daemon and thread not in here]


def leave(code: int) -> NoReturn:
    """End the process with an exit code, in order when it can be done and at once when a search is still running.

    A first round of PyVRP on a large day cannot be called off from outside: it is left behind when its time is over
    (``engines.pyvrp.side_by_side``). The interpreter ends such a thread as soon as it comes back for it, through C++
    frames that allow no such thing, and the whole process aborts with 134 after its answer was printed.
    """
    if threads_left_behind():
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            # Who reads may be gone already, which is no failure of ours.
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)
