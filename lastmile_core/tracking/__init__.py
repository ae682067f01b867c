"""tracking: see docs/architecture.md for what this room holds and may import."""

from lastmile_core.tracking.attention import what_needs_attention
from lastmile_core.tracking.attention_item import Attention, Urgency
from lastmile_core.tracking.day_state import DayState, EventFlag
from lastmile_core.tracking.fold import fold_day
from lastmile_core.tracking.route_state import RouteState
from lastmile_core.tracking.stop_state import StopState, StopStatus, StopVisit

__all__ = [
    "Attention",
    "DayState",
    "EventFlag",
    "RouteState",
    "StopState",
    "StopStatus",
    "StopVisit",
    "Urgency",
    "fold_day",
    "what_needs_attention",
]
