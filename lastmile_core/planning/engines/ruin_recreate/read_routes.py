"""The routes that the compiled search holds, by our numbers."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.engines.ruin_recreate.build_model import SearchModel
from lastmile_core.planning.evaluation.search_state import BEST, SearchState


def read_routes(model: SearchModel, state: SearchState) -> dict[int, list[int]]:
    """Return the best routes met so far, vehicle to visits."""
    lengths = state.kept["best_length"]
    return {model.vehicles[s]: state.orders[BEST, s, : lengths[s]].tolist() for s in np.flatnonzero(lengths).tolist()}
