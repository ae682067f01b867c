"""One thing that changed since a plan was made, and how it is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class DayChangeKind(StrEnum):
    """What became different. A cancelled order is skipped, a removed one is gone, a waiting one needs a person."""

    VEHICLE_OFF = "vehicle off"
    ORDER_CANCELLED = "order cancelled"
    ORDER_REMOVED = "order removed"
    ORDER_WAITING = "order waiting"
    ORDER_NEW = "order new"
    ORDER_CHANGED = "order changed"
    DRIVER_SWAPPED = "driver swapped"
    DRIVER_CHANGED = "driver changed"
    VEHICLE_CHANGED = "vehicle changed"
    VEHICLE_NEW = "vehicle new"
    ROADS_CHANGED = "road data changed"
    RULES_CHANGED = "rules changed"

    @property
    def noun(self) -> str:
        """What it is about, as one of many: “order”."""
        return _NOUNS[self]

    @property
    def became(self) -> str:
        """What became of it: “cancelled”."""
        return _BECAME[self]


_NOUNS = {
    **dict.fromkeys(DayChangeKind, "order"),
    **dict.fromkeys((DayChangeKind.VEHICLE_OFF, DayChangeKind.VEHICLE_CHANGED, DayChangeKind.VEHICLE_NEW), "vehicle"),
    **dict.fromkeys((DayChangeKind.DRIVER_SWAPPED, DayChangeKind.DRIVER_CHANGED), "driver"),
    DayChangeKind.ROADS_CHANGED: "road data set",
    DayChangeKind.RULES_CHANGED: "rule",
}
_BECAME = {
    **dict.fromkeys(DayChangeKind, "changed"),
    DayChangeKind.VEHICLE_OFF: "off",
    DayChangeKind.ORDER_CANCELLED: "cancelled",
    DayChangeKind.ORDER_REMOVED: "removed",
    DayChangeKind.ORDER_WAITING: "waiting",
    DayChangeKind.ORDER_NEW: "new",
    DayChangeKind.VEHICLE_NEW: "new",
    DayChangeKind.DRIVER_SWAPPED: "swapped",
}


class DayAction(StrEnum):
    """What takes a change into the plan."""

    HAND_OVER = "hand over"
    TAKE_OFF = "take off"
    PUT_IN = "put in"
    CHANGE_DRIVER = "change driver"
    TIME_AGAIN = "time again"
    REPLAN = "re-plan"


ACTIONS: dict[DayChangeKind, DayAction] = {
    DayChangeKind.VEHICLE_OFF: DayAction.HAND_OVER,
    DayChangeKind.ORDER_CANCELLED: DayAction.TAKE_OFF,
    DayChangeKind.ORDER_REMOVED: DayAction.TAKE_OFF,
    DayChangeKind.ORDER_WAITING: DayAction.TAKE_OFF,
    DayChangeKind.ORDER_NEW: DayAction.PUT_IN,
    DayChangeKind.ORDER_CHANGED: DayAction.TIME_AGAIN,
    DayChangeKind.DRIVER_SWAPPED: DayAction.CHANGE_DRIVER,
    DayChangeKind.DRIVER_CHANGED: DayAction.TIME_AGAIN,
    DayChangeKind.VEHICLE_CHANGED: DayAction.TIME_AGAIN,
    DayChangeKind.VEHICLE_NEW: DayAction.REPLAN,
    DayChangeKind.ROADS_CHANGED: DayAction.TIME_AGAIN,
    DayChangeKind.RULES_CHANGED: DayAction.TIME_AGAIN,
}
"""The smallest thing that takes a change in; planning again takes in all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """One difference between a plan and the day as it is now.

    Attributes
    ----------
    name
        How the order, vehicle or driver is called.
    detail
        What about it: the aspects that changed, or who drives instead of whom.
    num_stops
        Stops of a vehicle that are still to be served.
    """

    kind: DayChangeKind
    name: str = ""
    detail: str = ""
    vehicle_id: str | None = None
    order_id: str | None = None
    driver_id: str | None = None
    num_stops: int = 0

    @property
    def key(self) -> str:
        """What tells this change from every other one of the day, in whatever browser it is seen."""
        subject = self.order_id or self.vehicle_id or self.driver_id or ""
        return f"{self.kind.value}/{subject}/{self.detail}"

    @property
    def action(self) -> DayAction:
        """The smallest thing that takes it into the plan."""
        return ACTIONS[self.kind]

    @property
    def words(self) -> str:
        """The change in a few words: “Van A off”, “SH-1004 cancelled”."""
        match self.kind:
            case DayChangeKind.VEHICLE_OFF:
                return f"{self.name} off"
            case DayChangeKind.DRIVER_SWAPPED:
                return f"{self.name}: {self.detail}"
            case DayChangeKind.ORDER_CANCELLED:
                return f"{self.name} cancelled"
            case DayChangeKind.ORDER_REMOVED:
                return f"{self.name} removed"
            case DayChangeKind.ORDER_WAITING:
                return f"{self.name} {self.detail}"
            case DayChangeKind.ORDER_NEW | DayChangeKind.VEHICLE_NEW:
                return f"{self.name} new"
            case DayChangeKind.ROADS_CHANGED:
                return "road data changed"
            case DayChangeKind.RULES_CHANGED:
                return f"{self.detail} changed"
            case _:
                return f"{self.name} changed ({self.detail})"


_MANY = 4
_NAMED = 2


def words_of_changes(changes: Iterable[DayChange]) -> tuple[str, ...]:
    """Return the changes in a few words each; of many of one kind two are named and the rest are counted."""
    by_kind: dict[DayChangeKind, list[DayChange]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    said: list[str] = []
    for kind, some in by_kind.items():
        if len(some) < _MANY:
            said += [change.words for change in some]
            continue
        said += [change.words for change in some[:_NAMED]]
        said.append(f"{len(some) - _NAMED} more {kind.noun}s {kind.became}")
    return tuple(said)


def headline(changes: Iterable[DayChange], version: int) -> str:
    """Return the sentence of the bar: “3 changes since v3: Van A off · SH-1004 cancelled · LATE-1 new”."""
    all_of_them = tuple(changes)
    count = "1 change" if len(all_of_them) == 1 else f"{len(all_of_them)} changes"
    return f"{count} since v{version}: {' · '.join(words_of_changes(all_of_them))}"
