"""A small random number generator inside the compiled search, so that a seed decides everything."""

from __future__ import annotations

import numpy as np

from lastmile_core.planning.engines.ruin_recreate.model import Table
from lastmile_core.planning.evaluation.compiled import inlined


@inlined
def draw(run: Table) -> float:
    """Return a number from 0 to below 1 (xorshift64)."""
    value = run[0].random
    value ^= value << np.uint64(13)
    value ^= value >> np.uint64(7)
    value ^= value << np.uint64(17)
    run[0].random = value
    return (value >> np.uint64(11)) * (1.0 / 9007199254740992.0)
