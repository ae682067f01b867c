"""One engine fixture for every rule; every plan is judged by the judge."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pytest

from lastmile_core.planning.engines.registry import ENGINES
from lastmile_core.planning.solve import PlanResult
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit
from tests.features.every_engine import plan_with

HOUR = 3600
EIGHT = 8 * HOUR
NINE = 9 * HOUR
ANYWHERE = -1
"""Start or end of a vehicle that may be any place."""


@pytest.fixture(params=["portfolio", *ENGINES])
def engine(request: pytest.FixtureRequest, compiled_search: None) -> Callable[[RoutingProblem], PlanResult]:
    """Plan a problem with one engine and let the judge look at the plan before the test does.

    An engine that says that it supports every rule of the problem is asked alone: nobody mends or polishes its routes.
    Another one names what it does not support or approximates: alone it may break nothing else, and its plan comes
    mended and polished, as the product makes it.
    """
    return partial(plan_with, request.param)


@pytest.fixture
def straight_road() -> Callable[..., RoutingProblem]:
    """Build a day on one straight road: places are minutes from the depot, a minute is 500 m.

    A visit may name another's ``location`` to share its address (the depot is 0, visit ``n`` is at ``n + 1``); a
    vehicle may start or end ``ANYWHERE``; ``rules`` are fields of the problem (prices, traffic, docks, relations).
    """

    def build(
        visits: Sequence[dict[str, Any]],
        vehicles: Sequence[dict[str, Any]],
        dimensions: tuple[str, ...] = ("kg",),
        slow: float | None = None,
        **rules: Any,
    ) -> RoutingProblem:
        minutes = np.array([0, *(visit.get("at", 10) for visit in visits), 0], dtype=np.int64)
        apart = np.abs(minutes[:, None] - minutes[None, :])
        apart[-1, :] = apart[:, -1] = 0
        durations = [apart * 60] + ([(apart * 60 * slow).astype(np.int64)] if slow else [])
        distances = [apart * 500] * len(durations)
        return RoutingProblem(
            visits=tuple(_visit(number, visit, len(dimensions)) for number, visit in enumerate(visits)),
            vehicles=tuple(
                _vehicle(number, vehicle, len(dimensions), len(minutes) - 1) for number, vehicle in enumerate(vehicles)
            ),
            durations=tuple(durations),
            distances=tuple(distances),
            dimensions=dimensions,
            profiles=("van", "cargo_bike")[: len(durations)],
            **rules,
        )

    return build


def _visit(number: int, visit: dict[str, Any], num_dimensions: int) -> Visit:
    fields = {"load": (0,) * num_dimensions, "windows": ((0, 24 * HOUR),), "location": number + 1, **visit}
    fields.pop("at", None)
    return Visit(visit_id=f"o{number}", **fields)


def _vehicle(number: int, vehicle: dict[str, Any], num_dimensions: int, anywhere: int) -> VehicleDay:
    fields = {
        "shift": (EIGHT, 16 * HOUR),
        "capacity": (1_000_000,) * num_dimensions,
        "fixed_cost": 1000,
        "cost_per_km": 50,
        "cost_per_hour": 2000,
        **vehicle,
    }
    for side in ("start", "end"):
        if fields.get(side) == ANYWHERE:
            fields[side] = anywhere
    return VehicleDay(vehicle_id=f"v{number}", **fields)


@pytest.fixture
def reload_of() -> Callable[..., dict[str, Any]]:
    """Build a reload visit of one vehicle at the depot."""

    def build(vehicle: int, **fields: Any) -> dict[str, Any]:
        made = {"at": 0, "location": 0, "service": 600, "penalty": 0, "windows": ((0, 24 * HOUR),)}
        return {**made, "is_reload": True, "allowed_vehicles": frozenset({vehicle}), **fields}

    return build
