"""Whether a process still lives, asked without touching it, and whether it is still the same one."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import StrEnum
from functools import cache
from pathlib import Path


class Presence(StrEnum):
    """Whether the process is here: surely, surely not, or nobody here can say (it ran elsewhere)."""

    HERE = "here"
    GONE = "gone"
    UNKNOWN = "unknown"


def process_is_alive(pid: int) -> bool:
    """Return whether process ``pid`` of this computer runs; one that died but was not collected does not."""
    if sys.platform == "win32":
        return _is_alive_on_windows(pid)
    try:
        return _stat(pid)[0] not in ("Z", "X")
    except (OSError, IndexError):
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def process_identity(pid: int) -> str:
    """Return what tells this process from every other that had or will have its number; "" when unknown.

    ``place/moment``: the place is this run of the computer (and its container), the moment when the process began.
    It never comes from a clock that somebody can set.
    """
    try:
        began = _stat(pid)[19] if sys.platform == "linux" else _began_elsewhere(pid)
    except (OSError, IndexError, subprocess.SubprocessError):
        return ""
    return f"{_place()}/{began}" if began else ""


def presence(pid: int, identity: str) -> Presence:
    """Return whether the process that had the number *and* the identity is still here.

    Parameters
    ----------
    identity
        As :func:`process_identity` told it then; with "" nobody can be sure that a living process is the same.
    """
    place, _, began = identity.partition("/")
    if not began:
        return Presence.UNKNOWN if process_is_alive(pid) else Presence.GONE
    if place != _place():
        return Presence.UNKNOWN
    return Presence.HERE if process_is_alive(pid) and process_identity(pid) == identity else Presence.GONE


def _stat(pid: int) -> list[str]:
    # The state stands after the name in brackets, which may itself hold spaces and brackets.
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


@cache
def _place() -> str:
    """Return what names this run of this computer and, in a container, the container's own counting of processes."""
    if sys.platform != "linux":
        return sys.platform
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return sys.platform


def _began_elsewhere(pid: int) -> str:
    if sys.platform == "win32":
        return _began_on_windows(pid)
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout.strip()


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


def _began_on_windows(pid: int) -> str:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return ""
    times = (ctypes.c_ulonglong * 4)()
    began = [ctypes.byref(times, 8 * number) for number in range(4)]
    is_known = kernel.GetProcessTimes(handle, *began)
    kernel.CloseHandle(handle)
    return str(times[0]) if is_known else ""
