"""Who may, may not, or should rather serve whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ServiceKind(StrEnum):
    """What a pair of customer and vehicle says: only such vehicles, never this one, rather this one."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    PREFERRED = "preferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerVehicle:
    """One customer and one vehicle, for all days.

    A customer with vehicles that are allowed is served by no other one.

    Attributes
    ----------
    customer_id
        Id of a customer, or the number or name that somebody wrote for one who is not known yet.
    """

    customer_id: str
    vehicle_id: str
    kind: ServiceKind

    def __post_init__(self) -> None:
        if not self.customer_id.strip() or not self.vehicle_id.strip():
            raise ValueError("who may serve whom needs a customer and a vehicle; fill both")
