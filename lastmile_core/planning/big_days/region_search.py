"""The search of one region, in a thread of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from lastmile_core.planning.base.break_clock import PLACES, break_clock
from lastmile_core.planning.base.free_part import FreePart, Routes
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.engines.ruin_recreate.supports import supports

CHUNKS = 40
ROUNDS_PER_ITERATION = 50

SolvePart = Callable[[FreePart, Routes, SearchLimits, Callable[[], bool]], Routes]
"""Searches a part by all other engines: from these routes, within the limits, until told to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long and how hot one region is searched.

    Attributes
    ----------
    until
        ``time.monotonic`` at which it must be over.
    seconds
        For this region; without meaning when there is a number of rounds.
    iterations
        Rounds, when the same answer must come back every time.
    from_share
        Temperature to begin with, as a share of the whole cooling: 0 is hot, 1 cold.
    """

    until: float
    seconds: float
    seed: int
    iterations: int | None = None
    from_share: float = 0.0


def search_region(
    part: FreePart,
    routes: Routes,
    effort: Effort,
    is_stopped: Callable[[], bool],
    solve_part: SolvePart | None,
) -> Routes:
    """Return better routes of a region, or the same.

    Parameters
    ----------
    routes
        Where to begin, in numbers of the part.
    solve_part
        Used where the compiled search does not know a rule; None leaves such a region as it is.
    """
    end = min(effort.until, time.monotonic() + effort.seconds) if effort.iterations is None else effort.until
    is_late = time.monotonic() >= end and routes
    if not part.problem.visits or not part.problem.vehicles or is_late or is_stopped():
        return routes
    if solve_part is not None:
        limits = SearchLimits(
            time_s=max(0.0, end - time.monotonic()), seed=effort.seed, max_iterations=effort.iterations
        )
        return solve_part(part, routes, limits, is_stopped)
    return _anneal(part, routes, effort, end, is_stopped) if supports(part.problem).is_enough else routes


def _anneal(part: FreePart, routes: Routes, effort: Effort, end: float, is_stopped: Callable[[], bool]) -> Routes:
    from lastmile_core.planning.engines.ruin_recreate.annealing import Annealing
    from lastmile_core.planning.engines.ruin_recreate.build_model import build_model

    begun = time.monotonic()
    clock = break_clock(part.problem, PLACES[effort.seed % len(PLACES)])
    search = Annealing(build_model(part.problem, clock), routes, effort.seed)
    span = 1 - effort.from_share
    if effort.iterations is not None:
        count = max(1, effort.iterations * ROUNDS_PER_ITERATION // CHUNKS)
        for chunk in range(CHUNKS):
            if is_stopped() or time.monotonic() >= end:
                break
            search.chunk(effort.from_share + span * chunk / CHUNKS, count)
        return search.best()
    while (now := time.monotonic()) < end and not is_stopped():
        search.chunk(effort.from_share + span * (now - begun) / max(1e-3, end - begun))
    return search.best()
