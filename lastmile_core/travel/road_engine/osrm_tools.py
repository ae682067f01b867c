"""Runs the road engine's own programs (extract, contract) as children: progress, cancel, readable failures."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import queue
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from lastmile_core.errors import RoadsError

ShouldStop = Callable[[], bool]
OnShare = Callable[[float], None]

QUERY_SUFFIXES = frozenset(
    (
        "datasource_names",
        "ebg_nodes",
        "edges",
        "fileIndex",
        "geometry",
        "hsgr",
        "icd",
        "maneuver_overrides",
        "names",
        "nbg_nodes",
        "properties",
        "ramIndex",
        "timestamp",
        "tld",
        "tls",
        "turn_duration_penalties",
        "turn_weight_penalties",
    )
)
"""Files that answering questions needs; the rest only serves preparation (``osrm-routed --list-inputs``)."""

PERCENT = re.compile(r"^\s*(\d{1,3})%\s*$")

# The child must die with its parent (a killed worker leaves no orphan that works for minutes). subprocess has no
# portable switch for it, and preexec_fn is unsafe beside threads, so a small Python start asks the kernel and execs.
DIE_WITH_PARENT = (
    "import ctypes,os,sys;ctypes.CDLL(None).prctl(1,9);os.getppid()==int(sys.argv[1]) or os._exit(1);"
    "os.execv(sys.argv[2],sys.argv[2:])"
)


class RoadsCancelled(RoadsError):  # noqa: N818 - not a failure: somebody wished it
    """Somebody stopped the preparation; nothing was changed."""


def stop_if_asked(should_stop: ShouldStop | None) -> None:
    """Raise `RoadsCancelled` when the caller wants to stop."""
    if should_stop is not None and should_stop():
        raise RoadsCancelled("Preparing the roads was stopped.", "Nothing was changed; start it again at any time.")


def engine_version() -> str:
    """Return the version of the installed road engine."""
    return importlib.metadata.version("osrm-bindings")


def engine_folder() -> Path:
    """Return the folder of the installed road engine.

    Raises
    ------
    RoadsError
        If it is not installed.
    """
    spec = importlib.util.find_spec("osrm")
    if spec is None or spec.origin is None:
        raise RoadsError("The road engine is not installed.", "Run “make install”, or: pip install osrm-bindings")
    return Path(spec.origin).parent


def tool_path(tool: str) -> Path:
    """Return the program ``osrm-<tool>`` of the installed engine.

    Raises
    ------
    RoadsError
        If it is missing.
    """
    suffix = ".exe" if os.name == "nt" else ""
    path = engine_folder() / "bin" / f"osrm-{tool}{suffix}"
    if not path.is_file():
        raise RoadsError(f"The road engine lacks its program “osrm-{tool}”.", "Install osrm-bindings again.")
    return path


def profiles_folder() -> Path:
    """Return the folder with the engine's own profiles (car, bicycle and their library)."""
    return engine_folder() / "share" / "profiles"


def profile_file(profile: str) -> Path:
    """Return our profile script for ``van`` or ``cargo_bike``."""
    return Path(__file__).parent / f"{profile}.lua"


@lru_cache(maxsize=1)
def road_rules_id() -> str:
    """Return a hash of the engine and our profiles: roads that were prepared under another one answer otherwise."""
    digest = hashlib.sha256(engine_version().encode())
    for script in sorted(profile_file("van").parent.glob("*.lua")):
        digest.update(script.read_bytes())
    return digest.hexdigest()[:16]


def run_tool(
    tool: str,
    arguments: list[str],
    *,
    on_share: OnShare | None = None,
    should_stop: ShouldStop | None = None,
) -> list[str]:
    """Run ``osrm-<tool>`` until it ends and return the last lines it printed.

    Parameters
    ----------
    on_share
        Called with 0 to 1, never falling.
    should_stop
        Asked about five times a second.

    Raises
    ------
    RoadsCancelled
        If ``should_stop`` said so; the program is gone then.
    RoadsError
        If it ends with a failure; the message says why and what to do.
    """
    command = [str(tool_path(tool)), *arguments]
    if sys.platform.startswith("linux"):
        command = [sys.executable, "-c", DIE_WITH_PARENT, str(os.getpid()), *command]
    environment = {
        **os.environ,
        "LASTMILE_OSRM_PROFILES": str(profiles_folder()),
        "LASTMILE_OWN_PROFILES": str(profile_file("van").parent),
    }
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=environment
    ) as process:
        try:
            tail = _follow(process, on_share, should_stop)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise _explain(tool, process.returncode, tail)
    return tail


def _follow(process: subprocess.Popen[str], on_share: OnShare | None, should_stop: ShouldStop | None) -> list[str]:
    """Read the program's lines until it ends."""
    lines: queue.Queue[str | None] = queue.Queue()
    stream = process.stdout
    assert stream is not None

    def read() -> None:
        for line in stream:
            lines.put(line.rstrip())
        lines.put(None)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    tail: deque[str] = deque(maxlen=60)
    best = 0.0
    while True:
        stop_if_asked(should_stop)
        try:
            line = lines.get(timeout=0.2)
        except queue.Empty:
            continue
        if line is None:
            process.wait()
            reader.join()
            return list(tail)
        match = PERCENT.match(line)
        if match and on_share is not None:
            best = max(best, min(1.0, int(match.group(1)) / 100))
            on_share(best)
        elif not match:
            tail.append(line)


def _explain(tool: str, code: int, tail: list[str]) -> RoadsError:
    """Turn a program's last words into a message with the next step."""
    text = "\n".join(tail).lower()
    if "pbf error" in text or "osmium" in text or "xml_error" in text or "opl" in text:
        return RoadsError(
            "The road file cannot be read: it is damaged or no OpenStreetMap file.",
            "Download it again and check that its name ends in .osm.pbf.",
        )
    if "no edges" in text or "there are no snappable edges" in text or "no nodes" in text or "empty" in text:
        return RoadsError(
            "The road file holds no streets that this kind of vehicle may use.",
            "Choose a file that covers your delivery area.",
        )
    if "bad_alloc" in text or "memory" in text or code in (-9, 137):
        return RoadsError(
            "There was not enough memory to prepare the roads.", "Cut the file to your delivery area and try again."
        )
    if "no space left" in text:
        return RoadsError("The disk is full.", "Free some space and try again.")
    last = next((line for line in reversed(tail) if line.strip()), "it gave no reason")
    return RoadsError(
        f"Preparing the roads failed in step “{tool}”: {last[:200]}", "Try another road file; “lastmile doctor” helps."
    )
