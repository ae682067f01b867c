"""A plan version: what every vehicle does, what was left out, what breaks a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lastmile_core.model.basics.day_key import DayKey
from lastmile_core.model.plans.plan_basis import PlanBasis
from lastmile_core.model.plans.route import Route
from lastmile_core.model.plans.unassigned import Unassigned
from lastmile_core.model.plans.violation import Violation


class PlanStatus(StrEnum):
    """How a plan stands after the judge looked at it."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    PARTIAL = "partial"
    INFEASIBLE = "infeasible"
    CANCELLED = "cancelled"
    ERROR = "error"


class PlanOrigin(StrEnum):
    """Where a version came from."""

    SEARCH = "search"
    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    IMPORT = "import"
    REPLAN = "replan"


class TravelSource(StrEnum):
    """Where driving times came from; an estimate is marked on every page."""

    OSRM = "osrm"
    OSRM_SERVER = "osrm_server"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostParts:
    """The objective in the depot's currency, part by part.

    Attributes
    ----------
    vehicles, distance, paid_time, overtime
        What the day will cost.
    waiting
        Waiting at stops, on top of the paid hour.
    lateness
        Service outside the times wished for, or after the last window.
    failed_attempts
        Failed first attempts to be expected at the planned hours.
    unserved
        Orders left out.
    instability
        Stops and times changed against the plan before.
    territory
        Stops of drivers who do not know the place.
    balance
        The longest route beyond the mean.
    """

    vehicles: float = 0.0
    distance: float = 0.0
    paid_time: float = 0.0
    overtime: float = 0.0
    waiting: float = 0.0
    lateness: float = 0.0
    failed_attempts: float = 0.0
    unserved: float = 0.0
    instability: float = 0.0
    territory: float = 0.0
    balance: float = 0.0

    @property
    def total(self) -> float:
        """All parts together."""
        priced = self.waiting + self.lateness + self.failed_attempts + self.unserved
        return self.operating + priced + self.instability + self.territory + self.balance

    @property
    def operating(self) -> float:
        """Money that will be spent: vehicles, distance, paid time and overtime, without prices of what is not paid."""
        return self.vehicles + self.distance + self.paid_time + self.overtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One version of one depot's day; never changed once stored.

    Attributes
    ----------
    version
        1, 2, 3 … within the day and depot; 0 before it is stored.
    input_hash
        Hash of the orders, fleet and travel source it was made from; tells a stale plan.
    parent_version
        The version it was made from; None for a plan from scratch.
    restores
        For undo and redo: the version whose content this one shows again.
    redo_stack
        Versions that "redo" would bring back, the next one last.
    published_at, published_by
        Filled when this version was published; the newest publication is what was promised.
    travel_region
        Name of the road region (or server) that the times came from; empty for an estimate.
    made_from
        The day as it was then, to tell what has changed since; None for versions of older programs.
    """

    plan_id: str
    service_date: date
    depot_id: str
    version: int = 0
    status: PlanStatus = PlanStatus.FEASIBLE
    origin: PlanOrigin = PlanOrigin.SEARCH
    routes: tuple[Route, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    violations: tuple[Violation, ...] = ()
    cost: CostParts = field(default_factory=CostParts)
    travel_source: TravelSource = TravelSource.ESTIMATE
    travel_region: str = ""
    input_hash: str = ""
    created_at: datetime
    created_by: str = ""
    why: str = ""
    parent_version: int | None = None
    restores: int | None = None
    redo_stack: tuple[int, ...] = ()
    published_at: datetime | None = None
    published_by: str = ""
    made_from: PlanBasis | None = None

    def __post_init__(self) -> None:
        if self.unassigned and self.status in (PlanStatus.FEASIBLE, PlanStatus.OPTIMAL):
            # Whoever made it: a plan that leaves orders out is not a whole one.
            object.__setattr__(self, "status", PlanStatus.PARTIAL)

    @property
    def day_key(self) -> DayKey:
        """The day that it belongs to."""
        return DayKey(self.service_date, self.depot_id)

    @property
    def is_published(self) -> bool:
        """Whether this version was ever published."""
        return self.published_at is not None

    @property
    def num_stops(self) -> int:
        """Stops on all routes."""
        return sum(len(route.stops) for route in self.routes)

    @property
    def distance_m(self) -> int:
        """Distance of all routes, depot to depot, in metres."""
        return sum(route.distance_m for route in self.routes)

    @property
    def paid_s(self) -> int:
        """Paid time of all routes in seconds."""
        return sum(route.paid_s for route in self.routes)

    @property
    def routes_in_use(self) -> tuple[Route, ...]:
        """Routes that have at least one stop."""
        return tuple(route for route in self.routes if route.stops)
