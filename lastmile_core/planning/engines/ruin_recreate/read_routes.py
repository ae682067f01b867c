"""The routes that the compiled search holds, by our numbers."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.engines.ruin_recreate.build_model import SearchModel
from lastmile_core.planning.engines.ruin_recreate.model import State


def read_routes(compiled: SearchModel, state: State) -> dict[int, list[int]]:
    """Return the best routes met so far, vehicle to visits."""
    lengths = state.routes["best_length"]
    return {compiled.vehicles[s]: state.orders[2, s, : lengths[s]].tolist() for s in np.flatnonzero(lengths).tolist()}
