"""What a plan was made from, as short marks, so that anybody can see later what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBasis:
    """The day as it was when a version was made; two marks differ where a plan could come out differently.

    A mark has one part for each aspect (window, load …), joined by full stops; ``problem/plan_basis.py`` makes them.

    Attributes
    ----------
    orders
        Order number to mark, of the orders that the version knew.
    vehicles
        Vehicle id to mark, of the vehicles that went out.
    drivers
        Driver id to mark, of those who drove them.
    rules
        The depot with its planning rules and docks.
    roads
        Where driving times came from, with the build of the road data; empty when that is not known.
    """

    orders: Mapping[str, str] = field(default_factory=dict)
    vehicles: Mapping[str, str] = field(default_factory=dict)
    drivers: Mapping[str, str] = field(default_factory=dict)
    rules: str = ""
    roads: str = ""
