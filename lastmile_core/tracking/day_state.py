"""The whole day as the events tell it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lastmile_core.tracking.route_state import RouteState
from lastmile_core.tracking.stop_state import StopState


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFlag:
    """Something odd about one event that a person may want to look at."""

    event_id: str
    vehicle_id: str
    visit_id: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayState:
    """State of every vehicle and stop; equal for equal sets of events, however they arrived."""

    routes: dict[str, RouteState] = field(default_factory=dict)
    stops: dict[str, StopState] = field(default_factory=dict)
    flags: tuple[EventFlag, ...] = ()
