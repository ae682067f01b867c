"""A rule that a plan breaks, with the amount."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ViolationCause(StrEnum):
    """The rule; one module of ``schedule/checks`` for each."""

    TIME_WINDOW = "time_window"
    CAPACITY = "capacity"
    SHIFT = "shift"
    SKILLS = "skills"
    BREAKS = "breaks"
    REACHABLE = "reachable"
    MAX_STOPS = "max_stops"
    MAX_DISTANCE = "max_distance"
    LOCK = "lock"
    VISIT_ONCE = "visit_once"
    MAX_DURATION = "max_duration"
    RELEASE = "release"
    PAIRS = "pairs"
    RELATIONS = "relations"
    DOCKS = "docks"
    POSITION = "position"
    TRIPS = "trips"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule: by how much, on which vehicle, at which visit (None for the whole route)."""

    cause: ViolationCause
    vehicle_id: str
    visit_id: str | None
    amount: float
    unit: str
    message: str
