"""Where an order's goods are fetched when they do not come from the depot."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.model.basics.location import Location
from lastmile_core.model.basics.time_window import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """The first half of a pickup-and-delivery order: the same vehicle fetches the goods here and brings them there.

    Attributes
    ----------
    location
        None while the place is not known; the order cannot be planned then.
    name
        Who hands the goods over.
    windows
        When service may begin; empty means any time of the day. Several windows are alternatives.
    service_s, set_up_s
        Time at the place in seconds, as for an order.
    """

    location: Location | None = None
    name: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    notes: str = ""
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 240
    set_up_s: int = 0

    def __post_init__(self) -> None:
        if min(self.service_s, self.set_up_s) < 0:
            raise ValueError("a pickup's service and set-up times are seconds; give zero or more")
