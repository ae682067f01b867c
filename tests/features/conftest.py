"""One engine fixture for every rule; every plan is judged by the judge."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from lastmile_core.planning.solve import PlanResult, SearchLimits, solve
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.judge import judge

HOUR = 3600
EIGHT = 8 * HOUR


@pytest.fixture(params=["portfolio", "ortools", "pyvrp"])
def engine(request: pytest.FixtureRequest) -> Callable[[RoutingProblem], PlanResult]:
    """Plan a problem with one engine and let the judge look at the plan before the test does."""

    def plan(problem: RoutingProblem) -> PlanResult:
        limits = SearchLimits(time_s=0.6, max_iterations=150, workers=1)
        result = solve(problem, limits, engine=request.param)
        found = judge(problem, result.routes)
        assert found.faults == ()
        assert found.cost == result.cost
        assert list(found.unassigned) == result.unassigned
        return result

    return plan


@pytest.fixture
def straight_road() -> Callable[..., RoutingProblem]:
    """Build a day on one straight road: places are minutes from the depot, a minute is 500 m."""

    def build(
        visits: Sequence[dict[str, Any]],
        vehicles: Sequence[dict[str, Any]],
        dimensions: tuple[str, ...] = ("kg",),
        slow: float | None = None,
    ) -> RoutingProblem:
        minutes = np.array([0, *(visit.get("at", 10) for visit in visits)], dtype=np.int64)
        apart = np.abs(minutes[:, None] - minutes[None, :])
        durations = [apart * 60] + ([(apart * 60 * slow).astype(np.int64)] if slow else [])
        distances = [apart * 500] * len(durations)
        made = []
        for number, visit in enumerate(visits):
            fields = {"load": (0,) * len(dimensions), "windows": ((0, 24 * HOUR),), **visit}
            fields.pop("at", None)
            made.append(Visit(order_id=f"o{number}", location=number + 1, **fields))
        days = []
        for number, vehicle in enumerate(vehicles):
            fields = {
                "shift": (EIGHT, 16 * HOUR),
                "capacity": (1_000_000,) * len(dimensions),
                "fixed_cost": 1000,
                "cost_per_km": 50,
                "cost_per_hour": 2000,
                **vehicle,
            }
            days.append(VehicleDay(vehicle_id=f"v{number}", **fields))
        return RoutingProblem(
            visits=tuple(made),
            vehicles=tuple(days),
            durations=tuple(durations),
            distances=tuple(distances),
            dimensions=dimensions,
            profiles=("van", "cargo_bike")[: len(durations)],
        )

    return build
