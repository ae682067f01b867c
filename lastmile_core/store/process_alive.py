"""Whether a process still lives, asked without touching it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def process_is_alive(pid: int) -> bool:
    """Return whether process ``pid`` of this computer runs; one that died but was not collected does not."""
    if sys.platform == "win32":
        return _is_alive_on_windows(pid)
    try:
        # The state stands after the name in brackets, which may itself hold spaces and brackets.
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        return state not in ("Z", "X")
    except (OSError, IndexError):
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_alive_on_windows(pid: int) -> bool:
    # os.kill(pid, 0) would send a console event there, not look.
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259
