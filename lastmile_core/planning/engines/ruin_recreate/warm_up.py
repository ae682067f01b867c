"""Compile the search once, so that no plan has to wait for it: ``python -m ...ruin_recreate.warm_up``."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np

from lastmile_core.planning.engines.pyvrp.break_clock import BreakClock
from lastmile_core.planning.engines.ruin_recreate.build_day import build_day
from lastmile_core.planning.engines.ruin_recreate.compiled import READY, is_ready
from lastmile_core.planning.engines.ruin_recreate.search import Annealing
from lastmile_core.planning.polishing.warm_up import compile_for
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit

BUSY = READY.with_name("busy")
_apart: list[subprocess.Popen[bytes]] = []
LONGEST_S = 900
"""A compilation that began longer ago has died."""


def warm_up() -> None:
    """Compile and keep the search; returns at once when that was done before."""
    if is_ready():
        return
    BUSY.parent.mkdir(parents=True, exist_ok=True)
    BUSY.touch()
    matrix = 60 * (np.ones((4, 4), dtype=np.int64) - np.eye(4, dtype=np.int64))
    problem = RoutingProblem(
        visits=tuple(Visit(order_id=str(place), location=place, load=(1,)) for place in (1, 2, 3)),
        vehicles=(VehicleDay(vehicle_id="1", capacity=(9,), cost_per_km=1),),
        durations=(matrix,),
        distances=(matrix,),
        dimensions=("kg",),
    )
    Annealing(build_day(problem, BreakClock()), {0: [0, 1]}, seed=1).chunk(1.0)
    compile_for(problem)
    READY.touch()


def warm_up_apart() -> None:
    """Compile in a process of its own, for the next time; this one goes on without.

    Does nothing while another process is at it already.
    """
    if BUSY.exists() and time.time() - BUSY.stat().st_mtime < LONGEST_S:
        return
    BUSY.parent.mkdir(parents=True, exist_ok=True)
    BUSY.touch()
    # Kept, because an object of a process that nobody waits for complains when it is thrown away.
    _apart.append(
        subprocess.Popen(
            [sys.executable, "-m", "lastmile_core.planning.engines.ruin_recreate.warm_up"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    )


if __name__ == "__main__":
    warm_up()
