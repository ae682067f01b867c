"""Ruin and recreate as an engine: one search a core, each with breaks at another moment of their span."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lastmile_core.planning.base.break_clock import PLACES, break_clock
from lastmile_core.planning.base.paced_listener import PacedListener
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.engine import Begin, Routes
from lastmile_core.planning.engines.ruin_recreate.build_model import build_model
from lastmile_core.planning.engines.ruin_recreate.team import Team
from lastmile_core.problem import RoutingProblem

COOL = 0.8
"""Share of the cooling that is over where routes are taken up that another engine has searched."""


def search(
    problem: RoutingProblem,
    budget: SearchBudget,
    *,
    initial: Mapping[int, Sequence[int]] | None = None,
    on_best: Callable[[Routes], None] | None = None,
    begin: Begin = Begin.ANYWHERE,
) -> Routes:
    """Return the best routes found, see :class:`lastmile_core.planning.engines.engine.Search`."""
    places = PLACES if any(vehicle.breaks for vehicle in problem.vehicles) else PLACES[:1]
    models = {place: build_model(problem, break_clock(problem, place)) for place in places[: budget.workers]}
    team = Team(
        [models[places[number % len(models)]] for number in range(budget.workers)],
        initial or {},
        budget,
        COOL if begin is Begin.GO_ON else 0.0,
    )
    listener = PacedListener(on_best, is_paced=budget.max_iterations is None)
    best: Routes = {}
    for best in team:
        listener.tell(best)
    listener.hand_on()
    return best
