"""Days with thousands of visits: rounds over regions of neighbouring routes, all cores busy, memory bounded.

One search over the whole day would look at every route for every visit. Instead the visits are laid out in the plane
(from the matrix), cut into regions of some hundreds, and each region is searched as a day of its own. The next round
cuts elsewhere, along the routes that came out, so that what stood at a border is inside; the judge takes a region's
routes only when they make the day cheaper.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace

import numpy as np

from lastmile_core.planning.base.free_part import FreePart, Routes
from lastmile_core.planning.base.guard import Guard
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.big_days.cut import cut
from lastmile_core.planning.big_days.lay_out import lay_out
from lastmile_core.planning.big_days.region_search import Effort, SolvePart, search_region
from lastmile_core.planning.big_days.regions import Divider, Region
from lastmile_core.planning.engines.ruin_recreate.supports import supports
from lastmile_core.planning.repair.incumbent import Incumbent
from lastmile_core.problem import RoutingProblem

BIG = 1500
"""Visits from which regions beat one search over all."""
REGION = 700
"""Visits in a region. With 350 the day cost 3 % more: whole vehicles cannot be saved inside a few routes."""
SECONDS = 6.0
"""Least seconds for a region in a round; with little time there are fewer rounds."""
MOST_ROUNDS = 4
ROUNDS_BY_COUNT = 3
"""Rounds when the iterations are limited, not the time."""
FIRST_HEAT, LATER_HEAT = 0.25, 0.3
"""Shares of the cooling at which the first plan and the later rounds begin."""
JUDGED_A_SECOND = 4000
"""Visits that the judge's last look takes a second for, with room for a busy machine."""
POLL_S = 0.1
MENDING_S = 0.4


def is_big(problem: RoutingProblem) -> bool:
    """Whether a day is searched region by region."""
    return problem.num_visits > BIG


def search_big_day(
    part: FreePart,
    budget: SearchBudget,
    incumbent: Incumbent,
    solve_part: SolvePart,
    is_fast: Callable[[], bool],
    guard: Guard | None = None,
) -> None:
    """Fill the incumbent with the best plan that rounds over regions find until the budget ends.

    Parameters
    ----------
    part
        What is searched.
    incumbent
        Best routes so far (none on a new day); judged after each region, so progress comes often.
    solve_part
        How to search a region whose rules the compiled search does not know.
    is_fast
        Whether the compiled search is at hand; asked once a round.
    guard
        Takes the errors of single regions and rounds; the others go on.
    """
    guard = guard or Guard()
    kept_back = min(part.problem.num_visits / JUDGED_A_SECOND, budget.remaining_s / 5)
    budget = replace(budget, deadline=budget.deadline - kept_back)
    divider = Divider(part.problem, lay_out(part.problem), incumbent.book.kind_of, REGION)
    rng = np.random.default_rng(budget.seed)
    is_enough = supports(part.problem).is_enough
    rounds = MOST_ROUNDS if budget.max_iterations is None else ROUNDS_BY_COUNT
    for number in range(rounds):
        # Without any plan there must be one, however late it is.
        if budget.should_stop() or (incumbent.routes and budget.is_late()):
            break
        with guard.part(f"round {number + 1} over regions"):
            regions = divider.divide(incumbent.routes, rng)
            other = None if is_enough and is_fast() else solve_part
            efforts = _efforts(budget, len(regions), number, is_new=not incumbent.routes)
            for region, future in _searched(part, regions, efforts, budget, incumbent.routes, other):
                with guard.part(f"a region of {len(region.visits)} visits"):
                    _put_back(incumbent, region, future.result())
            # What is out is offered to the whole day between rounds only: other regions are being searched until then.
            incumbent.offer(incumbent.routes, "regions", _mending_is_over(budget))


def _put_back(incumbent: Incumbent, region: Region, routes: Routes) -> None:
    inside, vehicles = set(region.visits), set(region.vehicles)
    others = {
        vehicle: [visit for visit in order if visit not in inside]
        for vehicle, order in incumbent.routes.items()
        if vehicle not in vehicles
    }
    incumbent.offer({**others, **routes}, "regions", lambda: True)


def _efforts(budget: SearchBudget, count: int, number: int, *, is_new: bool) -> list[Effort]:
    """Return what each region of a round may spend; the rounds share what is left of the time."""
    waves = -(-count // budget.workers)
    left = min(MOST_ROUNDS - number, round(budget.remaining_s / (waves * SECONDS)))
    seconds = budget.remaining_s / max(1, left) / waves
    return [
        Effort(
            until=budget.deadline,
            seconds=seconds,
            seed=budget.seed + 1000 * number + region,
            iterations=budget.max_iterations,
            from_share=FIRST_HEAT if is_new else LATER_HEAT,
        )
        for region in range(count)
    ]


def _searched(
    part: FreePart,
    regions: Sequence[Region],
    efforts: Sequence[Effort],
    budget: SearchBudget,
    routes: Routes,
    solve_part: SolvePart | None,
) -> Iterator[tuple[Region, Future[Routes]]]:
    """Yield each region with what came of it, in order, so that the same seed gives the same plan."""
    stopped = threading.Event()
    begin = dict(routes)

    def run(region: Region, effort: Effort) -> Routes:
        inner = cut(part.problem, region.visits, region.vehicles)
        found = search_region(inner, inner.inward(begin), effort, stopped.is_set, solve_part)
        return inner.outward(found)

    with ThreadPoolExecutor(max_workers=budget.workers, thread_name_prefix="region") as pool:
        futures = [pool.submit(run, region, effort) for region, effort in zip(regions, efforts, strict=True)]
        try:
            for region, future in zip(regions, futures, strict=True):
                _await(future, budget, stopped)
                yield region, future
        finally:
            stopped.set()


def _await(future: Future[Routes], budget: SearchBudget, stopped: threading.Event) -> None:
    # Who tells a search to stop may only be asked in this thread.
    while not future.done():
        wait([future], timeout=POLL_S)
        if budget.should_stop():
            stopped.set()


def _mending_is_over(budget: SearchBudget) -> Callable[[], bool]:
    wall = time.monotonic() + MENDING_S
    if budget.max_iterations is not None:
        wall = max(wall, budget.deadline)
    return lambda: time.monotonic() > wall or budget.should_stop()
