"""What a search gives back, and what it tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from lastmile_core.model.plans.plan import PlanStatus
from lastmile_core.planning.base.dock_board import DockBoard
from lastmile_core.schedule.timing.cost import CostCents


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The best plan so far, judged.

    Attributes
    ----------
    elapsed_s
        Seconds since the search was asked for.
    cost
        Total cost in cents, with the price of visits left out.
    routes
        Vehicle index to visit indices.
    """

    elapsed_s: float
    cost: int
    num_placed: int
    num_visits: int
    num_routes: int
    distance_m: int
    routes: dict[int, list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """The best plan of a search, as the judge saw it.

    Attributes
    ----------
    status
        FEASIBLE: every visit is on a route. PARTIAL: some are left out. INFEASIBLE: none could be placed, a locked
        route breaks a rule, or somebody has to queue at the docks. CANCELLED: stopped before there was any plan.
    routes
        Vehicle index to visit indices; vehicles without visits are absent.
    unassigned
        Visits left out, in order.
    cost
        In cents, part by part.
    history
        (seconds since the start, total cost in cents) of every better plan; falls.
    engine
        The engine that found the plan.
    docks
        Every loading with its dock, and who still queues and why; empty where nobody counts docks.
    failed_parts
        What parts of the search died of; the plan is what the others found. Empty when all went well.
    """

    status: PlanStatus
    routes: dict[int, list[int]]
    unassigned: list[int]
    cost: CostCents
    history: list[tuple[float, int]]
    runtime_s: float
    seed: int
    engine: str
    docks: DockBoard = field(default_factory=DockBoard)
    failed_parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.unassigned and self.status in (PlanStatus.FEASIBLE, PlanStatus.OPTIMAL):
            object.__setattr__(self, "status", PlanStatus.PARTIAL)

    @property
    def loading_starts(self) -> dict[int, tuple[int, ...]]:
        """Begins of the loadings that were staggered at the docks, for the judge."""
        return self.docks.loading_starts
