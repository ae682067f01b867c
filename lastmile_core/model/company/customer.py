"""A recurring recipient."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.model.basics.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody who receives or hands over goods, with the place that is known for them."""

    customer_id: str
    name: str
    address: str = ""
    postcode: str = ""
    city: str = ""
    district: str = ""
    location: Location | None = None
    phone: str = ""
    email: str = ""
    notes: str = ""
