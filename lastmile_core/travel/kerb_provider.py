"""Where a day's times come from, with the depot's rule for the side of the road."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from lastmile_core.model import KerbRule, Location, Order, PlanningRules, TravelSource
from lastmile_core.settings import Settings
from lastmile_core.travel.kerb_side import EITHER_SIDE, KerbProvider, with_kerb
from lastmile_core.travel.provider import TravelProvider, choose_provider
from lastmile_core.travel.regions import region_for
from lastmile_core.travel.times.travel_matrix import TravelMatrix


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


def kerb_note(provider: TravelProvider, rules: PlanningRules, matrices: Iterable[TravelMatrix]) -> str:
    """Return what of the rule cannot be kept; empty when there is nothing to say."""
    if provider.source is TravelSource.OSRM_SERVER and KerbRule.BIG_ROADS in rules.kerb.values():
        return (
            "A road server does not say which roads are big, so “on big roads” counts nowhere. "
            "Choose always or never under Planning rules."
        )
    return EITHER_SIDE if any(EITHER_SIDE in matrix.note for matrix in matrices) else ""


def source_of(provider: TravelProvider) -> TravelProvider:
    """Return what times come from, whatever rule is put over it."""
    return provider.inner if isinstance(provider, KerbProvider) else provider
