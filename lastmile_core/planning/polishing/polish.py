"""Makes a plan cheaper under the judge's own objective, where the engines approximate it.

First local search, then ruin and recreate on every core in phases, between which the best routes are handed on. All of
it asks the compiled judge; what seems better than the best is shown to the judge itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from lastmile_core.planning.base.plain_day import is_plain
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.problem import RoutingProblem

Routes = dict[int, list[int]]


def needs_polish(problem: RoutingProblem) -> bool:
    """Whether a problem has rules that the fast engines approximate or do not know."""
    return not is_plain(problem)


def polish(
    problem: RoutingProblem,
    routes: Mapping[int, Sequence[int]],
    budget: SearchBudget,
    book: RouteBook,
    on_best: Callable[[Routes], None] | None = None,
    *,
    movable: Collection[int] | None = None,
) -> Routes:
    """Return routes that cost no more than the given ones, as the judge prices the plan.

    Parameters
    ----------
    problem
        Free visits and vehicles only.
    routes
        Clean routes, as ``Repairer.repair`` returns them; others come back as they are.
    budget
        Time and cores, or rounds of ruin and recreate a core: the same seed, rounds and cores give the same routes.
    book
        The judge's answers so far.
    on_best
        Told about every better plan, in the calling thread.
    movable
        The only visits that may change their position; all others keep their vehicle and their sequence. None for all.
    """
    # The compiler takes a second to load; plain days do without.
    from lastmile_core.planning.evaluation.compiled import is_ready
    from lastmile_core.planning.evaluation.readiness import warm_up_apart
    from lastmile_core.planning.polishing.polisher import Polisher

    if budget.max_iterations is None and not is_ready():
        # Compiling takes longer than many a search; the next one will have it.
        warm_up_apart()
        return {vehicle: list(order) for vehicle, order in routes.items() if order}
    return Polisher(problem, book, budget, on_best, movable).polish(routes)
