"""Whether the server can do its work: the database is readable and the same, and there is space on the disk."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from lastmile_core.errors import LastmileError
from lastmile_core.settings import Settings
from lastmile_core.store.database.database_file import is_missing, refuse_exchanged
from lastmile_core.store.database.quick_look import log_bytes, read_fault

FREE_BYTES = 50_000_000
LOG_BYTES = 64_000_000
PATIENCE_S = 0.2
"""Whoever asks for health is answered within this time, whatever the disk does."""
FRESH_S = 15.0
"""So old may an answer be while the next one takes its time, as on a machine under load."""


@dataclass(kw_only=True)
class HealthWatch:
    """Looks at the installation when asked, one look at a time.

    Attributes
    ----------
    start_fault, backup_fault
        What went wrong when the server began, or at the last nightly copy; "" for nothing.
    """

    start_fault: str = ""
    backup_fault: str = ""
    _look: asyncio.Task[list[str]] | None = None
    _last: tuple[float, list[str]] | None = None

    async def faults(self, settings: Settings) -> list[str]:
        """Return what is wrong, in plain words without paths; empty when all is well."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(asyncio.to_thread(self._faults_now, settings))
        done, _ = await asyncio.wait({self._look}, timeout=PATIENCE_S)
        if done:
            self._last = (time.monotonic(), self._look.result())
        if self._last is None or time.monotonic() - self._last[0] > FRESH_S:
            return ["The disk or the database does not answer."]
        return self._last[1]

    def _faults_now(self, settings: Settings) -> list[str]:
        own = [fault for fault in (self.start_fault, self.backup_fault) if fault]
        return list(dict.fromkeys([*own, *installation_faults(settings)]))


def installation_faults(settings: Settings) -> list[str]:
    """Look at database and disk; cheap, reads one row."""
    path = settings.database
    return [*_database_faults(path), *_space_faults(path.parent, settings.home)]


def _database_faults(path: Path) -> list[str]:
    if is_missing(path):
        return [f"The database {path.name} is gone."]
    try:
        refuse_exchanged(path)
    except LastmileError as error:
        return [error.message]
    faults = []
    if fault := read_fault(path):
        faults.append(fault)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        faults.append(f"The database {path.name} or its folder cannot be written.")
    if (size := log_bytes(path)) > LOG_BYTES:
        faults.append(
            f"The log of the database has grown to {size / 1e6:.0f} MB, because another program reads from it for long."
        )
    return faults


def _space_faults(*folders: Path) -> list[str]:
    for folder in folders:
        try:
            free = shutil.disk_usage(folder).free
        except OSError:
            continue
        if free < FREE_BYTES:
            return [f"The disk is nearly full: {free / 1e6:.0f} MB are free."]
    return []
