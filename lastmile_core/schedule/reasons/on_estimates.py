"""Nothing is proven on estimated travel times: what hangs on them is only probable."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.model import TravelSource, Unassigned, UnassignedKind, UnassignedReason

HANGS_ON_TRAVEL = frozenset(
    {
        UnassignedReason.TIME_WINDOW,
        UnassignedReason.SHIFT,
        UnassignedReason.MAX_DURATION,
        UnassignedReason.MAX_DISTANCE,
        UnassignedReason.RELEASE,
        UnassignedReason.PAIRS,
        UnassignedReason.REACHABLE,
        UnassignedReason.TRIPS,
        UnassignedReason.DOCKS,
        UnassignedReason.UNPLANNED,
    }
)
"""Rules that a drive breaks; weight, skills, locks and numbers of stops are proven without one."""


def as_sure_as_travel(left: Unassigned, source: TravelSource) -> Unassigned:
    """Return the reason with "proven" as "probable" where it hangs on times that are estimates."""
    is_proof = left.kind is UnassignedKind.PROVEN and left.reason in HANGS_ON_TRAVEL
    if source is not TravelSource.ESTIMATE or not is_proof:
        return left
    return replace(
        left,
        kind=UnassignedKind.PROBABLE,
        message=f"Probably: {left.message} Times are estimates from straight lines.",
        mend=f"Add the roads of the region (Settings, Roads) and plan again. {left.mend}".rstrip(),
    )
