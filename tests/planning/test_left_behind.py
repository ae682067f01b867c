"""A search that cannot be called off in time does not turn the end of the process into a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.servers

_PROGRAM = """
import time
import numpy as np
from lastmile_core.planning.base.break_clock import PLACES, break_clock
from lastmile_core.planning.engines.pyvrp.build_model import build_model
from lastmile_core.planning.engines.pyvrp.side_by_side import SideBySide, Task
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit
from lastmile_core.process_end import leave, threads_left_behind


class Slow:
    # Makes the interpreter's end so long that the search comes back for it meanwhile, as on a busy machine.
    def __del__(self, sleep=time.sleep):
        sleep(20)


slow = Slow()
places = 2500
xy = np.random.default_rng(1).uniform(0, 20000, (places, 2))
matrix = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))).astype(np.int64)
problem = RoutingProblem(
    visits=tuple(Visit(visit_id=str(place), location=place, load=(1,)) for place in range(1, places)),
    vehicles=tuple(
        VehicleDay(vehicle_id=str(k), capacity=(60,), cost_per_km=45, shift=(0, 1000000)) for k in range(60)
    ),
    durations=(matrix,),
    distances=(matrix,),
    dimensions=("kg",),
)
model = build_model(problem, break_clock(problem, PLACES[0]))
list(SideBySide([Task(data=model.data)], SearchBudget(deadline=time.monotonic())))
print("the answer", threads_left_behind())
leave(1)
"""


def test_a_first_round_that_outlasts_its_time_is_left_and_the_process_ends_in_order(project_root: Path) -> None:
    """With ``sys.exit`` in the place of ``leave`` it ends with 134: "terminate called without an active exception"."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=project_root, capture_output=True, text=True, timeout=240, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "the answer ['search 0']\n"
