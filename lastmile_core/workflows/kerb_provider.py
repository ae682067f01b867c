"""Where a day's times come from, with the depot's rule for the side of the road."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from lastmile_core.model import Location, Order, PlanningRules
from lastmile_core.settings import Settings
from lastmile_core.travel.kerb_side import KerbProvider, with_kerb
from lastmile_core.travel.provider import TravelProvider, choose_provider
from lastmile_core.travel.regions import region_for


def kerb_provider(
    settings: Settings, points: Sequence[Location], rules: PlanningRules, *orders: Iterable[Order]
) -> TravelProvider:
    """Return where times for these points come from; doors are reached as the rules or orders ask for.

    Raises
    ------
    RoadsError
        If the address of a road server cannot be understood.
    """
    provider = choose_provider(settings, points)
    region = region_for(settings, points)
    doors: dict[bool | None, list[Location]] = {True: [], False: [], None: []}
    for order in itertools.chain(*orders):
        if order.location is not None:
            doors[order.kerb_side].append(order.location)
        if order.pickup is not None and order.pickup.location is not None:
            doors[None].append(order.pickup.location)
    return with_kerb(provider, rules.kerb, doors[None], region.path if region else None, doors[True])


def source_of(provider: TravelProvider) -> TravelProvider:
    """Return what times come from, whatever rule is put over it."""
    return provider.inner if isinstance(provider, KerbProvider) else provider
