"""Doors far from where a vehicle stops for them, or across a motorway or a railway from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lastmile_core.model import Location, Order
from lastmile_core.settings import Settings
from lastmile_core.travel.base_map.barriers import crossed
from lastmile_core.travel.provider import TravelProvider
from lastmile_core.travel.regions import region_for
from lastmile_core.travel.times.travel_matrix import TravelMatrix

AWAY_M = 80
"""From here on it is said how far a van stops from the door."""

NEAR_M = 6.0
"""Within this nothing that one cannot walk across has room between door and stop."""


MOST_ASKED = 60
"""So many stops are asked of a road server at most: the page waits meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FarStop:
    """Where a vehicle stops for an order, when that needs a look.

    Attributes
    ----------
    profile
        Road profile of the vehicle that stops there; of several the one that stops worst.
    metres
        Straight from the door to the stop.
    stop
        None when the source of the times does not say.
    across
        What lies between, in words, e.g. ``a railway``.
    is_planned
        Whether it is planned all the same.
    """

    order: Order
    profile: str
    metres: float
    stop: Location | None
    across: tuple[str, ...] = ()
    is_planned: bool = True

    @property
    def reason(self) -> str:
        """Why it is shown."""
        if not self.is_planned:
            return "no road near: not planned"
        return f"across {' and '.join(self.across)}" if self.across else f"farther than {AWAY_M} m"


def far_stops(
    settings: Settings,
    provider: TravelProvider,
    orders: Sequence[Order],
    matrices: Mapping[str, TravelMatrix],
    limit_m: float,
) -> tuple[FarStop, ...]:
    """Return the stops that need a look, those across something first; the depot is the first place.

    Parameters
    ----------
    limit_m
        Beyond this an order is not planned.
    """
    points = [order.location for order in orders if order.location is not None]
    region = region_for(settings, points)
    found: dict[str, FarStop] = {}
    may_ask = None if provider.knows_stops else MOST_ASKED
    for profile, matrix in matrices.items():
        for order, metres in zip(orders, matrix.snap_m[1:].tolist(), strict=True):
            # A server is asked only for what is far, and no more once it does not say.
            if order.location is None or not metres > (NEAR_M if provider.knows_stops else AWAY_M):
                continue
            stop = provider.stop_place(order.location, profile) if may_ask != 0 else None
            if may_ask is not None:
                may_ask = max(0, may_ask - 1) if stop is not None else 0
            across = crossed(region.path, order.location, stop) if region and stop else ()
            if metres <= AWAY_M and not across:
                continue
            one = FarStop(
                order=order, profile=profile, metres=metres, stop=stop, across=across, is_planned=metres <= limit_m
            )
            best = found.get(order.order_id)
            if best is None or (len(one.across), one.metres) > (len(best.across), best.metres):
                found[order.order_id] = one
    return tuple(sorted(found.values(), key=lambda one: (not one.across, -one.metres, one.order.order_id)))
