"""The solver child's side: send news, hear the wish to stop."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.jobs.parent_death import die_with_parent
from lastmile_core.process_end import leave, threads_left_behind

STOP = "stop"


class StopSignal:
    """Tells whether the worker asked to stop; also set when the worker is gone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._is_set = False

    def is_set(self) -> bool:
        """Return whether to end soon with what is there; cheap enough to ask in every iteration."""
        with self._lock:
            try:
                while not self._is_set and self._connection.poll():
                    self._is_set = self._connection.recv() == STOP
            except (EOFError, OSError):
                self._is_set = True
            return self._is_set


def run_child(connection: Connection, target: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Run ``target(connection, stop, *args)`` and send how it ended as the last message."""
    if sys.platform != "win32":
        # A group of its own, so that whatever the search starts is ended together with it.
        os.setpgid(0, 0)
    die_with_parent()
    try:
        target(connection, StopSignal(connection), *args)
        connection.send({"ended": True})
    except LastmileError as error:
        connection.send({"failed": error})
    except BrokenPipeError:
        sys.exit(1)
    except Exception:
        traceback.print_exc()
        connection.send({"crashed": traceback.format_exc()})
    if threads_left_behind():
        # Told everything; an engine that could not be called off must not turn the end into a crash.
        leave(0)
