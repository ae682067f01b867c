"""What has to be delivered or collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from lastmile_core.model.basics.load import Load
from lastmile_core.model.basics.location import Location
from lastmile_core.model.basics.time_window import TimeWindow
from lastmile_core.model.orders.pickup import Pickup


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
        Name of the part of town when known; used to group figures, for drivers' territories and for traffic.
    pickup
        Where the goods are fetched, for an order that does not come from the depot; None for all others.
    set_up_s
        Seconds on arrival before service can begin (park, find the door); orders at one place share it.
    dock_s
        Seconds that loading it at the dock takes, on top of the vehicle's own loading time.
    release_at
        When the goods are at the dock (or at the pickup): loading begins no earlier. None when they are there.
    preferred
        Times wished for, inside ``windows``; service outside of them has a price.
    early_price, late_price
        Per hour before or after ``preferred``, in the depot's currency; None for the price of the depot's rules.
    same_route
        Names of groups; all orders of a group that are served ride on one route.
    different_routes
        Names of groups; no two orders of a group ride on one route.
    allowed_vehicles, forbidden_vehicles
        Ids of the vehicles that may serve it (empty for all), and of those that may not.
    kerb_side
        Whether the stop is on the side of the road where the door is; None leaves it to the depot's planning rules.
    preferred_vehicles
        Ids of the vehicles that should rather serve it; another one has the price of an unfamiliar stop. It comes from
        who serves whom and is not stored with the order.
    chances
        Chance (0 to 1) that the first attempt succeeds, by clock hour from midnight in which service begins; the
        last one holds for later hours; empty when unknown.
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
    pickup: Pickup | None = None
    set_up_s: int = 0
    dock_s: int = 0
    release_at: datetime | None = None
    preferred: TimeWindow | None = None
    early_price: float | None = None
    late_price: float | None = None
    same_route: frozenset[str] = frozenset()
    different_routes: frozenset[str] = frozenset()
    allowed_vehicles: frozenset[str] = frozenset()
    forbidden_vehicles: frozenset[str] = frozenset()
    chances: tuple[float, ...] = ()
    preferred_vehicles: frozenset[str] = frozenset()
    kerb_side: bool | None = None

    def __post_init__(self) -> None:
        if not self.order_id.strip():
            raise ValueError("an order needs a number; fill the order number column")
        if self.service_s < 0:
            raise ValueError(f"service time is {self.service_s} s; give zero or more")
        if self.set_up_s < 0 or self.dock_s < 0:
            raise ValueError("set-up and loading times are seconds; give zero or more")
        if self.pickup is not None and self.kind is not OrderKind.DELIVERY:
            raise ValueError("a collection goes to the depot; make it a delivery to give it a pickup place")
        if self.release_at is not None and self.release_at.tzinfo is None:
            raise ValueError("a release time needs a time zone; attach the depot's zone")
        if self.chances and not all(0 <= chance <= 1 for chance in self.chances):
            raise ValueError("a chance is between 0 and 1; divide per cent by 100")
        if (self.early_price is not None and self.early_price < 0) or (self.late_price or 0) < 0:
            raise ValueError("a price for early or late service is below zero; give zero or more")

    @property
    def has_places(self) -> bool:
        """Whether every place that must be visited is known."""
        return self.location is not None and (self.pickup is None or self.pickup.location is not None)
