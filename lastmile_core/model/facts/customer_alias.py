"""Another spelling or number of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAlias:
    """Another spelling of a customer's name and address, or another number, that means this customer.

    Attributes
    ----------
    alias
        The spelling in a form that case and punctuation do not change; a number begins with ``#``.
    """

    alias: str
    customer_id: str
    said_by: str = ""
    said_at: datetime | None = None
