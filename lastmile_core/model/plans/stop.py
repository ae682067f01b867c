"""One visit of one order on a route, timed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lastmile_core.model.basics.load import Load
from lastmile_core.model.basics.time_window import TimeWindow
from lastmile_core.model.orders.visit_id import order_of


class StopKind(StrEnum):
    """Whether a stop serves an order, or fetches the goods of one that is served later on the route."""

    ORDER = "order"
    PICKUP = "pickup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop with its times.

    Attributes
    ----------
    visit_id
        The order's number; of a pickup the name ``pickup/<number>`` (see ``model/orders/visit_id.py``).
    drive_s, distance_m
        Of the leg that leads here from the stop before (or from the depot).
    wait_s
        From arrival until service may begin, breaks and set-up not counted.
    load_after
        What is on board when the vehicle leaves.
    window
        The window that the times were judged against; None when any time is right.
    is_locked
        True when a search must leave this order on this vehicle.
    kind
        Order or pickup.
    set_up_s
        Seconds after arrival to park and find the door; 0 when the stop before was at the same place.
    has_locked_position
        True when a search must also leave it at this position among the orders of the route.
    """

    visit_id: str
    arrival: datetime
    service_start: datetime
    departure: datetime
    wait_s: int = 0
    drive_s: int = 0
    distance_m: int = 0
    load_after: Load = Load()
    window: TimeWindow | None = None
    is_locked: bool = False
    kind: StopKind = StopKind.ORDER
    set_up_s: int = 0
    has_locked_position: bool = False

    @property
    def is_pickup(self) -> bool:
        """Whether the goods of an order are fetched here."""
        return self.kind is StopKind.PICKUP

    @property
    def of_order(self) -> str:
        """The number of the order that it belongs to, also for its pickup."""
        return order_of(self.visit_id)
