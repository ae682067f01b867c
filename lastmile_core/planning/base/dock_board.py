"""What staggering the loadings came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lastmile_core.schedule.timing.dock_queue import DockLoading


class MendKind(StrEnum):
    """What would end the queue."""

    DOCKS = "bays"
    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class DockMend:
    """One change that was tried and with which nobody would queue.

    Attributes
    ----------
    amount
        Docks more; or the second of the day at which all docks of the place would have to open, or to close.
    """

    kind: MendKind
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DockConflict:
    """Loadings that want the same docks at the same time.

    Attributes
    ----------
    start, end
        From the first begin to the end of the last one served (seconds of the day).
    loadings
        All that want a dock then, those that get one at once among them, in the order in which they come.
    num_docks
        Docks of the place that are open then.
    mends
        Empty when none of the changes that were tried helps, or when there was no time to try.
    """

    location: int
    start: int
    end: int
    loadings: tuple[DockLoading, ...]
    num_docks: int
    mends: tuple[DockMend, ...] = ()

    @property
    def waiting(self) -> tuple[DockLoading, ...]:
        """Those that have no dock at their time."""
        return tuple(loading for loading in self.loadings if not loading.is_sound)


@dataclass(frozen=True, slots=True, kw_only=True)
class DockBoard:
    """Every loading of a plan with its dock.

    Attributes
    ----------
    loading_starts
        Begins of the loadings by vehicle, for the judge; only vehicles that are moved.
    loadings
        As the judge sees them with these begins.
    queue_before_s
        Seconds in the queue, all loadings together, if everybody came when it suits the route best.
    extra_cost
        Cents that the routes cost more for it.
    is_proven
        Whether no begins with less queueing exist for these routes.
    conflicts
        Where somebody still queues, with what would end it.
    """

    loading_starts: dict[int, tuple[int, ...]] = field(default_factory=dict)
    loadings: tuple[DockLoading, ...] = ()
    queue_before_s: int = 0
    extra_cost: int = 0
    is_proven: bool = False
    conflicts: tuple[DockConflict, ...] = ()

    @property
    def queue_s(self) -> int:
        """Seconds in the queue, all loadings together."""
        return sum(loading.queue_s for loading in self.loadings)
