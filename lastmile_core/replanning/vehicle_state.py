"""The state of one vehicle at a moment of the running day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lastmile_core.model import Load, Stop


class VehicleStatus(StrEnum):
    """What a vehicle does at the moment of re-planning.

    Attributes
    ----------
    AT_DEPOT
        It is at the depot, or on its way back there for the next trip.
    ON_ROUTE
        It is under way.
    FINISHED
        It is done for today.
    """

    AT_DEPOT = "at_depot"
    ON_ROUTE = "on_route"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleState:
    """One vehicle at the moment of re-planning; moments in seconds of the service day.

    Attributes
    ----------
    since
        ON_ROUTE: when it left its last stop (or the depot), or began the one it is at.
        AT_DEPOT: when loading may begin.
    past
        The stops it has done, in the order and at the times at which that happened.
    begun
        The visit that it is at or drives to, which stays its next one; "" for none.
    there
        The stop that it stands at, with the end that is expected; None while it drives or loads.
    rest
        The other visits of its route that nobody has done, in their order, reloads among them.
    on_board
        Orders of ``begun`` and ``rest`` whose goods it carries.
    carried
        What it collected, or could not hand over, on this trip.
    trips_done
        Reloads that it has made.
    loading_s
        AT_DEPOT: what is left of the first loading; None when that has not begun.
    breaks_taken
        Breaks that are over or running.
    last_stop
        The stop that it reached last; "" for the depot.
    loading_start, departure, returned
        As they happened, or as they are planned.
    breaks
        Breaks that were reported; one that runs still has its planned end.
    """

    vehicle_id: str
    status: VehicleStatus
    since: int
    past: tuple[Stop, ...] = ()
    begun: str = ""
    there: Stop | None = None
    rest: tuple[str, ...] = ()
    on_board: frozenset[str] = frozenset()
    carried: Load = Load()
    trips_done: int = 0
    loading_s: int | None = None
    breaks_taken: int = 0
    last_stop: str = ""
    loading_start: datetime
    departure: datetime
    returned: datetime | None = None
    breaks: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether it has reached ``begun``."""
        return self.there is not None

    @property
    def open_visits(self) -> tuple[str, ...]:
        """What is still to be done, what has begun first."""
        return ((self.begun,) if self.begun else ()) + self.rest
