"""What a dispatcher does not want a search to touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """Locked stops and routes in people's words.

    Attributes
    ----------
    stop_vehicle
        Order id to the vehicle id that must serve it; its place in the route stays free.
    routes
        Vehicle id to its orders, in order; nothing may be added, removed or moved.
    """

    stop_vehicle: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
