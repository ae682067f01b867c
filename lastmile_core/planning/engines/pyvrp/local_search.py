"""Search with PyVRP: the accelerator. Lets go of the interpreter, so that several run side by side in threads."""

from __future__ import annotations

from collections.abc import Callable

from pyvrp import (
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    ProblemData,
    RandomNumberGenerator,
    Solution,
)
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)

from lastmile_core.planning.base.search_limits import SearchBudget

NO_COST = 2**62
"""PyVRP's cost of a solution that breaks a rule is the largest number it has."""


class _Watcher(IteratedLocalSearchCallbacks):  # type: ignore[misc]
    def __init__(self, on_best: Callable[[Solution], None]) -> None:
        self._on_best = on_best

    def on_start(self, ils: IteratedLocalSearch) -> None:
        self._on_best(ils.initial_solution)

    def on_best(self, best: Solution) -> None:
        self._on_best(best)


def run_search(
    data: ProblemData,
    budget: SearchBudget,
    *,
    initial: Solution | None = None,
    on_best: Callable[[Solution], None] | None = None,
    give_up: Callable[[int], bool] | None = None,
    is_gentle: bool = False,
) -> Solution:
    """Return the best solution found; it may break rules when no feasible one was met.

    Parameters
    ----------
    data
        What to solve.
    budget
        Ends the search; looked at between rounds, which last milliseconds.
    initial
        Solution to start from, random when None; improved thoroughly before the rounds begin.
    on_best
        Called in the searching thread with the first and every better solution; must be quick.
    give_up
        Asked with the rounds done as long as no feasible solution is known; true ends the search.
    is_gentle
        Begin with fines of the size of a leg, for a short search from a good ``initial``: usual ones are so high that
        tens of thousands of rounds pass before a rule is broken on the way.
    """
    rng = RandomNumberGenerator(seed=budget.seed)
    neighbours = compute_neighbours(data, NeighbourhoodParams())
    local_search = LocalSearch(data, rng, neighbours, PerturbationManager(PerturbationParams()))
    for operator in OPERATORS:
        if operator.supports(data):
            local_search.add_operator(operator(data))
    fines = _fines(data)
    begin = _gentle(data, initial) if is_gentle and initial is not None else fines.midpoint_penalties(data)
    manager = _QuietPenaltyManager(begin, fines)
    start = initial if initial is not None else Solution.make_random(data, rng)
    first = local_search(start, manager.max_cost_evaluator(), exhaustive=True)
    watcher = _Watcher(on_best) if on_best else IteratedLocalSearchCallbacks()
    algorithm = IteratedLocalSearch(data, manager, local_search, first, IteratedLocalSearchParams(callbacks=watcher))
    return algorithm.run(_StopRule(budget, give_up), collect_stats=False, display=False).best


class _QuietPenaltyManager(PenaltyManager):  # type: ignore[misc]
    """Fines without the warning that no feasible plan is in sight; the judge finds that out by itself."""

    def _register(self, idx: int, violation: int) -> None:
        # The warning is given when violations stop falling; switching warnings off is not safe in threads.
        self._prev_avg_violations[idx] = float("inf")
        super()._register(idx, violation)


class _StopRule:
    """PyVRP's question "stop now?"; counts rounds."""

    def __init__(self, budget: SearchBudget, give_up: Callable[[int], bool] | None) -> None:
        self._budget = budget
        self._give_up = give_up
        self._rounds = 0

    def __call__(self, best_cost: float) -> bool:
        self._rounds += 1
        limit = self._budget.max_iterations
        if self._budget.is_over() or (limit is not None and self._rounds > limit):
            return True
        return self._give_up is not None and best_cost >= NO_COST and self._give_up(self._rounds)


def _fines(data: ProblemData) -> PenaltyParams:
    """Return fines that grow with the prices, so that being late never pays off in dear units.

    Bounded, because a fine times a way that is forbidden (10 million) times a thousand visits must fit 64 bits.
    """
    dearest = max((max(k.unit_distance_cost, k.unit_duration_cost) for k in data.vehicle_types()), default=1)
    return PenaltyParams(max_penalty=100_000.0 * min(max(1, dearest), 1000))


def _gentle(data: ProblemData, solution: Solution) -> tuple[list[float], float, float]:
    """Return fines (load by dimension, time, distance) by which a mean visit too much costs about a quarter of a leg.

    The shares are those at which searches of ten minutes on days of 250 orders arrived by themselves.
    """
    legs = max(1, data.num_clients + solution.num_routes())
    price = max(1.0, (solution.distance_cost() + solution.duration_cost()) / legs)
    loads = [
        max(1.0, sum(client.delivery[dim] + client.pickup[dim] for client in data.clients()) / max(1, data.num_clients))
        for dim in range(data.num_load_dimensions)
    ]
    a_second = 10 * price / max(1.0, solution.duration() / legs)
    return [0.25 * price / load for load in loads], a_second, price / max(1.0, solution.distance() / legs)
