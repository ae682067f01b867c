"""Restore a backup and be killed at the n-th thing done to a file: ``DATABASE BACKUP NUMBER``."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lastmile_core.store.restore import restore_database

DATABASE, BACKUP, NUMBER = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
done = 0


def counted(owner: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        global done
        done += 1
        if done == NUMBER:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)

    setattr(owner, name, wrapped)


for module, names in ((os, ("replace", "unlink", "fsync", "open")), (shutil, ("copyfile",))):
    for name in names:
        counted(module, name)
restore_database(DATABASE, BACKUP)
print(done)
