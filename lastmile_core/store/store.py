"""Everything that is kept, by repository; ``open_store`` opens it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

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
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.days.breakdowns import Breakdowns
from lastmile_core.store.days.events import Events
from lastmile_core.store.days.kept_days import KeptDays
from lastmile_core.store.days.left_out_orders import LeftOutOrders
from lastmile_core.store.days.plans import Plans
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
