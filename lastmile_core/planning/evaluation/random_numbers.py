"""A small random number generator inside the compiled searches, so that a seed decides everything."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lastmile_core.planning.evaluation.compiled import inlined


@inlined
def draw(random: npt.NDArray[np.uint64]) -> float:
    """Return a number from 0 to below 1 (xorshift64); ``random`` is the state, shape (1,)."""
    value = random[0]
    value ^= value << np.uint64(13)
    value ^= value >> np.uint64(7)
    value ^= value << np.uint64(17)
    random[0] = value
    return (value >> np.uint64(11)) * (1.0 / 9007199254740992.0)
