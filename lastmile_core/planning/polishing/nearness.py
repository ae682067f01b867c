"""Which visits lie near each other in place and time, nearest first."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from lastmile_core.planning.evaluation.day_arrays import DayArrays, Near

NEAR = 30
WAITING_SHARE = 0.2
"""How much a second that must be waited between two visits counts beside one that is driven."""


def near_visits(day: DayArrays, number: int = NEAR, among: Collection[int] | None = None) -> Near:
    """Return for every visit the visits nearest to it, shape (n, number); reloads are near nobody.

    Parameters
    ----------
    among
        The only visits that are near anybody; None for all.
    """
    place = day.visits["location"]
    seconds = day.seconds.min(axis=0)[np.ix_(place, place)].astype(np.float64)
    opens = day.windows[:, 0, 0].astype(np.float64)
    last = np.arange(len(place)), day.visits["num_windows"] - 1
    closes = day.windows[*last, 1].astype(np.float64)
    service = day.visits["service"].astype(np.float64)
    # Who comes from i as late as i allows still waits so long at j.
    wait = opens[None, :] - closes[:, None] - service[:, None] - seconds
    late = opens[:, None] + service[:, None] + seconds - closes[None, :]
    apart = seconds + WAITING_SHARE * np.maximum(wait, 0) + np.maximum(late, 0)
    apart = np.minimum(apart, apart.T)
    np.fill_diagonal(apart, np.inf)
    apart[:, day.visits["is_reload"]] = np.inf
    if among is not None:
        apart[:, np.setdiff1d(np.arange(len(place)), sorted(among))] = np.inf
    number = min(number, max(0, len(place) - 1))
    return np.ascontiguousarray(np.argsort(apart, axis=1, kind="stable")[:, :number], dtype=np.int32)
