"""One row of an order file, read but not yet joined with the other rows of the same order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lastmile_core.files.cells.coordinates import Pair
from lastmile_core.files.cells.times import Clock
from lastmile_core.model import Issue, OrderKind, Priority, Severity

WindowEnds = tuple[Clock | None, Clock | None]


@dataclass(slots=True)
class OrderDraft:
    """What a row says, field by field; empty where it says nothing.

    Attributes
    ----------
    row
        1-based number of the data row.
    core
        The texts that every row of one order must agree on, as (field, text).
    needs_shipping
        False when the row is nothing to deliver (a gift card).
    left_out, left_column, is_held
        Why its order must not be planned ("has the status 'cancelled'"), the column that says so, and whether it may
        be later; "" when it is to be planned.
    is_going
        Whether the row's own status says that it is to be planned.
    unknown_status
        What the status cell says when nobody knows what that means.
    unknown_priority
        What the priority cell says when nobody knows what that means.
    has_generated_id
        True when the file has no order number and one was made.
    """

    row: int
    cells: tuple[str, ...] = ()
    order_id: str = ""
    has_generated_id: bool = False
    day: date | None = None
    texts: dict[str, str] = field(default_factory=dict)
    core: dict[str, str] = field(default_factory=dict)
    pair: Pair | None = None
    kind: OrderKind | None = None
    load: dict[str, float] = field(default_factory=dict)
    windows: list[WindowEnds] = field(default_factory=list)
    service_s: int | None = None
    priority: Priority | None = None
    unknown_priority: str = ""
    skills: frozenset[str] = frozenset()
    needs_shipping: bool = True
    left_out: str = ""
    left_column: str = ""
    is_held: bool = False
    is_going: bool = False
    unknown_status: str = ""
    custom: list[tuple[str, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether an issue keeps the row out."""
        return any(issue.severity is Severity.STOPS for issue in self.issues)
