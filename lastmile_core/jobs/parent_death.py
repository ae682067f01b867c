"""A child that does not outlive its worker, even when the worker is killed."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Arrange that this process is killed when its parent ends, however it ends.

    Linux does it itself, so it works while a search holds the interpreter. Elsewhere a thread waits
    for the parent, which needs the interpreter now and then.
    """
    parent = multiprocessing.parent_process()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have died before the line above; then nobody would send the signal.
        if parent is not None and os.getppid() != parent.pid:
            os._exit(1)
    elif parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()


def _leave_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
