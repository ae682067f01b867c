"""Routes that hypothesis makes up: windows, services, one-way times, breaks."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from lastmile_core.problem import BreakRule, RoutingProblem, VehicleDay, Visit

HOUR = 3600


@st.composite
def routes_to_time(draw, max_visits=5, with_breaks=True):
    num = draw(st.integers(1, max_visits))
    minutes = st.integers(0, 14 * 60)
    visits = []
    for idx in range(num):
        windows = []
        for _ in range(draw(st.integers(0, 2))):
            begin = draw(minutes)
            windows.append((begin * 60, (begin + draw(st.integers(0, 240))) * 60))
        visits.append(
            Visit(
                visit_id=str(idx),
                location=idx + 1,
                load=(),
                service=60 * draw(st.integers(0, 150)),
                windows=tuple(sorted(windows)) or ((0, 172_800),),
            )
        )
    durations = draw(st.lists(st.integers(0, 120), min_size=(num + 1) ** 2, max_size=(num + 1) ** 2))
    matrix = np.array(durations, dtype=np.int64).reshape(num + 1, num + 1) * 60
    np.fill_diagonal(matrix, 0)
    rules = []
    for _ in range(draw(st.integers(0, 2)) if with_breaks else 0):
        begin = draw(minutes)
        rules.append(
            BreakRule(
                duration=60 * draw(st.integers(1, 60)),
                earliest=begin * 60,
                latest=60 * (begin + draw(st.integers(0, 180))),
            )
        )
    start = 60 * draw(st.integers(0, 600))
    vehicle = VehicleDay(
        vehicle_id="v",
        shift=(start, start + 12 * HOUR),
        loading=60 * draw(st.integers(0, 30)),
        breaks=tuple(rules),
    )
    return RoutingProblem(
        visits=tuple(visits), vehicles=(vehicle,), durations=(matrix,), distances=(matrix,), profiles=("van",)
    )
