"""A small town on a line: place i lies i minutes and i km from the depot at place 0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lastmile_core.problem import RoutingProblem, VehicleDay, Visit

HOUR = 3600
MakeLine = Callable[..., RoutingProblem]


def line_problem(visits: list[Visit], vehicles: list[VehicleDay], *, places: int = 0, minute: int = 60, **more):
    size = max([places, *(visit.location + 1 for visit in visits), 1])
    at = np.arange(size, dtype=np.int64)
    gap = np.abs(at[:, None] - at[None, :])
    profiles = more.pop("profiles", ("van",))
    return RoutingProblem(
        visits=tuple(visits),
        vehicles=tuple(vehicles),
        durations=tuple(gap * minute for _ in profiles),
        distances=tuple(gap * 1000 for _ in profiles),
        profiles=profiles,
        **more,
    )


@pytest.fixture
def line() -> MakeLine:
    return line_problem
