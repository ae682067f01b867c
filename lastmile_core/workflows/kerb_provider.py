"""Where a day's times come from, with the depot's rule for the side of the road."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lastmile_core.model import Location, Order, PlanningRules
from lastmile_core.settings import Settings
from lastmile_core.travel.kerb_side import KerbProvider, with_kerb
from lastmile_core.travel.provider import TravelProvider, choose_provider
from lastmile_core.travel.regions import region_for


def kerb_provider(
    settings: Settings, points: Sequence[Location], rules: PlanningRules, *orders: Iterable[Order]
) -> TravelProvider:
    """Return where times for these points come from; doors and pickups are reached as the rules ask for.

    Raises
    ------
    RoadsError
        If the address of a road server cannot be understood.
    """
    provider = choose_provider(settings, points)
    region = region_for(settings, points)
    doors = [
        place
        for some in orders
        for order in some
        for place in (order.location, order.pickup.location if order.pickup else None)
        if place is not None
    ]
    return with_kerb(provider, rules.kerb, doors, region.path if region else None)


def source_of(provider: TravelProvider) -> TravelProvider:
    """Return what times come from, whatever rule is put over it."""
    return provider.inner if isinstance(provider, KerbProvider) else provider
