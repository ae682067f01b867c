"""What the events of a day say: the state of vehicles and stops, expected arrivals, and what needs attention.

It may import ``model`` and the ground floor; it reads no store and knows no road.
Read ``fold.py`` first (events in, state out), then ``attention.py``.
"""

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
