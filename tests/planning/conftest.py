"""Random days of every kind of rule, small enough to plan in a second."""

import random
from collections.abc import Callable

import numpy as np
import pytest

from lastmile_core.problem import UNREACHABLE, BreakRule, RoutingProblem, VehicleDay, Visit

HOUR = 3600
NOON = BreakRule(duration=1800, earliest=11 * HOUR, latest=13 * HOUR)


@pytest.fixture(scope="session", autouse=True)
def with_compiled_search(compiled_search: None) -> None:
    """Plan with the engines that people plan with."""


@pytest.fixture(scope="session")
def random_day() -> Callable[..., RoutingProblem]:
    """Build a day with every rule at once, the same for the same seed."""

    def build(seed: int, num_visits: int = 20, num_vehicles: int = 4) -> RoutingProblem:
        rng = random.Random(seed)
        points = np.array([[rng.uniform(0, 9000), rng.uniform(0, 9000)] for _ in range(num_visits + 1)])
        metres = np.abs(points[:, None] - points[None]).sum(-1).astype(np.int64)
        bike = metres.copy()
        for _ in range(num_visits // 5):
            row, column = rng.randrange(num_visits + 1), rng.randrange(num_visits + 1)
            if row != column:
                bike[row, column] = UNREACHABLE
        windows = [
            ((0, 24 * HOUR),),
            ((9 * HOUR, 11 * HOUR),),
            ((13 * HOUR, 15 * HOUR),),
            ((8 * HOUR, 9 * HOUR), (14 * HOUR, 16 * HOUR)),
        ]
        visits = tuple(
            Visit(
                visit_id=f"o{number}",
                location=number + 1,
                load=(rng.randrange(0, 9000), rng.randrange(1, 4) * 1000),
                is_collection=rng.random() < 0.2,
                service=rng.randrange(60, 900),
                windows=rng.choice(windows),
                penalty=rng.choice([50, 5000, 100_000]),
                skills=frozenset({"crane"}) if rng.random() < 0.1 else frozenset(),
                allowed_vehicles=frozenset({rng.randrange(num_vehicles)}) if rng.random() < 0.05 else None,
            )
            for number in range(num_visits)
        )
        vehicles = tuple(
            VehicleDay(
                vehicle_id=f"v{number}",
                profile=rng.randrange(2),
                shift=(rng.choice([7, 8, 12]) * HOUR, rng.choice([14, 16, 18]) * HOUR),
                loading=rng.choice([0, 900]),
                capacity=(rng.choice([20_000, 60_000]), rng.choice([9000, 50_000])),
                skills=frozenset({"crane"}) if rng.random() < 0.5 else frozenset(),
                fixed_cost=rng.choice([0, 1234]),
                cost_per_km=rng.choice([17, 40]),
                cost_per_hour=rng.choice([0, 2350]),
                breaks=(NOON,) if rng.random() < 0.5 else (),
                max_stops=rng.choice([None, None, 5]),
                max_distance=rng.choice([None, None, 40_000]),
            )
            for number in range(num_vehicles)
        )
        return RoutingProblem(
            visits=visits,
            vehicles=vehicles,
            durations=(metres // 8, np.where(bike >= UNREACHABLE, UNREACHABLE, bike // 5)),
            distances=(metres, bike),
            dimensions=("kg", "parcels"),
            profiles=("van", "cargo_bike"),
        )

    return build
