"""What the server does beside answering: begin in order, keep the database to itself, make the nightly copy."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from lastmile_core.errors import LastmileError
from lastmile_core.settings import Settings
from lastmile_core.store.database.database_file import keep_private
from lastmile_core.store.database.database_lock import DatabaseLock
from lastmile_core.store.database.quick_look import refuse_damaged
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.installation.health import HealthWatch
from lastmile_core.workflows.installation.keep_backups import tend_backups
from lastmile_core.workflows.long_work import tend_jobs

FIRST_LOOK_S = 60.0
LOOK_EVERY_S = 600.0

_log = logging.getLogger("lastmile.server")


@asynccontextmanager
async def server_life(settings: Settings, watch: HealthWatch) -> AsyncIterator[None]:
    """Bring the database up to date, name jobs whose worker died, and look after the nightly copies meanwhile.

    A database that cannot be used ends nothing: every page says what is wrong and what to do, and health says it too.
    """
    keep_home_private(settings)
    lock = _begin(settings, watch)
    nights = asyncio.create_task(_nights(settings, watch))
    try:
        yield
    finally:
        nights.cancel()
        with suppress(asyncio.CancelledError):
            await nights
        if lock is not None:
            lock.release()


def keep_home_private(settings: Settings) -> None:
    """See that nobody else reads what the product writes: new files are private, and so is its folder."""
    if os.name == "posix":
        os.umask(0o077)
    with suppress(OSError):
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private(settings.home)
        for file in (settings.home / "logs").glob("*.log"):
            keep_private(file)


def _begin(settings: Settings, watch: HealthWatch) -> DatabaseLock | None:
    try:
        with open_store(settings.database) as store:
            # Held as long as the server lives: nobody restores a database under it.
            lock = DatabaseLock(settings.database, alone=False)
            refuse_damaged(settings.database)
            tend_jobs(settings, store)
    except LastmileError as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        watch.start_fault = error.message
        return None
    return lock


async def _nights(settings: Settings, watch: HealthWatch) -> None:
    await asyncio.sleep(FIRST_LOOK_S)
    while True:
        try:
            if made := await asyncio.to_thread(tend_backups, settings):
                _log.info("nightly copy: %s", made.name)
            watch.backup_fault = ""
        except LastmileError as error:
            _log.error("no nightly copy: %s", error)
            watch.backup_fault = f"The nightly copy could not be made: {error.message}"
        except Exception:
            _log.exception("no nightly copy")
            watch.backup_fault = "The nightly copy could not be made."
        await asyncio.sleep(LOOK_EVERY_S)
