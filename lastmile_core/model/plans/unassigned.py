"""An order that no route serves, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UnassignedKind(StrEnum):
    """How sure the reason is; never confused. PROBABLE is what would be proven if travel times were no estimates."""

    PROVEN = "proven"
    PROBABLE = "probable"
    SQUEEZED_OUT = "squeezed_out"
    NOT_FOUND_YET = "not_found_yet"


class UnassignedReason(StrEnum):
    """The rule that stands in the way; the same words as the checks."""

    TIME_WINDOW = "time_window"
    CAPACITY = "capacity"
    SHIFT = "shift"
    SKILLS = "skills"
    REACHABLE = "reachable"
    NO_VEHICLE = "no_vehicle"
    MAX_STOPS = "max_stops"
    MAX_DISTANCE = "max_distance"
    LOCK = "lock"
    MAX_DURATION = "max_duration"
    RELEASE = "release"
    PAIRS = "pairs"
    RELATIONS = "relations"
    DOCKS = "docks"
    POSITION = "position"
    TRIPS = "trips"
    PRICE = "price"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """An order left out, with its reason in words.

    Attributes
    ----------
    message
        Why, in plain words with the amount ("the window ends 14 min before the earliest arrival").
    mend
        The smallest change that would help.
    amount, unit
        By how much the rule is broken: ``s``, ``m``, or a load dimension.
    extra_s, extra_m, extra_cost
        For SQUEEZED OUT: what the cheapest inclusion would add.
    vehicle_id
        For SQUEEZED OUT: the route of that cheapest inclusion.
    """

    order_id: str
    kind: UnassignedKind
    reason: UnassignedReason
    message: str
    mend: str = ""
    amount: float = 0.0
    unit: str = ""
    extra_s: int = 0
    extra_m: int = 0
    extra_cost: float = 0.0
    vehicle_id: str | None = None
