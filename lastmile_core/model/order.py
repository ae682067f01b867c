"""What has to be delivered or collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from lastmile_core.model.load import Load
from lastmile_core.model.location import Location
from lastmile_core.model.time_window import TimeWindow


class OrderKind(StrEnum):
    """Goods to the customer, or from the customer back to the depot."""

    DELIVERY = "delivery"
    COLLECTION = "collection"


class OrderStatus(StrEnum):
    """Whether an order can be planned."""

    READY = "ready"
    NEEDS_PLACE = "needs_place"
    NEEDS_LOOK = "needs_look"
    SKIPPED = "skipped"


class Priority(IntEnum):
    """How bad it is to leave an order out."""

    LOW = 1
    NORMAL = 2
    HIGH = 3
    MUST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order of one service day; ``(order_id, service_date)`` is its identity.

    The same order may come again on a later day after a failed attempt.

    Attributes
    ----------
    windows
        When service may begin; empty means any time of the day. Several windows are alternatives.
    service_s
        Time at the stop in seconds.
    skills
        What the vehicle with its driver must be able to do.
    custom
        Columns of the source file that the product does not know, kept as (heading, text).
    import_id
        The import that brought it; None when typed in.
    district
        Name of the part of town when known; used to group figures.
    """

    order_id: str
    service_date: date
    depot_id: str
    customer_name: str = ""
    customer_id: str | None = None
    address: str = ""
    postcode: str = ""
    city: str = ""
    district: str = ""
    location: Location | None = None
    kind: OrderKind = OrderKind.DELIVERY
    load: Load = Load()
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 240
    priority: Priority = Priority.NORMAL
    skills: frozenset[str] = frozenset()
    phone: str = ""
    email: str = ""
    notes: str = ""
    status: OrderStatus = OrderStatus.READY
    import_id: str | None = None
    custom: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.order_id.strip():
            raise ValueError("an order needs a number; fill the order number column")
        if self.service_s < 0:
            raise ValueError(f"service time is {self.service_s} s; give zero or more")
