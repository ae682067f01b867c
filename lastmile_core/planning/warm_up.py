"""Compile the search once, so that no plan has to wait for it: ``python -m lastmile_core.planning.warm_up``."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.base.break_clock import BreakClock
from lastmile_core.planning.engines.ruin_recreate.annealing import Annealing
from lastmile_core.planning.engines.ruin_recreate.build_model import build_model
from lastmile_core.planning.evaluation.compiled import READY, is_ready
from lastmile_core.planning.evaluation.readiness import busy_file
from lastmile_core.planning.polishing.warm_up import compile_for
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit


def warm_up() -> None:
    """Compile and keep the search; returns at once when that was done before."""
    if is_ready():
        return
    busy = busy_file()
    busy.parent.mkdir(parents=True, exist_ok=True)
    busy.touch()
    matrix = 60 * (np.ones((4, 4), dtype=np.int64) - np.eye(4, dtype=np.int64))
    problem = RoutingProblem(
        visits=tuple(Visit(visit_id=str(place), location=place, load=(1,)) for place in (1, 2, 3)),
        vehicles=(VehicleDay(vehicle_id="1", capacity=(9,), cost_per_km=1),),
        durations=(matrix,),
        distances=(matrix,),
        dimensions=("kg",),
    )
    Annealing(build_model(problem, BreakClock()), {0: [0, 1]}, seed=1).chunk(1.0)
    compile_for(problem)
    READY.touch()


if __name__ == "__main__":
    warm_up()
