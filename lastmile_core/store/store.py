"""The one door to the database."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from lastmile_core.errors import LastmileError
from lastmile_core.store.company.availability import AvailabilityByDay
from lastmile_core.store.company.customer_vehicles import CustomerVehicles
from lastmile_core.store.company.depots import Depots
from lastmile_core.store.company.docks import Docks
from lastmile_core.store.company.drivers import Drivers
from lastmile_core.store.company.load_names import LoadNames
from lastmile_core.store.company.planning_rules import StoredPlanningRules
from lastmile_core.store.company.settings import StoredSettings
from lastmile_core.store.company.vehicles import Vehicles
from lastmile_core.store.database.backups import take_backup
from lastmile_core.store.database.connection import Connection, connect, plain_error, use_wal
from lastmile_core.store.database.database_file import leave_file, prepare_file, refuse_exchanged
from lastmile_core.store.database.database_lock import DatabaseLock, note_made
from lastmile_core.store.database.soundness import damaged_error, is_damage
from lastmile_core.store.days.breakdowns import Breakdowns
from lastmile_core.store.days.events import Events
from lastmile_core.store.days.kept_days import KeptDays
from lastmile_core.store.days.left_out_orders import LeftOutOrders
from lastmile_core.store.days.plans import Plans
from lastmile_core.store.migrations import migrate
from lastmile_core.store.orders.customer_aliases import CustomerAliases
from lastmile_core.store.orders.customers import Customers
from lastmile_core.store.orders.orders import Orders
from lastmile_core.store.orders.places import Places
from lastmile_core.store.orders.settled_looks import SettledLooks
from lastmile_core.store.records.audit import Audit
from lastmile_core.store.records.import_memories import ImportMemories
from lastmile_core.store.records.imports import Imports
from lastmile_core.store.records.jobs import Jobs
from lastmile_core.store.records.recovered_jobs import RecoveredJobs
from lastmile_core.store.records.sample_loads import SampleLoads
from lastmile_core.store.records.undo import Undo
from lastmile_core.store.records.unread_settings import UnreadSettings
from lastmile_core.store.restore import finish_restore


class Store:
    """Everything that must survive a refresh, a restart and a power cut.

    Open one for each run and close it; it belongs to the thread that opened it. Sharing one between
    threads would let one person's undo take away what another has already been told is saved.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.depots = Depots(connection)
        self.docks = Docks(connection)
        self.planning_rules = StoredPlanningRules(connection)
        self.vehicles = Vehicles(connection)
        self.drivers = Drivers(connection)
        self.availability = AvailabilityByDay(connection)
        self.customers = Customers(connection)
        self.customer_vehicles = CustomerVehicles(connection)
        self.orders = Orders(connection)
        self.plans = Plans(connection)
        self.events = Events(connection)
        self.imports = Imports(connection)
        self.jobs = Jobs(connection)
        self.audit = Audit(connection)
        self.settings = StoredSettings(connection)
        self.kept_days = KeptDays(connection)
        self.undo = Undo(connection)
        self.places = Places(connection)
        self.settled_looks = SettledLooks(connection)
        self.breakdowns = Breakdowns(connection)
        self.left_out_orders = LeftOutOrders(connection)
        self.customer_aliases = CustomerAliases(connection)
        self.load_names = LoadNames(connection)
        self.import_memories = ImportMemories(connection)
        self.recovered_jobs = RecoveredJobs(connection)
        self.sample_loads = SampleLoads(connection)
        self.unread_settings = UnreadSettings(connection)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open the database file, made or brought up to date when needed (a copy is kept first).

        Raises
        ------
        LastmileError
            If the file cannot be used: made by a newer version, another program's, damaged, gone, exchanged while
            this process runs, or not writable.
        """
        path = Path(path)
        connection: sqlite3.Connection | None = None
        lock: DatabaseLock | None = None
        is_prepared = False
        try:
            refuse_exchanged(path)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            finish_restore(path)
            prepare_file(path)
            is_prepared = True
            lock = DatabaseLock(path, alone=False)
            connection = connect(path)
            use_wal(connection)
            migrate(path, connection)
            note_made(path)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if lock is not None:
                lock.release()
            if is_prepared:
                leave_file(path)
            if isinstance(error, sqlite3.Error | OSError):
                raise _cannot_open(path, error) from error
            raise
        return cls(Connection(path, connection, lock))

    @property
    def path(self) -> Path:
        """The database file."""
        return self._connection.path

    def atomic(self) -> AbstractContextManager[None]:
        """Do everything in the block or nothing of it; keep it short, everybody else waits to save.

        A block inside a block joins it. Never search for a plan, read a file or wait inside.
        """
        return self._connection.atomic()

    def data_version(self) -> int:
        """Return a number that grows with every change by anybody; a key for what may be kept in mind.

        Signs of life and progress of a running job do not count, its start, stop request and end do.
        """
        return self._connection.data_version()

    def backup(self, label: str = "copy") -> Path:
        """Copy the database into the ``backups`` folder beside it and return the copy."""
        return take_backup(self.path, label)

    def close(self) -> None:
        """Close the connection; what was not saved is undone."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _cannot_open(path: Path, error: Exception) -> LastmileError:
    if is_damage(error):
        return damaged_error(path)
    if isinstance(error, sqlite3.Error) and (words := plain_error(error, path)) is not None:
        return words
    return LastmileError(
        f"The database file {path} cannot be opened ({error}).", "Check the folder and the right to write there."
    )
