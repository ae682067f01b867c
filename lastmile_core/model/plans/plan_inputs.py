"""What the figures of a plan rest on."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.model.plans.plan import TravelSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """Where driving times come from, and the mark of everything that went in.

    Attributes
    ----------
    travel_region
        Name of the road region; "" for estimates.
    input_hash
        Changes when orders, fleet or roads do.
    """

    travel_source: TravelSource
    travel_region: str
    input_hash: str
